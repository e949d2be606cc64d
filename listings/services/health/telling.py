"""Telling of portals whose scraper fell sick: clients that watch them by event, staff by mail and chat.

What is to be told stands in the rows of changes, so that nothing is lost when a mail server is away; it is told
again rather than never.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import httpx2
import structlog
from django.conf import settings
from django.core.mail import send_mail
from django.utils import timezone

from listings.health.judging import SICK, STATES
from listings.models import HealthChange, Watch
from listings.services.news import news_of_sick_scraper
from propscrape.tenancy import client_scope, staff_scope
from webhooks.services.publishing import Facts, publish_events

logger = structlog.get_logger(__name__)
TOLD_WITHIN = timedelta(days=2)
CHAT_TIMEOUT_S = 10


class ChatAway(OSError):
    """The chat did not take a message. Its address is a secret, and said nowhere."""


def tell_clients(*, now: datetime | None = None) -> int:
    """Publish scraper.degraded to each client with a watch on a portal that got worse; how many events."""
    now, told = now or timezone.now(), 0
    for change in _untold("clients_told_at", now):
        if _is_worse(change):
            told += _tell_clients_of(change)
        with staff_scope():
            HealthChange.objects.filter(pk=change.pk).update(clients_told_at=now)
    return told


def tell_staff(*, now: datetime | None = None) -> int:
    """Send staff one message of all that fell sick or got well; of how many portals. Raises OSError."""
    now = now or timezone.now()
    changes = _untold("staff_told_at", now)
    news = [change for change in changes if {change.before, change.after} & SICK]
    if news:
        send_to_staff(f"Scrapers: {_headline(news)}", "\n\n".join(_paragraph(change) for change in news))
    with staff_scope():
        HealthChange.objects.filter(pk__in=[change.pk for change in changes]).update(staff_told_at=now)
    return len(news)


def send_to_staff(subject: str, text: str) -> bool:
    """By mail and to the chat, as far as they are set; whether either is.

    One that is away is logged: who got the message by the other does not get it again. Raises OSError (SMTPException
    is one) when nobody got it.
    """
    ways = [_send_mail] if settings.STAFF_ALERT_EMAILS and settings.EMAIL_HOST else []
    ways += [_post_to_chat] if settings.STAFF_ALERT_WEBHOOK_URL else []
    failures = []
    for send in ways:
        try:
            send(subject, text)
        except OSError as error:
            logger.warning("staff_not_told", by=send.__name__.strip("_"), error=type(error).__name__)
            failures.append(error)
    if failures and len(failures) == len(ways):
        raise failures[0]
    return bool(ways)


def _send_mail(subject: str, text: str) -> None:
    send_mail(subject, text, from_email=None, recipient_list=settings.STAFF_ALERT_EMAILS)


def _post_to_chat(subject: str, text: str) -> None:
    """As Slack's incoming webhooks take it. The address is staff's own, so it may lie anywhere."""
    message = {"text": f"*{subject}*\n{text}"}
    try:
        with httpx2.Client(timeout=CHAT_TIMEOUT_S, trust_env=False) as http:
            answer = http.post(settings.STAFF_ALERT_WEBHOOK_URL, json=message)
    except httpx2.HTTPError as error:
        raise ChatAway(type(error).__name__) from None
    if not answer.is_success:
        raise ChatAway(f"answered {answer.status_code}")


def _untold(column: str, now: datetime) -> list[HealthChange]:
    with staff_scope():
        fresh = HealthChange.objects.filter(**{f"{column}__isnull": True}, at__gte=now - TOLD_WITHIN, at__lte=now)
        return list(fresh.order_by("at"))


def _is_worse(change: HealthChange) -> bool:
    return change.after in SICK and STATES.index(change.after) > STATES.index(change.before)


def _tell_clients_of(change: HealthChange) -> int:
    clients = _watching(change.portal_id)
    for client_id in clients:
        with client_scope(client_id):
            publish_events(
                client_id=client_id,
                key=None,
                happenings=[news_of_sick_scraper(change)],
                facts=Facts(portal=change.portal_id),
            )
    return len(clients)


def _watching(portal: str) -> list[UUID]:
    with staff_scope():
        watches = Watch.objects.standing().filter(portal=portal, state=Watch.State.ACTIVE)
        return sorted(watches.values_list("client_id", flat=True).distinct())


def _headline(changes: Sequence[HealthChange]) -> str:
    sick = sorted({change.portal_id for change in changes if change.after in SICK})
    well = sorted({change.portal_id for change in changes if change.after not in SICK})
    parts = [f"{', '.join(portals)} {word}" for portals, word in ((sick, "sick"), (well, "well again")) if portals]
    return "; ".join(parts)


def _paragraph(change: HealthChange) -> str:
    return f"{change.portal_id}: {change.before} -> {change.after}\n{change.reason}".strip()
