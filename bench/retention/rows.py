"""Rows past their time: scrapes of a year and more, and events that were delivered once each."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from clients.models import Client
from listings.models import Scrape
from propscrape.launch.progress import Progress
from propscrape.supervisor.stop_request import StopRequest
from propscrape.tenancy import staff_scope
from webhooks.models import Delivery, Event, Subscription
from webhooks.services.subscriptions import create_subscription

AT_ONCE = 100_000
SCRAPES, EVENTS, DELIVERIES = (model._meta.db_table for model in (Scrape, Event, Delivery))
# An id of version 7 of the row's own time: it was written down then
ID = "(lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || substr(md5({salt} || n), 1, 3) || '8'"
ID += " || substr(md5({salt} || n), 4, 15))::uuid"
NUMBERED = """
    SELECT n, now() - make_interval(secs => 86400.0 * (100 + 365.0 * n / %(of)s)) AS at
    FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS n
"""
MAKE_SCRAPES = f"""
    INSERT INTO {SCRAPES} (id, client_id, url, canonical_url, portal, source, kind, priority, renders, state, attempts,
                           crashes, next_attempt_at, outcome, quality_grade, total_ms, request_id, created_at,
                           started_at, finished_at)
    SELECT {ID.format(salt="'s'")}, %(client)s, 'https://example.com/homes/' || n, 'example.com/homes/' || n,
           'portal' || n %% 40, 'url', 'page', 1, false, 'done', 1, 0, at, 'ok', 'A', 120, '', at, at, at
    FROM ({NUMBERED}) AS numbered
"""
MAKE_EVENTS = f"""
    WITH made AS (
        INSERT INTO {EVENTS} (id, client_id, type, key, sequence, data, request_id, occurred_at)
        SELECT {ID.format(salt="'e'")}, %(client)s, 'listing.updated', 'listing ' || n, 1,
               jsonb_build_object('listing_id', n, 'title', repeat('x', 300)), '', at
        FROM ({NUMBERED}) AS numbered RETURNING id, client_id, key, occurred_at
    )
    INSERT INTO {DELIVERIES} (id, client_id, event_id, subscription_id, key, sequence, state, attempts, step, is_again,
                              next_attempt_at, created_at, finished_at)
    SELECT id, client_id, id, %(subscription)s, key, 1, 'delivered', 1, 0, false, occurred_at, occurred_at, occurred_at
    FROM made
"""


@dataclass(frozen=True, slots=True)
class OldRows:
    """Whose they are, and how many of each."""

    client_id: UUID
    scrapes: int
    events: int

    @property
    def total(self) -> int:
        """With the events' deliveries."""
        return self.scrapes + 2 * self.events


def make_old_rows(*, rows: int, progress: Progress, stop_request: StopRequest) -> OldRows:
    """Two thirds scrapes, a sixth events, a sixth their deliveries."""
    with staff_scope():
        client = Client.objects.create(name="bench of retention")
        subscription, _ = create_subscription(client_id=client.pk, url="https://example.com/hooks")
        Subscription.objects.filter(pk=subscription.pk).update(state="paused")
    old = OldRows(client.pk, scrapes=rows * 2 // 3, events=rows // 6)
    with progress.step(f"Making {old.scrapes:,} scrapes, and {old.events:,} events with a delivery each"):
        _make(MAKE_SCRAPES, old.scrapes, stop_request, client=client.pk)
        _make(MAKE_EVENTS, old.events, stop_request, client=client.pk, subscription=subscription.pk)
    with progress.step("Analysing them"), connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(f"ANALYZE {SCRAPES}, {EVENTS}, {DELIVERIES}")
        cursor.execute("SET statement_timeout = '30s'")
    return old


def count_left(old: OldRows) -> int:
    """How many of them are still there."""
    with staff_scope(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', '300s', true)")
        left = 0
        for table, column in ((SCRAPES, "created_at"), (EVENTS, "occurred_at"), (DELIVERIES, "created_at")):
            cursor.execute(
                f"SELECT count(*) FROM {table} WHERE client_id = %s AND {column} < now() - interval '95 d'",
                [old.client_id],
            )
            left += cursor.fetchone()[0]
    return left


def _make(statement: str, count: int, stop_request: StopRequest, **values: UUID) -> None:
    for first in range(1, count + 1, AT_ONCE):
        stop_request.pause(0)
        last = min(count, first + AT_ONCE - 1)
        with staff_scope(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', '0', true)")
            cursor.execute(statement, {"first": first, "last": last, "of": count, **values})
