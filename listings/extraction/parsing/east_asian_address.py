"""Addresses of Japan, China, Taiwan and Korea, written from the large to the small and mostly without spaces."""

import re

from listings.extraction.parsing.cities.names import name_key
from listings.extraction.parsing.cities.table import known_place

COUNTRIES = frozenset({"JP", "CN", "TW", "KR"})
MAX_NAME = 8

_JP_CODE = re.compile(r"〒? ?(\d{3}[-－]\d{4})(?!\d)")
_JP_PREFECTURE = re.compile("東京都|北海道|大阪府|京都府|[一-龥]{2,3}県")
_JP_COUNTY = re.compile("[^\\s市区]{1,5}郡(?=[^\\s]{1,6}[町村])")
# The first of a ward or city, not at once: 市川市 begins with the sign for a city.
_JP_CITY = re.compile("\\S[^\\s市区町村]{0,5}[市区]|[^\\s市区町村]{1,5}[町村]")
_CN_PROVINCE = re.compile("[一-龥]{2,3}省|[一-龥]{2,8}自治[区區]")
_CN_CITY = re.compile("[一-龥]{2,5}?[市盟]|[一-龥]{2,6}?自治州")
_TW_COUNTY = re.compile("[一-龥]{2}[縣县]")
_TW_CITY = re.compile("[一-龥]{2,3}[市鎮鄉镇乡]")
_KR_METROPOLIS_WORD = re.compile("(?:서울|부산|대구|인천|광주|대전|울산|세종)(?:시|특별시|광역시|특별자치시)?")
_KR_PROVINCE_WORD = re.compile("[가-힣]{2,6}도|경기|강원|충북|충남|전북|전남|경북|경남|제주")


def read_east_asian(line: str, country: str) -> dict[str, str]:
    """Region, city and postal code of a line in the country's own script; empty for one in Latin letters.

    The city of Tokyo is the ward (特別区), elsewhere the municipality, as the Japanese read an address.
    """
    match country:
        case "JP":
            return _japanese(line)
        case "KR":
            return _korean(line)
        case "TW":
            return _divided(line, _TW_COUNTY, _TW_CITY)
        case _:
            return _divided(line, _CN_PROVINCE, _CN_CITY)


def is_sure(values: dict[str, str], country: str) -> bool:
    """Is the city known, or named behind its region, so that it stands for one also outside of an address?"""
    city = values.get("city")
    return city is not None and ("region" in values or known_place(name_key(city), country) is not None)


def _japanese(line: str) -> dict[str, str]:
    code = _JP_CODE.search(line)
    rest = line[code.end() :] if code else line
    values = {"postal_code": code[1]} if code else {}
    prefecture = _JP_PREFECTURE.search(rest)
    if prefecture:
        values["region"] = prefecture[0]
        rest = rest[prefecture.end() :]
    if (city := _japanese_city(rest.lstrip(" ,、:："))) is not None:
        values["city"] = city
    return values if "region" in values or "postal_code" in values or "city" in values else {}


def _japanese_city(rest: str) -> str | None:
    """The municipality a text begins with: a known one, or what its sign ends."""
    if county := _JP_COUNTY.match(rest):
        found = _JP_CITY.match(rest, county.end())
        return rest[: found.end()] if found else None
    for end in range(min(MAX_NAME, len(rest)), 1, -1):
        if rest[end - 1] in "市区町村" and known_place(name_key(rest[:end]), "JP"):
            return rest[:end]
    found = _JP_CITY.match(rest)
    if found is None:
        return None
    # 四日市市, 廿日市市: the sign twice.
    return rest[: found.end() + 1] if rest[found.end() : found.end() + 1] == "市" else found[0]


def _korean(line: str) -> dict[str, str]:
    words = line.replace(",", " ").split()[:8]
    for at, word in enumerate(words):
        if _KR_METROPOLIS_WORD.fullmatch(word):
            return {"city": word}
        if _KR_PROVINCE_WORD.fullmatch(word):
            city = words[at + 1] if at + 1 < len(words) and words[at + 1][-1] in "시군" else None
            return {"region": word, **({"city": city} if city else {})}
    return {}


def _divided(line: str, division: re.Pattern[str], municipality: re.Pattern[str]) -> dict[str, str]:
    province = division.search(line)
    city = municipality.search(line, province.end() if province else 0)
    return {
        **({"region": province[0]} if province else {}),
        **({"city": city[0]} if city else {}),
    }
