"""Mail to a client whose subscription fails or was disabled."""

from typing import Any
from uuid import UUID

import structlog
from celery import signature
from django.conf import settings
from django.core.mail import send_mail

from clients.models import Client
from propscrape.announcing import announce
from propscrape.tenancy import staff_scope
from webhooks.models import EventType

logger = structlog.get_logger(__name__)
MAIL_CLIENT = signature("webhooks.tasks.mail_client", queue="upkeep")
SUBJECTS = {
    EventType.WEBHOOK_FAILING: "A webhook of yours is failing",
    EventType.WEBHOOK_DISABLED: "A webhook of yours was disabled",
}
REASONS = {
    "failing": "ten events in a row could not be delivered",
    "gone": "it answered 410 Gone",
    "staff": "our staff disabled it",
}


def tell_by_mail(*, client_id: UUID, event_type: EventType, facts: dict[str, Any]) -> None:
    """Have a mail sent once the current transaction has committed; a client without an address gets none."""
    announce(MAIL_CLIENT, [str(client_id), event_type.value, facts])


def send_mail_to_client(*, client_id: UUID, event_type: EventType, facts: dict[str, Any]) -> bool:
    """Send it; whether the client has an address and this instance a mail server. Raises OSError, SMTPException."""
    with staff_scope():
        address = Client.objects.values_list("alert_email", flat=True).filter(pk=client_id).first()
    if not address or not settings.EMAIL_HOST:
        logger.info("webhook_mail_not_sent", client_id=str(client_id), has_address=bool(address))
        return False
    subject, text = mail_of(event_type, facts)
    send_mail(subject, text, from_email=None, recipient_list=[address])
    return True


def mail_of(event_type: EventType, facts: dict[str, Any]) -> tuple[str, str]:
    """Subject and text."""
    name, route = facts["description"] or facts["url"], f"/webhooks/{facts['webhook_id']}"
    if event_type == EventType.WEBHOOK_DISABLED:
        what = f"It was disabled because {REASONS[facts['reason']]}. Its events are held for 7 days, 10,000 at most."
        todo = f'Mend the receiver, then enable it again: PATCH {route} with {{"state": "enabled"}}.'
    else:
        count, limit = facts["failing_events"], facts["disabled_at"]
        what = f"{count} events in a row could not be delivered; at {limit} it is disabled."
        todo = f"GET {route}/deliveries shows what the receiver answered."
    lines = (f"Webhook {facts['webhook_id']} ({name})", facts["url"], "", what, todo)
    return SUBJECTS[event_type], "\n".join(lines)
