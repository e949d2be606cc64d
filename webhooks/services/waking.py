"""Telling the workers that deliveries are due."""

from celery import signature

from propscrape.announcing import announce, heard

# By name: the task's own module imports the services that call this
DELIVER_DUE = signature("webhooks.tasks.deliver_due", queue="deliver")
AT_MOST_EVERY_S = 1


def wake_senders() -> None:
    """Wake a worker once the current transaction has committed; one call serves all that commit within a second."""
    announce(DELIVER_DUE, at_most_every_s=AT_MOST_EVERY_S)


def senders_are_awake() -> None:
    """What is committed from now on needs another call."""
    heard(DELIVER_DUE)
