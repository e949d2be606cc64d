"""Listings by words. Under row-level security LIKE uses no index, so a function of staff's role looks the rare ones up.

The function (migration listings/0006) sees the rows of app.client_id alone, and gives back their ids alone.
"""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection
from django.db.models import F, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from listings.models import Listing
from listings.services.search_columns import searchable

# What more listings have than this is found sooner by reading them in their order until a page is full
MAX_RARE = 2_000
SHORT_WORD_CHARS = 2
RARE_IDS = "SELECT listing_ids_with_text(%s::text[], %s)"


def with_text(queryset: QuerySet[Listing], text: str) -> QuerySet[Listing]:
    """The listings of a queryset that have every word of a text. Call it in a scope of the client."""
    pieces = pieces_of(text)
    if not pieces:
        return queryset
    rare = _rare_ids(pieces)
    if rare is not None:
        return _among(queryset, rare)
    # The words are common; then it may be the other filters that few listings pass
    passing = list(queryset.values_list("pk", flat=True)[: MAX_RARE + 1])
    if len(passing) <= MAX_RARE:
        queryset = _among(queryset, passing)
    # Not LIKE: the planner takes what LIKE finds for a few rows, and would read the whole table for them
    return queryset.filter(*[GreaterThan(StrIndex(F("search_text"), Value(piece)), 0) for piece in pieces])


def pieces_of(text: str) -> list[str]:
    """What search_text must hold: each word, anywhere; of one or two characters only where a word begins."""
    return [
        folded if any(len(word) > SHORT_WORD_CHARS for word in folded.split()) else f" {folded}"
        for word in text.split()
        if (folded := searchable(word))
    ]


def _rare_ids(pieces: list[str]) -> list[UUID] | None:
    """The listings that have all pieces; None where they are more than MAX_RARE."""
    with connection.cursor() as cursor:
        cursor.execute(RARE_IDS, [[f"%{piece}%" for piece in pieces], MAX_RARE + 1])
        found = [pk for (pk,) in cursor.fetchall()]
    return found if len(found) <= MAX_RARE else None


def _among(queryset: QuerySet[Listing], ids: Sequence[UUID]) -> QuerySet[Listing]:
    """Those of a queryset with one of the ids, which are sent as one parameter."""
    return queryset.filter(pk__in=RawSQL("SELECT unnest(%s::uuid[])", [list(ids)]))
