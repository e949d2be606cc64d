"""Subscribing: making, changing and deleting subscriptions, and rotating their secrets."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from propscrape.address_policy import AddressRefused
from propscrape.errors import NotFound
from propscrape.sealing import seal
from propscrape.tenancy import client_scope
from webhooks.errors import DestinationRefused, TooManySubscriptions
from webhooks.models import MAX_SUBSCRIPTIONS, Delivery, Subscription
from webhooks.services.courier import destination_policy
from webhooks.services.holding import SUBSCRIPTION_DELETED, hold_deliveries, let_pass, release_deliveries
from webhooks.services.signing import generate_secret
from webhooks.services.waking import wake_senders

ROTATION = timedelta(hours=24)
ONE_PER_SLOT = "webhooks_subscription_one_per_slot"


def check_destination(url: str) -> None:
    """Raise DestinationRefused for a url that its text shows to be none that events may be sent to.

    Where its name leads is judged at every attempt, since that may change.
    """
    try:
        destination_policy().check_url(url)
    except AddressRefused as error:
        raise DestinationRefused(details={"url": [str(error)]}) from error


def create_subscription(*, client_id: UUID, url: str, **values: Any) -> tuple[Subscription, str]:
    """A new subscription and its secret in clear, shown this once. Raises DestinationRefused, TooManySubscriptions."""
    check_destination(url)
    secret = generate_secret()
    with client_scope(client_id):
        return _create(client_id, url=url, secret_sealed=seal(secret), **values), secret


def list_subscriptions(*, client_id: UUID) -> list[Subscription]:
    """A client's subscriptions, newest first."""
    with client_scope(client_id):
        return list(Subscription.objects.standing().order_by("-created_at", "-id"))


def get_subscription(*, client_id: UUID, subscription_id: UUID) -> Subscription:
    """One of a client's subscriptions. Raises NotFound."""
    with client_scope(client_id):
        return _get(subscription_id)


def change_subscription(
    *, client_id: UUID, subscription_id: UUID, values: Mapping[str, Any], latest_only: bool = False
) -> Subscription:
    """Change columns; a change of `state` holds what is due, or makes due what was held, one of `ordered` what waits.

    `latest_only` says that of each listing only the last held event is to go out. Raises NotFound, DestinationRefused.
    """
    if "url" in values:
        check_destination(values["url"])
    with client_scope(client_id):
        subscription = _get(subscription_id, lock=True)
        state_before, was_ordered = subscription.state, subscription.ordered
        for name, value in values.items():
            setattr(subscription, name, value)
        if subscription.state != state_before:
            _note_new_state(subscription)
        subscription.save()
        if subscription.state != state_before:
            _follow_state(subscription, latest_only=latest_only)
        if was_ordered and not subscription.ordered and let_pass(subscription_id=subscription.pk):
            wake_senders()
    return subscription


def rotate_secret(*, client_id: UUID, subscription_id: UUID, overlap: timedelta = ROTATION) -> tuple[Subscription, str]:
    """A new secret, in clear; the one before it signs too for as long as `overlap`. Raises NotFound."""
    secret, now = generate_secret(), timezone.now()
    with client_scope(client_id):
        subscription = _get(subscription_id, lock=True)
        subscription.previous_secret_sealed = subscription.secret_sealed if overlap else None
        subscription.previous_secret_until = now + overlap if overlap else None
        subscription.secret_sealed = seal(secret)
        subscription.save(update_fields=["secret_sealed", "previous_secret_sealed", "previous_secret_until"])
    return subscription, secret


def delete_subscription(*, client_id: UUID, subscription_id: UUID) -> None:
    """Stop sending for good: what is open is dropped, the secrets are wiped, a tombstone stays. Raises NotFound."""
    now = timezone.now()
    with client_scope(client_id):
        subscription = _get(subscription_id, lock=True)
        subscription.slot, subscription.deleted_at, subscription.state = None, now, Subscription.State.DISABLED
        subscription.secret_sealed = subscription.previous_secret_sealed = None
        subscription.save()
        open_ones = Delivery.objects.filter(subscription=subscription, state__in=Delivery.OPEN)
        open_ones.update(state=Delivery.State.DROPPED, error_code=SUBSCRIPTION_DELETED, finished_at=now)


def _create(client_id: UUID, **values: Any) -> Subscription:
    """In the first free slot. Somebody else may take it at the same moment; then there is a next one, or none."""
    for _ in range(MAX_SUBSCRIPTIONS):
        taken = set(Subscription.objects.filter(slot__isnull=False).values_list("slot", flat=True))
        free = next((slot for slot in range(1, MAX_SUBSCRIPTIONS + 1) if slot not in taken), None)
        if free is None:
            break
        try:
            with transaction.atomic():
                return Subscription.objects.create(client_id=client_id, slot=free, **values)
        except IntegrityError as error:
            if ONE_PER_SLOT not in str(error):
                raise
    raise TooManySubscriptions(details={"limit": MAX_SUBSCRIPTIONS})


def _get(subscription_id: UUID, *, lock: bool = False) -> Subscription:
    found = Subscription.objects.standing().filter(pk=subscription_id)
    subscription = (found.select_for_update(no_key=True) if lock else found).first()
    if subscription is None:
        raise NotFound("You have no such webhook.")
    return subscription


def _note_new_state(subscription: Subscription) -> None:
    now = timezone.now()
    subscription.state_changed_at = now
    if subscription.state != Subscription.State.DISABLED:
        subscription.disabled_reason = None
    if subscription.state == Subscription.State.ENABLED:
        subscription.warned_at, subscription.healthy_at = None, now


def _follow_state(subscription: Subscription, *, latest_only: bool) -> None:
    if subscription.state != Subscription.State.ENABLED:
        hold_deliveries(subscription_id=subscription.pk)
    elif release_deliveries(subscription_id=subscription.pk, latest_only=latest_only):
        wake_senders()
