"""Computing market figures: the running week again and again, a past one when it ended or its history was corrected.

A week's figures are made from all that is known of it at once, so they are right whatever happened in between. A mark
(StaleWeek) says that they are to be made; it is taken away only if nobody has renewed it meanwhile.
"""

from datetime import date, timedelta
from uuid import UUID

from django.db import connection
from django.utils import timezone

from clients.models import Client
from pricehistory.models import CurrentPrice, MarketFigure, PriceSnapshot, StaleWeek
from pricehistory.services.weeks import A_WEEK, oldest_week, start_of, week_of
from propscrape.tenancy import client_scope, staff_scope

# Fewer would be somebody's price, and no figure of a market
LEAST_LISTINGS = 3
# A page that nobody looked at for longer than this before a week is not known to have stood in it
SEEN_WITHIN = timedelta(days=28)
STATEMENT_TIMEOUT = "10min"
CLIENT, CURRENT, FIGURE, SNAPSHOT, STALE = (
    model._meta.db_table for model in (Client, CurrentPrice, MarketFigure, PriceSnapshot, StaleWeek)
)

# The running week of every client with prices, and the weeks since the last one that was marked
MARK_RUNNING = f"""
    INSERT INTO {STALE} (id, client_id, week, marked_at)
    SELECT gen_random_uuid(), c.id, monday::date, now()
    FROM {CLIENT} c
    CROSS JOIN LATERAL (SELECT max(s.week) AS last FROM {STALE} s WHERE s.client_id = c.id) AS marked
    CROSS JOIN generate_series(COALESCE(marked.last, %(running)s)::timestamp, %(running)s::timestamp,
                               '7 days') AS monday
    WHERE EXISTS (SELECT 1 FROM {CURRENT} p WHERE p.client_id = c.id)
    ON CONFLICT (client_id, week) DO NOTHING
"""  # noqa: S608  table names of our own
# What stood at the end of a week: the standing price where it has stood since before that, else the last snapshot of
# the week or of one before it
COMPUTE = f"""
    INSERT INTO {FIGURE} (id, client_id, week, portal, city, property_type, currency, price_period, listings,
                          median_price, listings_with_area, median_per_m2, computed_at)
    WITH standing AS (
        SELECT c.portal, c.city, c.property_type, c.currency, c.price_period, c.amount, c.area_m2
        FROM {CURRENT} c
        WHERE c.client_id = %(client_id)s AND c.observed_at < %(end)s AND c.last_seen_at >= %(seen_since)s
          AND (c.gone_at IS NULL OR c.gone_at >= %(end)s)
        UNION ALL
        SELECT s.portal, s.city, s.property_type, s.currency, s.price_period, s.amount, s.area_m2
        FROM {CURRENT} c
        CROSS JOIN LATERAL (
            SELECT * FROM {SNAPSHOT} s
            WHERE s.client_id = %(client_id)s AND s.canonical_url = c.canonical_url AND s.observed_at < %(end)s
              AND s.superseded_at IS NULL
            ORDER BY s.observed_at DESC LIMIT 1) AS s
        WHERE c.client_id = %(client_id)s AND c.observed_at >= %(end)s
    ), priced AS (
        SELECT portal, lower(NULLIF(city, '')) AS city, property_type, currency, COALESCE(price_period, '') AS period,
               amount::float8 AS amount, CASE WHEN area_m2 > 0 THEN amount::float8 / area_m2 END AS per_m2
        FROM standing WHERE amount IS NOT NULL
    )
    SELECT gen_random_uuid(), %(client_id)s, %(week)s, COALESCE(portal, ''), COALESCE(city, ''),
           COALESCE(property_type, ''), currency, period, count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY amount),
           count(per_m2),
           CASE WHEN count(per_m2) >= %(least)s THEN percentile_cont(0.5) WITHIN GROUP (ORDER BY per_m2) END, now()
    FROM priced
    GROUP BY currency, period, CUBE (portal, city, property_type)
    HAVING count(*) >= %(least)s
       AND (GROUPING(portal) = 1 OR portal IS NOT NULL) AND (GROUPING(city) = 1 OR city IS NOT NULL)
       AND (GROUPING(property_type) = 1 OR property_type IS NOT NULL)
"""  # noqa: S608


def refresh_markets() -> int:
    """Compute every week of every client that is to be; how many. Safe to run twice."""
    with staff_scope(), connection.cursor() as cursor:
        cursor.execute(MARK_RUNNING, {"running": week_of(timezone.now())})
        stale = list(StaleWeek.objects.order_by("client_id", "week").values_list("client_id", "week"))
    for client_id, week in stale:
        refresh_week(client_id=client_id, week=week)
    return len(stale)


def refresh_week(*, client_id: UUID, week: date) -> None:
    """Compute a client's figures of one week from what its history says now, and let go of those no longer kept."""
    with client_scope(client_id), connection.cursor() as cursor:
        mark = StaleWeek.objects.filter(client_id=client_id, week=week).first()
        figures = MarketFigure.objects.filter(client_id=client_id)
        figures.filter(week=week).delete()
        figures.filter(week__lt=oldest_week()).delete()
        end = start_of(week + A_WEEK)
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [STATEMENT_TIMEOUT])
        cursor.execute(
            COMPUTE,
            {
                "client_id": client_id,
                "week": week,
                "end": end,
                "seen_since": start_of(week) - SEEN_WITHIN,
                "least": LEAST_LISTINGS,
            },
        )
        if mark is not None and end <= timezone.now():
            StaleWeek.objects.filter(pk=mark.pk, marked_at=mark.marked_at).delete()
