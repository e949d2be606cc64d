"""What is left of a deleted listing for 30 days: its row, from which staff can put it back."""

from uuid import UUID

from django.db import connection

from listings.errors import ListingNotFound, ListingThere
from listings.models import Correction, DeletedListing, Listing, MatchDecision, Scrape
from listings.services.match_groups import hold_groups, regroup
from listings.services.match_queueing import queue_matching
from propscrape.locks import wait_for_turn
from propscrape.tenancy import client_scope

LISTINGS, CORRECTIONS, DECISIONS, TOMBSTONES = (
    model._meta.db_table for model in (Listing, Correction, MatchDecision, DeletedListing)
)
BURY = f"""
    INSERT INTO {TOMBSTONES} (id, client_id, canonical_url, title, "row", corrections, decisions, deleted_at)
    SELECT l.id, l.client_id, l.canonical_url, l.title, to_jsonb(l),
           (SELECT COALESCE(jsonb_agg(to_jsonb(c) ORDER BY c.id), '[]') FROM {CORRECTIONS} c WHERE c.listing_id = l.id),
           (SELECT jsonb_agg(to_jsonb(d)) FROM {DECISIONS} d WHERE l.id IN (d.first_id, d.second_id)),
           now()
    FROM {LISTINGS} l WHERE l.id = %s
"""  # noqa: S608  table names of our own
PUT_BACK = (
    f"""
    INSERT INTO {LISTINGS} SELECT was.* FROM {TOMBSTONES} t, jsonb_populate_record(NULL::{LISTINGS}, t."row") was
    WHERE t.id = %s
    """,  # noqa: S608  as above
    f"""
    INSERT INTO {CORRECTIONS} SELECT was.*
    FROM {TOMBSTONES} t, jsonb_populate_recordset(NULL::{CORRECTIONS}, t.corrections) was WHERE t.id = %s
    """,  # noqa: S608  as above
    f"""
    INSERT INTO {DECISIONS} SELECT was.*
    FROM {TOMBSTONES} t, jsonb_populate_recordset(NULL::{DECISIONS}, COALESCE(t.decisions, '[]')) was
    JOIN {LISTINGS} a ON a.id = was.first_id JOIN {LISTINGS} b ON b.id = was.second_id WHERE t.id = %s
    """,  # noqa: S608  as above; what was decided of another listing that is deleted, too, is left out
)
READ = (Scrape.Outcome.OK, Scrape.Outcome.UNCHANGED, Scrape.Outcome.MOVED)


def bury_listing(listing_id: UUID) -> None:
    """Keep what a listing is, just before it is deleted. Call it in a scope of the client, the listing's row held."""
    with connection.cursor() as cursor:
        cursor.execute(BURY, [listing_id])


def put_back(*, client_id: UUID, listing_id: UUID) -> Listing:
    """A deleted listing as it was, with its corrections, what staff decided of it, and its scrapes linked to it again.

    Raises ListingNotFound once its tombstone is gone, and ListingThere when its page was imported again meanwhile.
    """
    with client_scope(client_id):
        tombstone = DeletedListing.objects.select_for_update().filter(pk=listing_id).first()
        if tombstone is None:
            raise ListingNotFound
        page = {"client_id": client_id, "canonical_url": tombstone.canonical_url}
        wait_for_turn(client_id, tombstone.canonical_url)
        if Listing.objects.filter(**page).exists():
            raise ListingThere
        hold_groups(client_id)
        with connection.cursor() as cursor:
            for statement in PUT_BACK:
                cursor.execute(statement, [listing_id])
        Scrape.objects.filter(**page, listing__isnull=True, outcome__in=READ).update(listing=listing_id)
        tombstone.delete()
        listing = Listing.objects.get(pk=listing_id)
        regroup(client_id, {listing_id})
        queue_matching(listing)
    return listing
