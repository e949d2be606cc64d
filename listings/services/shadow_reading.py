"""A candidate reads a live page, too: after the import, whose outcome it cannot touch.

Whatever the candidate does wrong ends here and is counted: it is the one place where its faults are caught. What is
counted is added under the run's row lock, so no page is lost or counted twice, and no run goes beyond its pages.
"""

from time import perf_counter

import structlog
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from listings.extraction.engine import extract
from listings.extraction.mapping import Mapping
from listings.extraction.page import Page
from listings.extraction.result import Extraction, Status
from listings.models import Scrape, ShadowRun
from listings.services.current_mappings import Shadow, find_shadow, mapping_of_shadow
from listings.services.portal_index import find_portal
from listings.services.shadow_comparison import Comparison, add, compare
from listings.services.shadow_endings import end_run

logger = structlog.get_logger(__name__)
# What a mapping with a fault of its own, or of the engine's, may make of a page
CANDIDATE_FAULTS = (
    ArithmeticError, AttributeError, LookupError, ObjectDoesNotExist, RecursionError, TypeError, ValueError,
)  # fmt: skip
NOT_COMPARED = (Status.BLOCKED, Status.GONE)
SLOW_S = 1.0
MAX_SLOW, MAX_FAILURES = 3, 5
LOCK_TIMEOUT = "SET LOCAL lock_timeout = '1s'"
State = ShadowRun.State


def read_in_shadow(page: Page, live: Extraction, scrape: Scrape, mapping: Mapping | None) -> None:
    """Compare what the portal's candidate reads from a page, where a shadow run goes on. Call it after the import.

    `live` is what was imported, and `mapping` what read it.
    """
    if live.status in NOT_COMPARED:
        return
    try:
        if shadow := find_shadow(scrape.portal):
            _read(shadow, page, live, scrape, mapping)
    except DatabaseError as error:  # the page is imported; that it was not compared harms no one
        logger.warning("shadow_page_not_counted", portal=scrape.portal, error=type(error).__name__)


def _read(shadow: Shadow, page: Page, live: Extraction, scrape: Scrape, mapping: Mapping | None) -> None:
    started = perf_counter()
    comparison, has_failed = _compare(page, live, scrape, shadow)
    is_slow = perf_counter() - started > SLOW_S
    if comparison is not None or has_failed or is_slow:
        read_by = mapping.version if mapping else None
        _count(shadow, comparison, read_by, str(scrape.pk), has_failed=has_failed, is_slow=is_slow)


def _compare(page: Page, live: Extraction, scrape: Scrape, shadow: Shadow) -> tuple[Comparison | None, bool]:
    """The comparison, and whether the candidate failed."""
    try:
        candidate = extract(page, portal=find_portal(scrape.url), mapping=mapping_of_shadow(shadow))
    except CANDIDATE_FAULTS as error:
        logger.warning("shadow_candidate_failed", run=str(shadow.run_id), error=type(error).__name__)
        return None, True
    return compare(live, candidate), False


def _count(
    shadow: Shadow, comparison: Comparison | None, read_by: str | None, scrape: str, *, has_failed: bool, is_slow: bool
) -> None:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(LOCK_TIMEOUT)
        run = ShadowRun.objects.select_for_update(no_key=True).filter(pk=shadow.run_id, state=State.RUNNING).first()
        if run is None:  # it ended within the last two seconds
            return
        if read_by != run.against:
            end_run(run, State.STOPPED, reason="another version reads the portal's pages now")
            return
        run.failures, run.slow = run.failures + has_failed, run.slow + is_slow
        if comparison is not None:
            add(run, comparison, scrape=scrape)
        _end_or_save(run)


def _end_or_save(run: ShadowRun) -> None:
    if run.failures >= MAX_FAILURES:
        end_run(run, State.STOPPED, reason=f"the candidate failed on {run.failures} pages")
    elif run.slow >= MAX_SLOW:
        end_run(run, State.STOPPED, reason=f"the candidate took more than {SLOW_S:g} s for each of {run.slow} pages")
    elif run.pages >= run.pages_wanted:
        end_run(run, State.DONE)
    elif run.ends_at <= timezone.now():
        end_run(run, State.EXPIRED)
    else:
        run.save()
