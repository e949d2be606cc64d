"""A client's listings page by page: filtered, in order, and within a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

from django.db import OperationalError, connection, models
from django.db.models import Q, QuerySet
from psycopg.errors import QueryCanceled

from listings.errors import SearchTooSlow
from listings.models import Listing
from listings.services.listing_filters import ListingFilters, filtered
from propscrape.positions import Position, PricePosition
from propscrape.tenancy import client_scope

TIMEOUT_MS = 5_000
RETRY_AFTER_S = 5
# Planned for its own values each time: a city may have ten listings or half of them. By one process: others search, too
BOUND = """
    SELECT set_config('statement_timeout', %s, true), set_config('plan_cache_mode', 'force_custom_plan', true),
           set_config('max_parallel_workers_per_gather', '0', true)
"""
# What a list of listings is not read for
NOT_SHOWN = ("description_html", "provenance", "page_fingerprint", "validated_with", "search_text")

Place: TypeAlias = Position | PricePosition


class Sort(models.TextChoices):
    """The order of listings; in those by price, listings without one are left out."""

    UPDATED = "updated_desc", "newest change first"
    PRICE_ASC = "price_asc", "cheapest first"
    PRICE_DESC = "price_desc", "dearest first"


ORDERS: dict[Sort, tuple[str, str]] = {
    Sort.UPDATED: ("-updated_at", "-pk"),
    Sort.PRICE_ASC: ("price_cents", "pk"),
    Sort.PRICE_DESC: ("-price_cents", "-pk"),
}


@dataclass(frozen=True, slots=True)
class FoundListings:
    """A page of a search; `last` is its last place where more follow."""

    listings: list[Listing]
    last: Place | None


def search_listings(
    *, client_id: UUID, filters: ListingFilters, sort: Sort, after: Place | None, limit: int
) -> FoundListings:
    """The client's listings that pass the filters, `limit` of them from a place on, without their longest columns.

    Raises SearchTooSlow.
    """
    with client_scope(client_id), bounded_time():
        found = list(page_of_listings(filters=filters, sort=sort, after=after, limit=limit + 1))
    shown = found[:limit]
    return FoundListings(shown, _place_of(shown[-1], sort) if len(found) > limit else None)


def page_of_listings(
    *, filters: ListingFilters, sort: Sort, after: Place | None = None, limit: int
) -> QuerySet[Listing]:
    """The query for a page: ids out of an index alone, then the rows of this page and no others.

    Call it in a scope of the client.
    """
    matching = filtered(_in_order(Listing.objects.all(), sort, after), filters)
    page = matching.order_by(*ORDERS[sort]).values("pk")[:limit]
    return Listing.objects.filter(pk__in=page).defer(*NOT_SHOWN).order_by(*ORDERS[sort])


@contextmanager
def bounded_time() -> Iterator[None]:
    """Statements within, to the end of the transaction, may take 5 s each. Raises SearchTooSlow."""
    with connection.cursor() as cursor:
        cursor.execute(BOUND, [str(TIMEOUT_MS)])
    try:
        yield
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            raise SearchTooSlow(retry_after_s=RETRY_AFTER_S) from error
        raise


def _in_order(listings: QuerySet[Listing], sort: Sort, after: Place | None) -> QuerySet[Listing]:
    """Those that have a place in the order, from behind a place on."""
    column, is_descending = ORDERS[sort][0].lstrip("-"), ORDERS[sort][0].startswith("-")
    if sort != Sort.UPDATED:
        listings = listings.filter(price_cents__isnull=False)
    if after is None:
        return listings
    value, pk = after
    beyond = "lt" if is_descending else "gt"
    # The first condition is what an index begins at; the second alone would not let it
    return listings.filter(Q((f"{column}__{beyond}e", value))).filter(
        Q((f"{column}__{beyond}", value)) | Q((column, value), (f"pk__{beyond}", pk))
    )


def _place_of(listing: Listing, sort: Sort) -> Place:
    if sort == Sort.UPDATED:
        return listing.updated_at, listing.pk
    assert listing.price_cents is not None
    return listing.price_cents, listing.pk
