"""Celery's doors to the health of scrapers."""

from celery import shared_task

from listings.services.health.detecting import detect, was_judged_lately
from listings.services.health.folding import fold_notes
from listings.services.health.reading import set_health_gauges, summary_of_week
from listings.services.health.releasing import reread_released
from listings.services.health.telling import send_to_staff, tell_clients, tell_staff
from propscrape.locks import long_lock


@shared_task(queue="upkeep")
def fold_figures() -> int:
    """Count what has ended since; how many scrapes. Safe to run twice, and by two beats."""
    with long_lock("fold health figures") as is_ours:
        return fold_notes() if is_ours else 0


@shared_task(queue="upkeep")
def judge_health() -> int:
    """Judge every portal, and tell of what changed; how many changed. What could not be told is told next time."""
    with long_lock("judge health") as is_ours:
        if not is_ours:
            return 0
        fold_notes()
        changed = 0 if was_judged_lately() else len(detect())
        set_health_gauges()
        tell_clients()
        tell_staff()
    return changed


@shared_task(queue="upkeep")
def reread_released_pages() -> int:
    """Read again what was held back and released; how many looks."""
    with long_lock("read released pages") as is_ours:
        return reread_released() if is_ours else 0


@shared_task(queue="upkeep")
def sum_up_health() -> bool:
    """Send staff the week's summary; whether there is anybody to send it to."""
    with long_lock("sum up health") as is_ours:
        return send_to_staff(*summary_of_week()) if is_ours else False
