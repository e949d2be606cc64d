"""What paid calls cost: an entry for each call, a day's sums for each payer and for all, and the switch (K8).

A payer is a client, or staff where `client` is null. Days are UTC's, money is USD.
"""

from datetime import date
from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils import timezone

from clients.models.accounts import Client
from propscrape.ids import new_id

DIGITS, PLACES = 12, 6


class BudgetSwitch(models.Model):
    """The one row by which staff stop all paid calls."""

    THE_ONE = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=THE_ONE, editable=False)
    is_stopped = models.BooleanField(
        "Paid calls are stopped", default=False, db_default=False, help_text="No paid call is made while this is on."
    )
    note = models.CharField(max_length=200, blank=True, default="", db_default="", help_text="Why, for other staff.")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "spending switch"
        verbose_name_plural = "spending switch"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="clients_budgetswitch_one_row")]

    def __str__(self) -> str:
        return "stopped" if self.is_stopped else "on"


class BudgetSums(models.Model):
    """What calls that are underway may cost at worst, and what those that ended did cost."""

    reserved_usd = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES, default=0, db_default=0)
    spent_usd = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES, default=0, db_default=0)
    alerted_at = models.DateTimeField(null=True, blank=True, help_text="When 80 % were told of.")

    class Meta:
        abstract = True


class BudgetDayQuerySet(models.QuerySet["BudgetDay"]):
    """Selections of payers' days."""

    def of_payer(self, client_id: UUID | None, day: date) -> Self:
        """The one row of a client's day, or of staff's."""
        return self.filter(Q(client_id=client_id) if client_id else Q(client__isnull=True), day=day)


class BudgetDay(BudgetSums):
    """A payer's day; its row is locked while a call is reserved or settled."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client = models.ForeignKey(Client, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()

    objects = BudgetDayQuerySet.as_manager()

    class Meta:
        ordering = ("-day",)
        indexes = [models.Index(fields=("day",), name="clients_budgetday_by_day")]
        constraints = [
            models.UniqueConstraint(fields=("client", "day"), nulls_distinct=False, name="clients_budgetday_one"),
            models.CheckConstraint(
                condition=Q(reserved_usd__gte=0, spent_usd__gte=0), name="clients_budgetday_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.client or 'staff'} {self.day}"


class BudgetTotal(BudgetSums):
    """The day of all payers; locked after the payer's own row."""

    day = models.DateField(primary_key=True)

    class Meta:
        ordering = ("-day",)
        constraints = [
            models.CheckConstraint(
                condition=Q(reserved_usd__gte=0, spent_usd__gte=0), name="clients_budgettotal_not_negative"
            )
        ]

    def __str__(self) -> str:
        return str(self.day)


class LedgerEntry(models.Model):
    """One paid call: reserved before it, settled after it."""

    class State(models.TextChoices):
        """Lapsed: nobody settled it in time, so it counts at its worst cost until somebody does."""

        RESERVED = "reserved"
        SETTLED = "settled"
        RELEASED = "released"
        LAPSED = "lapsed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client = models.ForeignKey(Client, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    day = models.DateField(help_text="The day it was reserved on, and counts to.")
    purpose = models.CharField(max_length=40)
    subject = models.UUIDField(null=True, blank=True, help_text="What it was paid for: a proposal's id.")
    state = models.CharField(max_length=8, choices=State.choices, default=State.RESERVED)
    outcome = models.CharField(max_length=20, null=True, blank=True, help_text="How the call ended.")
    provider = models.CharField(max_length=40, blank=True, default="")
    model = models.CharField(max_length=100, blank=True, default="")
    tokens_in = models.PositiveIntegerField(null=True, blank=True)
    tokens_out = models.PositiveIntegerField(null=True, blank=True)
    worst_usd = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES)
    cost_usd = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True)
    reserved_at = models.DateTimeField(default=timezone.now)
    leased_until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-reserved_at",)
        verbose_name_plural = "ledger entries"
        indexes = [
            models.Index(fields=("day", "provider"), name="clients_ledger_by_day"),
            models.Index(fields=("leased_until",), condition=Q(state="reserved"), name="clients_ledger_open"),
            models.Index(fields=("subject",), condition=Q(subject__isnull=False), name="clients_ledger_by_subject"),
            models.Index(fields=("client", "-reserved_at"), name="clients_ledger_by_client"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.state}"
