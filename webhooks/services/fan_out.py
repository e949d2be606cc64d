"""Which subscriptions hear of an event: one statement that writes a delivery for each of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection

from propscrape.ids import new_id
from webhooks.models import MAX_SUBSCRIPTIONS, Delivery, Event, EventType, Subscription
from webhooks.services.flapping import drop_returns

# A listing's filters say nothing of an event that is about no listing; a portal's do where the event has a portal.
# A fact that is not known passes no filter that asks for it. Ids are made ahead: they are in order of time, the
# database's are not.
OWE_DELIVERIES = f"""
    INSERT INTO {Delivery._meta.db_table}
        (id, client_id, event_id, subscription_id, key, sequence, state, held_since, attempts, step, next_attempt_at,
         created_at)
    SELECT (%(ids)s::uuid[])[row_number() OVER ()], s.client_id, e.id, s.id, %(key)s, e.sequence,
           CASE s.state WHEN 'enabled' THEN 'due' ELSE 'held' END,
           CASE WHEN s.state <> 'enabled' THEN now() END, 0, 0,
           now() + CASE WHEN e.is_move AND s.flap_window_hours IS NOT NULL
                        THEN make_interval(hours => s.flap_window_hours) ELSE interval '0' END, now()
    FROM unnest(%(events)s::uuid[], %(types)s::text[], %(sequences)s::bigint[],
                %(percents)s::numeric[], %(amounts)s::numeric[])
         WITH ORDINALITY AS raw(id, type, sequence, percent, amount, place)
    CROSS JOIN LATERAL (SELECT raw.*, raw.type = 'listing.price_changed' AS is_move) e
    JOIN {Subscription._meta.db_table} s ON s.client_id = %(client_id)s AND s.deleted_at IS NULL
    WHERE (%(only_to)s::uuid IS NULL OR s.id = %(only_to)s) AND (%(not_to)s::uuid IS NULL OR s.id <> %(not_to)s)
      AND (%(only_to)s::uuid IS NOT NULL OR (
          (s.event_types = '{{}}' OR e.type = ANY (s.event_types))
          AND (s.portals = '{{}}' OR CASE WHEN %(has_subject)s THEN %(portal)s::text = ANY (s.portals) ELSE true END)
          AND (NOT %(is_listing)s OR (
              (s.for_sale IS NULL OR s.for_sale = %(for_sale)s::boolean)
              AND (s.for_rent IS NULL OR s.for_rent = %(for_rent)s::boolean)
              AND (s.price_min IS NULL OR %(price)s::numeric >= s.price_min)
              AND (s.price_max IS NULL OR %(price)s::numeric <= s.price_max)
              AND (s.price_currency IS NULL OR %(currency)s::text = s.price_currency)
              AND (s.bbox IS NULL OR (
                  %(latitude)s::float8 BETWEEN s.bbox[2] AND s.bbox[4]
                  AND CASE WHEN s.bbox[1] <= s.bbox[3] THEN %(longitude)s::float8 BETWEEN s.bbox[1] AND s.bbox[3]
                           ELSE %(longitude)s::float8 >= s.bbox[1] OR %(longitude)s::float8 <= s.bbox[3] END))))
          AND (NOT e.is_move OR (s.min_change_percent IS NULL AND s.min_change_amount IS NULL)
               OR abs(e.percent) >= s.min_change_percent OR abs(e.amount) >= s.min_change_amount)))
    ORDER BY e.place
    RETURNING id, event_id, subscription_id, state, next_attempt_at > now()
"""  # noqa: S608  table names of our own


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the listing that events are about, as far as filters ask; None is not known.

    `price` is in units of `currency`; the position in degrees, WGS 84. `is_listing` is false for events about a page
    of which no listing came: they have a portal at most.
    """

    is_listing: bool = False
    portal: str | None = None
    price: Decimal | float | None = None
    currency: str | None = None
    for_sale: bool | None = None
    for_rent: bool | None = None
    latitude: float | None = None
    longitude: float | None = None


NO_FACTS = Facts()


def owe_deliveries(
    *, client_id: UUID, events: Sequence[Event], facts: Facts, only_to: UUID | None, not_to: UUID | None
) -> bool:
    """Write the deliveries that events of one key owe; whether one of them is due at once."""
    with connection.cursor() as cursor:
        cursor.execute(OWE_DELIVERIES, _parameters(client_id, events, facts, only_to, not_to))
        owed = cursor.fetchall()
    for event in events:
        if event.type == EventType.LISTING_PRICE_CHANGED and event.key is not None:
            drop_returns(event=event)
    return any(state == Delivery.State.DUE and not later for *_, state, later in owed)


def _parameters(
    client_id: UUID, events: Sequence[Event], facts: Facts, only_to: UUID | None, not_to: UUID | None
) -> dict[str, Any]:
    moves = [event.data if event.type == EventType.LISTING_PRICE_CHANGED else {} for event in events]
    return {
        "ids": [new_id() for _ in range(MAX_SUBSCRIPTIONS * len(events))],
        "client_id": client_id,
        "only_to": only_to,
        "not_to": not_to,
        "key": events[0].key,
        "events": [event.pk for event in events],
        "types": [str(event.type) for event in events],
        "sequences": [event.sequence for event in events],
        "percents": [move.get("change_percent") for move in moves],
        "amounts": [move.get("change_amount") for move in moves],
        "is_listing": facts.is_listing,
        "has_subject": facts.is_listing or facts.portal is not None,
        "portal": facts.portal,
        "price": facts.price,
        "currency": facts.currency,
        "for_sale": facts.for_sale,
        "for_rent": facts.for_rent,
        "latitude": facts.latitude,
        "longitude": facts.longitude,
    }
