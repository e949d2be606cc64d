"""What codes and settings are called on the console's pages."""

from collections.abc import Iterator
from datetime import datetime
from http import HTTPStatus

from django.conf import settings

from propscrape.console_cells import money
from webhooks.models import Subscription
from webhooks.services.flapping import FLAPPED_BACK
from webhooks.services.holding import (
    HELD_FOR,
    HELD_TOO_LONG,
    HELD_TOO_MANY,
    MAX_HELD,
    SUBSCRIPTION_DELETED,
    SUPERSEDED,
)
from webhooks.services.lanes import SENDER_DIED
from webhooks.services.posting import CONNECT_TIMEOUT_S, TOTAL_TIMEOUT_S

DISABLED = {
    Subscription.Reason.FAILING: "disabled: failing",
    Subscription.Reason.GONE: "disabled: 410 Gone",
    Subscription.Reason.STAFF: "disabled by staff",
}
ERRORS = {
    "TIMEOUT": f"no answer within {TOTAL_TIMEOUT_S} s",
    "CONNECT_FAILED": f"no connection could be made, or none within {CONNECT_TIMEOUT_S} s",
    "CONNECTION_LOST": "the connection was lost before the answer was there",
    "TLS_FAILED": "the encrypted connection failed, most often for the receiver's certificate",
    "ADDRESS_REFUSED": "the host leads to an address that nothing may be sent to",
    "UNRESOLVABLE": "the host's name leads to no address",
    "INVALID_URL": "the url cannot be read",
    "BAD_ANSWER": "what came back is not HTTP, or has no end",
    "INTERNAL": "a fault of ours; the log has it under this delivery's id",
    SUPERSEDED: "a later event of the same listing was sent in its place",
    FLAPPED_BACK: "the price went back to what it was within the subscription's flap window",
    HELD_TOO_LONG: f"it was held for more than {HELD_FOR.days} days",
    HELD_TOO_MANY: f"more than {MAX_HELD:,} were held, and it was among the oldest",
    SENDER_DIED: "our sender died again and again while it had this in hand",
    SUBSCRIPTION_DELETED: "its subscription was deleted",
}
ANSWERED = "HTTP_"


def error_in_words(code: str) -> str:
    """Why an attempt failed, or a delivery ended without one; a code that has no words is its own."""
    status = code.removeprefix(ANSWERED)
    if code.startswith(ANSWERED) and status.isdecimal():
        return f"the receiver answered {status_in_words(int(status))}"
    return ERRORS.get(code, code)


def status_in_words(status: int) -> str:
    """A status with its phrase (RFC 9110 15), if it has one: `503 Service Unavailable`."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def short_code(code: str) -> str:
    """An error for a narrow column: the status alone where there was an answer."""
    return code.removeprefix(ANSWERED)


def state_in_words(subscription: Subscription) -> str:
    """Whether deliveries go out, and if it is disabled, why."""
    if subscription.deleted_at:
        return "deleted"
    if subscription.state == Subscription.State.DISABLED and subscription.disabled_reason:
        return DISABLED[Subscription.Reason(subscription.disabled_reason)]
    return subscription.state


def state_in_full(subscription: Subscription) -> str:
    """The same in a sentence's length."""
    reason = subscription.disabled_reason
    if subscription.deleted_at or not reason or subscription.state != Subscription.State.DISABLED:
        return state_in_words(subscription)
    return f"disabled. {Subscription.Reason(reason).label}"


def types_in_words(subscription: Subscription) -> str:
    """The types it listens to."""
    return ", ".join(subscription.event_types) or "all events"


def filters_in_words(subscription: Subscription) -> list[str]:
    """What of these types it wants; nothing where it wants all."""
    return list(_filters(subscription))


def pace_in_words(subscription: Subscription) -> str:
    """In which order and how fast deliveries go out."""
    order = "those of one listing in order" if subscription.ordered else "in any order"
    given = subscription.max_per_second
    return f"{order}, at most {given or settings.WEBHOOK_RATE_PER_S} a second{'' if given else ' (default)'}"


def secrets_in_words(*, has_secret: bool, has_previous: bool, until: datetime | None, now: datetime) -> str:
    """How many secrets sign, the one before `until` a time; never what they are."""
    if not has_secret:
        return "none, so nothing can be signed or sent"
    if has_previous and until and until > now:
        return f"two live, the older one until {until:%Y-%m-%d %H:%M} UTC"
    return "one live"


def _filters(subscription: Subscription) -> Iterator[str]:
    if subscription.portals:
        yield f"portals: {', '.join(subscription.portals)}"
    yield from _offers(subscription)
    yield from _price_range(subscription)
    if subscription.bbox:
        west, south, east, north = subscription.bbox
        yield f"position from {west:g}, {south:g} (west, south) to {east:g}, {north:g} (east, north)"
    yield from _moves(subscription)


def _offers(subscription: Subscription) -> Iterator[str]:
    for wanted, offer in ((subscription.for_sale, "for sale"), (subscription.for_rent, "for rent")):
        if wanted is not None:
            yield offer if wanted else f"not {offer}"


def _price_range(subscription: Subscription) -> Iterator[str]:
    least, most, currency = subscription.price_min, subscription.price_max, subscription.price_currency
    if least is not None and most is not None:
        yield f"price from {money(least, None)} to {money(most, currency)}"
    elif least is not None:
        yield f"price from {money(least, currency)}"
    elif most is not None:
        yield f"price up to {money(most, currency)}"
    elif currency:
        yield f"prices in {currency}"


def _moves(subscription: Subscription) -> Iterator[str]:
    percent, amount = subscription.min_change_percent, subscription.min_change_amount
    bounds = [f"{percent.normalize():f}%"] if percent is not None else []
    bounds += [money(amount, None)] if amount is not None else []
    if bounds:
        yield f"price moves of at least {' or '.join(bounds)}"
    if subscription.flap_window_hours:
        yield f"no price moves that are taken back within {subscription.flap_window_hours} h"
