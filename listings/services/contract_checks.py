"""Golden pages read again every week, whatever nobody changed: a new engine reads them, too."""

from datetime import timedelta

import structlog
from django.db.models import Q
from django.utils import timezone

from listings.metrics import CONTRACT_CHECKS
from listings.models import GoldenPage
from listings.services.contracts import ContractResult, run_contract_of
from listings.services.health.telling import send_to_staff

logger = structlog.get_logger(__name__)
EVERY = timedelta(days=7)
# Of each portal
MAX_TOLD = 20


def check_due_contracts() -> int:
    """Read the golden pages of the portals with one that was not read for a week, and tell staff of what is misread;
    of how many portals.

    A portal whose pages cannot be read keeps none of the others. Raises ExceptionGroup, once staff are told of those.
    """
    broken, failures = [], []
    for portal in _due_portals():
        try:
            result = check_contract(portal)
        except Exception as error:  # noqa: BLE001  it is raised below, with the others'
            failures.append(error)
            continue
        broken += [] if result.ok else [result]
    try:
        _tell_staff(broken)
    except OSError as error:  # the weekly summary names them, too
        failures.append(error)
    if failures:
        raise ExceptionGroup("contracts that could not be checked or told of", failures)
    return len(broken)


def _due_portals() -> list[str]:
    unread = Q(checked_at__isnull=True) | Q(checked_at__lte=timezone.now() - EVERY)
    return list(GoldenPage.objects.filter(unread).order_by("portal_id").values_list("portal_id", flat=True).distinct())


def _tell_staff(broken: list[ContractResult]) -> None:
    if not broken:
        return
    lines = [
        f"{result.portal}, {failure['url']}: {failure['field']}: expected {failure['expected']!r}, "
        f"found {failure['found']!r}"
        for result in broken
        for failure in result.failures()[:MAX_TOLD]
    ]
    send_to_staff(f"Golden pages misread: {', '.join(result.portal for result in broken)}", "\n".join(lines))


def check_contract(portal: str) -> ContractResult:
    """Read a portal's golden pages as its pages are read now; what came of it is noted, counted and logged."""
    result = run_contract_of(portal)
    CONTRACT_CHECKS.labels(portal, "kept" if result.ok else "broken").inc()
    if not result.ok:
        misread = sorted({failure["field"] for failure in result.failures()})
        logger.warning("contract_broken", portal=portal, version=result.version, fields=misread)
    return result


def portals_with_golden_pages() -> list[str]:
    """Their slugs, in order."""
    return list(GoldenPage.objects.order_by("portal_id").values_list("portal_id", flat=True).distinct())
