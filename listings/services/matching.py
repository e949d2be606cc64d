"""Comparing a listing with its likes, and writing down which of them are the same property."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db.models import Q

from listings.match_metrics import observe_comparison, observe_matched
from listings.matching.comparing import Comparison, Texts, compare
from listings.matching.evidence import Evidence
from listings.matching.grouping import pair_of
from listings.matching.property_facts import PropertyFacts
from listings.models import Listing, MatchPair, MatchWork
from listings.services.match_candidates import READ, candidate_ids, facts_of_listing, facts_of_listings, keep_keys
from listings.services.match_claiming import end_matching, give_back_matching, note_failed_matching
from listings.services.match_groups import hold_groups, regroup
from listings.services.match_texts import texts_of
from propscrape.tenancy import client_scope


def match_listings(works: Sequence[MatchWork]) -> None:
    """Compare the listings of claimed work, all of one client, each in a transaction of its own.

    Their keys are committed before any is compared: of two listings that come at once, the later one finds the other.
    """
    client_id = works[0].client_id
    with client_scope(client_id):
        listings = Listing.objects.only(*READ).in_bulk([work.pk for work in works])
        works = [work for work in works if work.pk in listings]  # the others were deleted meanwhile
        facts = {pk: facts_of_listing(listing) for pk, listing in listings.items()}
        for pk, listing in sorted(listings.items()):
            keep_keys(listing, facts[pk])
        texts = texts_of(client_id)
    for at, work in enumerate(works):
        try:
            with client_scope(client_id):
                _match(work, listings[work.pk], facts[work.pk], texts)
        except BaseException:
            note_failed_matching(work)
            give_back_matching(works[at + 1 :])
            raise


def partners_of(listing_id: UUID) -> set[UUID]:
    """The listings that a listing is paired with. Call it in a scope of the client."""
    pairs = MatchPair.objects.filter(Q(first_id=listing_id) | Q(second_id=listing_id))
    return {pk for pair in pairs.values_list("first_id", "second_id") for pk in pair} - {listing_id}


def evidence_row(evidence: Evidence) -> dict[str, Any]:
    """Evidence as it is kept with a pair."""
    return asdict(evidence)


def _match(work: MatchWork, listing: Listing, facts: PropertyFacts, texts: Texts) -> None:
    before = partners_of(listing.pk)
    others = facts_of_listings(set(candidate_ids(listing, facts)) | before)
    compared = {pk: compare(facts, other, texts) for pk, other in others.items()}
    matches = {pk: found for pk, found in compared.items() if found.is_match}
    if end_matching(work, candidates=len(others)):
        if before or matches:
            _keep_pairs(listing, matches)
        for found in compared.values():
            observe_comparison(found)
        observe_matched(len(others))


def _keep_pairs(listing: Listing, matches: dict[UUID, Comparison]) -> None:
    """Write the pairs of a listing as they are now; groups follow where pairs came, went or changed."""
    hold_groups(listing.client_id)
    before = partners_of(listing.pk)
    there = set(Listing.objects.filter(pk__in=matches).values_list("pk", flat=True))  # one may be deleted by now
    matches = {pk: found for pk, found in matches.items() if pk in there}
    if gone := before - matches.keys():
        ended = Q(first_id=listing.pk, second_id__in=gone) | Q(second_id=listing.pk, first_id__in=gone)
        MatchPair.objects.filter(ended).delete()
    MatchPair.objects.bulk_create(
        [_pair(listing, pk, found) for pk, found in matches.items()],
        update_conflicts=True,
        unique_fields=("first", "second"),
        update_fields=("score", "similarity", "evidence", "found_at"),
    )
    regroup(listing.client_id, {listing.pk, *before, *matches})


def _pair(listing: Listing, other_id: UUID, found: Comparison) -> MatchPair:
    """A pair as it is kept: `this` is of the listing with the lower id."""
    first, second = pair_of(listing.pk, other_id)
    evidence = found.evidence if first == listing.pk else [turned(each) for each in found.evidence]
    return MatchPair(
        client_id=listing.client_id,
        first_id=first,
        second_id=second,
        score=round(found.score, 4),
        similarity=None if found.similarity is None else round(found.similarity, 4),
        evidence=[evidence_row(each) for each in evidence],
    )


def turned(evidence: Evidence) -> Evidence:
    """The same evidence from the other listing's side."""
    return Evidence(evidence.fact, evidence.weight, evidence.words, this=evidence.other, other=evidence.this)
