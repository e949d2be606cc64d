"""Telling the workers that there are pages to fetch."""

from typing import Any

from celery import Signature, signature

from propscrape.announcing import announce, announce_later, heard

# By name: the task's own module imports the services that call this
FETCH_NEXT = signature("listings.tasks.fetch_next", queue="scrape")
RENDER_NEXT = signature("listings.tasks.render_next", queue="render")
AT_MOST_EVERY_S = 5
# A turn that is further away is left to the sweep
LATER_AT_MOST_S = 30.0


def wake_fetchers(*, renders: bool = False) -> None:
    """Wake a worker once the current transaction has committed. One call stands for all until a worker hears it."""
    announce(_task(renders), at_most_every_s=AT_MOST_EVERY_S)


def fetchers_are_awake(*, renders: bool = False) -> None:
    """What is committed from now on needs another call."""
    heard(_task(renders))


def wake_fetchers_later(seconds: float, *, renders: bool = False) -> None:
    """Wake a worker when a portal's next turn comes, unless that is further away than the sweep comes by anyway."""
    if seconds <= LATER_AT_MOST_S:
        announce_later(_task(renders), seconds=seconds)


def _task(renders: bool) -> Signature[Any]:
    return RENDER_NEXT if renders else FETCH_NEXT
