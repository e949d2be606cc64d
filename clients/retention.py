"""How long the ledger and revoked keys are kept (CONTRACTS.md 5): the ledger as long as the audit."""

from datetime import timedelta

from clients.models import ApiKey, BudgetDay, BudgetTotal, LedgerEntry
from propscrape.retention.policies import How, Policy

LEDGER_FOR, TOMBSTONES_FOR = timedelta(days=365), timedelta(days=30)
BY_DAY = "t.day < (%(before)s)::date"

POLICIES = (
    Policy(name="ledger entries", table=LedgerEntry._meta.db_table, age_column="day", kept_for=LEDGER_FOR, old=BY_DAY),
    Policy(name="budget days", table=BudgetDay._meta.db_table, age_column="day", kept_for=LEDGER_FOR, old=BY_DAY),
    Policy(
        name="budget totals",
        table=BudgetTotal._meta.db_table,
        age_column="day",
        kept_for=LEDGER_FOR,
        old=BY_DAY,
        key="day",
        key_tells_time=False,
    ),
    Policy(
        name="revoked keys",
        table=ApiKey._meta.db_table,
        age_column="revoked_at",
        kept_for=TOMBSTONES_FOR,
        how=How.TOMBSTONES,
    ),
)
KEPT = {
    "clients_client": "as long as staff keep it",
    "clients_budgetswitch": "its one row",
    "clients_stafftoken": "until staff remove it",
}
