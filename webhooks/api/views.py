"""The routes of webhooks, their deliveries and the feed of events."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from clients.api.views import ClientAPIView
from propscrape.api.fields import StrictSerializer
from propscrape.api.responses import success
from propscrape.positions import cursor_of
from propscrape.tenancy import client_scope
from webhooks.api.serializers import (
    DeliveriesQuerySerializer,
    EventsQuerySerializer,
    NewWebhookSerializer,
    NothingSerializer,
    RecoverySerializer,
    RotationSerializer,
    WebhookChangeSerializer,
    WebhookIdSerializer,
    delivery_json,
    event_json,
    webhook_json,
)
from webhooks.models import Subscription
from webhooks.services.deliveries import (
    deliveries_of,
    events_after,
    recover_deliveries,
    replay_delivery,
    send_test_event,
)
from webhooks.services.subscriptions import (
    change_subscription,
    create_subscription,
    delete_subscription,
    get_subscription,
    list_subscriptions,
    rotate_secret,
)
from webhooks.services.watching import waiting_of

LIMITS = {"GET": "get", "POST": "webhooks", "PATCH": "webhooks", "DELETE": "webhooks"}


class WebhooksView(ClientAPIView):
    """GET all, POST a new one, DELETE ?id= one."""

    limits: ClassVar[dict[str, str]] = LIMITS

    def get(self, request: Request) -> Response:
        """200 with the client's webhooks, newest first; there are 20 at most."""
        found = webhooks_json(self.client_id, list_subscriptions(client_id=self.client_id))
        return success(count=len(found), webhooks=found)

    def post(self, request: Request) -> Response:
        """201 with the webhook and its secret, which is shown this once; LIMIT_REACHED after 20."""
        values = read(NewWebhookSerializer(data=dict(request.data)))
        subscription, secret = create_subscription(client_id=self.client_id, **values)
        (webhook,) = webhooks_json(self.client_id, [subscription], secret=secret)
        return success(status=201, webhook=webhook)

    def delete(self, request: Request) -> Response:
        """200 with the id of what is gone, or NOT_FOUND."""
        webhook_id = read(WebhookIdSerializer(data=request.query_params.dict()))["id"]
        delete_subscription(client_id=self.client_id, subscription_id=webhook_id)
        return success(deleted=webhook_id)


class WebhookView(ClientAPIView):
    """GET, PATCH or DELETE one webhook by its id."""

    limits: ClassVar[dict[str, str]] = LIMITS

    def get(self, request: Request, webhook_id: UUID) -> Response:
        """200 with the webhook, or NOT_FOUND."""
        subscription = get_subscription(client_id=self.client_id, subscription_id=webhook_id)
        (webhook,) = webhooks_json(self.client_id, [subscription])
        return success(webhook=webhook)

    def patch(self, request: Request, webhook_id: UUID) -> Response:
        """200 with the webhook as it is now, or NOT_FOUND."""
        stored = get_subscription(client_id=self.client_id, subscription_id=webhook_id)
        values = read(WebhookChangeSerializer(stored, data=dict(request.data), partial=True))
        latest_only = values.pop("resume", "all") == "latest"
        subscription = change_subscription(
            client_id=self.client_id, subscription_id=webhook_id, values=values, latest_only=latest_only
        )
        (webhook,) = webhooks_json(self.client_id, [subscription])
        return success(webhook=webhook)

    def delete(self, request: Request, webhook_id: UUID) -> Response:
        """200 with the id of what is gone, or NOT_FOUND."""
        delete_subscription(client_id=self.client_id, subscription_id=webhook_id)
        return success(deleted=webhook_id)


class RotateView(ClientAPIView):
    """POST for a new secret."""

    limits: ClassVar[dict[str, str]] = LIMITS

    def post(self, request: Request, webhook_id: UUID) -> Response:
        """200 with the webhook and its new secret, which is shown this once."""
        overlap = timedelta(hours=read(RotationSerializer(data=dict(request.data)))["overlap_hours"])
        subscription, secret = rotate_secret(client_id=self.client_id, subscription_id=webhook_id, overlap=overlap)
        (webhook,) = webhooks_json(self.client_id, [subscription], secret=secret)
        return success(webhook=webhook)


class TestEventView(ClientAPIView):
    """POST to have an event sent to this webhook alone."""

    limits: ClassVar[dict[str, str]] = LIMITS

    def post(self, request: Request, webhook_id: UUID) -> Response:
        """202 with the delivery, which is still to go out; CONFLICT where the webhook is not enabled."""
        read(NothingSerializer(data=dict(request.data)))
        delivery = send_test_event(client_id=self.client_id, subscription_id=webhook_id)
        return success(status=202, delivery=delivery_json(delivery))


class RecoverView(ClientAPIView):
    """POST to have sent again what was given up since a time, in ?since= or in the body."""

    limits: ClassVar[dict[str, str]] = LIMITS

    def post(self, request: Request, webhook_id: UUID) -> Response:
        """200 with how many there are."""
        since = read(RecoverySerializer(data=request.query_params.dict() | dict(request.data)))["since"]
        count = recover_deliveries(client_id=self.client_id, subscription_id=webhook_id, since=since)
        return success(recovered=count)


class DeliveriesView(ClientAPIView):
    """GET what was and is to be sent to a webhook."""

    limits: ClassVar[dict[str, str]] = LIMITS

    def get(self, request: Request, webhook_id: UUID) -> Response:
        """200 with a page of deliveries, newest first; `next` is the cursor of the page after it, null on the last."""
        query = read(DeliveriesQuerySerializer(data=request.query_params.dict()))
        found = deliveries_of(
            client_id=self.client_id,
            subscription_id=webhook_id,
            state=query["state"],
            before=query["cursor"],
            limit=query["limit"] + 1,
        )
        page = found[: query["limit"]]
        following = cursor_of((page[-1].created_at, page[-1].pk)) if len(found) > len(page) else None
        return success(count=len(page), deliveries=list(map(delivery_json, page)), next=following)


class ReplayView(ClientAPIView):
    """POST to have one delivery sent again."""

    limits: ClassVar[dict[str, str]] = LIMITS

    def post(self, request: Request, delivery_id: UUID) -> Response:
        """200 with the delivery; CONFLICT while it has not ended."""
        read(NothingSerializer(data=dict(request.data)))
        return success(delivery=delivery_json(replay_delivery(client_id=self.client_id, delivery_id=delivery_id)))


class EventsView(ClientAPIView):
    """GET the client's events, sent or not: a feed to follow without a webhook, or to compare one with."""

    limits: ClassVar[dict[str, str]] = LIMITS

    def get(self, request: Request) -> Response:
        """200 with a page of events, oldest first; `next` is the cursor to come back with, also when there was none."""
        query = read(EventsQuerySerializer(data=request.query_params.dict()))
        events = events_after(client_id=self.client_id, after=query["after"], limit=query["limit"])
        reached = (events[-1].occurred_at, events[-1].pk) if events else query["after"]
        following = cursor_of(reached) if reached else None
        return success(count=len(events), events=list(map(event_json, events)), next=following)


def read(serializer: StrictSerializer) -> dict[str, Any]:
    """What a request holds. Raises ValidationError, ValidationFailed or MissingUrl."""
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)


def webhooks_json(
    client_id: UUID, subscriptions: Sequence[Subscription], *, secret: str | None = None
) -> list[dict[str, Any]]:
    """Subscriptions with how much is due and held of each: one statement for all of them."""
    with client_scope(client_id):
        waiting = waiting_of([subscription.pk for subscription in subscriptions])
    answers = []
    for subscription in subscriptions:
        due, held = waiting[subscription.pk]
        answers.append(webhook_json(subscription, due=due, held=held, secret=secret))
    return answers
