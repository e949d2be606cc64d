"""What a page's history should be, from what is written down and what its captures say when they are read again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pricehistory.models import PriceSnapshot
from pricehistory.services.prices import ObservedPrice, Reading, price_of


@dataclass(frozen=True, slots=True)
class Statement:
    """What the page is known to have stated at one time. `row` is the snapshot that says so, if there is one."""

    observed_at: datetime
    price: ObservedPrice
    row: PriceSnapshot | None = None
    scrape_id: UUID | None = None
    is_read_again: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """A history as it should be, oldest first, and what is to be done for it.

    `restated` are steps whose row has the right price, and another city, type or area than the page states.
    """

    steps: Sequence[Statement]
    standing: Statement | None
    added: Sequence[Statement]
    restated: Sequence[Statement]
    superseded: Sequence[PriceSnapshot]

    @property
    def since(self) -> datetime | None:
        """The time of the first change; None where there is none."""
        times = [step.observed_at for step in (*self.added, *self.restated)]
        return min(times + [row.observed_at for row in self.superseded], default=None)


def plan_history(*, rows: Sequence[PriceSnapshot], readings: Sequence[Reading], older: Statement | None = None) -> Plan:
    """The history of a page whose captures say `readings`, where `rows` is what stands in it now.

    A reading takes the place of the row that came of the same scrape; rows of which no capture was read again stay as
    they are, unless they only repeat the price before them. `older` is what stood before the first row: it is no step
    to be written.
    """
    statements = _statements(rows, readings)
    if older is not None:
        statements.insert(0, older)
    steps = [s for s, before in zip(statements, [None, *statements], strict=False) if _is_step(s, before)]
    kept = {step.row.pk for step in steps if step.row is not None}
    return Plan(
        steps=steps,
        standing=statements[-1] if statements else None,
        added=[step for step in steps if step.row is None and step is not older],
        restated=[step for step in steps if step.row is not None and price_of(step.row) != step.price],
        superseded=[row for row in rows if row.pk not in kept],
    )


def _statements(rows: Sequence[PriceSnapshot], readings: Sequence[Reading]) -> list[Statement]:
    """Oldest first."""
    by_scrape: dict[UUID | None, PriceSnapshot] = {row.scrape_id: row for row in rows if row.scrape_id is not None}
    by_time = {row.observed_at: row for row in rows}
    statements, read_again = [], set()
    for reading in readings:
        row = by_scrape.get(reading.scrape_id) or by_time.get(reading.observed_at)
        if row is not None:
            read_again.add(row.pk)
        if reading.price is not None:
            statements.append(_of_reading(reading, reading.price, row))
    left = [row for row in rows if row.pk not in read_again]
    statements += [Statement(row.observed_at, price_of(row), row, row.scrape_id) for row in left]
    return sorted(statements, key=lambda statement: statement.observed_at)


def _of_reading(reading: Reading, price: ObservedPrice, row: PriceSnapshot | None) -> Statement:
    observed_at = reading.observed_at if row is None else row.observed_at
    is_right = row is not None and row.kind == price.kind
    return Statement(observed_at, price, row if is_right else None, reading.scrape_id, is_read_again=True)


def _is_step(statement: Statement, before: Statement | None) -> bool:
    return before is None or before.price.kind != statement.price.kind
