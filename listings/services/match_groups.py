"""Groups of listings that are one property, kept in step with pairs and with what staff decided."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from listings.matching.comparing import contradicts
from listings.matching.grouping import groups_of
from listings.models import MatchDecision, MatchGroup, MatchMember, MatchPair
from listings.services.match_candidates import facts_of_listings
from propscrape.locks import wait_for_turn

# What hangs together is looked at so far and no further
MAX_REACHED = 200
Row = TypeVar("Row", MatchPair, MatchDecision)
Same, Different = MatchDecision.Verdict.SAME, MatchDecision.Verdict.DIFFERENT


def hold_groups(client_id: UUID) -> datetime:
    """Keep others from changing the client's groups until the transaction ends."""
    return wait_for_turn(client_id, "matches")


def regroup(client_id: UUID, listing_ids: Collection[UUID]) -> None:
    """Make the groups anew that these listings are in or belong to. Call it in a scope of the client, in turn.

    A group keeps its id with the most of its listings.
    """
    reached = _reached(set(listing_ids) | _fellows(listing_ids))
    pairs, decisions = (
        list(_between(MatchPair.objects.all(), reached)),
        list(_between(MatchDecision.objects.all(), reached)),
    )
    facts = facts_of_listings(reached) if pairs else {}
    found = groups_of(
        scores={(pair.first_id, pair.second_id): pair.score for pair in pairs},
        same={(row.first_id, row.second_id) for row in decisions if row.verdict == Same},
        different={(row.first_id, row.second_id) for row in decisions if row.verdict == Different},
        contradict=lambda a, b: a in facts and b in facts and contradicts(facts[a], facts[b]),
    )
    _write(client_id, reached, found)


def fellows_of(listing_id: UUID) -> set[UUID]:
    """The other listings of a listing's group. Call it in a scope of the client."""
    return _fellows([listing_id]) - {listing_id}


def _fellows(listing_ids: Iterable[UUID]) -> set[UUID]:
    groups = MatchMember.objects.filter(listing_id__in=list(listing_ids)).values("group_id")
    return set(MatchMember.objects.filter(group_id__in=groups).values_list("listing_id", flat=True))


def _reached(listing_ids: set[UUID]) -> set[UUID]:
    """The listings that pairs, decisions or groups lead to from these."""
    reached, fresh = set(listing_ids), set(listing_ids)
    while fresh and len(reached) < MAX_REACHED:
        next_ids = set(_fellows(fresh))
        same = MatchDecision.objects.filter(verdict=Same)
        for rows in (_touching(MatchPair.objects.all(), fresh), _touching(same, fresh)):
            for first, second in rows.values_list("first_id", "second_id"):
                next_ids |= {first, second}
        fresh = next_ids - reached
        reached |= fresh
    return reached


def _touching(rows: QuerySet[Row], ids: Collection[UUID]) -> QuerySet[Row]:
    return rows.filter(Q(first_id__in=ids) | Q(second_id__in=ids)).order_by()


def _between(rows: QuerySet[Row], ids: Collection[UUID]) -> QuerySet[Row]:
    return rows.filter(first_id__in=ids, second_id__in=ids).order_by()


def _write(client_id: UUID, reached: set[UUID], groups: list[set[UUID]]) -> None:
    now = timezone.now()
    before = dict(MatchMember.objects.filter(listing_id__in=reached).values_list("listing_id", "group_id"))
    wanted: dict[UUID, UUID] = {}
    free = set(before.values())
    for members in sorted(groups, key=lambda group: (-len(group), str(min(group, key=str)))):
        group_id = _kept_id(members, before, free) or MatchGroup.objects.create(client_id=client_id).pk
        free.discard(group_id)
        wanted |= dict.fromkeys(members, group_id)
    if left := [listing for listing in before if listing not in wanted]:
        MatchMember.objects.filter(listing_id__in=left).delete()
    moved = {listing: group for listing, group in wanted.items() if before.get(listing) != group}
    MatchMember.objects.bulk_create(
        [MatchMember(client_id=client_id, listing_id=listing, group_id=group) for listing, group in moved.items()],
        update_conflicts=True,
        unique_fields=("listing",),
        update_fields=("group",),
    )
    _count({*before.values(), *moved.values()}, now)


def _kept_id(members: set[UUID], before: dict[UUID, UUID], free: set[UUID]) -> UUID | None:
    """The id of the group that most of these listings were in, unless it is taken."""
    held = [before[listing] for listing in members if before.get(listing) in free]
    return max(set(held), key=lambda group: (held.count(group), str(group))) if held else None


def _count(group_ids: Collection[UUID], now: datetime) -> None:
    """Write down how many listings these groups have, where it is other than before; those that have none go."""
    for group in MatchGroup.objects.filter(pk__in=group_ids).annotate(count=Count("members")):
        if not group.count:
            group.delete()
        elif group.count != group.size:
            MatchGroup.objects.filter(pk=group.pk).update(size=group.count, updated_at=now)
