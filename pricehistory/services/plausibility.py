"""Whether a move of a price can be believed without anybody having looked at it."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import connection

from pricehistory.models import CurrentPrice, PriceHold
from pricehistory.services.moves import is_comparable
from pricehistory.services.prices import Observation, ObservedPrice

IMPLAUSIBLE_FACTOR = 5
# Where more than this share of a portal's listings come to one price within an hour, the page is misread. Of few
# listings it says nothing: homes of one development often cost the same
HERD_SHARE, HERD_WINDOW, HERD_LISTINGS = 0.3, timedelta(hours=1), 10
CURRENT, HOLD = CurrentPrice._meta.db_table, PriceHold._meta.db_table

# Both counts are of the client's own pages and end early: the first finds the few that came to this price lately, by
# index, and the second reads no more of the portal's pages than would make these few a small share
COUNT_HERD = f"""
    WITH alike AS (
        SELECT 1 + (SELECT count(*) FROM {CURRENT} c
                    WHERE c.client_id = %(client_id)s AND c.portal = %(portal)s AND c.price_cents = %(price_cents)s
                      AND c.observed_at >= %(since)s AND c.currency = %(currency)s
                      AND c.price_period IS NOT DISTINCT FROM %(price_period)s AND c.canonical_url <> %(url)s)
                 + (SELECT count(*) FROM {HOLD} h
                    WHERE h.client_id = %(client_id)s AND h.portal = %(portal)s AND h.price_cents = %(price_cents)s
                      AND h.held_at >= %(since)s AND h.state = 'waiting' AND h.currency = %(currency)s
                      AND h.price_period IS NOT DISTINCT FROM %(price_period)s AND h.canonical_url <> %(url)s) AS pages
    )
    SELECT pages, (SELECT count(*) FROM (
        SELECT 1 FROM {CURRENT} c WHERE c.client_id = %(client_id)s AND c.portal = %(portal)s
        LIMIT (SELECT GREATEST(%(least)s::bigint, floor(pages / %(share)s::float8)::bigint + 1) FROM alike)) AS known)
    FROM alike
"""  # noqa: S608  table names of our own


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a price is not believed; `note` has the figures, where the prices alone do not tell."""

    reason: PriceHold.Reason
    note: str = ""


def find_doubt(before: ObservedPrice, seen: Observation) -> Doubt | None:
    """What is implausible about the move from the price stated before. Call it in a scope of the client."""
    if reason := find_reason(before, seen.price):
        return Doubt(reason)
    return _find_herd(seen)


def find_reason(before: ObservedPrice, after: ObservedPrice) -> PriceHold.Reason | None:
    """What the two prices alone tell: five times, a fifth, another currency. A rent and a sale are not compared."""
    if before.amount is None or after.amount is None:
        return None
    if before.currency != after.currency:
        return PriceHold.Reason.CURRENCY
    if not is_comparable(before, after) or before.amount == after.amount:
        return None
    if after.amount >= before.amount * IMPLAUSIBLE_FACTOR:
        return PriceHold.Reason.ROSE
    return PriceHold.Reason.FELL if after.amount * IMPLAUSIBLE_FACTOR <= before.amount else None


def _find_herd(seen: Observation) -> Doubt | None:
    """Whether this page would be one of too many of its portal that came to one price within an hour."""
    price = seen.price
    if price.portal is None or price.price_cents is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            COUNT_HERD,
            {
                "client_id": seen.client_id,
                "url": seen.canonical_url,
                "portal": price.portal,
                "price_cents": price.price_cents,
                "currency": price.currency,
                "price_period": price.price_period,
                "since": seen.observed_at - HERD_WINDOW,
                "least": HERD_LISTINGS,
                "share": HERD_SHARE,
            },
        )
        alike, listings = cursor.fetchone()
    if listings < HERD_LISTINGS or alike <= HERD_SHARE * listings:
        return None
    return Doubt(PriceHold.Reason.HERD, f"{alike} of {listings} listings of the portal within an hour")
