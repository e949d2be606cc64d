"""Telling the workers that captures are to be read again."""

from celery import signature

from propscrape.announcing import announce

# By name: the task's own module imports the services that call this
REREAD_NEXT = signature("listings.mapping_tasks.reread_next", queue="upkeep", immutable=True)


def wake_rereader() -> None:
    """Wake a worker once the current transaction has committed."""
    announce(REREAD_NEXT)
