"""Listings by words. Under row-level security LIKE uses no index, so a function of staff's role looks the rare ones up.

The function (migration listings/0006) sees the rows of app.client_id alone, and gives back their ids alone.
"""

from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from listings.models import Listing
from listings.services.search_columns import searchable

# Of words that more listings have than this, the next page is found sooner by reading listings in their order
MAX_RARE = 2_000
SHORT_WORD_CHARS = 2
RARE_IDS = "SELECT listing_ids_with_text(%s::text[], %s)"


def with_text(queryset: QuerySet[Listing], text: str) -> QuerySet[Listing]:
    """The listings that have every word of a text. Call it in a scope of the client."""
    pieces = pieces_of(text)
    if not pieces:
        return queryset
    rare = _rare_ids(pieces)
    if rare is not None:
        return queryset.filter(pk__in=rare)
    return queryset.filter(*[Q(search_text__contains=piece) for piece in pieces])


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
