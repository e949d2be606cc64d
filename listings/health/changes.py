"""What else changed when a portal fell sick: the mapping that reads it, or how its pages are built."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from listings.health.figures import Figures

# Of the pages lately, and at most of those before
MOST, FEW = 0.3, 0.05
KINDS = {"mapping": "mappings", "structure": "structures"}
WORDS = {
    "mapping": "The mapping is another one ({before} before, {now} now)",
    "structure": "Pages are built in another way ({before} before, {now} now)",
}


def find_changes(before: Figures, hours: Sequence[tuple[datetime, Figures]]) -> dict[str, dict[str, Any]]:
    """By kind: what was most frequent before, what is now, and the first hour of it. `hours` oldest first."""
    found = {}
    for kind, name in KINDS.items():
        old: Counter[str] = Counter(getattr(before, name))
        new: Counter[str] = Counter()
        for _, figures in hours:
            new.update(getattr(figures, name))
        if not old or not new:
            continue
        (now, count), (was, _) = new.most_common(1)[0], old.most_common(1)[0]
        if now != was and count >= MOST * new.total() and old[now] <= FEW * old.total():
            since = next(hour for hour, figures in hours if now in getattr(figures, name))
            found[kind] = {"before": was, "now": now, "since": since.isoformat()}
    return found


def in_words(changes: dict[str, dict[str, Any]]) -> list[str]:
    """A sentence for each."""
    return [
        f"{WORDS[kind].format(before=found['before'] or 'none', now=found['now'] or 'none')}, "
        f"since {datetime.fromisoformat(found['since']).astimezone(UTC):%Y-%m-%d %H:%M} UTC."
        for kind, found in changes.items()
    ]
