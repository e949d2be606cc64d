"""Postal codes by country: their form, and whether the city stands behind them or in front.

Forms: the Universal Postal Union's addressing sheets.
"""

import re
from dataclasses import dataclass

from listings.extraction.parsing.cities.names import name_key
from listings.extraction.parsing.cities.table import known_place


@dataclass(frozen=True, slots=True)
class PostalCode:
    """A code in part number `at`; what stands before and behind it there."""

    code: str
    at: int
    before: str
    behind: str


@dataclass(frozen=True, slots=True)
class _Form:
    pattern: re.Pattern[str]
    is_weak: bool  # so short that house numbers and years look alike


def _form(code: str, mark: str = "", *, is_weak: bool = False) -> _Form:
    return _Form(re.compile(rf"(?:^|(?<=[ -]))(?:(?:{mark})[ -]?)?({code})(?=$| |[-–]\d)"), is_weak)


_FIVE = _form(r"\d{5}", r"[A-Z]{1,2}")
_FOUR = _form(r"\d{4}", r"[A-Z]{1,2}", is_weak=True)
_SIX = _form(r"\d{6}")
_THREE_TWO = _form(r"\d{3} ?\d{2}", r"[A-Z]{1,3}")
_CODE_FIRST: dict[str, _Form] = {
    **dict.fromkeys(("DE", "ES", "FR", "IT", "FI", "EE", "HR", "RS", "BA", "ME", "UA", "TR", "MA", "LT", "MC"), _FIVE),
    **dict.fromkeys(("AT", "CH", "DK", "NO", "BE", "LU", "SI", "HU", "BG", "LI", "CY", "MK", "LV"), _FOUR),
    **dict.fromkeys(("RO", "RU", "BY", "KZ"), _SIX),
    **dict.fromkeys(("SE", "CZ", "SK", "GR"), _THREE_TWO),
    "NL": _form(r"\d{4} ?[A-Z]{2}", "NL"),
    "PT": _form(r"\d{4}-\d{3}", "P|PT"),
    "PL": _form(r"\d{2}-\d{3}", "PL"),
    "MX": _form(r"\d{5}", r"C\.? ?P\.?"),
    "MY": _form(r"\d{5}"),
    "IS": _form(r"\d{3}", "IS", is_weak=True),
    "IL": _form(r"\d{7}"),
}
_CODE_LAST: dict[str, _Form] = {
    "US": _form(r"\d{5}(?:-\d{4})?"),
    "CA": _form(r"[ABCEGHJ-NPR-TVXY]\d[A-Z] ?\d[A-Z]\d"),
    "IE": _form(r"(?:[AC-FHKNPRTV-Y]\d{2}|D6W) ?[0-9AC-FHKNPRTV-Y]{4}"),
    "IN": _form(r"[1-9]\d{2} ?\d{3}", r"pin(?: ?code)?:?|PIN(?: ?CODE)?:?|Pin(?: ?[Cc]ode)?:?"),
    "BR": _form(r"\d{5}-?\d{3}", r"CEP:?"),
    "AU": _form(r"\d{4}", is_weak=True),
    "NZ": _form(r"\d{4}", is_weak=True),
    "ZA": _form(r"\d{4}", is_weak=True),
    "PH": _form(r"\d{4}", is_weak=True),
    "SG": _form(r"\d{6}", "S"),
    "MT": _form(r"[A-Z]{3} ?\d{4}"),
    **dict.fromkeys(("ID", "TH", "SA", "PK", "EG", "LK", "KR"), _form(r"\d{5}")),
    "AR": _form(r"[A-HJ-NP-Z]\d{4}(?:[A-Z]{3})?"),
}
_DIGIT = re.compile(r"\d")
_HOUSE_NUMBER_AT_END = re.compile(r"\d{1,3} ?[A-Za-z]?$")


def is_code_first(country: str | None) -> bool:
    """Does the city stand behind the code there?"""
    return country in _CODE_FIRST


def find_codes(parts: list[str], country: str | None) -> list[PostalCode]:
    """The postal codes in the parts of an address; of a country without a known form none."""
    form = _CODE_FIRST.get(country or "") or _CODE_LAST.get(country or "")
    if form is None:
        return []
    return [
        PostalCode(found[1], at, part[: found.start()].strip(" -–"), part[found.end() :].strip(" -–"))
        for at, part in enumerate(parts)
        if _DIGIT.search(part)
        for found in form.pattern.finditer(part)
        if not form.is_weak or _is_sure(part, found, country or "", is_last=at == len(parts) - 1)
    ]


def _is_sure(part: str, found: re.Match[str], country: str, *, is_last: bool) -> bool:
    """Four digits are a code at the start of a part with a name behind, or at the end of the line with one in front.

    Within a part they are one only between a house number and a known city: "Lindenweg 5 1020 Wien".
    """
    before, behind = part[: found.start()].strip(), part[found.end() :].strip()
    if country in _CODE_LAST or not behind:
        is_end = not behind and (is_last or country in ("AU", "LV"))
        return is_end and (bool(before) or country != "US") and not (before and before[-1].isdigit())
    if not behind[0].isalpha():
        return False
    return not before or (
        _HOUSE_NUMBER_AT_END.search(before) is not None and known_place(name_key(behind), country) is not None
    )
