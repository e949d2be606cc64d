"""Two readings of one page compared, and the comparison added to a shadow run's counts; nothing is saved here."""

from dataclasses import dataclass
from typing import Any, Literal

from listings.extraction.result import Extraction, Status
from listings.models import ShadowRun
from listings.services.judged_fields import JUDGED, shortened_value, stated_alike

Kind = Literal["same", "changed", "gained", "lost"]
MAX_EXAMPLES = 5  # of a field
# Of people: counted, and not kept beside the listing that they are of
PERSONAL = frozenset({"agent_name", "agent_phone", "agent_email"})
GRADES = "FCBA"


@dataclass(frozen=True, slots=True)
class Difference:
    """One field as both read it; None and [] stand for nothing stated."""

    field: str
    kind: Kind
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Comparison:
    """A page as the active version and the candidate read it."""

    differences: tuple[Difference, ...]
    is_gained: bool = False
    is_lost: bool = False
    grade_steps: int = 0


def compare(live: Extraction, candidate: Extraction) -> Comparison | None:
    """What differs; None where neither takes the page for a listing, and there is nothing to compare."""
    if Status.OK not in (live.status, candidate.status):
        return None
    if live.status is not Status.OK or candidate.status is not Status.OK:
        return Comparison((), is_gained=live.status is not Status.OK, is_lost=candidate.status is not Status.OK)
    steps = GRADES.index(candidate.quality_grade) - GRADES.index(live.quality_grade)
    found = (_difference(name, live.values.get(name), candidate.values.get(name)) for name in JUDGED)
    return Comparison(tuple(difference for difference in found if difference is not None), grade_steps=steps)


def add(run: ShadowRun, comparison: Comparison, *, scrape: str) -> None:
    """Count a page; `scrape` is the id by which staff find it. The row is not saved."""
    run.pages += 1
    run.listings_gained += comparison.is_gained
    run.listings_lost += comparison.is_lost
    run.grades_better += comparison.grade_steps > 0
    run.grades_worse += comparison.grade_steps < 0
    for difference in comparison.differences:
        counts = run.fields.setdefault(difference.field, {"same": 0, "changed": 0, "gained": 0, "lost": 0})
        counts[difference.kind] += 1
        _keep_example(run, difference, scrape)


def _difference(name: str, before: Any, after: Any) -> Difference | None:
    """None where neither states anything."""
    had, has = before not in (None, []), after not in (None, [])
    if not had and not has:
        return None
    kind: Kind = "lost" if not has else "gained" if not had else "same" if stated_alike(before, after) else "changed"
    return Difference(name, kind, before, after)


def _keep_example(run: ShadowRun, difference: Difference, scrape: str) -> None:
    kept = run.examples.get(difference.field, [])
    if difference.kind == "same" or difference.field in PERSONAL or len(kept) >= MAX_EXAMPLES:
        return
    shown = {"before": shortened_value(difference.before), "after": shortened_value(difference.after)}
    run.examples[difference.field] = [*kept, {"kind": difference.kind, "scrape": scrape, **shown}]
