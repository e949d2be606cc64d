"""How long events, deliveries and deleted subscriptions are kept (CONTRACTS.md 5)."""

from datetime import timedelta

from propscrape.retention.policies import Along, How, Policy
from webhooks.models import Attempt, Delivery, Event, Subscription

KEPT_FOR, TOMBSTONES_FOR = timedelta(days=90), timedelta(days=30)
DELIVERIES, SUBSCRIPTIONS = Delivery._meta.db_table, Subscription._meta.db_table
# An event may be owed to 20 subscriptions, and tried ten times for each
EVENTS_AT_ONCE = 250
ATTEMPTS = Along(table=Attempt._meta.db_table, column="delivery_id")

POLICIES = (
    Policy(
        name="events",
        table=Event._meta.db_table,
        age_column="occurred_at",
        kept_for=KEPT_FOR,
        # One that is still owed to somebody stays until it is not
        only=f"NOT EXISTS (SELECT 1 FROM {DELIVERIES} d WHERE d.event_id = t.id"  # noqa: S608
        " AND d.state IN ('due', 'sending', 'held'))",
        along=(Along(table=DELIVERIES, column="event_id", along=(ATTEMPTS,)),),
        batch=EVENTS_AT_ONCE,
    ),
    Policy(
        name="deliveries of deleted subscriptions",
        table=DELIVERIES,
        age_column=None,
        kept_for=TOMBSTONES_FOR,
        old=f"t.subscription_id IN (SELECT id FROM {SUBSCRIPTIONS} WHERE deleted_at < %(before)s)",  # noqa: S608
        how=How.TOMBSTONES,
        key_tells_time=False,
        along=(ATTEMPTS,),
    ),
    Policy(
        name="deleted subscriptions",
        table=SUBSCRIPTIONS,
        age_column="deleted_at",
        kept_for=TOMBSTONES_FOR,
        how=How.TOMBSTONES,
        only=f"NOT EXISTS (SELECT 1 FROM {DELIVERIES} d WHERE d.subscription_id = t.id)",  # noqa: S608
    ),
)
KEPT = {
    "webhooks_stream": "so that a listing's sequence goes on rising",
    "webhooks_delivery": "as long as its event",
    "webhooks_attempt": "as long as its delivery",
}
