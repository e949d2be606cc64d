"""What was planned against what is stored: did every scrape come to its end, the right one, and once?"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from propscrape.canonical_url import canonicalize_url

from .facts import Row, Snapshot, Told
from .plan import PlannedPage

ENDED = ("done", "dead")
COMPLETED, FAILED = "extraction.completed", "extraction.failed"
# A scrape that has lost so many workers is given up, by design: a page that kills its worker must not go on
MAX_CRASHES = 3
CENTS = 100

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)


class Fault(StrEnum):
    """What may not be."""

    LOST = "lost"  # a page without a scrape that ended, or without the price or the event that it owes
    DOUBLED = "doubled"  # a page with more than one of these
    WRONG = "wrong"  # a scrape that came to another end than planned, or stored another price
    UNKNOWN = "unknown"  # what nobody asked for


@dataclass(frozen=True, slots=True)
class Stored:
    """All that the database holds of the drill's client."""

    rows: Sequence[Row]
    snapshots: Sequence[Snapshot]
    events: Sequence[Told]


@dataclass(slots=True)
class Verdict:
    """Counts, and each fault in words, by url. `worn_out`: scrapes given up because all their workers were killed."""

    by_outcome: Counter[str] = field(default_factory=Counter)
    as_planned: Counter[str] = field(default_factory=Counter)
    faults: Counter[Fault] = field(default_factory=Counter)
    worn_out: int = 0
    examples: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Every page came to what it must, once."""
        return not self.faults.total() and self.as_planned.total() > 0

    def note(self, fault: Fault, what: str) -> None:
        """Count a fault, and keep its words."""
        self.faults[fault] += 1
        self.examples.append(f"{fault}: {what}")


def judge(*, pages: Sequence[PlannedPage], port: int, stored: Stored) -> Verdict:
    """Hold the plan against what is stored."""
    verdict = Verdict()
    rows = _grouped(stored.rows, lambda row: row.url)
    prices = _grouped(stored.snapshots, lambda snapshot: snapshot.canonical_url)
    events = _grouped(stored.events, lambda event: event.scrape_id)
    for page in pages:
        url = page.url(port)
        of_page, of_address = rows.pop(url, []), prices.pop(canonicalize_url(url), [])
        told = [event for row in of_page for event in events.pop(row.id, [])]
        if _judge_rows(page, url, of_page, verdict):
            _judge_traces(page, url, of_address, told, verdict)
    for stray in [*rows, *prices, *events]:
        verdict.note(Fault.UNKNOWN, str(stray))
    return verdict


def _judge_rows(page: PlannedPage, url: str, rows: Sequence[Row], verdict: Verdict) -> bool:
    """Whether there is one scrape, and it came to the end that was planned."""
    if not rows or rows[0].state not in ENDED:
        verdict.note(Fault.LOST, f"{url}, {page.kind}: {rows or 'no scrape'}")
        return False
    if len(rows) > 1:
        verdict.note(Fault.DOUBLED, f"{url}, {page.kind}: {len(rows)} scrapes")
    row = rows[0]
    verdict.by_outcome[str(row.outcome)] += 1
    if (row.state, row.outcome) == page.end:
        verdict.as_planned[page.kind] += 1
        return True
    if row.state == "dead" and row.crashes >= MAX_CRASHES:
        verdict.worn_out += 1
    else:
        verdict.note(Fault.WRONG, f"{url}, {page.kind}: {row} instead of {page.end}")
    return False


def _judge_traces(
    page: PlannedPage, url: str, prices: Sequence[Snapshot], events: Sequence[Told], verdict: Verdict
) -> None:
    """A listing leaves one price and one event, a failure the other event: what is owed is there, and once."""
    told, has_listing = Counter(event.type for event in events), page.states_price
    owed = {
        "prices": (len(prices), has_listing),
        COMPLETED: (told[COMPLETED], has_listing),
        FAILED: (told[FAILED], not has_listing),
    }
    for name, (count, is_owed) in owed.items():
        if count != is_owed:
            fault = Fault.LOST if count < is_owed else Fault.DOUBLED
            verdict.note(fault, f"{url}, {page.kind}: {count} {name} instead of {int(is_owed)}")
    expected = (page.price * CENTS, page.portal.currency)
    if any((price.price_cents, price.currency) != expected for price in prices):
        verdict.note(Fault.WRONG, f"{url}, {page.kind}: {prices} instead of {expected}")


def _grouped(things: Iterable[T], key: Callable[[T], K]) -> dict[K, list[T]]:
    groups: dict[K, list[T]] = defaultdict(list)
    for thing in things:
        groups[key(thing)].append(thing)
    return dict(groups)
