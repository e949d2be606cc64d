"""The cells of this app's pages, beside those of propscrape.console_cells. Everything in them is escaped."""

from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from propscrape.console_cells import UNKNOWN, Cell, badge, inside_link, share
from webhooks.admin.words import error_in_words, short_code, state_in_words, status_in_words
from webhooks.models import Attempt, Delivery, Event, Subscription

SUBSCRIPTION_TONES = {"enabled": "good", "paused": "fair", "disabled": "bad"}
DELIVERY_TONES = {
    "due": "plain", "sending": "plain", "held": "fair", "delivered": "good", "dead": "bad", "dropped": "plain",
}  # fmt: skip
# From so many seconds on, a span is told in the unit; the last that fits
UNITS = ((0, 1, "s"), (60, 60, "min"), (3_600, 3_600, "h"), (48 * 3_600, 86_400, "d"))


def standing_badge(subscription: Subscription) -> SafeString:
    """Whether deliveries go out to a subscription."""
    tone = "plain" if subscription.deleted_at else SUBSCRIPTION_TONES[subscription.state]
    return badge(state_in_words(subscription), tone)


def progress_badge(delivery: Delivery) -> SafeString:
    """How far a delivery has come."""
    return badge(delivery.state, DELIVERY_TONES[delivery.state])


def answer_badge(attempt: Attempt) -> SafeString:
    """What came of an attempt."""
    if attempt.error_code:
        return badge(short_code(attempt.error_code), "bad")
    return badge(str(attempt.http_status or "delivered"), "good")


def last_answer(delivery: Delivery) -> Cell:
    """What the latest attempt came to, or why a delivery ended without one; in words in the title."""
    if delivery.error_code:
        return titled(short_code(delivery.error_code), error_in_words(delivery.error_code))
    return titled(str(delivery.http_status), status_in_words(delivery.http_status)) if delivery.http_status else UNKNOWN


def titled(text: str, title: str) -> SafeString:
    """A short text on one line, with a longer one in its title."""
    return format_html('<span class="shortened" title="{}">{}</span>', title, text)


def lines(texts: Iterable[str]) -> SafeString:
    """Each text on a line of its own."""
    return format_html_join(mark_safe("<br>"), "{}", ((text,) for text in texts))


def address(subscription: Subscription) -> SafeString:
    """Where events go, for a narrow column: nearly all begin with https, so that is left out; whole in the title."""
    return titled(subscription.url.removeprefix("https://"), subscription.url)


def ago(moment: datetime | None) -> Cell:
    """How long ago, in one unit; the time in UTC in the title."""
    if moment is None:
        return UNKNOWN
    return _timed(moment, f"{span_in_words((timezone.now() - moment).total_seconds())} ago")


def ahead(moment: datetime) -> Cell:
    """In how long, in one unit; `now` from then on."""
    seconds = (moment - timezone.now()).total_seconds()
    return _timed(moment, f"in {span_in_words(seconds)}" if seconds > 0 else "now")


def span_in_words(seconds: float) -> str:
    """Seconds in one unit: `40 s`, `12 min`, `30 h`, `3 d`."""
    whole = max(int(seconds), 0)
    _, unit_s, name = [unit for unit in UNITS if whole >= unit[0]][-1]
    return f"{whole // unit_s:,} {name}"


def success(good: int, tried: int) -> str:
    """The share of attempts that succeeded, and of how many."""
    return f"{share(good / tried)} of {tried:,}" if tried else UNKNOWN


def to_event(event_id: UUID, words: str) -> SafeString:
    """A link to an event's page."""
    return inside_link(_page(Event, event_id), words)


def to_delivery(delivery_id: UUID, words: str) -> SafeString:
    """A link to a delivery's page."""
    return inside_link(_page(Delivery, delivery_id), words)


def to_subscription(subscription: Subscription) -> SafeString:
    """A link to a subscription's page, by its address."""
    return inside_link(_page(Subscription, subscription.pk), subscription.url)


def to_deliveries(words: str, **having: object) -> SafeString:
    """A link to the list of deliveries that have these values."""
    query = "&".join(f"{name}={value}" for name, value in having.items())
    return inside_link(f"{reverse('admin:webhooks_delivery_changelist')}?{query}", words)


def _timed(moment: datetime, words: str) -> SafeString:
    title = f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
    return format_html('<time datetime="{}" title="{}">{}</time>', moment.isoformat(), title, words)


def _page(model: type[Event | Delivery | Subscription], pk: UUID) -> str:
    return reverse(f"admin:webhooks_{model._meta.model_name}_change", args=[pk])
