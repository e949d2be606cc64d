"""What the form of a one-line address makes certain: postal code, city, state, street and number."""

import re

from phonenumbers import SUPPORTED_REGIONS

from listings.extraction.market import Market
from listings.extraction.parsing.vocabulary.countries import COUNTRY_NAMES, ISO3, US_STATES
from listings.extraction.parsing.words import fold

MAX_ADDRESS_TEXT = 300

_COUNTRIES = {fold(name): code for code, names in COUNTRY_NAMES.items() for name in names}
_GB_POSTCODE = re.compile(r"(?<![A-Z0-9])([A-Z]{1,2}\d[A-Z\d]?) ?(\d[ABD-HJLNP-UW-Z]{2})(?![A-Z0-9])")
# An outcode alone looks like much else, so it counts only as the last part: "Clapham, London SW4".
_GB_OUTCODE = re.compile(r"[, ]([A-Z]{1,2}\d{1,2}[A-Z]?)$")
_US = re.compile(r"(?:^|,) ?([^,\d]{2,40}), ?([A-Z]{2})\.?,? (\d{5})(?:-\d{4})?(?!\d)")
# Postal code in front of the city.  Four digits are also years and house numbers: those must open a part.
_CODE_AND_CITY = {
    **dict.fromkeys(("DE", "ES", "FR", "IT", "FI", "EE"), r"(?<![\d.,])(\d{5}) (?=[^\W\d])([^,;(|\d]{2,60})"),
    **dict.fromkeys(
        ("AT", "CH", "DK", "NO", "BE", "LU", "SI", "HU"),
        r"(?:^|[,;] ?)(?:[A-Z]{1,2}-)?(\d{4}) (?=[^\W\d])([^,;(|\d]{2,60})",
    ),
    "NL": r"(?<!\d)(\d{4} ?[A-Z]{2}) (?=[^\W\d])([^,;(|\d]{2,60})",
    "PT": r"(?<!\d)(\d{4}-\d{3}) (?=[^\W\d])([^,;(|\d]{2,60})",
    "PL": r"(?<!\d)(\d{2}-\d{3}) (?=[^\W\d])([^,;(|\d]{2,60})",
    **dict.fromkeys(("SE", "CZ", "SK", "GR"), r"(?:^|[,;] ?)(\d{3} \d{2}) (?=[^\W\d])([^,;(|\d]{2,60})"),
}
_CODE_AND_CITY_PATTERNS = {country: re.compile(pattern) for country, pattern in _CODE_AND_CITY.items()}
_CODE_IN_BRACKETS = re.compile(r"\((\d{5})\)")
_IT_PROVINCE = re.compile(r"(.+?) \(?([A-Z]{2})\)?$")
_NUMBER_LAST_COUNTRIES = {"DE", "AT", "CH", "NL"}
_STREET_AND_NUMBER = re.compile(r"([^\W\d_][^\d,]{2,60}?) (\d{1,4} ?[a-zA-Z]?(?:[-/]\d{1,4} ?[a-zA-Z]?)*)")
_JP = re.compile(
    "(東京都|北海道|大阪府|京都府|[一-龥]{2,3}県)"
    "([^市区郡]{1,6}市市?|[^市区郡]{1,4}区|[^市区郡]{1,5}郡[^町村]{1,5}[町村])?"
)


def parse_address(text: str, *, market: Market) -> dict[str, str]:
    """The vocabulary's address fields that a one-line address states for certain; empty when its form says nothing."""
    line = " ".join(text[:MAX_ADDRESS_TEXT].split())
    match market.country:
        case "GB":
            return _british(line)
        case "US":
            return _american(line)
        case "JP":
            return _japanese(line)
        case _:
            return _code_and_city(line, market.country or "")


def parse_country(text: str) -> str | None:
    """ISO 3166-1 alpha-2 from a code of two or three letters or a name; None for anything else."""
    name = text[:60].strip()
    if (code := _COUNTRIES.get(fold(name))) is not None:
        return code
    code = name.upper()
    if code in SUPPORTED_REGIONS:
        return code
    return ISO3.get(code)


def _british(line: str) -> dict[str, str]:
    codes = {f"{m[1]} {m[2]}" for m in _GB_POSTCODE.finditer(line.upper())}
    if codes:
        return {"postal_code": codes.pop()} if len(codes) == 1 else {}
    outcode = _GB_OUTCODE.search(line)
    return {"postal_code": outcode[1]} if outcode else {}


def _american(line: str) -> dict[str, str]:
    found = _US.search(line)
    if found is None or found[2] not in US_STATES:
        return {}
    return {"city": found[1].strip(), "region": found[2], "postal_code": found[3]}


def _japanese(line: str) -> dict[str, str]:
    found = _JP.search(line)
    if found is None:
        return {}
    return {"region": found[1], "city": found[2]} if found[2] else {"region": found[1]}


def _code_and_city(line: str, country: str) -> dict[str, str]:
    pattern = _CODE_AND_CITY_PATTERNS.get(country)
    found = list(pattern.finditer(line)) if pattern else []
    if not found and country in ("FR", "IT", "ES", "DE") and (bracketed := _CODE_IN_BRACKETS.search(line)):
        return {"postal_code": bracketed[1]}
    if len(found) != 1:
        return {}
    code, city = found[0][1], re.split(r" [-–/] ", found[0][2])[0].strip(" .-")
    parts = {"postal_code": code, "city": city}
    if country == "IT" and (province := _IT_PROVINCE.fullmatch(city)):
        parts |= {"city": province[1], "province": province[2]}
    return {**_street(line[: found[0].start()], country), **parts}


def _street(before: str, country: str) -> dict[str, str]:
    """Street and number, where the number follows the street and nothing else stands before the postal code."""
    street = before.strip(" ,;")
    found = _STREET_AND_NUMBER.fullmatch(street)
    if country not in _NUMBER_LAST_COUNTRIES or found is None:
        return {}
    return {"street_address": street, "street_name": found[1], "street_number": found[2]}
