"""Golden pages read again every week, whatever nobody changed: a new engine reads them, too."""

from datetime import timedelta

import structlog
from django.db.models import Q
from django.utils import timezone

from listings.metrics import CONTRACT_CHECKS
from listings.models import GoldenPage
from listings.services.contracts import ContractResult, run_contract_of

logger = structlog.get_logger(__name__)
EVERY = timedelta(days=7)


def check_due_contracts() -> int:
    """Read the golden pages of the portals with one that was not read for a week; how many portals misread theirs."""
    unread = Q(checked_at__isnull=True) | Q(checked_at__lte=timezone.now() - EVERY)
    due = GoldenPage.objects.filter(unread).order_by("portal_id").values_list("portal_id", flat=True).distinct()
    return sum(not check_contract(portal).ok for portal in due)


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
