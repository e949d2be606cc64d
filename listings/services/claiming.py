"""Whose turn it is: the next scrape that may run now, claimed under a lease.

A portal decides before its scrapes do. Its row in listings_portalstate is locked, so that over all workers there are
never more fetches of it at once than it allows, never two closer together than its delay, none while it rests, and one
alone while its circuit breaker is half open. Of its due scrapes, awaited ones come first, then the longest due. A
scrape that has to wait for its portal uses no attempt up.
"""

import random
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import connection
from django.utils import timezone

from listings.metrics import BREAKER_CHANGES
from listings.models import BreakerChange, Portal, PortalState, Scrape
from propscrape.tenancy import staff_scope

LEASE = timedelta(seconds=150)  # longer than a task may run
MAX_CRASHES = 3
# A wait is taken up to half longer than the portal's delay
DELAY_JITTER = 0.5
STATES, PORTALS = PortalState._meta.db_table, Portal._meta.db_table
SCRAPES = Scrape._meta.db_table

# A portal that is switched off is let through: its scrapes end without a fetch
LOCK_READY_PORTAL = f"""
    SELECT s.portal_id, p.is_enabled, p.max_concurrency, greatest(p.min_delay_s, s.crawl_delay_s), s.breaker
    FROM {STATES} s JOIN {PORTALS} p ON p.slug = s.portal_id
    WHERE (NOT p.is_enabled
           OR (s.next_fetch_at <= %(now)s AND (s.breaker = 'closed' OR s.probe_at <= %(now)s)))
      AND EXISTS (SELECT 1 FROM {SCRAPES} d WHERE d.portal = s.portal_id AND d.renders = %(renders)s
                  AND d.state IN ('queued', 'failed') AND d.next_attempt_at <= %(now)s)
      AND p.max_concurrency > (SELECT count(*) FROM {SCRAPES} r WHERE r.portal = s.portal_id
                               AND r.state = 'running' AND r.leased_until > %(now)s)
    ORDER BY s.next_fetch_at LIMIT 1 FOR UPDATE OF s SKIP LOCKED
"""  # noqa: S608  table names of our own

# Counted again now that the portal is ours: whoever held it before may have claimed
TAKE_SCRAPE = f"""
    UPDATE {SCRAPES} SET state = 'running', attempts = attempts + 1, started_at = %(now)s,
        lease_token = %(token)s, leased_until = %(until)s, next_attempt_at = %(until)s
    WHERE id = (SELECT d.id FROM {SCRAPES} d WHERE d.portal = %(portal)s AND d.renders = %(renders)s
                AND d.state IN ('queued', 'failed') AND d.next_attempt_at <= %(now)s
                ORDER BY d.priority, d.next_attempt_at LIMIT 1 FOR UPDATE SKIP LOCKED)
      AND %(most)s > (SELECT count(*) FROM {SCRAPES} r WHERE r.portal = %(portal)s
                      AND r.state = 'running' AND r.leased_until > %(now)s)
    RETURNING id
"""  # noqa: S608  table names of our own

# Portals that rest or wait for a probe have their time too; one that is full is woken for when a fetch of it ends
NEXT_TURN = f"""
    SELECT min(greatest(s.next_fetch_at, CASE WHEN s.breaker <> 'closed' THEN s.probe_at END))
    FROM {STATES} s JOIN {PORTALS} p ON p.slug = s.portal_id
    WHERE EXISTS (SELECT 1 FROM {SCRAPES} d WHERE d.portal = s.portal_id AND d.renders = %(renders)s
                  AND d.state IN ('queued', 'failed') AND d.next_attempt_at <= %(now)s)
      AND p.max_concurrency > (SELECT count(*) FROM {SCRAPES} r WHERE r.portal = s.portal_id
                               AND r.state = 'running' AND r.leased_until > %(now)s)
"""  # noqa: S608  table names of our own

# A worker may take its time from its claim to the portal. Where there is no delay nothing is written
BEGIN_FETCH = f"""
    UPDATE {STATES} SET next_fetch_at = greatest(
        next_fetch_at, %(now)s + greatest(%(min_delay_s)s, crawl_delay_s) * %(jitter)s * interval '1 second')
    WHERE portal_id = %(portal)s AND greatest(%(min_delay_s)s, crawl_delay_s) > 0
"""  # noqa: S608  a table name of our own


def claim_scrape(*, renders: bool = False) -> Scrape | None:
    """Lease the next scrape whose portal may be fetched now, counting the attempt about to be made; None: none may."""
    now = timezone.now()
    with staff_scope(), connection.cursor() as cursor:
        cursor.execute(LOCK_READY_PORTAL, {"now": now, "renders": renders})
        if (ready := cursor.fetchone()) is None:
            return None
        portal, is_enabled, most, delay_s, breaker = ready
        taken = _take(cursor, portal=portal, most=most, renders=renders, now=now)
        if taken is not None and is_enabled:
            _take_turn(portal, delay_s=delay_s, breaker=breaker, now=now)
        return taken


def _take(cursor: Any, *, portal: str, most: int, renders: bool, now: datetime) -> Scrape | None:
    values = {"now": now, "until": now + LEASE, "token": uuid4(), "portal": portal, "most": most, "renders": renders}
    cursor.execute(TAKE_SCRAPE, values)
    taken = cursor.fetchone()
    return Scrape.objects.get(pk=taken[0]) if taken else None


def _take_turn(portal: str, *, delay_s: float, breaker: str, now: datetime) -> None:
    """The portal's next turn; an open breaker lets this one fetch through, and another should it never be heard of."""
    changed: dict[str, Any] = {"next_fetch_at": now + timedelta(seconds=delay_s * _jitter())}
    if breaker != PortalState.Breaker.CLOSED:
        changed |= {"breaker": PortalState.Breaker.HALF_OPEN, "probe_at": now + LEASE}
        BreakerChange.objects.create(portal_id=portal, breaker=PortalState.Breaker.HALF_OPEN, at=now)
        BREAKER_CHANGES.labels(portal, PortalState.Breaker.HALF_OPEN).inc()
    PortalState.objects.filter(portal_id=portal).update(**changed)


def begin_fetch(portal: Portal) -> None:
    """Count the portal's delay from now on, as a fetch of it begins; the claim has counted it from before."""
    values: dict[str, Any] = {
        "portal": portal.pk,
        "min_delay_s": portal.min_delay_s,
        "jitter": _jitter(),
        "now": timezone.now(),
    }
    with staff_scope(), connection.cursor() as cursor:
        cursor.execute(BEGIN_FETCH, values)


def _jitter() -> float:
    return random.uniform(1, 1 + DELAY_JITTER)  # noqa: S311


def seconds_to_next_turn(*, renders: bool = False) -> float | None:
    """How long until some portal with due scrapes may be fetched again; None when none is due, or all are full."""
    now = timezone.now()
    with staff_scope(), connection.cursor() as cursor:
        cursor.execute(NEXT_TURN, {"now": now, "renders": renders})
        (turn,) = cursor.fetchone()
    return None if turn is None else max(0.0, (turn - now).total_seconds())


def recover_lost_scrapes(*, limit: int) -> int:
    """Queue scrapes again whose worker was never heard of; returns how many.

    One that has lost MAX_CRASHES workers is left for bury_spent_scrapes.
    """
    with staff_scope():
        lost = Scrape.objects.lost(timezone.now()).filter(crashes__lt=MAX_CRASHES)
        rows = list(lost.select_for_update(skip_locked=True)[:limit])
        for scrape in rows:
            scrape.crashes += 1
            if scrape.crashes < MAX_CRASHES:
                scrape.state, scrape.next_attempt_at = Scrape.State.QUEUED, timezone.now()
                scrape.leased_until = scrape.lease_token = None
        written = ["crashes", "state", "next_attempt_at", "leased_until", "lease_token"]
        Scrape.objects.bulk_update(rows, written)
    return len(rows)
