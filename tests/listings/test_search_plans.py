"""Under row-level security a search still begins at its index: what a policy would keep from one is not asked for."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from listings.models import Listing
from listings.services.listing_filters import ListingFilters
from listings.services.search_columns import search_columns
from listings.services.searching import Sort, page_of_listings
from listings.services.text_search import pieces_of
from propscrape.roles import CLIENT_ROLE, STAFF_ROLE
from propscrape.tenancy import client_scope, staff_scope
from tests.factories import make_client

pytestmark = pytest.mark.django_db(transaction=True)
COUNT = 1_000
START = datetime(2026, 3, 1, tzinfo=UTC)
FUNCTION = "public.listing_ids_with_text(text[], integer)"


def row(number: int) -> dict[str, Any]:
    return {
        "title": f"home number{number} {'garden' if number % 500 == 0 else 'yard'}",
        "city": f"City {number % 300}",
        "postal_code": f"LS{number % 300}",
        "currency": "GBP",
        "price_cents": number * 100,
        "count_bedrooms": float(number % 7),
        "latitude": -60 + number % 120 + number / COUNT,
        "longitude": -170 + number % 340 + number / COUNT,
        "updated_at": START + timedelta(minutes=number),
        "provenance": {"title": {"raw": "as long as rows of listings are " * 50}},
    }


@pytest.fixture
def account(db):
    """A client with 1,000 listings, of which the planner knows."""
    client = make_client()
    with client_scope(client.pk):
        made = (
            Listing(client=client, canonical_url=f"https://example.com/homes/{n}", **row(n), **search_columns(row(n)))
            for n in range(COUNT)
        )
        Listing.objects.bulk_create(made, batch_size=500)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE) listings_listing")
    return client


def plan(account: Any, filters: ListingFilters, sort: Sort = Sort.UPDATED, **place: Any) -> list[str]:
    """The lines of a search's plan, as the client's role gets it; a table as small as this would be read whole."""
    with client_scope(account.pk), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        return page_of_listings(filters=filters, sort=sort, limit=20, **place).explain().splitlines()


def condition_of(lines: list[str], index: str) -> str:
    """What an index is searched for."""
    at = next(place for place, line in enumerate(lines) if index in line)
    return next(line for line in lines[at:] if "Index Cond" in line)


@pytest.mark.parametrize(
    ("filters", "sort", "index", "columns"),
    [
        (ListingFilters(), Sort.UPDATED, "listings_listing_search", ["client_id"]),
        (ListingFilters(city="City 7"), Sort.UPDATED, "listings_listing_by_city", ["client_id", "city_key"]),
        (
            ListingFilters(postal_code="ls 7"),
            Sort.UPDATED,
            "listings_listing_by_code",
            ["client_id", "postal_code_key"],
        ),
        (
            ListingFilters(currency="GBP", price_cents_min=5_000, price_cents_max=6_000),
            Sort.PRICE_ASC,
            "listings_listing_by_price",
            ["client_id", "currency", "price_cents >=", "price_cents <="],
        ),
        (ListingFilters(currency="GBP"), Sort.PRICE_DESC, "listings_listing_by_price", ["client_id", "currency"]),
        (
            ListingFilters(bbox=(10, 50, 11, 51)),
            Sort.UPDATED,
            "listings_listing_by_position",
            ["client_id", "latitude >=", "latitude <=", "longitude >=", "longitude <="],
        ),
        (
            ListingFilters(updated_since=START + timedelta(minutes=COUNT - 5)),
            Sort.UPDATED,
            "listings_listing_search",
            ["client_id", "updated_at >="],
        ),
    ],
    ids=["newest", "city", "postal code", "price range", "dearest", "map", "changed since"],
)
def test_filters_and_orders_are_conditions_of_an_index(account, filters, sort, index, columns):
    condition = condition_of(plan(account, filters, sort), index)
    assert [column for column in columns if column not in condition.replace("'::text", "").replace(")::text", "")] == []


def test_a_page_further_on_begins_where_the_last_one_ended(account):
    with client_scope(account.pk):
        last = Listing.objects.order_by("-updated_at")[COUNT // 2]
    lines = plan(account, ListingFilters(), after=(last.updated_at, last.pk))
    assert "updated_at <=" in condition_of(lines, "listings_listing_search")


def test_listings_that_do_not_pass_are_told_by_the_index_alone(account):
    lines = plan(account, ListingFilters(bedrooms_min=6))
    assert any("Index Only Scan using listings_listing_search" in line for line in lines)


def test_words_are_looked_up_in_their_index_within_the_client(account):
    (pattern,) = [f"%{piece}%" for piece in pieces_of("garden")]
    explain = """
        EXPLAIN SELECT id FROM listings_listing
        WHERE client_id = NULLIF(current_setting('app.client_id', true), '')::uuid AND search_text LIKE %s LIMIT 20
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {STAFF_ROLE}")
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
        cursor.execute("SELECT set_config('app.client_id', %s, true)", [str(account.pk)])
        cursor.execute(explain, [pattern])
        lines = [line for (line,) in cursor.fetchall()]
    condition = condition_of(lines, "listings_listing_by_text")
    assert "client_id =" in condition
    assert "search_text ~~" in condition


def test_the_function_that_looks_words_up_is_staffs_and_closed_to_others():
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT pg_get_userbyid(proowner), prosecdef, array_to_string(proconfig, ' '),
                   ARRAY(SELECT COALESCE(pg_get_userbyid(NULLIF(grantee, 0)), 'public')::text
                         FROM aclexplode(proacl) WHERE privilege_type = 'EXECUTE' ORDER BY 1)
            FROM pg_proc WHERE oid = %s::regprocedure
            """,
            [FUNCTION],
        )
        owner, is_definer, settings, callers = cursor.fetchone()
        cursor.execute("SELECT has_schema_privilege(%s, 'public', 'CREATE')", [STAFF_ROLE])
        assert cursor.fetchone() == (False,)
    assert (owner, is_definer, sorted(callers)) == (STAFF_ROLE, True, sorted([CLIENT_ROLE, STAFF_ROLE]))
    assert "search_path=pg_catalog, pg_temp" in settings


def test_the_function_finds_nothing_without_a_client(account):
    with staff_scope(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM listing_ids_with_text(ARRAY['%%'], 10)")
        assert cursor.fetchone() == (0,)


def test_the_function_finds_no_other_clients_listings(account):
    other = make_client()
    with client_scope(other.pk), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM listing_ids_with_text(ARRAY['%%'], 10)")
        assert cursor.fetchone() == (0,)
    with client_scope(account.pk), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM listing_ids_with_text(ARRAY['%%garden%%', '%%home%%'], 1000)")
        assert cursor.fetchone() == (COUNT // 500,)


def test_patterns_are_never_read_as_a_statement(account):
    with client_scope(account.pk), connection.cursor() as cursor:
        hostile = ["%'; DROP TABLE listings_listing; --", "$1) OR true --"]
        cursor.execute("SELECT count(*) FROM listing_ids_with_text(%s::text[], 10)", [hostile])
        assert cursor.fetchone() == (0,)
        assert Listing.objects.exists()
