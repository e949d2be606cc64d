"""A portal's mapping and the one learned after it changed, as one: what still reads its pages stays."""

from collections.abc import Collection, Mapping
from typing import Any

Document = Mapping[str, Any]
BEFORE = "_before"


def merge_mappings(old: Document, new: Document, *, still_right: Collection[str]) -> dict[str, Any]:
    """The new mapping with the old one's rules: in front for the facts that those are still right about, behind the
    new ones for all others, where they read pages of before, and for facts that the new one does not know.

    Anchors of the old one keep their rules under another name; a page that holds the listing's own object of either is
    a listing.
    """
    renamed = {name: f"{name}{BEFORE}" for name in old.get("anchors", {})}
    old_fields = {fact: [_renamed(rule, renamed) for rule in rules] for fact, rules in old["fields"].items()}
    fields = {
        fact: _joined(old_fields.get(fact, []), new["fields"].get(fact, []), old_first=fact in still_right)
        for fact in dict.fromkeys([*new["fields"], *old_fields])
    }
    anchors = _anchors(old.get("anchors", {}), new.get("anchors", {}), renamed)
    merged = {**new, **({"anchors": anchors} if anchors else {}), "fields": fields}
    if not anchors or old.get("listing_url", new.get("listing_url")) != new.get("listing_url"):
        merged.pop("listing_url", None)
    if not new.get("anchors"):  # of what make a page is can be told by an anchor of its own alone
        merged.pop("usual", None)
    return merged


def with_rules_first(mapping: Document, rules: Mapping[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """The mapping with these rules in front of its own, by fact."""
    fields = mapping["fields"]
    names = dict.fromkeys([*fields, *rules])
    joined = {fact: _joined(rules.get(fact, []), fields.get(fact, []), old_first=True) for fact in names}
    return {**mapping, "fields": joined}


def with_anchor_rules(mapping: Document, rules: list[dict[str, Any]]) -> dict[str, Any]:
    """The mapping with further places of the listing's own object, by which a page is known to be a listing."""
    if not rules:
        return dict(mapping)
    anchors = {name: list(own) for name, own in mapping.get("anchors", {}).items()}
    first = next(iter(anchors), "listing")
    anchors[first] = _joined(anchors.get(first, []), rules, old_first=True)
    return {**mapping, "anchors": anchors}


def _anchors(old: Document, new: Document, renamed: Mapping[str, str]) -> dict[str, Any]:
    anchors = {name: list(rules) for name, rules in new.items()}
    first = next(iter(anchors), None)
    if first is not None and old:
        anchors[first] += [rule for rule in next(iter(old.values())) if rule not in anchors[first]]
    return anchors | {renamed[name]: list(rules) for name, rules in old.items()}


def _renamed(rule: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """A rule that starts at an anchor, with the anchor's other name."""
    place = rule.get("json")
    if not isinstance(place, str) or not place.startswith("@"):
        return dict(rule)
    ends = [end for mark in ".[" if (end := place.find(mark)) > 0]
    end = min(ends, default=len(place))
    name = place[1:end]
    return {**rule, "json": f"@{names.get(name, name)}{place[end:]}"}


def _joined(old: list[Any], new: list[Any], *, old_first: bool) -> list[Any]:
    first, then = (old, new) if old_first else (new, old)
    return [*first, *(rule for rule in then if rule not in first)]
