"""What is owed: a client with 20 subscriptions, and events published once, which are made due again for every run."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from django.db import connection, transaction

from clients.models import Client
from propscrape.supervisor.stop_request import StopRequest
from propscrape.tenancy import client_scope, staff_scope
from webhooks.models import MAX_SUBSCRIPTIONS, Attempt, Delivery, Event, EventType, Subscription
from webhooks.services.publishing import Happening, publish_events
from webhooks.services.subscriptions import create_subscription

LISTINGS = 500
# Published together, as by an import that finds another price
HAPPENINGS = (EventType.LISTING_UPDATED, EventType.LISTING_PRICE_CHANGED)
IMPORTS_PER_TRANSACTION = 50
DELIVERIES, SUBSCRIPTIONS = Delivery._meta.db_table, Subscription._meta.db_table
OWE_AGAIN = f"""
    WITH wanted AS (
        SELECT id FROM {DELIVERIES} WHERE subscription_id = ANY (%(subscriptions)s) ORDER BY id LIMIT %(count)s
    )
    UPDATE {DELIVERIES} d
    SET state = CASE WHEN wanted.id IS NULL THEN 'delivered' ELSE 'due' END, attempts = 0, step = 0,
        next_attempt_at = d.created_at, finished_at = NULL, failed_at = NULL, http_status = NULL, error_code = NULL
    FROM {DELIVERIES} old LEFT JOIN wanted ON wanted.id = old.id WHERE old.id = d.id
"""
START_HEALTHY = f"""
    UPDATE {SUBSCRIPTIONS} SET state = 'enabled', lane_token = NULL, lane_until = NULL, warned_at = NULL,
        healthy_at = now(), last_success_at = NULL, last_failure_at = NULL
"""
STATE_COUNTS = f"SELECT state, count(*) FROM {DELIVERIES} WHERE attempts > 0 OR state <> 'delivered' GROUP BY state"
DUE_IDS = f"SELECT id::text FROM {DELIVERIES} WHERE state = 'due' ORDER BY id"


@dataclass(frozen=True, slots=True)
class Outbox:
    """The client and its subscriptions; every event is told to one of them, which take turns for each listing."""

    client_id: UUID
    subscription_ids: tuple[UUID, ...]

    def publish(self, turn: int, *happenings: EventType, noting: Callable[[UUID], None] | None = None) -> None:
        """What happened to one listing, in the caller's transaction; listings take turns.

        `noting` gets the first event's id right after the commit, before anybody is woken.
        """
        listing, published = turn % LISTINGS, list[Event]()
        if noting:
            transaction.on_commit(lambda: noting(published[0].pk))
        published += publish_events(
            client_id=self.client_id,
            key=f"listing-{listing:03}",
            happenings=[Happening(kind, _facts(kind, listing)) for kind in happenings],
            only_to=self.subscription_ids[(turn + turn // LISTINGS) % MAX_SUBSCRIPTIONS],
        )

    def point(self, slot: int, url: str) -> None:
        """Give a subscription (0 to 19) another address."""
        with client_scope(self.client_id):
            Subscription.objects.filter(pk=self.subscription_ids[slot]).update(url=url)

    def owe_again(self, count: int, *, but_not: int | None = None) -> int:
        """Make the first `count` deliveries due, leaving out those of one subscription, the rest done; how many are."""
        wanted = [pk for slot, pk in enumerate(self.subscription_ids) if slot != but_not]
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {Attempt._meta.db_table}")
        with staff_scope(), connection.cursor() as cursor:
            cursor.execute(OWE_AGAIN, {"subscriptions": wanted, "count": count})
            cursor.execute(START_HEALTHY)
            due = Delivery.objects.filter(state=Delivery.State.DUE).count()
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM (ANALYZE) {DELIVERIES}, {SUBSCRIPTIONS}, {Attempt._meta.db_table}")
        return due

    def due_count(self, slot: int) -> int:
        """How many are due to one subscription."""
        with staff_scope():
            return Delivery.objects.filter(
                subscription_id=self.subscription_ids[slot], state=Delivery.State.DUE
            ).count()

    def counts(self) -> dict[str, int]:
        """How many deliveries of this run are in each state."""
        with staff_scope(), connection.cursor() as cursor:
            cursor.execute(STATE_COUNTS)
            return dict(cursor.fetchall())

    def attempts(self) -> int:
        """How many attempts are on record."""
        with staff_scope():
            return Attempt.objects.count()

    def due_ids(self) -> list[str]:
        """The deliveries that are due, in the order in which they were published."""
        with staff_scope(), connection.cursor() as cursor:
            cursor.execute(DUE_IDS)
            return [row[0] for row in cursor.fetchall()]


def make_outbox(url_of: Callable[[str], str], *, events: int, stop_request: StopRequest) -> Outbox:
    """Subscriptions at paths of the receiver, and so many events, two by two. Raises StopRequested."""
    with staff_scope():
        client = Client.objects.create(name="bench of webhooks")
    subscriptions = [
        create_subscription(client_id=client.pk, url=url_of(f"/hooks/{slot}"))[0].pk
        for slot in range(MAX_SUBSCRIPTIONS)
    ]
    outbox = Outbox(client.pk, tuple(subscriptions))
    turns = iter(range(events // len(HAPPENINGS)))
    while some := list(islice(turns, IMPORTS_PER_TRANSACTION)):
        stop_request.pause(0)
        with client_scope(client.pk), transaction.atomic():
            for turn in some:
                outbox.publish(turn, *HAPPENINGS)
    return outbox


def _facts(kind: EventType, listing: int) -> dict[str, object]:
    """About as much as a listing's events hold."""
    identity: dict[str, object] = {
        "listing_id": f"0198c0de-0000-7000-8000-{listing:012}",
        "canonical_url": f"portal.example/homes/{listing:09}",
        "import_url": f"https://www.portal.example/homes/{listing:09}?from=search",
        "portal": "portal.example",
        "title": f"Three bedroom house at {listing} Long Lane, Littleton",
        "price_cents": 24_500_000,
        "currency": "GBP",
        "quality_grade": "B",
    }
    before, after = ({"amount": amount, "currency": "GBP", "period": "total"} for amount in (250_000.0, 245_000.0))
    if kind == EventType.LISTING_PRICE_CHANGED:
        move = {"from": before, "to": after, "change_amount": -5_000.0, "change_percent": -2.0, "direction": "down"}
        return identity | move
    return identity | {"changes": {"price_cents": {"from": 25_000_000, "to": 24_500_000}}}
