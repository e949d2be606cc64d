"""The ledger of paid calls: what a call may cost at worst is reserved before it, what it did cost is settled after it.

    reservation = reserve(client_id=..., purpose="ai_map", worst_cost=Decimal("0.02"))   # commits, or raises
    ... the call, in no transaction ...
    settle(reservation, cost=..., tokens_in=..., tokens_out=..., provider=..., model=...)   # or release(reservation)

Spent and reserved never exceed a day's budgets together, however many call at once: rows are locked in a fixed order
(the switch shared, the payer's day, the total's day). A call that nobody settles counts at its worst cost.
client_id None is staff's own work.  Nothing of this may run inside a client's scope: clients only read their rows.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from decimal import ROUND_UP, Decimal
from uuid import UUID

import structlog
from django.conf import settings
from django.db import connection
from django.utils import timezone

from clients.errors import BudgetExceededError, ReservationEndedError
from clients.metrics import ENDED, REFUSED, RESERVED, SPENT, TOKENS
from clients.models import BudgetDay, BudgetSwitch, BudgetTotal, Client, LedgerEntry
from clients.services.budget_alerts import BudgetAlert, note_payer, note_total
from propscrape.tenancy import staff_scope

logger = structlog.get_logger(__name__)
# A paid call takes a minute at most; whoever has not settled it by then has died
LEASE = timedelta(minutes=5)
SMALLEST = Decimal("0.000001")
SWITCH = f"SELECT is_stopped FROM {BudgetSwitch._meta.db_table} FOR SHARE"  # noqa: S608  a table of our own


@dataclass(frozen=True, slots=True)
class Reservation:
    """Leave to make one call; `alert` is there once a day, for the caller to publish to the client."""

    id: UUID
    client_id: UUID | None
    worst_usd: Decimal
    alert: BudgetAlert | None = None


@dataclass(frozen=True, slots=True)
class _Sums:
    """The locked rows of a payer and of all, with what each may come to."""

    account: BudgetDay
    account_cap: Decimal
    total: BudgetTotal
    total_cap: Decimal

    def refusing(self, worst: Decimal) -> str | None:
        if _used(self.account) + worst > self.account_cap:
            return "client" if self.account.client_id else "staff"
        return "total" if _used(self.total) + worst > self.total_cap else None


def reserve(
    *,
    client_id: UUID | None,
    purpose: str,
    worst_cost: Decimal,
    provider: str = "",
    model: str = "",
    subject: UUID | None = None,
) -> Reservation:
    """Set aside what a call may cost at worst, USD, from today's budgets (UTC); it is committed when this returns.

    To lose no alert, call this and publish `alert` within one transaction.atomic().  Raises BudgetExceededError, which
    may bear an alert too, and ValueError for a negative cost.
    """
    worst, now = _exact(worst_cost), timezone.now()
    with staff_scope():
        if settings.BUDGET_STOPPED or _is_stopped():
            raise _refused("stopped", now, None)
        sums = _lock_sums(client_id, now)
        reason = sums.refusing(worst)
        if reason is None:
            sums.account.reserved_usd += worst
            sums.total.reserved_usd += worst
        alert = note_payer(sums.account, budget_usd=sums.account_cap, is_refused=reason in ("client", "staff"), now=now)
        note_total(sums.total, budget_usd=sums.total_cap, is_refused=reason == "total", now=now)
        sums.account.save(update_fields=["reserved_usd", "alerted_at"])
        sums.total.save(update_fields=["reserved_usd", "alerted_at"])
        if reason is None:
            entry = LedgerEntry.objects.create(
                client_id=client_id, day=now.date(), purpose=purpose, subject=subject, provider=provider, model=model,
                worst_usd=worst, reserved_at=now, leased_until=now + LEASE,
            )  # fmt: skip
    if reason is not None:  # outside of the scope, which keeps that the payer was told
        raise _refused(reason, now, alert)
    RESERVED.labels("client" if client_id else "staff").inc()
    return Reservation(id=entry.pk, client_id=client_id, worst_usd=worst, alert=alert)


def settle(
    reservation: Reservation,
    *,
    cost: Decimal,
    tokens_in: int | None,
    tokens_out: int | None,
    provider: str,
    model: str,
    outcome: str = "answered",
) -> None:
    """Book what a call did cost, USD, on the day it was reserved.  Raises ReservationEndedError.

    One that has lapsed is put right. Whoever does not know the cost settles at `reservation.worst_usd`.
    """
    booked = _exact(cost)
    if booked > reservation.worst_usd:
        logger.warning("budget_worst_cost_too_low", provider=provider, model=model, cost_usd=str(booked))
    facts = {"tokens_in": tokens_in, "tokens_out": tokens_out, "provider": provider, "model": model}
    end_entry(reservation.id, state=LedgerEntry.State.SETTLED, cost=booked, outcome=outcome, **facts)
    SPENT.labels(provider).inc(float(booked))
    TOKENS.labels(provider, "in").inc(tokens_in or 0)
    TOKENS.labels(provider, "out").inc(tokens_out or 0)


def release(reservation: Reservation, *, outcome: str = "not_made") -> None:
    """Give back what was reserved for a call that cost nothing.  Raises ReservationEndedError."""
    end_entry(reservation.id, state=LedgerEntry.State.RELEASED, cost=Decimal(0), outcome=outcome)


def end_entry(entry_id: UUID, *, state: LedgerEntry.State, cost: Decimal | None, outcome: str, **facts: object) -> None:
    """Move an open entry to its end, and its amount from what is reserved to what is spent; cost None: the worst.

    Raises ReservationEndedError where it is not open: lapsed ones are open to all but lapsing again.
    """
    with staff_scope():
        entry = LedgerEntry.objects.select_for_update().filter(pk=entry_id).first()
        open_states = {LedgerEntry.State.RESERVED, LedgerEntry.State.LAPSED} - {state}
        if entry is None or entry.state not in open_states:
            raise ReservationEndedError
        booked = entry.worst_usd if cost is None else cost
        freed = entry.worst_usd if entry.state == LedgerEntry.State.RESERVED else Decimal(0)
        _book(entry, freed=freed, spent=booked - (entry.cost_usd or 0))
        changes = {"state": state, "cost_usd": booked, "outcome": outcome, "ended_at": timezone.now(), **facts}
        for name, value in changes.items():
            setattr(entry, name, value)
        entry.save(update_fields=list(changes))
    ENDED.labels(entry.provider, outcome).inc()


def _book(entry: LedgerEntry, *, freed: Decimal, spent: Decimal) -> None:
    days = BudgetDay.objects.select_for_update().of_payer(entry.client_id, entry.day)
    for sums in (*days, *BudgetTotal.objects.select_for_update().filter(day=entry.day)):
        sums.reserved_usd -= freed
        sums.spent_usd += spent
        sums.save(update_fields=["reserved_usd", "spent_usd"])


def budget_of(client_id: UUID | None) -> Decimal:
    """What a payer may spend a day, USD.  Call it in a scope that sees the client."""
    if client_id is None:
        return Decimal(settings.BUDGET_STAFF_DAILY_USD)
    own = Client.objects.values_list("daily_budget_usd", flat=True).get(pk=client_id)
    return Decimal(settings.BUDGET_CLIENT_DAILY_USD) if own is None else own


def _is_stopped() -> bool:
    """The switch, held as it is until this transaction ends: once staff's change is saved nothing more is reserved."""
    with connection.cursor() as cursor:
        cursor.execute(SWITCH)
        if (row := cursor.fetchone()) is None:
            BudgetSwitch.objects.bulk_create([BudgetSwitch()], ignore_conflicts=True)
            cursor.execute(SWITCH)
            row = cursor.fetchone()
    return bool(row[0])


def _lock_sums(client_id: UUID | None, now: datetime) -> _Sums:
    day, account_cap = now.date(), budget_of(client_id)
    BudgetDay.objects.bulk_create([BudgetDay(client_id=client_id, day=day)], ignore_conflicts=True)
    account = BudgetDay.objects.select_for_update().of_payer(client_id, day).get()
    BudgetTotal.objects.bulk_create([BudgetTotal(day=day)], ignore_conflicts=True)
    total = BudgetTotal.objects.select_for_update().get(day=day)
    return _Sums(account, account_cap, total, Decimal(settings.BUDGET_TOTAL_DAILY_USD))


def _used(sums: BudgetDay | BudgetTotal) -> Decimal:
    return sums.reserved_usd + sums.spent_usd


def _refused(reason: str, now: datetime, alert: BudgetAlert | None) -> BudgetExceededError:
    REFUSED.labels(reason).inc()
    logger.info("budget_refused", reason=reason)
    if reason == "stopped":
        return BudgetExceededError(reason=reason)
    midnight = datetime.combine(now.date() + timedelta(days=1), time(), UTC)
    return BudgetExceededError(reason=reason, alert=alert, retry_after_s=int((midnight - now).total_seconds()) + 1)


def _exact(amount: Decimal) -> Decimal:
    """To a millionth, upwards.  Raises ValueError for what is no amount."""
    if not amount.is_finite() or amount < 0:
        raise ValueError("a cost is a finite amount of at least 0")
    return amount.quantize(SMALLEST, rounding=ROUND_UP)
