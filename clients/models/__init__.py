"""Who may call, with what keys, and what may be spent for them."""

from clients.models.accounts import ApiKey, ApiKeyQuerySet, Cadence, Client
from clients.models.budgets import BudgetDay, BudgetSwitch, BudgetTotal, LedgerEntry
from clients.models.staff_tokens import StaffToken

__all__ = [
    "ApiKey",
    "ApiKeyQuerySet",
    "BudgetDay",
    "BudgetSwitch",
    "BudgetTotal",
    "Cadence",
    "Client",
    "LedgerEntry",
    "StaffToken",
]
