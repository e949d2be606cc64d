"""Listings by words. Under row-level security LIKE uses no index, so a function of staff's role looks the rare ones up.

The function (migration listings/0006) sees the rows of app.client_id alone, and gives back their ids alone.
"""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from listings.models import Listing
from listings.services.search_columns import searchable

# What more listings have is found sooner by reading them in their order until a page is full
MAX_RARE = 4_000
# Of the newest so many listings so many have it: then it is common, and the index need not be asked
NEWEST, MANY = 200, 4
SHORT_WORD_CHARS = 2
RARE_IDS = "SELECT listing_ids_with_text(%s::text[], %s)"


def with_text(queryset: QuerySet[Listing], text: str) -> QuerySet[Listing]:
    """The listings of a queryset that have every word of a text. Call it in a scope of the client."""
    pieces = pieces_of(text)
    if not pieces:
        return queryset
    rare = None if _are_many(pieces) else _rare_ids(pieces)
    if rare is None:
        return queryset.filter(_has_text(pieces))
    return queryset.filter(pk__in=RawSQL("SELECT unnest(%s::uuid[])", [rare]))  # one parameter, not thousands


def pieces_of(text: str) -> list[str]:
    """What search_text must hold: each word, anywhere; of one or two characters only where a word begins."""
    return [
        folded if any(len(word) > SHORT_WORD_CHARS for word in folded.split()) else f" {folded}"
        for word in text.split()
        if (folded := searchable(word))
    ]


def _are_many(pieces: Sequence[str]) -> bool:
    newest = Listing.objects.order_by("-updated_at", "-pk").values_list("search_text", flat=True)[:NEWEST]
    return sum(all(piece in text for piece in pieces) for text in newest if text) >= MANY


def _rare_ids(pieces: list[str]) -> list[UUID] | None:
    """The listings that have all pieces; None where they are more than MAX_RARE."""
    with connection.cursor() as cursor:
        cursor.execute(RARE_IDS, [[f"%{piece}%" for piece in pieces], MAX_RARE + 1])
        found = [pk for (pk,) in cursor.fetchall()]
    return found if len(found) <= MAX_RARE else None


def _has_text(pieces: Sequence[str]) -> Subquery:
    """Whether a listing has all pieces, looked up in its row when all else is known to match from an index alone.

    Not LIKE: the planner takes what LIKE finds for a few rows, and would read the whole table for them.
    """
    found = [GreaterThan(StrIndex(F("search_text"), Value(piece)), 0) for piece in pieces]
    row = Listing.objects.filter(pk=OuterRef("pk")).order_by().values_list(ExpressionWrapper(Q(*found), BooleanField()))
    return Subquery(row, output_field=BooleanField())
