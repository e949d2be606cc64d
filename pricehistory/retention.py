"""How long prices are kept: snapshots 365 days, by whole months; the standing price stays (ARCHITECTURE.md)."""

from pricehistory.models import Movement, PriceHold
from pricehistory.services.months import KEPT_FOR, drop_old_months
from pricehistory.services.partitions import TABLE
from propscrape.retention.policies import How, Policy

POLICIES = (
    Policy(
        name="prices",
        table=TABLE,
        age_column="observed_at",
        kept_for=KEPT_FOR,
        how=How.PARTITIONS,
        drop=drop_old_months,
    ),
    Policy(name="movements", table=Movement._meta.db_table, age_column="at", kept_for=KEPT_FOR),
    Policy(
        name="decided price holds",
        table=PriceHold._meta.db_table,
        age_column="held_at",
        kept_for=KEPT_FOR,
        only="t.state <> 'waiting'",
    ),
)
KEPT = {
    "pricehistory_current": "as long as its client",
    "pricehistory_marketfigure": "a week's few rows",
    "pricehistory_staleweek": "until the week is computed",
}
