"""Telling the workers that there are files to write."""

from celery import signature

from propscrape.announcing import announce

# By name: the task's own module imports the services that call this
WRITE_NEXT = signature("listings.export_tasks.write_next_export", queue="upkeep", immutable=True)


def wake_exporter() -> None:
    """Wake a worker once the current transaction has committed."""
    announce(WRITE_NEXT)
