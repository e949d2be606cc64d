"""What paid calls came to, for the console: by day, provider and outcome, for one subject, and what is left today."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.db.models import Count, QuerySet, Sum
from django.utils import timezone

from clients.models import BudgetDay, BudgetSwitch, LedgerEntry
from clients.services.budgets import budget_of
from propscrape.tenancy import staff_scope


@dataclass(frozen=True, slots=True)
class Spending:
    """The calls of one day to one provider that ended in one way; money is USD."""

    day: date
    provider: str
    outcome: str
    calls: int
    tokens_in: int
    tokens_out: int
    cost_usd: Decimal


@dataclass(frozen=True, slots=True)
class BudgetStanding:
    """A payer's day so far; money is USD."""

    day: date
    budget_usd: Decimal
    reserved_usd: Decimal
    spent_usd: Decimal
    is_stopped: bool

    @property
    def left_usd(self) -> Decimal:
        """What may still be reserved of the payer's own budget."""
        return max(Decimal(0), self.budget_usd - self.reserved_usd - self.spent_usd)


def spending_between(first: date, last: date, *, purpose: str | None = None) -> list[Spending]:
    """Both days included, newest first; calls that are underway have the outcome "underway" and cost nothing yet."""
    entries = LedgerEntry.objects.filter(day__gte=first, day__lte=last)
    if purpose is not None:
        entries = entries.filter(purpose=purpose)
    with staff_scope():
        return _grouped(entries)


def _grouped(entries: QuerySet[LedgerEntry]) -> list[Spending]:
    rows = entries.values("day", "provider", "outcome").annotate(
        calls=Count("pk"), tokens_in=Sum("tokens_in"), tokens_out=Sum("tokens_out"), cost=Sum("cost_usd")
    )
    return [
        Spending(
            day=row["day"],
            provider=row["provider"],
            outcome=row["outcome"] or "underway",
            calls=row["calls"],
            tokens_in=row["tokens_in"] or 0,
            tokens_out=row["tokens_out"] or 0,
            cost_usd=row["cost"] or Decimal(0),
        )
        for row in rows.order_by("-day", "provider", "outcome")
    ]


def cost_of(subject: UUID) -> Decimal:
    """What the calls for one subject (a proposal's or a job's id) came to, USD."""
    with staff_scope():
        total = LedgerEntry.objects.filter(subject=subject).aggregate(cost=Sum("cost_usd"))["cost"]
    return Decimal(total or 0)


def standing_of(client_id: UUID | None) -> BudgetStanding:
    """How a payer stands today (UTC); None is staff."""
    today = timezone.now().date()
    with staff_scope():
        row = BudgetDay.objects.of_payer(client_id, today).first()
        is_stopped = settings.BUDGET_STOPPED or BudgetSwitch.objects.filter(is_stopped=True).exists()
        return BudgetStanding(
            day=today,
            budget_usd=budget_of(client_id),
            reserved_usd=row.reserved_usd if row else Decimal(0),
            spent_usd=row.spent_usd if row else Decimal(0),
            is_stopped=is_stopped,
        )
