"""GET /listings/search, DELETE /listings/{id}, GET /listings/{id}/scrapes: what they answer, and what they refuse."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import OperationalError

from listings.models import Correction, Listing, Scrape
from listings.services import searching
from listings.services.refilling import fill_search_columns
from listings.services.search_columns import search_columns
from pricehistory.models import CurrentPrice
from propscrape.tenancy import client_scope, staff_scope
from tests.factories import OWNED_ROWS, make_client, make_key

pytestmark = pytest.mark.django_db
START = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def client_account(db):
    """A client with room for as many searches as a test wants."""
    return make_client(limit_search=1_000, limit_get=1_000)


def store(account: Any, **values: Any) -> Listing:
    with client_scope(account.pk):
        url = f"https://example.com/homes/{uuid4()}"
        return Listing.objects.create(client=account, canonical_url=url, **values, **search_columns(values))


def found(answer: Any) -> list[str]:
    """The titles of what was found."""
    body = answer.json()
    assert answer.status_code == 200, body
    assert body["success"] is True
    assert body["count"] == len(body["listings"])
    return [listing["title"] for listing in body["listings"]]


def faults(answer: Any) -> dict[str, Any]:
    """The fields that were refused."""
    body = answer.json()
    assert (answer.status_code, body["error"]["code"]) == (400, "VALIDATION_ERROR"), body
    return dict(body["error"]["details"]["fields"])


def search(call: Any, **query: Any) -> Any:
    return call("get", "/listings/search", query)


def test_a_search_answers_with_listings_and_their_number(client_account, call):
    store(client_account, title="older", city="Leeds", updated_at=START)
    store(client_account, title="newer", city="Leeds", updated_at=START + timedelta(days=1))
    store(client_account, title="elsewhere", city="York", updated_at=START)
    answer = search(call, city="leeds")
    assert found(answer) == ["newer", "older"]
    assert answer.json()["next"] is None


def test_a_search_without_filters_finds_all_of_the_clients_own(client_account, call):
    store(client_account, title="mine")
    store(make_client(), title="theirs")
    assert found(search(call)) == ["mine"]


def test_answers_hold_the_vocabulary_without_the_longest_fields(client_account, call):
    store(client_account, title="a home", description="whole text", description_html="<p>whole text</p>")
    (listing,) = search(call).json()["listings"]
    assert listing["description"] == "whole text"
    assert {"price_float", "currency", "city", "image_urls", "updated_at"} <= set(listing)
    assert not {"description_html", "provenance", "search_text"} & set(listing)


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({"portal": "uk_rightmove"}, ["house"]),
        ({"postal_code": "ls211aa"}, ["house"]),
        ({"property_type": "apartment"}, ["flat"]),
        ({"for_sale": "true"}, ["house"]),
        ({"for_sale": "false"}, ["flat"]),
        ({"for_rent": "1"}, ["flat"]),
        ({"currency": "JPY"}, ["flat"]),
        ({"currency": "GBP", "price_min": "250000", "price_max": "250000.00"}, ["house"]),
        ({"currency": "JPY", "price_min": "90000", "price_max": "90000"}, ["flat"]),
        ({"currency": "JPY", "price_min": "90001"}, []),
        ({"beds_min": "3"}, ["house"]),
        ({"beds_max": "0"}, ["flat"]),
        ({"area_min": "92", "area_max": "93"}, ["house"]),
        ({"area_min": "1000", "area_max": "1000", "area_unit": "sqft"}, ["house"]),
        ({"area_max": "30"}, ["flat"]),
        ({"bbox": "-2,53,-1,54"}, ["house"]),
        ({"bbox": "170, -20, -170, -10"}, ["flat"]),
        ({"updated_since": "2026-03-02T00:00:00Z"}, ["house"]),
        ({"updated_since": "2026-03-02T00:00:00+01:00"}, ["house"]),
        ({"q": "OTLEY larks"}, ["house"]),
        ({"q": "larkspur sea"}, []),
        ({"q": "sea"}, ["flat"]),
        ({"q": "100%"}, []),
        ({"q": "hou_e"}, []),
        ({"city": "nowhere"}, []),
    ],
)
def test_filters(client_account, call, query, titles):
    store(
        client_account,
        title="house",
        portal="uk_rightmove",
        city="Otley",
        postal_code="LS21 1AA",
        address_string="12 Larkspur Lane, Otley",
        property_type="house",
        for_sale=True,
        for_rent=False,
        currency="GBP",
        price_cents=25_000_000,
        count_bedrooms=3,
        constructed_area=1000,
        area_unit="sqft",
        latitude=53.9,
        longitude=-1.7,
        updated_at=START + timedelta(days=1),
    )
    store(
        client_account,
        title="flat",
        property_type="apartment",
        for_sale=False,
        for_rent=True,
        currency="JPY",
        price_cents=90_000,
        count_bedrooms=0,
        constructed_area=25,
        area_unit="sqmt",
        latitude=-17,
        longitude=179.5,
        description="By the sea.",
        updated_at=START,
    )
    store(client_account, title="nothing known", updated_at=START - timedelta(days=1))
    assert found(search(call, **query)) == titles


@pytest.mark.parametrize("sort", ["updated_desc", "price_asc", "price_desc"])
def test_pages_follow_each_other_to_the_end(client_account, call, sort):
    for number in range(7):
        price = number // 2 * 100
        store(client_account, title=f"{number}", currency="GBP", price_cents=price, updated_at=START)
    store(client_account, title="on request", currency="GBP")
    query, titles = {"sort": sort, "currency": "GBP", "limit": 3}, []
    while True:
        answer = search(call, **query)
        titles += found(answer)
        if answer.json()["next"] is None:
            break
        query["cursor"] = answer.json()["next"]
    everything = found(search(call, sort=sort, currency="GBP"))
    assert titles == everything
    assert sorted(titles) == [*map(str, range(7))] + (["on request"] if sort == "updated_desc" else [])


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"colour": "red"}, "colour"),
        ({"min_price": "5"}, "min_price"),
        ({"price_min": "5"}, "currency"),
        ({"price_max": "5"}, "currency"),
        ({"price_min": "six", "currency": "GBP"}, "price_min"),
        ({"price_min": "NaN", "currency": "GBP"}, "price_min"),
        ({"price_min": "-1", "currency": "GBP"}, "price_min"),
        ({"price_min": "1e30", "currency": "GBP"}, "price_min"),
        ({"price_min": "6", "price_max": "5", "currency": "GBP"}, "price_min"),
        ({"currency": "pounds"}, "currency"),
        ({"currency": ""}, "currency"),
        ({"property_type": "castle"}, "property_type"),
        ({"for_sale": "perhaps"}, "for_sale"),
        ({"beds_min": "nan"}, "beds_min"),
        ({"beds_max": "inf"}, "beds_max"),
        ({"beds_min": "3", "beds_max": "2"}, "beds_min"),
        ({"area_min": "-1"}, "area_min"),
        ({"area_unit": "tsubo"}, "area_unit"),
        ({"bbox": "1,2,3"}, "bbox"),
        ({"bbox": "1,2,3,4,5"}, "bbox"),
        ({"bbox": "a,b,c,d"}, "bbox"),
        ({"bbox": "nan,0,1,1"}, "bbox"),
        ({"bbox": "-181,0,1,1"}, "bbox"),
        ({"bbox": "0,2,1,1"}, "bbox"),
        ({"bbox": "0,-1,1,91"}, "bbox"),
        ({"updated_since": "yesterday"}, "updated_since"),
        ({"q": "!?"}, "q"),
        ({"q": " "}, "q"),
        ({"q": "x" * 201}, "q"),
        ({"q": "a b c d e f g h i j k"}, "q"),
        ({"sort": "random"}, "sort"),
        ({"sort": "price_asc"}, "currency"),
        ({"limit": "0"}, "limit"),
        ({"limit": "201"}, "limit"),
        ({"cursor": "next"}, "cursor"),
        ({"cursor": "A" * 32, "sort": "price_asc", "currency": "GBP"}, "cursor"),
        ({"cursor": "A" * 36, "sort": "price_asc", "currency": "GBP"}, "cursor"),
        ({"cursor": "A" * 36}, "cursor"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_name(call, query, field):
    assert list(faults(search(call, **query))) == [field]


def test_a_search_that_takes_too_long_is_ended_and_says_so(client_account, call, monkeypatch):
    monkeypatch.setattr(searching, "TIMEOUT_MS", 1)
    monkeypatch.setattr(
        searching, "filtered", lambda listings, filters: listings.extra(where=["pg_sleep(1) IS NOT NULL"])
    )
    store(client_account, title="a home")
    answer = search(call)
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "UNAVAILABLE")
    assert "too long" in answer.json()["error"]["message"]
    assert answer["Retry-After"] == "5"


def test_a_database_that_fails_otherwise_is_not_called_slow(call, monkeypatch):
    def lose_connection(listings, filters):
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(searching, "filtered", lose_connection)
    answer = search(call)
    assert answer.status_code == 503
    assert "too long" not in answer.json()["error"]["message"]


def test_searches_have_a_limit_of_their_own(call, client_account):
    with staff_scope():
        type(client_account).objects.filter(pk=client_account.pk).update(limit_search=2)
    assert [search(call).status_code for _ in range(3)] == [200, 200, 429]
    assert search(call)["RateLimit-Limit"] == "2"
    assert call("get", "/supported_sites").status_code == 200


def test_listings_of_before_are_given_what_searches_compare(client_account, call):
    store(client_account, title="Garden flat", city="Sankt Pölten", constructed_area=100.0, area_unit="sqmt")
    with staff_scope():
        Listing.objects.update(search_text=None, city_key=None, area_m2=None)
    assert found(search(call, q="garden")) == []
    assert (fill_search_columns(), fill_search_columns()) == (1, 0)
    assert found(search(call, q="garden", city="sankt polten", area_min=99)) == ["Garden flat"]


def test_a_deleted_listing_is_gone_and_its_looks_and_prices_stay(client_account, call):
    listing = store(client_account, title="a home")
    other = store(client_account, title="another")
    with client_scope(client_account.pk):
        scrape = Scrape.objects.create(
            client=client_account, url="https://e.com/1", canonical_url="https://e.com/1", source="url", listing=listing
        )
        Correction.objects.create(client=client_account, listing=listing, field="title", value="x", made_by="staff")
        OWNED_ROWS[CurrentPrice](client_account)
    answer = call("delete", f"/listings/{listing.pk}")
    assert (answer.status_code, answer.json()) == (200, {"success": True, "deleted": str(listing.pk)})
    assert call("get", f"/listings/{listing.pk}").json()["error"]["code"] == "LISTING_NOT_FOUND"
    assert call("delete", f"/listings/{listing.pk}").json()["error"]["code"] == "LISTING_NOT_FOUND"
    with client_scope(client_account.pk):
        assert list(Listing.objects.values_list("pk", flat=True)) == [other.pk]
        assert Scrape.objects.get(pk=scrape.pk).listing_id is None
        assert not Correction.objects.exists()
        assert CurrentPrice.objects.exists()


def test_another_clients_listing_cannot_be_deleted(client_account, call):
    theirs = store(make_client(), title="theirs")
    answer = call("delete", f"/listings/{theirs.pk}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "LISTING_NOT_FOUND")
    with staff_scope():
        assert Listing.objects.filter(pk=theirs.pk).exists()


def test_a_key_that_only_reads_deletes_nothing(client_account, call):
    listing = store(client_account, title="a home")
    key = make_key(client_account, scopes=["read"])
    assert call("delete", f"/listings/{listing.pk}", key=key).status_code == 403
    assert call("get", f"/listings/{listing.pk}").status_code == 200


def test_the_looks_at_a_listing_come_in_pages_newest_first(client_account, call):
    listing, other = store(client_account, title="a home"), store(client_account, title="another")
    with client_scope(client_account.pk):
        for number in range(5):
            made = START + timedelta(hours=number // 2)  # some at the same time
            for looked_at in (listing, other):
                url = f"https://example.com/{looked_at.title}/{number}"
                Scrape.objects.create(
                    client=client_account, url=url, canonical_url=url, source="url", listing=looked_at, created_at=made
                )
    query, seen = {"limit": 2}, []
    while True:
        body = call("get", f"/listings/{listing.pk}/scrapes", query).json()
        assert body["count"] == len(body["scrapes"])
        seen += body["scrapes"]
        if body["next"] is None:
            break
        query["cursor"] = body["next"]
    assert {scrape["listing_id"] for scrape in seen} == {str(listing.pk)}
    assert len({scrape["id"] for scrape in seen}) == len(seen) == 5
    assert [scrape["created_at"] for scrape in seen] == sorted((s["created_at"] for s in seen), reverse=True)


def test_looks_at_a_listing_that_is_not_the_clients_are_not_found(client_account, call):
    theirs = store(make_client(), title="theirs")
    for listing_id in (theirs.pk, uuid4()):
        answer = call("get", f"/listings/{listing_id}/scrapes")
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "LISTING_NOT_FOUND")


@pytest.mark.parametrize("query", [{"limit": "0"}, {"limit": "201"}, {"cursor": "x"}, {"page": "2"}])
def test_looks_are_asked_for_in_pages_that_exist(client_account, call, query):
    listing = store(client_account, title="a home")
    assert list(faults(call("get", f"/listings/{listing.pk}/scrapes", query))) == list(query)
