"""What a request about webhooks may hold, and how rows look in an answer."""

from decimal import Decimal
from typing import Any, NoReturn

from django.core.validators import RegexValidator, validate_slug
from django.utils import timezone
from rest_framework import serializers

from propscrape.api.fields import (
    BboxField,
    CursorField,
    DistinctListField,
    ExactNumberField,
    StrictSerializer,
    TextField,
    WholeNumberField,
    YesNoField,
)
from propscrape.canonical_url import MAX_URL_LENGTH
from propscrape.errors import MissingUrl
from webhooks.models import Attempt, Delivery, Event, EventType, Subscription

DEFAULT_PAGE, MAX_PAGE = 50, 200
MAX_PORTALS = 200
MAX_PER_SECOND = 1_000
MAX_FLAP_WINDOW_HOURS = MAX_OVERLAP_HOURS = 168
DEFAULT_OVERLAP_HOURS = 24

# Three capitals: whether such a currency exists is not for this app to know
CURRENCY_CODE = RegexValidator(r"\A[A-Z]{3}\Z", "Give an ISO 4217 code, such as GBP.")


class DestinationField(TextField):
    """An address that events are sent to; whether they may be is the service's to say."""

    def fail(self, key: str, **details: Any) -> NoReturn:
        """Raises MissingUrl for none at all, else ValidationError."""
        if key in ("required", "null", "blank"):
            raise MissingUrl("Give the url that events are to be sent to.")
        super().fail(key, **details)


class FiltersSerializer(StrictSerializer):
    """Which events of listings are wanted. Comes out as the columns of a subscription; null clears one."""

    portals = DistinctListField(
        child=TextField(max_length=60, validators=[validate_slug]),
        max_length=MAX_PORTALS,
        allow_null=True,
        required=False,
    )
    for_sale = YesNoField(allow_null=True, required=False)
    for_rent = YesNoField(allow_null=True, required=False)
    price_min = ExactNumberField(18, 2, min_value=0, allow_null=True, required=False)
    price_max = ExactNumberField(18, 2, min_value=0, allow_null=True, required=False)
    currency = TextField(source="price_currency", validators=[CURRENCY_CODE], allow_null=True, required=False)
    bbox = BboxField(allow_null=True, required=False)
    min_change_percent = ExactNumberField(7, 3, min_value=Decimal("0.001"), allow_null=True, required=False)
    min_change_amount = ExactNumberField(18, 2, min_value=Decimal("0.01"), allow_null=True, required=False)
    flap_window_hours = WholeNumberField(min_value=1, max_value=MAX_FLAP_WINDOW_HOURS, allow_null=True, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """The range is one, also where half of it is stored already."""
        lowest, highest = (attrs.get(n, getattr(self.root.instance, n, None)) for n in ("price_min", "price_max"))
        if lowest is not None and highest is not None and lowest > highest:
            raise serializers.ValidationError({"price_min": ["It must not be above price_max."]})
        if "portals" in attrs:
            attrs["portals"] = attrs["portals"] or []
        return attrs


class NewWebhookSerializer(StrictSerializer):
    """POST /webhooks. Comes out as the columns of a subscription."""

    url = DestinationField(max_length=MAX_URL_LENGTH)
    events = DistinctListField(
        source="event_types",
        child=serializers.ChoiceField(
            EventType.choices, error_messages={"invalid_choice": "There is no such type of event."}
        ),
        required=False,
    )
    description = TextField(max_length=255, allow_blank=True, required=False)
    ordered = YesNoField(required=False)
    max_per_second = WholeNumberField(min_value=1, max_value=MAX_PER_SECOND, allow_null=True, required=False)
    filters = FiltersSerializer(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Filters are columns like all others."""
        filters: dict[str, Any] = attrs.pop("filters", {})
        return attrs | filters


class WebhookChangeSerializer(NewWebhookSerializer):
    """PATCH /webhooks/{id}: what is given changes, and what is not stays."""

    state = serializers.ChoiceField(
        (Subscription.State.ENABLED, Subscription.State.PAUSED),
        error_messages={"invalid_choice": "Give enabled or paused."},
    )
    resume = serializers.ChoiceField(("all", "latest"), error_messages={"invalid_choice": "Give all or latest."})

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """`resume` says what becomes of held events, and only who enables a webhook lets them go."""
        if "resume" in attrs and attrs.get("state") != Subscription.State.ENABLED:
            raise serializers.ValidationError({"resume": ["Send it with state enabled."]})
        return super().validate(attrs)


class NothingSerializer(StrictSerializer):
    """A body that says nothing."""


class WebhookIdSerializer(StrictSerializer):
    """?id="""

    id = serializers.UUIDField()


class RotationSerializer(StrictSerializer):
    """POST /webhooks/{id}/rotate: for how many hours the secret before signs too."""

    overlap_hours = WholeNumberField(default=DEFAULT_OVERLAP_HOURS, min_value=0, max_value=MAX_OVERLAP_HOURS)


class RecoverySerializer(StrictSerializer):
    """POST /webhooks/{id}/recover: a time in ISO 8601, UTC where it names no offset."""

    since = serializers.DateTimeField()


class PageSerializer(StrictSerializer):
    """?limit="""

    limit = serializers.IntegerField(default=DEFAULT_PAGE, min_value=1, max_value=MAX_PAGE)


class DeliveriesQuerySerializer(PageSerializer):
    """?state=&limit=&cursor="""

    state = serializers.ChoiceField(
        Delivery.State.choices,
        default=None,
        error_messages={"invalid_choice": f"Give one of {', '.join(Delivery.State.values)}."},
    )
    cursor = CursorField(default=None)


class EventsQuerySerializer(PageSerializer):
    """?after=&limit="""

    after = CursorField(default=None)


def webhook_json(subscription: Subscription, *, due: int, held: int, secret: str | None = None) -> dict[str, Any]:
    """A subscription and how much waits for it; `secret` only where it was just made."""
    answer = {
        "id": subscription.pk,
        "url": subscription.url,
        "description": subscription.description,
        "events": subscription.event_types,
        "ordered": subscription.ordered,
        "max_per_second": subscription.max_per_second,
        "filters": _filters_json(subscription),
        "state": subscription.state,
        "disabled_reason": subscription.disabled_reason,
        "state_changed_at": subscription.state_changed_at,
        "created_at": subscription.created_at,
        "last_success_at": subscription.last_success_at,
        "last_failure_at": subscription.last_failure_at,
        "secret_rotation": _rotation_json(subscription),
        "due_count": due,
        "held_count": held,
    }
    return answer | ({"secret": secret} if secret else {})


def delivery_json(delivery: Delivery) -> dict[str, Any]:
    """A delivery with its event and what each try came to."""
    return {
        "id": delivery.pk,
        "webhook_id": delivery.subscription_id,
        "event": event_json(delivery.event),
        "state": delivery.state,
        "attempts": delivery.attempts,
        "next_attempt_at": delivery.next_attempt_at if delivery.state == Delivery.State.DUE else None,
        "http_status": delivery.http_status,
        "error_code": delivery.error_code,
        "finished_at": delivery.finished_at,
        "created_at": delivery.created_at,
        "tries": [_try_json(attempt) for attempt in delivery.tries.all()],
    }


def event_json(event: Event) -> dict[str, Any]:
    """An event; `id` is what deliveries bear as `webhook-id`."""
    return {
        "id": event.pk,
        "type": event.type,
        "sequence": event.sequence,
        "key": event.key,
        "occurred_at": event.occurred_at,
        "data": event.data,
    }


def _filters_json(subscription: Subscription) -> dict[str, Any]:
    return {
        "portals": subscription.portals,
        "for_sale": subscription.for_sale,
        "for_rent": subscription.for_rent,
        "price_min": subscription.price_min,
        "price_max": subscription.price_max,
        "currency": subscription.price_currency,
        "bbox": subscription.bbox,
        "min_change_percent": subscription.min_change_percent,
        "min_change_amount": subscription.min_change_amount,
        "flap_window_hours": subscription.flap_window_hours,
    }


def _rotation_json(subscription: Subscription) -> dict[str, Any] | None:
    until = subscription.previous_secret_until
    return {"previous_valid_until": until} if until is not None and until > timezone.now() else None


def _try_json(attempt: Attempt) -> dict[str, Any]:
    return {
        "number": attempt.number,
        "started_at": attempt.started_at,
        "duration_ms": attempt.duration_ms,
        "http_status": attempt.http_status,
        "error_code": attempt.error_code,
        "excerpt": attempt.excerpt,
    }
