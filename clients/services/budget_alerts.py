"""Telling once a day that a budget is nearly used up: at 80 %, or at the first call that it refuses."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import structlog

from clients.metrics import ALERTS
from clients.models import BudgetDay, BudgetTotal

logger = structlog.get_logger(__name__)
TOLD_AT = Decimal("0.8")


@dataclass(frozen=True, slots=True)
class BudgetAlert:
    """What a payer is to be told of its day; client_id is None for staff. Amounts are USD."""

    client_id: UUID | None
    day: date
    budget_usd: Decimal
    used_usd: Decimal

    def as_payload(self) -> dict[str, str]:
        """The `data` of a budget.alert event."""
        return {"day": self.day.isoformat(), "budget_usd": str(self.budget_usd), "used_usd": str(self.used_usd)}


def note_payer(account: BudgetDay, *, budget_usd: Decimal, is_refused: bool, now: datetime) -> BudgetAlert | None:
    """Mark a locked row as told of, where it now has to be; the alert, where this is the moment."""
    if not _is_due(account, budget_usd, is_refused):
        return None
    account.alerted_at = now
    budget = "client" if account.client_id else "staff"
    _say(budget, account, budget_usd, client_id=str(account.client_id or ""))
    used = account.reserved_usd + account.spent_usd
    return BudgetAlert(client_id=account.client_id, day=account.day, budget_usd=budget_usd, used_usd=used)


def note_total(total: BudgetTotal, *, budget_usd: Decimal, is_refused: bool, now: datetime) -> None:
    """The same of the day's total, which staff alone hear of, from log and metric."""
    if _is_due(total, budget_usd, is_refused):
        total.alerted_at = now
        _say("total", total, budget_usd)


def _is_due(sums: BudgetDay | BudgetTotal, budget_usd: Decimal, is_refused: bool) -> bool:
    if sums.alerted_at is not None or budget_usd <= 0:
        return False
    return is_refused or sums.reserved_usd + sums.spent_usd >= TOLD_AT * budget_usd


def _say(budget: str, sums: BudgetDay | BudgetTotal, budget_usd: Decimal, **facts: str) -> None:
    ALERTS.labels(budget).inc()
    logger.warning(
        "budget_alert",
        budget=budget,
        budget_usd=str(budget_usd),
        reserved_usd=str(sums.reserved_usd),
        spent_usd=str(sums.spent_usd),
        **facts,
    )
