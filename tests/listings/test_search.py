"""Searches find what a look at every row would find, in order and page by page, and never another client's rows."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clients.models import Client
from listings.extraction.parsing.words import fold
from listings.models import Listing
from listings.services import text_search
from listings.services.listing_filters import ListingFilters, filtered
from listings.services.search_columns import search_columns
from listings.services.searching import Sort, search_listings
from propscrape.tenancy import client_scope
from tests.factories import make_client

pytestmark = pytest.mark.django_db(transaction=True)
START = datetime(2026, 3, 1, tzinfo=UTC)
CITIES = ("Leeds", "São Paulo", "Sao-Paulo", "MÜNCHEN", "Saint Ives", "東京", None)
WORDS = ("garden", "Gärten", "flat", "to", "let", "2", "12b", "渋谷区", "Dachgeschoß", "sea-view", "x")
SQUARE_FEET = 0.09290304

small = st.integers(0, 4)
texts = st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join)
listings = st.fixed_dictionaries(
    {
        "title": texts,
        "description": texts,
        "city": st.sampled_from(CITIES),
        "postal_code": st.sampled_from(("LS21 1AA", "ls211aa", "80331", None)),
        "portal": st.sampled_from(("uk_rightmove", "es_fotocasa", None)),
        "property_type": st.sampled_from(("house", "apartment", None)),
        "for_sale": st.sampled_from((True, False, None)),
        "for_rent": st.sampled_from((True, False, None)),
        "currency": st.sampled_from(("GBP", "EUR")),
        "price_cents": st.none() | small,
        "count_bedrooms": st.none() | small.map(float),
        "constructed_area": st.none() | small.map(float),
        "area_unit": st.sampled_from(("sqmt", "sqft")),
        "latitude": st.none() | st.sampled_from((-10.0, 0.0, 50.0)),
        "longitude": st.none() | st.sampled_from((-179.0, -1.0, 0.0, 1.0, 179.0)),
        "updated_at": small.map(lambda days: START + timedelta(days=days)),
    }
)
degrees = st.sampled_from((-180.0, -100.0, -1.0, 0.0, 1.0, 100.0, 180.0))
days = small.map(lambda number: START + timedelta(days=number))
WISHES: dict[str, st.SearchStrategy[Any]] = {
    "portal": st.sampled_from(("uk_rightmove", "nowhere")),
    "city": st.sampled_from(("leeds", "sao paulo", "munchen", "St. Ives", "東京")),
    "postal_code": st.sampled_from(("LS211AA", "80 331")),
    "property_type": st.sampled_from(("house", "villa")),
    "for_sale": st.booleans(),
    "for_rent": st.booleans(),
    "currency": st.sampled_from(("GBP", "USD")),
    "price_cents_min": small,
    "price_cents_max": small,
    "bedrooms_min": small.map(float),
    "bedrooms_max": small.map(float),
    "area_m2_min": small.map(float),
    "area_m2_max": small.map(float),
    "bbox": st.tuples(degrees, st.sampled_from((-90.0, 0.0)), degrees, st.sampled_from((0.0, 90.0))),
    "updated_since": days,
    "text": st.sampled_from(("garden", "GARTEN", "arde", "t", "to let", "谷区", "view sea", "dachgeschoss", "2")),
}
# Few wishes at a time: of many together hardly a listing comes out
wanted = st.lists(st.sampled_from(sorted(WISHES)), max_size=3, unique=True).flatmap(
    lambda names: st.builds(ListingFilters, **{name: WISHES[name] for name in names})
)


def store(account: Client, rows: Iterable[dict[str, Any]]) -> list[Listing]:
    """Listings of the client, as an import stores them."""
    with client_scope(account.pk):
        return Listing.objects.bulk_create(
            Listing(
                client=account,
                canonical_url=f"https://example.com/homes/{place}",
                created_at=START,
                **row,
                **search_columns(row),
            )
            for place, row in enumerate(rows)
        )


def all_pages(account: Client, filters: ListingFilters, sort: Sort, limit: int) -> list[Listing]:
    """Every page of a search, one behind the other."""
    found, place = [], None
    while True:
        page = search_listings(client_id=account.pk, filters=filters, sort=sort, after=place, limit=limit)
        assert len(page.listings) <= limit
        found += page.listings
        place = page.last
        if place is None:
            return found


def is_meant(listing: Listing, filters: ListingFilters) -> bool:
    """The filters said once more, without a database."""
    return all(check(listing, filters) for check in CHECKS)


def is_equal(column: str, wish: str) -> Callable[[Listing, ListingFilters], bool]:
    return lambda listing, filters: getattr(filters, wish) in (None, getattr(listing, column))


def is_between(value: Callable[[Listing], Any], wish: str) -> Callable[[Listing, ListingFilters], bool]:
    def check(listing: Listing, filters: ListingFilters) -> bool:
        lowest, highest = getattr(filters, f"{wish}_min"), getattr(filters, f"{wish}_max")
        known = value(listing)
        if lowest is None and highest is None:
            return True
        return known is not None and (lowest is None or known >= lowest) and (highest is None or known <= highest)

    return check


def plain(name: str | None) -> str:
    """A name's letters and digits alone; the places of these tests differ in nothing else."""
    return "".join(filter(str.isalnum, fold(name or ""))).replace("saint", "st")


def square_metres(listing: Listing) -> float | None:
    if listing.constructed_area is None:
        return None
    return listing.constructed_area * (SQUARE_FEET if listing.area_unit == "sqft" else 1)


def is_inside(listing: Listing, filters: ListingFilters) -> bool:
    if filters.bbox is None:
        return True
    if listing.latitude is None or listing.longitude is None:
        return False
    west, south, east, north = filters.bbox
    width = (east - west) if west <= east else (east - west) % 360
    return south <= listing.latitude <= north and (listing.longitude - west) % 360 <= width


def has_words(listing: Listing, filters: ListingFilters) -> bool:
    fields = (listing.title, listing.city, listing.postal_code, getattr(listing, "description", None))
    text = " ".join(fold(field).replace("-", " ") for field in fields if field)
    for word in fold(filters.text or "").split():
        begins_a_word = any(each.startswith(word) for each in text.split())
        if not (begins_a_word or (word in text and (len(word) > 2 or not word.isascii()))):
            return False
    return True


CHECKS = (
    is_equal("portal", "portal"),
    is_equal("property_type", "property_type"),
    is_equal("for_sale", "for_sale"),
    is_equal("for_rent", "for_rent"),
    is_equal("currency", "currency"),
    is_between(lambda listing: listing.price_cents, "price_cents"),
    is_between(lambda listing: listing.count_bedrooms, "bedrooms"),
    is_between(square_metres, "area_m2"),
    is_inside,
    has_words,
    lambda listing, filters: filters.city is None or plain(listing.city) == plain(filters.city),
    lambda listing, filters: filters.postal_code is None or plain(listing.postal_code) == plain(filters.postal_code),
    lambda listing, filters: filters.updated_since is None or listing.updated_at >= filters.updated_since,
)


def in_order(found: list[Listing], sort: Sort) -> list[Listing]:
    """Sorted without a database; those without a price have no place among prices."""
    if sort == Sort.UPDATED:
        return sorted(found, key=lambda listing: (listing.updated_at, listing.pk), reverse=True)
    priced = [listing for listing in found if listing.price_cents is not None]
    return sorted(priced, key=lambda listing: (listing.price_cents, listing.pk), reverse=sort == Sort.PRICE_DESC)


@pytest.fixture
def neighbour(db):
    """Another client, whose listings would match everything."""
    other = make_client()
    row = {"title": " ".join(WORDS), "city": "Leeds", "currency": "GBP", "price_cents": 2, "updated_at": START}
    store(other, [row] * 3)
    return other


@pytest.mark.parametrize("max_rare", [4_000, 1], ids=["words are rare", "words are common"])
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(listings, max_size=12),
    filters=st.lists(wanted, min_size=1, max_size=6),
    sort=st.sampled_from(Sort),
    limit=st.integers(1, 5),
)
def test_a_search_is_a_look_at_every_row(neighbour, monkeypatch, max_rare, rows, filters, sort, limit):
    monkeypatch.setattr(text_search, "MAX_RARE", max_rare)
    account = make_client()
    stored = store(account, rows)
    for each in filters:
        expected = in_order([listing for listing in stored if is_meant(listing, each)], sort)
        found = all_pages(account, each, sort, limit)
        assert [listing.pk for listing in found] == [listing.pk for listing in expected], each
        with client_scope(account.pk):
            assert set(filtered(Listing.objects.all(), each)) == {row for row in stored if is_meant(row, each)}
