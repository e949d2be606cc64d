"""To whom something is due: what a sender looks for many times a second."""

from uuid import UUID

from django.db import connection

from webhooks.models import Delivery

TABLE = Delivery._meta.db_table
LOOKED_AT = 1_000

# Deliveries that wait for a later attempt cost nothing here, however many there are
DUE_FIRST = f"""
    SELECT array_agg(DISTINCT subscription_id), count(*) FROM (
        SELECT subscription_id FROM {TABLE}
        WHERE state IN ('due', 'sending') AND next_attempt_at <= now() ORDER BY next_attempt_at LIMIT {LOOKED_AT}
    ) due
"""  # noqa: S608  a table name of our own
# By leaps over the index, from one subscription to the next: a long queue of one hides nobody behind it
ALL = f"""
    WITH RECURSIVE owing(id) AS (
        (SELECT subscription_id FROM {TABLE} WHERE state IN ('due', 'sending') ORDER BY 1 LIMIT 1)
        UNION ALL
        SELECT (SELECT d.subscription_id FROM {TABLE} d
                WHERE d.state IN ('due', 'sending') AND d.subscription_id > owing.id ORDER BY 1 LIMIT 1)
        FROM owing WHERE owing.id IS NOT NULL
    )
    SELECT id FROM owing WHERE id IS NOT NULL
"""  # noqa: S608


def owing_subscriptions() -> list[UUID]:
    """Subscriptions that have something due, among others perhaps. Call it as staff."""
    with connection.cursor() as cursor:
        cursor.execute(DUE_FIRST)
        found, count = cursor.fetchone()
        if count < LOOKED_AT:
            return list(found or ())
        cursor.execute(ALL)
        return [pk for (pk,) in cursor.fetchall()]
