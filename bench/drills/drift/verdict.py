"""What was found of what was injected, and what was called sick and was not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from .faults import Fault

SICK = ("idle", "degraded", "blocked", "broken")
WITHIN = timedelta(hours=24)
# The last day's pages are judged, so a fault is still seen for a day after its end; then six judgements more
LINGERS = timedelta(hours=32)


@dataclass(frozen=True, slots=True)
class Change:
    """A change of state that detection wrote down."""

    portal: str
    at: datetime
    before: str
    after: str
    kinds: frozenset[str]
    reason: str


@dataclass(frozen=True, slots=True)
class Found:
    """A fault, and the change that found it; None if nothing did."""

    fault: Fault
    change: Change | None

    @property
    def after(self) -> timedelta | None:
        """How long it took."""
        return self.change.at - self.fault.start if self.change else None

    @property
    def is_in_time(self) -> bool:
        """Whether it was within a day, and by its name."""
        return self.change is not None and self.change.at - self.fault.start <= WITHIN


def match(faults: Sequence[Fault], changes: Sequence[Change]) -> tuple[list[Found], list[Change]]:
    """Each fault with what found it, and the false alarms. What calls a fault by another name has not found it."""
    found = [Found(fault, _first(fault, changes)) for fault in faults]
    alarms = [change for change in changes if change.after in SICK and not _is_explained(change, faults)]
    return found, alarms


def _first(fault: Fault, changes: Iterable[Change]) -> Change | None:
    of_fault = [
        change
        for change in changes
        if change.portal == fault.portal and change.after in SICK and fault.start < change.at <= fault.end + LINGERS
    ]
    return next((change for change in of_fault if change.kinds & fault.kind.named_by), None)


def _is_explained(change: Change, faults: Iterable[Fault]) -> bool:
    return any(f.portal == change.portal and f.start < change.at <= f.end + LINGERS for f in faults)
