"""What differs between two versions of a mapping, field by field, as plain data that a template can show.

diff_versions(before, after) -> list of PartDiff(name, change, rules, before, after)
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from listings.models import MappingVersion

Change = Literal["added", "removed", "changed"]
IN_FIELDS = ("fields", "anchors")
IGNORED = ("portal", "version")
# Pairs of rules of one field: of many alike the time grows with the cube of their number
MAX_COMPARED = 200 * 200


@dataclass(frozen=True, slots=True)
class RuleDiff:
    """A rule on one side alone, or kept; `position` counts from 1 on its own side. `rule` is its JSON text."""

    change: Literal["added", "removed", "kept"]
    position: int
    rule: str


@dataclass(frozen=True, slots=True)
class PartDiff:
    """A field, an anchor, or another key of the mapping that is not the same on both sides.

    `name` is "price", "anchor property" or "listing_url"; `rules` are those of a field or an anchor in the order in
    which they are read; of another key the two values stand in `before` and `after`, as JSON texts.
    """

    name: str
    change: Change
    rules: tuple[RuleDiff, ...] = ()
    before: str | None = None
    after: str | None = None


def diff_versions(before: MappingVersion | None, after: MappingVersion) -> list[PartDiff]:
    """What `after` does differently from `before`; against None everything is added. Empty: they read alike."""
    return diff_documents(before.document if before else {}, after.document)


def diff_documents(before: dict[str, Any], after: dict[str, Any]) -> list[PartDiff]:
    """The same of two decoded mappings."""
    return [*_other_keys(before, after), *_rules(before, after, "anchors"), *_rules(before, after, "fields")]


def _other_keys(before: dict[str, Any], after: dict[str, Any]) -> Iterator[PartDiff]:
    for key in _names(before, after):
        if key in IN_FIELDS or key in IGNORED or before.get(key) == after.get(key):
            continue
        old, new = (_text(side[key]) if key in side else None for side in (before, after))
        yield PartDiff(key, _change(old, new), before=old, after=new)
    if _first_anchor(before) and _first_anchor(after) and _first_anchor(before) != _first_anchor(after):
        yield PartDiff(
            "first anchor", "changed", before=_text(_first_anchor(before)), after=_text(_first_anchor(after))
        )


def _rules(before: dict[str, Any], after: dict[str, Any], key: str) -> Iterator[PartDiff]:
    olds, news = before.get(key, {}), after.get(key, {})
    for name in _names(olds, news):
        old, new = (list(map(_text, side.get(name, ()))) for side in (olds, news))
        if old != new:
            shown = f"anchor {name}" if key == "anchors" else name
            yield PartDiff(shown, _change(old or None, new or None), rules=tuple(_rule_diffs(old, new)))


def _rule_diffs(old: list[str], new: list[str]) -> Iterator[RuleDiff]:
    for tag, i1, i2, j1, j2 in _steps(old, new):
        if tag == "equal":
            yield from (RuleDiff("kept", j + 1, new[j]) for j in range(j1, j2))
            continue
        yield from (RuleDiff("removed", i + 1, old[i]) for i in range(i1, i2))
        yield from (RuleDiff("added", j + 1, new[j]) for j in range(j1, j2))


def _steps(old: list[str], new: list[str]) -> Sequence[tuple[str, int, int, int, int]]:
    """From one list to the other; of lists that nobody compares by eye the one takes the place of the other."""
    if len(old) * len(new) > MAX_COMPARED:
        return [("replace", 0, len(old), 0, len(new))]
    return SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes()


def _names(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Those of both sides, in the order of the new one."""
    return [*after, *(name for name in before if name not in after)]


def _first_anchor(document: dict[str, Any]) -> list[str]:
    """The first anchor is the listing's own."""
    return [*document.get("anchors", {})][:1]


def _change(old: object, new: object) -> Change:
    if old is None:
        return "added"
    return "removed" if new is None else "changed"


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
