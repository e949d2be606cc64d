"""The drill's hands on the product: its client and subscriptions, its deliveries' states, and the clock."""

from collections import Counter
from uuid import UUID

from django.utils import timezone
from standardwebhooks import Webhook

from clients.models import Client
from propscrape.tenancy import client_scope, staff_scope
from webhooks.models import Delivery, Subscription
from webhooks.services.subscriptions import change_subscription, create_subscription
from webhooks.services.waking import wake_senders

from .facts import Row
from .plan import SUBSCRIPTIONS, TYPES, portals_of
from .receiver import Receiver


def make_client() -> UUID:
    """A client of the drill's own."""
    with staff_scope():
        return Client.objects.create(name="loss drill").pk


def subscribe(client_id: UUID, receiver: Receiver) -> dict[UUID, int]:
    """The subscriptions, each with a path of the receiver's; the number of each by its id."""
    numbers = {}
    for number in range(SUBSCRIPTIONS):
        subscription, secret = create_subscription(
            client_id=client_id,
            url=receiver.url_of(number),
            event_types=list(TYPES),
            portals=portals_of(number),
        )
        receiver.verifiers[number] = Webhook(secret)
        numbers[subscription.pk] = number
    return numbers


def count_states(client_id: UUID) -> Counter[str]:
    """How many deliveries are in each state."""
    with client_scope(client_id):
        return Counter(Delivery.objects.values_list("state", flat=True))


def has_work(client_id: UUID) -> bool:
    """Whether something is being sent, or due by now."""
    with client_scope(client_id):
        due = Delivery.objects.filter(state=Delivery.State.DUE, next_attempt_at__lte=timezone.now())
        return due.exists() or Delivery.objects.filter(state=Delivery.State.SENDING).exists()


def move_clock(client_id: UUID) -> int:
    """Make what waits for a later attempt due now, as though that time had come; how many deliveries."""
    now = timezone.now()
    with client_scope(client_id):
        later = Delivery.objects.filter(state=Delivery.State.DUE, next_attempt_at__gt=now)
        # What a sender has in hand right now is left alone: two updates of many rows might wait for each other
        free = list(later.select_for_update(skip_locked=True).values_list("pk", flat=True))
        moved = Delivery.objects.filter(pk__in=free).update(next_attempt_at=now)
        # The rest that a failing receiver was given is over too
        Subscription.objects.filter(lane_token__isnull=True).update(lane_until=None)
        wake_senders()
    return moved


def enable_again(client_id: UUID) -> int:
    """Enable what the failures disabled; how many subscriptions."""
    with client_scope(client_id):
        disabled = list(Subscription.objects.exclude(state=Subscription.State.ENABLED).values_list("pk", flat=True))
    for subscription_id in disabled:
        change_subscription(
            client_id=client_id, subscription_id=subscription_id, values={"state": Subscription.State.ENABLED}
        )
    return len(disabled)


def read_rows(client_id: UUID, numbers: dict[UUID, int]) -> list[Row]:
    """Every delivery."""
    with client_scope(client_id):
        found = Delivery.objects.values_list("event_id", "subscription_id", "state")
        return [Row(event_id, numbers[subscription_id], state) for event_id, subscription_id, state in found]
