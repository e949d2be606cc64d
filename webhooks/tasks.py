"""Celery's doors to webhooks."""

from typing import Any
from uuid import UUID

from celery import shared_task

from propscrape.locks import advisory_lock, long_lock
from webhooks.models import EventType
from webhooks.services.courier import courier_of_process
from webhooks.services.delivering import Sender
from webhooks.services.holding import tidy_held
from webhooks.services.telling import send_mail_to_client
from webhooks.services.waking import DELIVER_DUE, senders_are_awake
from webhooks.services.watching import has_due, set_gauges

# A run hands its place in the worker back after so long, for tasks of other kinds; the rest goes to the next run
RUN_FOR_S = 15
TIME_LIMIT_S = 120


@shared_task(queue="deliver", time_limit=TIME_LIMIT_S)
def deliver_due() -> int:
    """Send what is due, until nothing is or time is over. Safe to run twice: each subscription has one sender."""
    senders_are_awake()
    sender = Sender(courier_of_process())
    if sender.run(budget_s=RUN_FOR_S):
        DELIVER_DUE.apply_async(retry=False)
    return sender.delivered


@shared_task(queue="upkeep")
def sweep_deliveries() -> bool:
    """Wake a sender when something is due whose announcement was lost or whose time has come; whether it was."""
    with advisory_lock("sweep deliveries") as is_ours:
        is_due = is_ours and has_due()
    if is_due:
        DELIVER_DUE.apply_async(retry=False)
    return is_due


@shared_task(queue="upkeep")
def tidy_deliveries() -> None:
    """Keep what is held within its bounds, and the gauges true."""
    with long_lock("tidy deliveries") as is_ours:
        if is_ours:
            tidy_held()
            set_gauges()


@shared_task(queue="upkeep", autoretry_for=(OSError,), retry_backoff=30, retry_backoff_max=60, max_retries=5)
def mail_client(client_id: str, event_type: str, facts: dict[str, Any]) -> bool:
    """Tell a client by mail how a subscription of its is doing; whether there was an address to send to.

    A mail server that is away is asked again for some minutes (SMTPException is an OSError).
    """
    return send_mail_to_client(client_id=UUID(client_id), event_type=EventType(event_type), facts=facts)
