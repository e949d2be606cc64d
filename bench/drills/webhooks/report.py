"""What the drill found: a table for people, figures for programs, and the bar."""

from typing import Any

from bench.drills.killing import Target

from .drill import Finding
from .verdict import Fate

MIN_KILLS = 3
EXAMPLES_SHOWN = 20


def is_within_bar(finding: Finding) -> bool:
    """Nothing lost, out of order or doubled under another id; everything moves; each target killed three times."""
    is_violent = all(finding.kills[target] >= MIN_KILLS for target in Target)
    return finding.verdict.is_clean and is_violent and not finding.is_stalled


def figures_of(finding: Finding) -> dict[str, Any]:
    """The last line. The first five figures are of events, each counted by the worst of its deliveries."""
    verdict = finding.verdict
    return {
        "events": verdict.events.total(),
        "delivered": verdict.events[Fate.DELIVERED],
        "pending": verdict.events[Fate.PENDING],
        "dead": verdict.events[Fate.DEAD],
        "lost": verdict.events[Fate.LOST],
        "out_of_order": verdict.out_of_order,
        "duplicated_same_id": verdict.duplicated_same_id,
        "duplicated_otherwise": verdict.duplicated_otherwise,
        "badly_signed": verdict.badly_signed,
        "unknown": verdict.unknown,
        "deliveries": verdict.deliveries.total(),
        "pending_on_schedule": sum(finding.on_schedule[state] for state in ("due", "sending", "held")),
        "stalled": finding.is_stalled,
        "kills": finding.kills.total(),
        "kills_by_target": {target.value: finding.kills[target] for target in Target},
    }


def table_of(finding: Finding) -> str:
    """What was asked of the product, what became of it, and every fault found, as far as there is room."""
    verdict = finding.verdict
    rows: list[tuple[str, object]] = [
        ("events committed", verdict.events.total()),
        ("  commits whose answer was lost, found there", finding.committed_unseen),
        ("  transactions broken and done again", finding.undone),
        *((f"events {fate.name.lower()}", verdict.events[fate]) for fate in Fate),
        ("deliveries owed", verdict.deliveries.total()),
        *((f"  {fate.name.lower()}", verdict.deliveries[fate]) for fate in Fate),
        ("by the schedule alone, before the clock was moved", _listed(finding.on_schedule)),
        ("times the clock was moved", finding.moves),
        ("subscriptions disabled by failures, enabled again", finding.enabled_again),
        ("requests received", finding.behaviours.total()),
        *((f"  {behaviour}", count) for behaviour, count in finding.behaviours.most_common()),
        ("out of order", verdict.out_of_order),
        ("taken again under the same id", verdict.duplicated_same_id),
        ("under a second id, or with another body", verdict.duplicated_otherwise),
        ("badly signed", verdict.badly_signed),
        ("of events that never committed", verdict.unknown),
        ("killed with SIGKILL", _listed(finding.kills)),
        ("brought back by the supervisor", _listed(finding.brought_back)),
        ("seconds", round(finding.took_s)),
    ]
    width = max(len(name) for name, _ in rows)
    lines = [f"{name:<{width}}  {value}" for name, value in rows]
    return "\n".join([*lines, *(f"FAULT {example}" for example in _faults(finding))])


def _faults(finding: Finding) -> list[str]:
    stalled = ["what is still open did not move although its time had come"] if finding.is_stalled else []
    rare = [
        f"{target} was killed less than {MIN_KILLS} times" for target in Target if finding.kills[target] < MIN_KILLS
    ]
    return [*stalled, *rare, *finding.verdict.examples[:EXAMPLES_SHOWN]]


def _listed(counts: Any) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))
