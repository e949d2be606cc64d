"""The route of a listing's likes: the same property on other pages."""

from typing import Any, ClassVar
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from clients.api.views import ClientAPIView
from listings.matching.excerpts import Excerpt, Piece
from listings.services.match_reading import Match, matches_of
from propscrape.api.fields import StrictSerializer
from propscrape.api.responses import success


class MatchesQuerySerializer(StrictSerializer):
    """Nothing may be asked."""


class ListingMatchesView(ClientAPIView):
    """GET the client's other listings of the same property, with what speaks for it and against it."""

    limits: ClassVar[dict[str, str]] = {"GET": "get"}

    def get(self, request: Request, listing_id: UUID) -> Response:
        """200 with at most 29 matches, surest first, or LISTING_NOT_FOUND."""
        MatchesQuerySerializer(data=request.query_params.dict()).is_valid(raise_exception=True)
        found = matches_of(client_id=self.client_id, listing_id=listing_id)
        return success(
            group_id=found.group_id,
            is_current=found.is_current,
            matched_at=found.matched_at,
            count=len(found.matches),
            matches=list(map(match_json, found.matches)),
        )


def match_json(match: Match) -> dict[str, Any]:
    """Another listing of the same property, and why."""
    other = match.listing
    return {
        "listing": {
            "id": other.pk,
            "url": other.import_url or other.canonical_url,
            "portal": other.portal,
            "title": other.title,
            "price_float": other.price_float,
            "currency": other.currency,
            "price_period": other.price_period,
            "last_retrieved_at": other.last_retrieved_at,
        },
        "score": match.score,
        "similarity": match.similarity,
        "decided": match.verdict,
        "evidence": match.evidence,
        "excerpts": list(map(excerpt_json, match.excerpts)),
    }


def excerpt_json(excerpt: Excerpt) -> dict[str, Any]:
    """A sentence of each listing, in pieces."""
    return {
        "likeness": excerpt.likeness,
        "this": list(map(_piece_json, excerpt.this)),
        "other": list(map(_piece_json, excerpt.other)),
    }


def _piece_json(piece: Piece) -> dict[str, Any]:
    return {"text": piece.text, "shared": piece.is_shared}
