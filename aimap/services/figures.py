"""What asking models came to: by day and provider, and for each mapping that was approved."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from aimap.asking.purses import PURPOSE
from aimap.models import Proposal
from clients.services.spending import Spending, spending_between

ANSWERED = "answered"
COUNTED_FOR = timedelta(days=90)


@dataclass(slots=True)
class ProviderDay:
    """The calls of one day to one provider; money is USD."""

    day: date
    provider: str
    calls: int = 0
    answered: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cost_usd: Decimal = Decimal(0)

    @property
    def success(self) -> float | None:
        """Share of the calls that brought an answer."""
        return self.answered / self.calls if self.calls else None

    def add(self, spent: Spending) -> None:
        """Count calls in."""
        self.calls += spent.calls
        self.answered += spent.calls if spent.outcome == ANSWERED else 0
        self.tokens_in += spent.tokens_in
        self.tokens_out += spent.tokens_out
        self.cost_usd += spent.cost_usd


@dataclass(frozen=True, slots=True)
class ApprovedCost:
    """What models cost in a time, and how many mappings were approved in it; money is USD."""

    days: int
    approved: int
    cost_usd: Decimal

    @property
    def each_usd(self) -> Decimal | None:
        """Of one approved mapping, those in vain included."""
        return self.cost_usd / self.approved if self.approved else None


def daily_spending(since: timedelta) -> list[ProviderDay]:
    """Uses by day and provider, newest first."""
    today = timezone.now().date()
    days: dict[tuple[date, str], ProviderDay] = {}
    for spent in spending_between(today - since, today, purpose=PURPOSE):
        days.setdefault((spent.day, spent.provider), ProviderDay(spent.day, spent.provider)).add(spent)
    return list(days.values())


def cost_per_approved() -> ApprovedCost:
    """Of the last 90 days: all that was spent on proposals, by the mappings that came of it."""
    since = timezone.now() - COUNTED_FOR
    approved = Proposal.objects.filter(state=Proposal.State.APPROVED, decided_at__gte=since).count()
    spent = spending_between(since.date(), timezone.now().date(), purpose=PURPOSE)
    return ApprovedCost(COUNTED_FOR.days, approved, sum((row.cost_usd for row in spent), Decimal(0)))
