"""Publishing events: facts and the deliveries they owe, in the caller's transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection

from propscrape.request_ids import current_request_id
from webhooks.models import Event, EventType, Stream
from webhooks.services.fan_out import NO_FACTS, Facts, owe_deliveries
from webhooks.services.waking import wake_senders

__all__ = ("EventType", "Facts", "Happening", "publish_events")

# Made on first use; taking numbers locks the row until the transaction ends, so sequence order is commit order
TAKE_NUMBERS = f"""
    INSERT INTO {Stream._meta.db_table} (id, client_id, key, last_sequence)
    VALUES (gen_random_uuid(), %(client_id)s, %(key)s, %(count)s)
    ON CONFLICT (client_id, key) DO UPDATE SET last_sequence = {Stream._meta.db_table}.last_sequence + %(count)s
    RETURNING last_sequence
"""  # noqa: S608  table names of our own


@dataclass(frozen=True, slots=True)
class Happening:
    """An event to be: its type and the facts that receivers get as `data`.

    That of a listing.price_changed has `from` and `to` ({amount, currency, period}) and, where the two compare,
    `change_amount` and `change_percent`; filters look at them.
    """

    type: str
    data: dict[str, Any] = field(default_factory=dict)


def publish_events(
    *,
    client_id: UUID,
    key: str | None,
    happenings: Sequence[Happening],
    facts: Facts = NO_FACTS,
    only_to: UUID | None = None,
    not_to: UUID | None = None,
) -> list[Event]:
    """Write events in order, and a delivery for each subscription that wants it. Call it in a scope of the client.

    `key` is what they happened to (a listing's id); their sequence rises by one each, without gaps, per key. `facts`
    are what subscriptions may filter by. `only_to` names the one subscription that is told, whatever it asked for;
    `not_to` one that is left out.
    """
    if not happenings:
        return []
    first = _take_numbers(client_id, key, len(happenings)) if key else None
    request_id = current_request_id()
    events = [
        Event(
            client_id=client_id,
            type=happening.type,
            key=key,
            sequence=None if first is None else first + index,
            data=happening.data,
            request_id=request_id,
        )
        for index, happening in enumerate(happenings)
    ]
    Event.objects.bulk_create(events)
    if owe_deliveries(client_id=client_id, events=events, facts=facts, only_to=only_to, not_to=not_to):
        wake_senders()
    return events


def _take_numbers(client_id: UUID, key: str, count: int) -> int:
    """The first of `count` consecutive numbers of a key."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE_NUMBERS, {"client_id": client_id, "key": key, "count": count})
        (last,) = cursor.fetchone()
    return int(last) - count + 1
