"""Telling logs and counters what became of a price."""

import structlog

from pricehistory.metrics import CORRECTED, HELD, SNAPSHOTS
from pricehistory.models import PriceHold, PriceSnapshot

logger = structlog.get_logger(__name__)
CATEGORY = "price_history"


def note_written(snapshot: PriceSnapshot) -> None:
    """A price was written down. Unregistered hosts share one label, so that callers cannot grow the metric."""
    SNAPSHOTS.labels(snapshot.portal or "unregistered").inc()
    logger.info("price_written", category=CATEGORY, **_facts(snapshot))


def note_held(hold: PriceHold) -> None:
    """A price is not believed, and waits for staff."""
    HELD.labels(str(hold.reason)).inc()
    before = {"before_amount": str(hold.before_amount), "before_currency": hold.before_currency}
    logger.warning("price_held", category=CATEGORY, reason=str(hold.reason), note=hold.note, **_facts(hold), **before)


def note_corrected(*, client_id: object, canonical_url: str, superseded: int, added: int) -> None:
    """A page's history was corrected."""
    CORRECTED.inc()
    logger.info(
        "prices_corrected",
        category=CATEGORY,
        client_id=str(client_id),
        canonical_url=canonical_url,
        superseded=superseded,
        added=added,
    )


def _facts(row: PriceSnapshot | PriceHold) -> dict[str, str | None]:
    return {
        "client_id": str(row.client_id),
        "canonical_url": row.canonical_url,
        "portal": row.portal,
        "amount": None if row.amount is None else str(row.amount),
        "currency": row.currency,
    }
