"""From findings to a state, slowly: a portal falls sick when two judgements agree, and is well after six."""

from collections.abc import Sequence
from dataclasses import dataclass

from listings.health.baseline import Baseline
from listings.health.findings import Finding

HEALTHY, WATCH = "healthy", "watch"
# The better state comes first
STATES = (HEALTHY, WATCH, "idle", "degraded", "blocked", "broken")
SICK = frozenset(STATES[2:])
SICK_AFTER, WELL_AFTER, AWAKE_AFTER = 2, 6, 2
# Pages that have to be read well before one that was sick is believed to be well
MIN_WORTH = 10
# Where there are fewer, most of those that there are
MOST_OF_PAGES = 0.8
# False alarms a month over all portals, shared out over what is tested: some 30 tests of 3 samples each hour, of which
# those of neighbouring hours see nearly the same pages
FALSE_ALARMS, TESTS, SAMPLES, HOURS_APART = 0.1, 30, 3, 60
# Odds that are not enough to say that something is wrong, and enough to look
WATCH_FACTOR = 30


@dataclass(frozen=True, slots=True)
class Standing:
    """A state, and for how many judgements in a row it would have been worse, or better."""

    state: str = HEALTHY
    worse: int = 0
    better: int = 0


def odds_allowed(portals: int) -> float:
    """Below these a difference is taken for real."""
    return FALSE_ALARMS / (max(portals, 1) * TESTS * SAMPLES * HOURS_APART)


def worth_to_believe(base: Baseline) -> float:
    """How many pages have to be read well before a portal is believed to be well."""
    return min(MIN_WORTH, MOST_OF_PAGES * base.figures.pages_read()) if base.is_enough else MIN_WORTH


def relevant(findings: Sequence[Finding], allowed: float) -> list[Finding]:
    """Those beyond chance, or nearly, the worst first."""
    near = [finding for finding in findings if finding.odds < allowed * WATCH_FACTOR]
    return sorted(near, key=lambda f: (f.odds >= allowed, -STATES.index(f.state), f.odds))


def proposed(findings: Sequence[Finding], allowed: float) -> str:
    """The state that findings alone would make."""
    certain = [finding.state for finding in findings if finding.odds < allowed]
    if certain:
        return max(certain, key=STATES.index)
    return WATCH if relevant(findings, allowed) else HEALTHY


def next_standing(standing: Standing, proposal: str, *, is_proven: bool) -> Standing:
    """The state after one more judgement. `is_proven`: enough was seen lately to believe in a recovery."""
    here, there = STATES.index(standing.state), STATES.index(proposal)
    if there > here:
        return _worse(standing, proposal)
    if there < here:
        return _better(standing, proposal, is_proven=is_proven)
    return Standing(standing.state)


def _worse(standing: Standing, proposal: str) -> Standing:
    streak = standing.worse + 1
    if proposal == WATCH or streak >= SICK_AFTER:
        return Standing(proposal)
    return Standing(WATCH if standing.state == HEALTHY else standing.state, worse=streak)


def _better(standing: Standing, proposal: str, *, is_proven: bool) -> Standing:
    if standing.state in SICK and standing.state != "idle" and (not is_proven or proposal in SICK):
        return Standing(standing.state)  # what fades in the figures of a day has not become another trouble
    streak = standing.better + 1
    needed = AWAKE_AFTER if standing.state == "idle" else WELL_AFTER
    return Standing(proposal) if streak >= needed else Standing(standing.state, better=streak)
