"""Photos, floor plans, logos, and how to reach the agent."""

import re
from urllib.parse import unquote

from listings.extraction.page import absolute_url
from listings.extraction.parsing import images as parsing
from listings.extraction.parsing.images import parse_images
from listings.extraction.parsing.phone import parse_phone
from listings.extraction.readers.reading import Reading, Values, text_of, texts_of

_EMAIL = re.compile(r"[^\s\x00-\x20\x7f-\x9f@%:;,?<>()\[\]\"\\]{1,64}@(?:[\w-]{1,63}\.){1,8}[\w-]{2,63}")
_NUMBER_KEYS = (
    "number", "phone", "phoneNumber", "telephone", "mobile", "landline", "office", "main", "primary", "cell", "e164",
    "display", "formatted", "value",
)  # fmt: skip


def read_images(name: str, raw: object, reading: Reading) -> Values:
    """Distinct photos with their captions."""
    images = parse_images(raw if isinstance(raw, list) else [raw], base_url=reading.page_url)
    return {name: images} if images else {}


def glimpse_images(raw: object, reading: Reading, at_most: int) -> Values:
    """One photo of a list that holds some, and no more than so many; {} where it must be read to say so."""
    images = parsing.glimpse_images(raw, base_url=reading.page_url, at_most=at_most) if isinstance(raw, list) else []
    return {"image_urls": images} if images else {}


def read_main_image(raw: object, reading: Reading) -> Values:
    """One photo of the listing: of several the first."""
    images = read_images("image_urls", raw, reading).get("image_urls")
    return {"main_image_url": images[0]["url"]} if isinstance(images, list) else {}


def read_url(name: str, raw: object, reading: Reading) -> Values:
    """An absolute http(s) URL."""
    url = absolute_url(text_of(raw) or "", reading.page_url) if text_of(raw) else None
    return {name: url} if url else {}


def read_phone(raw: object, reading: Reading) -> Values:
    """The first telephone number among those stated."""
    market = reading.market.moved_to(reading.country or reading.market.country)
    for text in texts_of(_numbers(raw)):
        phone = parse_phone(text, market=market)
        if phone:
            return {"agent_phone": phone}
    return {}


def _numbers(raw: object) -> object:
    """The numbers of objects that hold one: {"type": "Mobile", "number": "(415) 555-0100"}."""
    if isinstance(raw, list):
        return [_numbers(member) for member in raw[:10]]
    if isinstance(raw, dict):
        found = (_numbers(raw[key]) for key in _NUMBER_KEYS if isinstance(raw.get(key), str | int | list) and raw[key])
        return next(found, raw)
    return raw


def read_email(raw: object, reading: Reading) -> Values:
    """One e-mail address, of a link (RFC 6068) too, and nothing that a mail program could take for a header."""
    text = unquote((text_of(raw) or "").removeprefix("mailto:").partition("?")[0]).strip(" ")
    return {"agent_email": text} if _EMAIL.fullmatch(text) else {}
