"""Who pays for a call: an amount held in this process, or the ledger as well."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol
from uuid import UUID

from django.db import transaction

from clients.errors import BudgetExceededError
from clients.services.budget_alerts import BudgetAlert
from clients.services.budgets import Reservation, release, reserve, settle
from propscrape.tenancy import client_scope
from webhooks.services.publishing import EventType, Happening, publish_events

PURPOSE = "ai_map"


@dataclass(frozen=True, slots=True)
class Used:
    """What a call used in the end; tokens are None where the provider did not say."""

    cost_usd: Decimal
    tokens: tuple[int, int] | None
    outcome: str


class Hold(Protocol):
    """What was set aside for one call."""

    def settle(self, used: Used) -> None:
        """Book what the call cost."""

    def release(self, outcome: str) -> None:
        """Give it back: the call cost nothing."""


class Purse(Protocol):
    """Where the money for calls comes from."""

    def set_aside(self, *, worst_usd: Decimal, provider: str, model: str) -> Hold:
        """Hold what a call may cost at worst.  Raises BudgetExceededError."""


class PocketPurse:
    """So many USD, kept in this process: all there is where no database is."""

    def __init__(self, max_usd: Decimal) -> None:
        self.left_usd = max_usd

    def set_aside(self, *, worst_usd: Decimal, provider: str, model: str) -> "PocketHold":
        """Raises BudgetExceededError where less is left."""
        if worst_usd > self.left_usd:
            raise BudgetExceededError(reason="max_cost")
        self.left_usd -= worst_usd
        return PocketHold(self, worst_usd)


@dataclass(frozen=True, slots=True)
class PocketHold:
    """An amount taken out of a pocket."""

    purse: PocketPurse
    worst_usd: Decimal

    def settle(self, used: Used) -> None:
        """What is over goes back."""
        self.purse.left_usd += self.worst_usd - used.cost_usd

    def release(self, outcome: str) -> None:
        """All of it goes back."""
        self.purse.left_usd += self.worst_usd


class LedgerPurse:
    """A client's budget, or staff's where client_id is None; a budget.alert goes to the client's webhooks.

    subject: what the calls are for, a proposal's id.  Not to be used within a client's scope.
    """

    def __init__(self, client_id: UUID | None, *, subject: UUID | None = None) -> None:
        self._client_id, self._subject = client_id, subject

    def set_aside(self, *, worst_usd: Decimal, provider: str, model: str) -> "LedgerHold":
        """Raises BudgetExceededError."""
        refusal: BudgetExceededError | None = None
        with transaction.atomic():  # an alert is noted and published, or neither
            try:
                reservation = reserve(
                    client_id=self._client_id, purpose=PURPOSE, worst_cost=worst_usd, provider=provider, model=model,
                    subject=self._subject,
                )  # fmt: skip
            except BudgetExceededError as error:
                refusal = error
            _publish(refusal.alert if refusal else reservation.alert)
        if refusal is not None:
            raise refusal
        return LedgerHold(reservation, provider, model)


@dataclass(frozen=True, slots=True)
class LedgerHold:
    """A reservation in the ledger."""

    reservation: Reservation
    provider: str
    model: str

    def settle(self, used: Used) -> None:
        """Raises ReservationEndedError."""
        tokens_in, tokens_out = used.tokens or (None, None)
        settle(
            self.reservation, cost=used.cost_usd, tokens_in=tokens_in, tokens_out=tokens_out, provider=self.provider,
            model=self.model, outcome=used.outcome,
        )  # fmt: skip

    def release(self, outcome: str) -> None:
        """Raises ReservationEndedError."""
        release(self.reservation, outcome=outcome)


class CappedPurse:
    """Another purse, of which no more than an amount is taken."""

    def __init__(self, purse: Purse, max_usd: Decimal) -> None:
        self._purse, self._cap = purse, PocketPurse(max_usd)

    def set_aside(self, *, worst_usd: Decimal, provider: str, model: str) -> "CappedHold":
        """Raises BudgetExceededError."""
        capped = self._cap.set_aside(worst_usd=worst_usd, provider=provider, model=model)
        try:
            return CappedHold(capped, self._purse.set_aside(worst_usd=worst_usd, provider=provider, model=model))
        except BaseException:
            capped.release("not_made")
            raise


@dataclass(frozen=True, slots=True)
class CappedHold:
    """An amount held twice."""

    capped: Hold
    held: Hold

    def settle(self, used: Used) -> None:
        """In both."""
        self.capped.settle(used)
        self.held.settle(used)

    def release(self, outcome: str) -> None:
        """From both."""
        self.capped.release(outcome)
        self.held.release(outcome)


def _publish(alert: BudgetAlert | None) -> None:
    """Tell a client's webhooks; staff hear of theirs from log and metric."""
    if alert is None or alert.client_id is None:
        return
    with client_scope(alert.client_id):
        happening = Happening(EventType.BUDGET_ALERT, dict(alert.as_payload()))
        publish_events(client_id=alert.client_id, key=None, happenings=[happening])
