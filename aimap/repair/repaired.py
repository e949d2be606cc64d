"""The mapping that repairs a portal: learned from its pages of now, with what the old one still reads."""

from collections.abc import Mapping, Sequence
from typing import Any

from aimap.induction.known import NOTHING_KNOWN, Known
from aimap.induction.likeness import telling_field
from aimap.repair.merging import merge_mappings, with_anchor_rules, with_rules_first
from aimap.repair.relocating import Pair, relocated_anchors, relocated_rules
from aimap.trial.pages import TrialPage
from aimap.trial.running import Trial, run_trial
from listings.extraction.mapping import Mapping as PortalMapping
from listings.extraction.mapping import parse_mapping
from listings.extraction.mapping_lint import lint_mapping
from listings.extraction.portals import Portal

Document = Mapping[str, Any]
Tried = tuple[Trial, dict[str, Any]]


def repaired_mapping(
    *,
    old: Document,
    learned: Document,
    pages: Sequence[TrialPage],
    portal: Portal,
    known: Known = NOTHING_KNOWN,
    pairs: Sequence[Pair] = (),
) -> dict[str, Any]:
    """Of what was learned, of that merged with the old mapping, and of that with the old rules at their new places, the
    one that reads the pages of now best.

    pages: of now alone.  pairs: pages of the same listings before and now.  What an old rule still reads as the pages
    agree stays in front of what was learned.
    """
    old_mapping = parse_mapping(dict(old))
    alone = run_trial(learned, pages=pages, portal=portal, old=old_mapping, known=known)
    right = {found.field: (found.right_before, found.right) for found in alone.fields}
    still_right = {fact for fact in old["fields"] if _is_kept(right.get(telling_field(fact)))}
    merged = merge_mappings(old, learned, still_right=still_right)
    moved = with_anchor_rules(with_rules_first(merged, relocated_rules(old, pairs)), relocated_anchors(old, pairs))
    tried = [(alone, dict(learned)), *_tried((merged, moved, _of_any_make(moved)), pages, portal, old_mapping, known)]
    picked = _best_of_each_fact(tried)
    tried += _tried((picked,), pages, portal, old_mapping, known)
    best = max(_right(trial) for trial, _ in tried)
    return next(mapping for trial, mapping in reversed(tried) if _right(trial) == best)


def _tried(
    mappings: Sequence[dict[str, Any]],
    pages: Sequence[TrialPage],
    portal: Portal,
    old: PortalMapping,
    known: Known,
) -> list[Tried]:
    """Each with its trial; what is no mapping, having more rules than a field may have, is left out."""
    in_order = [mapping for mapping in mappings if not lint_mapping(dict(mapping))]
    return [(run_trial(mapping, pages=pages, portal=portal, old=old, known=known), mapping) for mapping in in_order]


def _of_any_make(mapping: dict[str, Any]) -> dict[str, Any]:
    """The mapping without what pages of its make usually state: few pages of now may say too much of the others."""
    return {key: value for key, value in mapping.items() if key != "usual"}


def _best_of_each_fact(tried: Sequence[Tried]) -> dict[str, Any]:
    """The last mapping, for each fact with the rules of the one that is right about it most often."""
    scores = [{found.field: 2 * found.right - found.compared for found in trial.fields} for trial, _ in tried]
    last = tried[-1][1]
    fields = {}
    for fact, rules in last["fields"].items():
        name = telling_field(fact)
        best = max(range(len(tried)), key=lambda at: (scores[at].get(name, 0), at))
        fields[fact] = tried[best][1]["fields"].get(fact, rules)
    return {**last, "fields": fields}


def _is_kept(right: tuple[int, int] | None) -> bool:
    return right is not None and 0 < right[0] >= right[1]


def _right(trial: Trial) -> int:
    """Right values, a wrong one counted against one."""
    return sum(2 * found.right - found.compared for found in trial.fields)
