"""A long table: a million deliveries that were made long ago, and two thousand that are due."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from clients.models import Client
from propscrape.sealing import seal
from propscrape.supervisor.stop_request import StopRequest
from propscrape.tenancy import staff_scope
from webhooks.models import MAX_SUBSCRIPTIONS, Attempt, Delivery, Event, Subscription
from webhooks.services.signing import generate_secret

CLIENTS = 10
OLD_DELIVERIES = 1_000_000
# Every event is owed to each of its client's subscriptions
OLD_EVENTS_PER_CLIENT = OLD_DELIVERIES // CLIENTS // MAX_SUBSCRIPTIONS
DUE_EVENTS_PER_CLIENT = 10
TABLES = EVENTS, DELIVERIES, SUBSCRIPTIONS = [model._meta.db_table for model in (Event, Delivery, Subscription)]

# Over thirty days, the youngest an hour old; a thousand listings, of those that are due five, with two events each
INSERT_EVENTS = f"""
    INSERT INTO {EVENTS} (id, client_id, type, key, sequence, data, request_id, occurred_at)
    SELECT gen_random_uuid(), %(client)s, 'listing.updated', %(prefix)s::text || n %% %(keys)s, n,
           jsonb_build_object('listing_id', n, 'canonical_url', 'portal.example/homes/' || n,
                              'portal', 'portal.example', 'title', 'Three bedroom house at Long Lane, Littleton',
                              'price_cents', 24500000),
           '', now() - %(age)s::interval + n * %(age)s::interval / (%(count)s + 1)
    FROM generate_series(1, %(count)s::int) AS n
"""
INSERT_DELIVERIES = f"""
    INSERT INTO {DELIVERIES} (id, client_id, event_id, subscription_id, key, sequence, state, attempts, step,
                              next_attempt_at, created_at, finished_at, http_status)
    SELECT gen_random_uuid(), e.client_id, e.id, s.id, e.key, e.sequence, %(state)s::text, %(attempts)s, 0,
           e.occurred_at, e.occurred_at, CASE WHEN %(state)s::text = 'delivered' THEN e.occurred_at END,
           CASE WHEN %(state)s::text = 'delivered' THEN 200 END
    FROM {EVENTS} e JOIN {SUBSCRIPTIONS} s ON s.client_id = e.client_id
    WHERE e.client_id = %(client)s AND e.key LIKE %(prefix)s::text || '%%'
    ORDER BY e.occurred_at
"""
RESET = f"""
    UPDATE {DELIVERIES} SET state = 'due', attempts = 0, next_attempt_at = created_at
    WHERE state IN ('due', 'sending') AND attempts > 0
"""
OLD = {"prefix": "old-", "keys": 1000, "count": OLD_EVENTS_PER_CLIENT, "age": "30 days"}
OLD_STATE = {"state": "delivered", "attempts": 1}
DUE = {"prefix": "new-", "keys": 5, "count": DUE_EVENTS_PER_CLIENT, "age": "1 minute"}
DUE_STATE = {"state": "due", "attempts": 0}


def make_due() -> list[UUID]:
    """Clients whose subscriptions are owed something; nothing else is in the tables."""
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(TABLES)}, {Attempt._meta.db_table}")
    clients = [_make_client(number) for number in range(CLIENTS)]
    for client_id in clients:
        _insert(client_id, DUE | DUE_STATE)
    _vacuum()
    return clients


def add_old(clients: Sequence[UUID], stop_request: StopRequest) -> None:
    """The million. Raises StopRequested."""
    for client_id in clients:
        stop_request.pause(0)
        _insert(client_id, OLD | OLD_STATE)
    _vacuum()


def make_due_again() -> None:
    """As before the last claim; nobody holds a lane."""
    with staff_scope(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {SUBSCRIPTIONS} SET lane_token = NULL, lane_until = NULL")
        cursor.execute(RESET)


def counts() -> dict[str, int]:
    """How many deliveries are in each state."""
    with staff_scope(), connection.cursor() as cursor:
        cursor.execute(f"SELECT state, count(*) FROM {DELIVERIES} GROUP BY state")
        return dict(cursor.fetchall())


def _vacuum() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(f"VACUUM (ANALYZE) {', '.join(TABLES)}")
        cursor.execute("RESET statement_timeout")


def _make_client(number: int) -> UUID:
    with staff_scope():
        client = Client.objects.create(name=f"bench of old deliveries {number}")
        Subscription.objects.bulk_create(
            Subscription(
                client=client, slot=slot, url=f"https://receiver.example/{slot}", secret_sealed=seal(generate_secret())
            )
            for slot in range(1, MAX_SUBSCRIPTIONS + 1)
        )
    return client.pk


def _insert(client_id: UUID, values: dict[str, Any]) -> None:
    statements: Sequence[str] = (INSERT_EVENTS, INSERT_DELIVERIES)
    with staff_scope(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        for statement in statements:
            cursor.execute(statement, values | {"client": client_id})
