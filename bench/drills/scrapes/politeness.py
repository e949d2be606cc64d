"""Whether the limits of each portal held, as the portal itself saw it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from .breakers import Trip
from .facts import Request
from .plan import PlannedPortal

# Between the moment when a worker is given its turn and the moment when its request arrives; and between an answer and
# the moment when all workers know of the rest it asks for, or of the breaker it opens
ON_THE_WAY_S = 1.0
# A worker that is killed right after an answer tells nobody of the rest that the answer asks for
KILLED_WITHIN_S = 2.0


@dataclass(slots=True)
class Manners:
    """How one portal was treated. `min_gap_s` is the shortest time between the starts of two fetches."""

    portal: PlannedPortal
    fetches: int = 0
    requests: int = 0
    min_gap_s: float = float("inf")
    short_gaps: int = 0
    most_at_once: int = 0
    while_open: int = 0
    while_resting: int = 0
    disallowed: int = 0
    examples: list[str] = field(default_factory=list)

    @property
    def are_good(self) -> bool:
        """Nothing came too soon, too many at once, or where it was asked not to come."""
        faults = (self.short_gaps, self.while_open, self.while_resting, self.disallowed)
        return not any(faults) and self.most_at_once <= self.portal.max_concurrency


def judge_manners(
    portal: PlannedPortal, *, requests: Sequence[Request], trips: Iterable[Trip], kills: Sequence[float]
) -> Manners:
    """Of one portal: its requests, the trips of its breaker, and when anything was killed, in seconds of one clock."""
    manners = Manners(portal, requests=len(requests))
    starts = sorted(request.arrived for request in requests if request.starts_fetch)
    manners.fetches = len(starts)
    _judge_gaps(starts, manners)
    manners.most_at_once = most_at_once(requests)
    if manners.most_at_once > portal.max_concurrency:
        manners.examples.append(f"{portal.host}: {manners.most_at_once} fetches at once")
    _judge_breaker(starts, trips, manners)
    _judge_rests(starts, requests, kills, manners)
    manners.disallowed = sum("/private/" in request.path for request in requests)
    return manners


def most_at_once(requests: Iterable[Request]) -> int:
    """How many requests were open at a time, at most; one that ends when another arrives is over."""
    steps = [step for request in requests for step in ((request.arrived, 1), (request.ended, -1))]
    count = most = 0
    for _, step in sorted(steps):
        count += step
        most = max(most, count)
    return most


def _judge_gaps(starts: Sequence[float], manners: Manners) -> None:
    for before, after in pairwise(starts):
        gap_s = after - before
        manners.min_gap_s = min(manners.min_gap_s, gap_s)
        if gap_s < manners.portal.min_delay_s:
            manners.short_gaps += 1
            manners.examples.append(f"{manners.portal.host}: two fetches {gap_s:.3f} s apart, at {before:.3f}")


def _judge_breaker(starts: Sequence[float], trips: Iterable[Trip], manners: Manners) -> None:
    """While the breaker is open nothing comes but what was on its way, and while it is half open one probe alone."""
    for trip in trips:
        spans = [(since + ON_THE_WAY_S, until, 0) for since, until in trip.open_spans]
        spans += [(since, until, 1) for since, until in trip.probe_spans]
        for since, until, allowed in spans:
            came = [start for start in starts if since < start < until]
            manners.while_open += max(0, len(came) - allowed)
            manners.examples += [
                f"{manners.portal.host}: a fetch at {start:.3f}, its breaker not closed since {trip.opened_at:.3f}"
                for start in came[allowed:]
            ]


def _judge_rests(
    starts: Sequence[float], requests: Iterable[Request], kills: Sequence[float], manners: Manners
) -> None:
    """No fetch within the seconds that Retry-After asks for, unless who had the answer was killed with it."""
    for request in requests:
        rest_s = request.asked_rest_s
        if not rest_s or any(0 <= kill - request.arrived <= KILLED_WITHIN_S for kill in kills):
            continue
        until = request.ended + rest_s
        early = [start for start in starts if request.ended + ON_THE_WAY_S < start < until]
        manners.while_resting += len(early)
        manners.examples += [
            f"{manners.portal.host}: a fetch at {start:.3f}, asked to rest until {until:.3f}" for start in early
        ]
