"""The last word on every value: what the vocabulary's field, the database and JSON can hold.

Readers decide what a text means; a value that no field of its kind could hold is no value, so its candidate falls
through to the next.
"""

import datetime
import math
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from listings.extraction.fields import FIELDS_BY_NAME, Field, Kind
from listings.extraction.parsing.vocabulary.currency import ISO_4217

MAX_LONG_TEXT_CHARS = 200_000
MAX_TEXTS = 300
MAX_IMAGES = 500
MAX_NUMBER = 1e17  # exclusive; numeric(20, 3) holds no more
BIGINT = (-(2**63), 2**63 - 1)

_RANGES: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "latitude": (-90, 90),
        "longitude": (-180, 180),
        "year_construction": (1000, 2100),
        "price_float": (0, MAX_NUMBER),
        "constructed_area": (0, MAX_NUMBER),
        "plot_area": (0, MAX_NUMBER),
    }
)
# Control characters but tab and line feed, and halves of a surrogate pair: PostgreSQL or UTF-8 refuses them.
_UNSTORABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_COUNTRY = re.compile(r"[A-Z]{2}")
_HTTP = re.compile(r"https?://[^\s/]", re.IGNORECASE)


def fits(name: str, value: object) -> bool:
    """Whether a vocabulary field can hold the value; None and empty lists always fit."""
    if value is None or value == []:
        return True
    field, fits_kind = _CHECKS[name]
    return fits_kind(field, value)


def is_storable(text: str) -> bool:
    """Whether database and UTF-8 can hold a text."""
    return text.isprintable() or not _UNSTORABLE.search(text)  # the former is told faster, and of most texts


def storable(text: str) -> str:
    """The text with every character that cannot be stored replaced, for what is only shown."""
    return _UNSTORABLE.sub("\ufffd", text)


def _fits_text(field: Field, value: object) -> bool:
    if not isinstance(value, str) or not value or len(value) > field.max_length or not is_storable(value):
        return False
    if field.name == "currency":
        return value in ISO_4217
    return field.name != "country" or _COUNTRY.fullmatch(value) is not None


def _fits_long_text(field: Field, value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= MAX_LONG_TEXT_CHARS and is_storable(value)


def _fits_number(field: Field, value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return False
    low, high = _RANGES.get(field.name, (-MAX_NUMBER, MAX_NUMBER))
    return low <= value <= high and abs(value) < MAX_NUMBER


def _fits_integer(field: Field, value: object) -> bool:
    low, high = _RANGES.get(field.name, BIGINT)
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def _fits_date(field: Field, value: object) -> bool:
    try:
        return isinstance(value, str) and datetime.date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _fits_url(field: Field, value: object) -> bool:
    return isinstance(value, str) and len(value) <= field.max_length and _is_address(value)


def _fits_texts(field: Field, value: object) -> bool:
    return isinstance(value, list) and len(value) <= MAX_TEXTS and all(_fits_long_text(field, text) for text in value)


def _fits_images(field: Field, value: object) -> bool:
    return isinstance(value, list) and len(value) <= MAX_IMAGES and all(map(_is_image, value))


def _is_image(image: object) -> bool:
    if not isinstance(image, dict):
        return False
    url = image.get("url")
    has_fit_caption = "caption" not in image or is_storable(str(image["caption"]))
    return isinstance(url, str) and _is_address(url) and has_fit_caption


def _is_address(url: str) -> bool:
    return _HTTP.match(url) is not None and is_storable(url)


_FITS_KIND: Mapping[Kind, Callable[[Field, object], bool]] = MappingProxyType(
    {
        Kind.TEXT: _fits_text,
        Kind.LONG_TEXT: _fits_long_text,
        Kind.HTML: _fits_long_text,
        Kind.NUMBER: _fits_number,
        Kind.INTEGER: _fits_integer,
        Kind.BOOLEAN: lambda field, value: isinstance(value, bool),
        Kind.CHOICE: lambda field, value: value in field.choices,
        Kind.DATE: _fits_date,
        Kind.TIMESTAMP: lambda field, value: isinstance(value, str),
        Kind.URL: _fits_url,
        Kind.TEXTS: _fits_texts,
        Kind.IMAGES: _fits_images,
    }
)
_CHECKS = {name: (field, _FITS_KIND[field.kind]) for name, field in FIELDS_BY_NAME.items()}
