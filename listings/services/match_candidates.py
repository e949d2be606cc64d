"""Which of a client's listings are worth comparing with one: those that share keys of place and size with it."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db import connection

from listings.matching.block_keys import agent_key, probed_keys, stored_keys
from listings.matching.property_facts import COMPARED_FIELDS, PropertyFacts, facts_of
from listings.models import Listing, MatchKey

MAX_CANDIDATES = 40
MAX_PER_KEY = 200
MAX_OF_AGENT = 24
READ = ("pk", "client_id", "canonical_url", "updated_at", *COMPARED_FIELDS)
TABLE = MatchKey._meta.db_table

# Each key is answered out of the unique index, newest listings first; those that share most keys are compared
CANDIDATES = f"""
    SELECT found.listing_id
    FROM unnest(%(keys)s::bigint[]) AS probe (key)
    CROSS JOIN LATERAL (
        SELECT k.listing_id FROM {TABLE} k
        WHERE k.client_id = %(client_id)s AND k.key = probe.key ORDER BY k.listing_id DESC LIMIT {MAX_PER_KEY}
    ) AS found
    WHERE found.listing_id <> %(listing_id)s
    GROUP BY found.listing_id ORDER BY count(*) DESC, found.listing_id DESC LIMIT {MAX_CANDIDATES}
"""  # noqa: S608  a table name of our own


def keep_keys(listing: Listing, facts: PropertyFacts) -> None:
    """Store the keys that a listing is found under. Call it in a scope of the client."""
    wanted = keys_of(facts)
    known = set(MatchKey.objects.filter(listing=listing).values_list("key", flat=True))
    if stale := known - wanted:
        MatchKey.objects.filter(listing=listing, key__in=stale).delete()
    fresh = [MatchKey(client_id=listing.client_id, key=key, listing=listing) for key in sorted(wanted - known)]
    MatchKey.objects.bulk_create(fresh, ignore_conflicts=True)


def keys_of(facts: PropertyFacts) -> set[int]:
    """All keys that a listing is stored under: of place and size, and its agent's."""
    return set(stored_keys(facts)) | ({agent_key(facts.agent)} if facts.agent else set())


def candidate_ids(listing: Listing, facts: PropertyFacts) -> list[UUID]:
    """The listings that share keys with one, most shared first, 40 at most. Call it in a scope of the client."""
    values: dict[str, Any] = {
        "keys": list(probed_keys(facts)),
        "client_id": listing.client_id,
        "listing_id": listing.pk,
    }
    with connection.cursor() as cursor:
        cursor.execute(CANDIDATES, values)
        return [pk for (pk,) in cursor.fetchall()]


def facts_of_listings(ids: Collection[UUID]) -> dict[UUID, PropertyFacts]:
    """The facts of listings by their ids, those that are there. Call it in a scope of the client."""
    rows = Listing.objects.filter(pk__in=ids).order_by().values("pk", *COMPARED_FIELDS)
    return {row["pk"]: facts_of(row) for row in rows}


def facts_of_listing(listing: Listing) -> PropertyFacts:
    """The facts of one listing."""
    return facts_of({name: getattr(listing, name) for name in COMPARED_FIELDS})


def facts_of_agent(client_id: UUID, agent: str) -> Iterable[PropertyFacts]:
    """The facts of an agent's newest listings, 24 at most. Call it in a scope of the client."""
    found = MatchKey.objects.filter(client_id=client_id, key=agent_key(agent)).order_by("-listing_id")
    return facts_of_listings(list(found.values_list("listing_id", flat=True)[:MAX_OF_AGENT])).values()
