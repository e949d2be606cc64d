"""Asking for a listing's likes to be looked for: one row in the transaction that changed it, and a knock after it."""

from collections.abc import Collection
from uuid import UUID

from celery import signature
from django.db import connection
from django.utils import timezone

from listings.matching.property_facts import COMPARED_FIELDS
from listings.models import Listing, MatchWork
from propscrape.announcing import announce
from propscrape.tenancy import staff_scope

# By name: the task's own module imports the services that call this
MATCH_NEXT = signature("listings.match_tasks.match_next", queue="upkeep", immutable=True)
AT_MOST_EVERY_S = 5
BATCH = 2_000
FIRST = UUID(int=0)
COMPARED = frozenset(COMPARED_FIELDS)
TABLE, LISTINGS = MatchWork._meta.db_table, Listing._meta.db_table

# What runs meanwhile loses its lease, and what it finds is written by whoever takes the row up next
QUEUE = f"""
    INSERT INTO {TABLE} (listing_id, client_id, state, attempts, next_attempt_at)
    VALUES (%s, %s, 'queued', 0, %s)
    ON CONFLICT (listing_id) DO UPDATE
    SET state = 'queued', attempts = 0, next_attempt_at = excluded.next_attempt_at, lease_token = NULL
"""  # noqa: S608  a table name of our own

QUEUE_UNKNOWN = f"""
    WITH page AS (SELECT id, client_id FROM {LISTINGS} WHERE id > %(after)s ORDER BY id LIMIT {BATCH}),
    queued AS (
        INSERT INTO {TABLE} (listing_id, client_id, state, attempts, next_attempt_at)
        SELECT id, client_id, 'queued', 0, %(now)s FROM page
        ON CONFLICT (listing_id) DO NOTHING RETURNING 1
    )
    SELECT (SELECT id FROM page ORDER BY id DESC LIMIT 1), (SELECT count(*) FROM queued)
"""  # noqa: S608  table names of our own


def queue_matching(listing: Listing, *, changed: Collection[str] | None = None) -> None:
    """Have a listing compared with its likes after this transaction. Call it in a scope of the client.

    `changed` names the fields that are other than before; nothing is queued where none of them is compared. None: all.
    """
    if changed is not None and COMPARED.isdisjoint(changed):
        return
    with connection.cursor() as cursor:
        cursor.execute(QUEUE, [listing.pk, listing.client_id, timezone.now()])
    announce(MATCH_NEXT, at_most_every_s=AT_MOST_EVERY_S)


def queue_unmatched() -> int:
    """Queue the listings that were stored before matching was there, 2,000 in a transaction; how many it were."""
    queued, after = 0, FIRST
    while True:
        with staff_scope(), connection.cursor() as cursor:
            cursor.execute(QUEUE_UNKNOWN, {"after": after, "now": timezone.now()})
            last, count = cursor.fetchone()
        if last is None:
            return queued
        queued, after = queued + int(count), last
