"""The kinds of search that are measured, each with values drawn anew."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from listings.services.listing_filters import ListingFilters
from listings.services.searching import Sort

from .listing_rows import CITIES, NEWEST, PORTALS, RowMaker

CURRENCIES = ("EUR", "GBP", "USD")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of search: what it is called, its filters, its order, and which page of it is read."""

    name: str
    filters: Callable[[random.Random], ListingFilters]
    sort: Sort = Sort.UPDATED
    page: int = 1


def kinds_of(maker: RowMaker) -> list[Kind]:
    """All of them, for listings that the maker made."""
    cities, words = maker.cities, maker.words
    return [
        Kind("newest", lambda pick: ListingFilters()),
        Kind("newest, 10th page", lambda pick: ListingFilters(), page=10),
        Kind("a city", lambda pick: ListingFilters(city=pick.choice(cities))),
        Kind("the largest city, 10th page", lambda pick: ListingFilters(city=cities[0]), page=10),
        Kind(
            "a postal code",
            lambda pick: ListingFilters(postal_code=f"{pick.randint(0, 99):03} {pick.randint(1, 40):02}"),
        ),
        Kind("a portal and a type", lambda pick: ListingFilters(portal=_portal(pick), property_type="villa")),
        Kind("beds and area", _beds_and_area),
        Kind("hardly any match", _hardly_any),
        Kind("price range in a city", lambda pick: _priced(pick, city=cities[int(40 * pick.random())])),
        Kind("cheapest", lambda pick: _priced(pick), Sort.PRICE_ASC),
        Kind("cheapest, 10th page", lambda pick: _priced(pick), Sort.PRICE_ASC, page=10),
        Kind("dearest to rent in a city", _dear_rents(cities), Sort.PRICE_DESC),
        Kind("map of a city", lambda pick: ListingFilters(bbox=_around(pick, 0.2))),
        Kind("map of a region", lambda pick: ListingFilters(bbox=_around(pick, 5), for_sale=True)),
        Kind("map, 10th page", lambda pick: ListingFilters(bbox=_around(pick, 5)), page=10),
        Kind("changed since", lambda pick: ListingFilters(updated_since=NEWEST - timedelta(hours=pick.uniform(1, 72)))),
        Kind("a street", lambda pick: ListingFilters(text=f"{pick.randint(1, 200)} {pick.choice(words)} lane")),
        Kind("a word of every 200th listing", lambda pick: ListingFilters(text=pick.choice(words[-400:]))),
        Kind("a common word", lambda pick: ListingFilters(text=pick.choice(words[:20]))),
        Kind("a common word, 10th page", lambda pick: ListingFilters(text=pick.choice(words[:20])), page=10),
        Kind("three words", lambda pick: ListingFilters(text=" ".join(pick.choice(words[:400]) for _ in range(3)))),
        Kind("words and filters", lambda pick: _beds_and_area(pick, text=pick.choice(words[:400]))),
        Kind("a common word, hardly any match", lambda pick: _hardly_any(pick, text=pick.choice(words[:20]))),
        Kind("no such word", lambda pick: ListingFilters(text=f"qx{pick.randint(100, 999)}")),
    ]


def _code(pick: random.Random) -> str:
    return f"{pick.randint(0, 99):03} {pick.randint(1, 40):02}"


def _portal(pick: random.Random) -> str:
    return f"portal{pick.randrange(PORTALS)}"


def _beds_and_area(pick: random.Random, text: str | None = None) -> ListingFilters:
    least = pick.uniform(40, 150)
    return ListingFilters(
        bedrooms_min=2, bedrooms_max=4, area_m2_min=least, area_m2_max=least + 30, for_sale=True, text=text
    )


def _hardly_any(pick: random.Random, text: str | None = None) -> ListingFilters:
    return ListingFilters(bedrooms_min=9, area_m2_min=295, portal=f"portal{pick.randrange(10, PORTALS)}", text=text)


def _priced(pick: random.Random, city: str | None = None) -> ListingFilters:
    least = pick.randint(10_000_000, 40_000_000)
    return ListingFilters(
        currency=pick.choice(CURRENCIES), price_cents_min=least, price_cents_max=2 * least, for_sale=True, city=city
    )


def _dear_rents(cities: list[str]) -> Callable[[random.Random], ListingFilters]:
    return lambda pick: ListingFilters(
        currency=pick.choice(CURRENCIES), for_rent=True, city=cities[int(100 * pick.random())], bedrooms_min=1
    )


def _around(pick: random.Random, degrees: float) -> tuple[float, float, float, float]:
    """A square around one of the places of listing_rows.py."""
    place = int(CITIES * pick.random() ** 3)
    west, south = -9 + place / 25 - degrees / 2, 36 + place % 25 - degrees / 2
    return west, south, west + degrees, south + degrees
