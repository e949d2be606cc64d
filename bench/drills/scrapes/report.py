"""What the drill found: tables for people, figures for programs, and the bar."""

from collections.abc import Iterable, Sequence
from typing import Any

from bench.drills.killing import Target

from .breakers import Trip
from .drill import Finding
from .plan import PORTALS
from .politeness import Manners
from .verdict import Fault

MIN_KILLS = 3
EXAMPLES_SHOWN = 20
BY_SLUG = {portal.slug: portal for portal in PORTALS}


def is_within_bar(finding: Finding) -> bool:
    """Every scrape came to its end once, every limit held, every breaker that had to trip did and all healed."""
    return finding.verdict.is_clean and not finding.is_stalled and not _other_faults(finding)


def figures_of(finding: Finding) -> dict[str, Any]:
    """The last line. `breaker_healed_s` is the longest that a breaker was open; null when one did not close."""
    verdict = finding.verdict
    is_healed = all(trip.is_healed for trip in finding.trips)
    longest_s = max((_open_for(trip) for trip in finding.trips), default=0)
    return {
        "scrapes": verdict.by_outcome.total(),
        "by_outcome": dict(verdict.by_outcome.most_common()),
        **{fault.value: verdict.faults[fault] for fault in Fault},
        "worn_out": verdict.worn_out,
        "impolite": sum(not manners.are_good for manners in finding.manners),
        "breaker_opened": len(finding.trips),
        "breaker_healed_s": round(longest_s, 1) if is_healed else None,
        "kills": finding.kills.total(),
        "kills_by_target": {target.value: finding.kills[target] for target in Target},
        "stalled": finding.is_stalled,
        "took_s": round(finding.took_s),
    }


def tables_of(finding: Finding) -> str:
    """What was asked for and what became of it, the portals' own view, the breakers' record, and every fault found."""
    return "\n\n".join(
        (
            _counts(finding),
            _portals(finding.manners),
            _breakers(finding),
            "\n".join(f"FAULT {example}" for example in _faults(finding)) or "No fault was found.",
        )
    )


def _counts(finding: Finding) -> str:
    verdict = finding.verdict
    rows: list[tuple[str, object]] = [
        ("scrapes that ended", verdict.by_outcome.total()),
        *((f"  {outcome}", count) for outcome, count in verdict.by_outcome.most_common()),
        ("as planned", verdict.as_planned.total()),
        *((f"  {kind}", count) for kind, count in verdict.as_planned.most_common()),
        ("given up, each of their workers having been killed", verdict.worn_out),
        *((fault.value, verdict.faults[fault]) for fault in Fault),
        ("attempts that lost their worker", finding.crashes),
        ("scrapes by attempts", _listed(finding.attempts.items())),
        ("requests that the portals had", finding.answers.total()),
        *((f"  answered {answer}", count) for answer, count in finding.answers.most_common()),
        ("answers of the API to batches", _listed(finding.api_answers.items())),
        ("batches sent again though they had been taken", finding.repeats),
        ("killed with SIGKILL", _listed(finding.kills.items())),
        ("brought back by the supervisor", _listed(finding.brought_back.items())),
        ("seconds", round(finding.took_s)),
    ]
    width = max(len(name) for name, _ in rows)
    return "\n".join(f"{name:<{width}}  {value}" for name, value in rows)


def _portals(all_manners: Iterable[Manners]) -> str:
    lines = ["portal                fetches  delay s  shortest gap s  at once, allowed  while open  while resting"]
    for manners in all_manners:
        portal = manners.portal
        at_once = f"{manners.most_at_once}, {portal.max_concurrency}"
        lines.append(
            f"{portal.host:<20}  {manners.fetches:7}  {portal.min_delay_s:7.1f}  {manners.min_gap_s:14.3f}"
            f"  {at_once:>16}  {manners.while_open:10}  {manners.while_resting:13}"
        )
    return "\n".join(lines)


def _breakers(finding: Finding) -> str:
    lines = ["circuit breaker       opened at s  probes  closed at s  open for s  of it after the portal's outage"]
    for trip in sorted(finding.trips, key=lambda trip: trip.opened_at):
        portal = BY_SLUG[trip.portal]
        lines.append(
            f"{portal.host:<20}  {trip.opened_at - finding.began:11.1f}  {trip.probes:6}  {_end(trip, finding)}"
        )
    return "\n".join(lines)


def _end(trip: Trip, finding: Finding) -> str:
    if trip.closed_at is None:
        return "      never"
    closed_s, outage = trip.closed_at - finding.began, BY_SLUG[trip.portal].outage
    is_of_outage = outage is not None and trip.opened_at - finding.began < outage.until_s
    after = f"{closed_s - outage.until_s:10.1f}" if outage and is_of_outage else ""
    return f"{closed_s:11.1f}  {_open_for(trip):10.1f}  {after}".rstrip()


def _faults(finding: Finding) -> Sequence[str]:
    stalled = ["what is still open did not move although its time had come"] if finding.is_stalled else []
    of_manners = [example for manners in finding.manners for example in manners.examples]
    return [*stalled, *_other_faults(finding), *[*finding.verdict.examples, *of_manners][:EXAMPLES_SHOWN]]


def _other_faults(finding: Finding) -> list[str]:
    """Of the limits, the breakers, the API, and of a drill that was too gentle to show anything."""
    impolite = [f"{found.portal.host}: its limits did not hold" for found in finding.manners if not found.are_good]
    open_still = [f"{trip.portal}: its breaker did not close" for trip in finding.trips if not trip.is_healed]
    tripped = {trip.portal for trip in finding.trips}
    never = [f"{p.slug}: it failed and its breaker never opened" for p in PORTALS if p.outage and p.slug not in tripped]
    rare = [
        f"{target} was killed less than {MIN_KILLS} times" for target in Target if finding.kills[target] < MIN_KILLS
    ]
    return [*impolite, *open_still, *never, *rare, *finding.api_faults]


def _open_for(trip: Trip) -> float:
    return trip.open_for_s or 0


def _listed(counts: Iterable[tuple[object, int]]) -> str:
    return ", ".join(f"{name}: {count}" for name, count in sorted(counts, key=str))
