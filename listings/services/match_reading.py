"""What a listing was matched with, and why: for the API and for the console."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from listings.matching.comparing import Comparison, compare
from listings.matching.excerpts import Excerpt, excerpts_of
from listings.matching.grouping import pair_of
from listings.matching.property_facts import COMPARED_FIELDS
from listings.models import Listing, MatchDecision, MatchMember, MatchPair, MatchWork
from listings.services.match_candidates import facts_of_listing
from listings.services.match_texts import texts_of
from listings.services.reading import get_listing
from propscrape.tenancy import client_scope

SHOWN = (
    "pk", "client_id", "canonical_url", "import_url", "updated_at", "last_retrieved_at", "price_cents",
    *COMPARED_FIELDS,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Match:
    """Another listing of the same property. Evidence and excerpts: `this` is of the listing that was asked for.

    `score` and `similarity` are None, and there is no evidence, where the two were not compared with each other: a
    third one, or staff, joins them. `verdict` is what staff said of the two.
    """

    listing: Listing
    score: float | None
    similarity: float | None
    evidence: list[dict[str, Any]]
    excerpts: list[Excerpt]
    verdict: str | None


@dataclass(frozen=True, slots=True)
class Matches:
    """What a listing was matched with, surest first. `is_current` is False while its last change is still waiting."""

    group_id: UUID | None
    matched_at: datetime | None
    is_current: bool
    matches: list[Match]


@dataclass(frozen=True, slots=True)
class Explained:
    """Two listings beside each other: compared anew, what was kept of them, and what staff said."""

    first: Listing
    second: Listing
    found: Comparison
    excerpts: list[Excerpt]
    pair: MatchPair | None
    decision: MatchDecision | None


def matches_of(*, client_id: UUID, listing_id: UUID) -> Matches:
    """The other listings of a listing's group. Raises ListingNotFound."""
    listing = get_listing(client_id=client_id, listing_id=listing_id)
    with client_scope(client_id):
        work = MatchWork.objects.filter(pk=listing_id).first()
        member = MatchMember.objects.filter(pk=listing_id).first()
        others = _others(listing_id, member)
        pairs = _by_other(listing_id, MatchPair.objects.filter(_between(listing_id, others)))
        decisions = _by_other(listing_id, MatchDecision.objects.filter(_between(listing_id, others)))
    found = [_match(listing, other, pairs.get(pk), decisions.get(pk)) for pk, other in others.items()]
    return Matches(
        group_id=member.group_id if member else None,
        matched_at=work.matched_at if work else None,
        is_current=work is not None and work.state == MatchWork.State.DONE,
        matches=sorted(found, key=lambda match: (-(match.score or 0), str(match.listing.pk))),
    )


def explain_pair(*, client_id: UUID, a: UUID, b: UUID) -> Explained:
    """Two listings of a client compared as they are now. Raises ListingNotFound."""
    first, second = (get_listing(client_id=client_id, listing_id=pk) for pk in pair_of(a, b))
    ours, theirs = facts_of_listing(first), facts_of_listing(second)
    with client_scope(client_id):
        found = compare(ours, theirs, texts_of(client_id))
        pair = MatchPair.objects.filter(first_id=first.pk, second_id=second.pk).first()
        decision = MatchDecision.objects.filter(first_id=first.pk, second_id=second.pk).first()
    return Explained(
        first=first,
        second=second,
        found=found,
        excerpts=excerpts_of(ours, theirs),
        pair=pair,
        decision=decision,
    )


def turned_row(row: dict[str, Any]) -> dict[str, Any]:
    """Kept evidence from the other listing's side."""
    return row | {"this": row["other"], "other": row["this"]}


def _others(listing_id: UUID, member: MatchMember | None) -> dict[UUID, Listing]:
    if member is None:
        return {}
    fellows = MatchMember.objects.filter(group_id=member.group_id).exclude(pk=listing_id).values("listing_id")
    return Listing.objects.filter(pk__in=fellows).only(*SHOWN).in_bulk()


def _between(listing_id: UUID, others: Collection[UUID]) -> Q:
    return Q(first_id=listing_id, second_id__in=others) | Q(second_id=listing_id, first_id__in=others)


def _by_other(listing_id: UUID, rows: Any) -> dict[UUID, Any]:
    return {row.second_id if row.first_id == listing_id else row.first_id: row for row in rows}


def _match(listing: Listing, other: Listing, pair: MatchPair | None, decision: MatchDecision | None) -> Match:
    evidence = list(pair.evidence) if pair else []
    if pair is not None and pair.first_id != listing.pk:
        evidence = [turned_row(row) for row in evidence]
    return Match(
        listing=other,
        score=pair.score if pair else None,
        similarity=pair.similarity if pair else None,
        evidence=evidence,
        excerpts=excerpts_of(facts_of_listing(listing), facts_of_listing(other)),
        verdict=decision.verdict if decision else None,
    )
