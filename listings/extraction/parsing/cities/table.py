"""The known cities of a country, by their folded names, read when a country is first asked about.

The tables are made by manage.py build_cities from GeoNames (CC BY 4.0, https://www.geonames.org): places of 5,000
people and more, in countries with few such places of 1,000.  docs/decisions/0015 has the reasons.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Known:
    """Of a name in a country: people of the largest place called so, and whether it is a city's quarter."""

    population: int
    is_quarter: bool


def known_place(key: str, country: str | None) -> Known | None:
    """The place of that name (cities.names.name_key) in the country, ISO 3166-1 alpha-2; None where none is known."""
    signed = _table(country).get(key) if country and len(country) == 2 else None
    return None if signed is None else Known(abs(signed), is_quarter=signed < 0)


@cache
def _table(country: str) -> dict[str, int]:
    """Population by name, negative for a quarter.  A place's first name comes before another's second.

    Kept for good: all 246 tables take 26 MB, those of the 74 portal countries 18 MB.
    """
    path = files("listings.extraction.parsing.cities").joinpath(f"{country}.tsv")
    if not (country.isascii() and country.isalpha() and path.is_file()):
        return {}
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    table: dict[str, int] = {}
    for first_names in (True, False):
        for population, kind, names in rows:
            signed = -(int(population) + 1) if kind else int(population)
            keys = names.split("|")
            for key in keys[:1] if first_names else keys[1:]:
                table.setdefault(key, signed)
    return table
