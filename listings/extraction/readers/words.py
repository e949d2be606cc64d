"""Texts about the home: headline, description, features, kind, reference and the small print."""

import re

from listings.extraction.fields import LISTING_STATUSES, PROPERTY_TYPES
from listings.extraction.parsing.dates import parse_date
from listings.extraction.parsing.listing_status import parse_listing_status
from listings.extraction.parsing.property_type import parse_property_type
from listings.extraction.parsing.text import clean_text, sanitise_html
from listings.extraction.readers.reading import Reading, Values, text_of

MAX_DESCRIPTION_CHARS = 100_000
MAX_SUBTYPE_CHARS = 30
_MARKUP = re.compile(r"<[a-zA-Z/!][^<>]{0,500}>")
_LOCALE = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2}|-\d{3})?")
_GRADE = re.compile(r"(?<![\w])([A-H])(\+{0,4}|[1-3])(?![\w+])")  # an Irish BER has sub-grades: "C1"
_BAND = re.compile(r"(?:band\s*:?\s*)?([A-I])", re.IGNORECASE)
_TYPOLOGY = re.compile(r"[Tt]\d(?:\+\d)?")  # Portuguese houses are told by their bedrooms as flats are
_YES = frozenset({"true", "yes", "furnished", "fully furnished", "full", "amueblado", "möbliert", "meublé", "arredato"})
_NO = frozenset({"false", "no", "unfurnished", "sin amueblar", "unmöbliert", "non meublé", "non arredato"})


def read_title(raw: object, reading: Reading) -> Values:
    """The headline in one line."""
    return read_text("title", raw, reading)


def read_text(name: str, raw: object, reading: Reading) -> Values:
    """A short text that has anything to read in it."""
    text = text_of(raw)
    return {name: text} if text and any(map(str.isalnum, text)) else {}


def read_description(raw: object, reading: Reading) -> Values:
    """Plain text."""
    text = clean_text(_long_text(raw))
    return {"description": text} if text else {}


def read_markup(raw: object) -> Values:
    """A description as sanitised HTML, where it came with markup."""
    text = _long_text(raw)
    html = sanitise_html(text) if _MARKUP.search(text) else None
    return {"description_html": html} if html else {}


def _long_text(raw: object) -> str:
    if isinstance(raw, list):
        raw = "\n\n".join(part for part in raw if isinstance(part, str))
    return raw[:MAX_DESCRIPTION_CHARS] if isinstance(raw, str) else ""


_TWO_STOREYED = frozenset({"NG", "GH"})  # where a duplex is a house of two storeys, not a flat on two floors


def read_property_type(raw: object, reading: Reading) -> Values:
    """The normalised kind, with the stated one beside it where it is a name ("Terraced") rather than a headline."""
    text = text_of(raw)
    if not text or (reading.country == "PT" and _TYPOLOGY.fullmatch(text)):
        return {}
    kind = text if text in PROPERTY_TYPES else parse_property_type(text)
    if kind is None:
        return {}
    if kind == "apartment" and reading.country in _TWO_STOREYED and "duplex" in text.lower():
        kind = "house"
    name = text.strip(" -_/")  # what a part of an address may begin or end with
    is_name = len(name) <= MAX_SUBTYPE_CHARS and not any(map(str.isdigit, name))
    return {"property_type": kind, "property_subtype": name} if is_name else {"property_type": kind}


def read_grade(raw: object, reading: Reading) -> Values:
    """The letter of an energy certificate."""
    text = text_of(raw)
    found = _GRADE.search(text.upper()[:100]) if text else None
    return {"energy_certificate_grade": found[0]} if found else {}


def read_band(raw: object, reading: Reading) -> Values:
    """A council tax band."""
    text = text_of(raw)
    found = _BAND.fullmatch(text) if text else None
    return {"council_tax_band": found[1].upper()} if found else {}


def read_furnished(raw: object, reading: Reading) -> Values:
    """Whether it comes with furniture, where that is said plainly."""
    text = "true" if raw is True else "false" if raw is False else (text_of(raw) or "").casefold()
    return {"furnished": True} if text in _YES else {"furnished": False} if text in _NO else {}


def read_date(raw: object, reading: Reading) -> Values:
    """The first day to move in, ISO 8601."""
    text = text_of(raw)
    date = parse_date(text, market=reading.market) if text else None
    return {"available_from": date} if date else {}


def read_status(raw: object, reading: Reading) -> Values:
    """A listing status of the vocabulary, or a label that names one."""
    text = text_of(raw)
    status = text if text in LISTING_STATUSES else parse_listing_status(text) if text else None
    return {"listing_status": status} if status else {}


def read_locale(raw: object, reading: Reading) -> Values:
    """A BCP 47 language tag, as <html lang> and og:locale write it."""
    text = (text_of(raw) or "").replace("_", "-")
    language, dash, rest = text.partition("-")
    tag = language.lower() + dash + (rest.upper() if len(rest) == 2 else rest)
    return {"locale_code": tag} if _LOCALE.fullmatch(tag) else {}
