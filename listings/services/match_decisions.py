"""What staff decide of groups: these are one property, those are not. It stands until somebody takes it away.

A decision is kept pair by pair, so that it holds whatever is found later and however groups change.
"""

from collections.abc import Collection, Iterable, Sequence
from itertools import combinations, product
from uuid import UUID

from django.utils import timezone

from listings.errors import NotMergeable
from listings.matching.grouping import MAX_GROUP, pair_of
from listings.models import Listing, MatchDecision, MatchMember
from listings.services.match_groups import hold_groups, regroup
from propscrape.tenancy import client_scope

Pair = tuple[UUID, UUID]
Verdict = MatchDecision.Verdict


def decide_pair(*, client_id: UUID, a: UUID, b: UUID, verdict: str, by: str) -> list[MatchDecision]:
    """Two listings are one property, or are not. Of groups, all listings of one are then one with all of the other.

    Raises NotMergeable for a listing that is not there, for one twice, and for a group that would be too large.
    """
    if verdict == Verdict.SAME:
        return merge_listings(client_id=client_id, listing_ids=[a, b], by=by)
    with client_scope(client_id):
        hold_groups(client_id)
        _check(client_id, {a, b}, at_least=2)
        return _decide(client_id, [pair_of(a, b)], Verdict.DIFFERENT, by)


def merge_listings(*, client_id: UUID, listing_ids: Collection[UUID], by: str) -> list[MatchDecision]:
    """These listings, and all that are in a group with one of them, are one property. Raises NotMergeable."""
    with client_scope(client_id):
        hold_groups(client_id)
        _check(client_id, set(listing_ids), at_least=2)
        whole = set(listing_ids)
        groups = MatchMember.objects.filter(listing_id__in=whole).values("group_id")
        whole |= set(MatchMember.objects.filter(group_id__in=groups).values_list("listing_id", flat=True))
        if len(whole) > MAX_GROUP:
            raise NotMergeable(f"A group has {MAX_GROUP} listings at most; these would be {len(whole)}.")
        return _decide(client_id, combinations(sorted(whole), 2), Verdict.SAME, by)


def split_group(*, client_id: UUID, group_id: UUID, off: Collection[UUID], by: str) -> list[MatchDecision]:
    """The listings `off` are another property than the rest of their group. Raises NotMergeable."""
    with client_scope(client_id):
        hold_groups(client_id)
        members = set(MatchMember.objects.filter(group_id=group_id).values_list("listing_id", flat=True))
        leaving = members & set(off)
        if not leaving or leaving == members or len(leaving) != len(set(off)):
            raise NotMergeable("Choose some of the group's listings, not all of them; it may have changed meanwhile.")
        return _decide(client_id, product(leaving, members - leaving), Verdict.DIFFERENT, by)


def withdraw_decision(*, client_id: UUID, decision_id: UUID) -> None:
    """Take a decision away: what is found holds again."""
    with client_scope(client_id):
        hold_groups(client_id)
        decision = MatchDecision.objects.filter(pk=decision_id).first()
        if decision is not None:
            decision.delete()
            regroup(client_id, {decision.first_id, decision.second_id})


def _check(client_id: UUID, listing_ids: set[UUID], *, at_least: int) -> None:
    known = Listing.objects.filter(client_id=client_id, pk__in=listing_ids).count()
    if known != len(listing_ids) or known < at_least:
        raise NotMergeable("Choose two listings or more that are there, of one client.")


def _decide(client_id: UUID, pairs: Iterable[Sequence[UUID]], verdict: str, by: str) -> list[MatchDecision]:
    now = timezone.now()
    rows = [
        MatchDecision(client_id=client_id, first_id=first, second_id=second, verdict=verdict, made_by=by, made_at=now)
        for first, second in (pair_of(a, b) for a, b in pairs)
    ]
    MatchDecision.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=("first", "second"),
        update_fields=("verdict", "made_by", "made_at"),
    )
    listing_ids = {pk for row in rows for pk in (row.first_id, row.second_id)}
    regroup(client_id, listing_ids)
    made = MatchDecision.objects.filter(first_id__in=listing_ids, second_id__in=listing_ids)
    return [row for row in made if (row.first_id, row.second_id) in {(new.first_id, new.second_id) for new in rows}]
