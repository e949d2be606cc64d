"""What search compares with, worked out of the vocabulary whenever a listing is written."""

import re
from collections.abc import Mapping
from typing import Any

from listings.extraction.parsing.cities.names import name_key
from listings.extraction.parsing.vocabulary.area import SQUARE_METRES
from listings.extraction.parsing.words import UNSPACED, fold

MAX_KEY_CHARS, MAX_CODE_CHARS = 255, 40
SEARCHED = ("title", "address_string", "city", "postal_code", "reference", "description")
MAX_SEARCHED_CHARS = 500
NO_WORD = re.compile(r"[\W_]+")


def search_columns(values: Mapping[str, Any]) -> dict[str, Any]:
    """area_m2, city_key, postal_code_key and search_text of a listing with these values of the vocabulary."""
    return {
        "area_m2": area_m2_of(values.get("constructed_area"), values.get("area_unit")),
        "city_key": city_key(values.get("city") or ""),
        "postal_code_key": postal_code_key(values.get("postal_code") or ""),
        "search_text": "".join(f" {folded}" for name in SEARCHED if (folded := _excerpt(values.get(name) or ""))),
    }


def area_m2_of(area: float | None, unit: str | None) -> float | None:
    """An area in square metres; None where area or unit is not known."""
    return None if area is None or unit is None else area * SQUARE_METRES[unit]


def city_key(name: str) -> str | None:
    """The form in which cities are compared: "Sao  Paulo" and "São Paulo" are one."""
    return name_key(name)[:MAX_KEY_CHARS] or None


def postal_code_key(code: str) -> str | None:
    """The form in which postal codes are compared: "ls21 1aa" and "LS211AA" are one."""
    return NO_WORD.sub("", fold(code))[:MAX_CODE_CHARS] or None


def searchable(text: str) -> str:
    """A text's letters and digits, folded, its words set apart by single spaces.

    A sign of a script that is written without spaces is a word by itself.
    """
    return " ".join(NO_WORD.sub(" ", UNSPACED.sub(r" \g<0> ", fold(text))).split())


def _excerpt(text: str) -> str:
    return searchable(text[:MAX_SEARCHED_CHARS])
