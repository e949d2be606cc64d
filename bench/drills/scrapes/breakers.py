"""The record of circuit breakers, read as trips: opened, probed, closed."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from .facts import BreakerNote

Span = tuple[float, float]


@dataclass(slots=True)
class Trip:
    """One time that a portal's breaker was not closed; times in seconds since the epoch.

    Nothing may be fetched in its `open_spans`, from each opening to the probe that ends it, and one page alone in each
    of its `probe_spans`, from there to what the probe came to.
    """

    portal: str
    opened_at: float
    probes: int = 0
    closed_at: float | None = None
    open_for_s: float | None = None
    open_spans: list[Span] = field(default_factory=list)
    probe_spans: list[Span] = field(default_factory=list)

    @property
    def is_healed(self) -> bool:
        """Whether it closed again."""
        return self.closed_at is not None


def trips_of(notes: Sequence[BreakerNote]) -> list[Trip]:
    """The trips of one portal, from its notes in order. Raises ValueError for an order that no breaker has."""
    trips: list[Trip] = []
    for number, note in enumerate(notes):
        until = notes[number + 1].at if number + 1 < len(notes) else float("inf")
        if not trips or trips[-1].is_healed:
            if note.breaker != "open":
                raise ValueError(f"{note.portal}: {note.breaker} without having been open")
            trips.append(Trip(note.portal, note.at))
        _add(trips[-1], note, until)
    return trips


def _add(trip: Trip, note: BreakerNote, until: float) -> None:
    if note.breaker == "open":
        trip.open_spans.append((note.at, until))
    elif note.breaker == "half_open":
        trip.probes += 1
        trip.probe_spans.append((note.at, until))
    else:
        trip.closed_at, trip.open_for_s = note.at, note.open_for_s
