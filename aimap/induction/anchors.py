"""The object of a page's embedded data that is its listing, and one way to it that holds on all pages."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from aimap.induction.data_walk import Path, Visited, fact_named, walk
from aimap.induction.look import Look
from aimap.induction.needles import WEAK_FACTS
from aimap.induction.proposals import anchors_only
from aimap.induction.states import Opened, open_states
from listings.extraction.generic.own import Own
from listings.extraction.mapped import MappedPage
from listings.extraction.mapping_language import MappingError

LISTING = "listing"
MIN_FACTS = 4
MAX_RULES = 4
DESCEND_SHARE = 0.75  # of the facts below an object that must stand below one of its members to go on to that
GOOD_SHARE = 0.6  # of the facts in the richest object of a page that the anchor's must hold
MAX_KEYS = 3
MIN_ID_DIGITS = 4
_TELLING_CONTAINERS = frozenset({"images", "position", "features"})

Rule = dict[str, Any]
Hits = dict[Path, set[str]]  # the facts that stand at each path


class Resolved(NamedTuple):
    """What an anchor finds on a page: the source, the value, and how its references are resolved."""

    source: str
    value: object
    resolve: Callable[[object], object] | None


@dataclass(frozen=True)
class Seen:
    """A page's embedded data, and where in it the page's facts stand."""

    look: Look

    @cached_property
    def states(self) -> list[Opened]:
        """The states that a rule can open."""
        return open_states(self.look)

    @cached_property
    def hits(self) -> list[Hits]:
        """Of each state the facts at its paths."""
        return [_hits(self.look, state.value, state.resolve) for state in self.states]


def choose_anchor(pages: Sequence[Seen]) -> list[Rule]:
    """Rules for the listing's own object: those that find a rich one on most pages first, until all are covered."""
    chosen: list[Rule] = []
    covered: set[int] = set()
    for rule, found in _ranked_rules(pages):
        if len(chosen) < MAX_RULES and not found <= covered:
            chosen.append(rule)
            covered |= found
    return chosen


def resolve_anchor(look: Look, rules: Sequence[Rule]) -> Resolved | None:
    """What an anchor's rules find on a page, if anything."""
    try:
        mapped = MappedPage(look.page, anchors_only({LISTING: list(rules)}))
    except MappingError:
        return None
    found = mapped.anchor(LISTING) if rules else None
    if found is None:
        return None
    return Resolved(*found, look.page.flight.resolve if found[0] == "flight" else None)


def visit_anchor(look: Look, rules: Sequence[Rule]) -> Iterator[Visited]:
    """Every value in the object that an anchor finds on a page."""
    found = resolve_anchor(look, rules)
    return walk(found.value, found.resolve) if found is not None else iter(())


def _hits(look: Look, root: object, resolve: Callable[[object], object] | None) -> Hits:
    hits: Hits = defaultdict(set)
    for visited in walk(root, resolve):
        named = fact_named(visited.key, visited.context)
        for fact in look.needles.facts_of(visited.value):
            if fact == named or fact not in WEAK_FACTS:
                hits[visited.path].add(fact)
        if named in _TELLING_CONTAINERS and visited.value:
            hits[visited.path].add(named)
    return hits


def _ranked_rules(pages: Sequence[Seen]) -> list[tuple[Rule, set[int]]]:
    """(rule, pages on which it finds an object nearly as rich as the richest), those of most pages first."""
    proposed: dict[str, Rule] = {}
    richest: list[int] = []
    for page in pages:
        best = 0
        for state, hits in zip(page.states, page.hits, strict=True):
            top = _descend(hits)
            facts = _facts_below(hits, top)
            best = max(best, len(facts))
            if len(facts) >= MIN_FACTS:
                proposed |= {str(rule): rule for rule in _ways(page.look, state, hits, top)}
        richest.append(best)
    ranked = []
    for order, rule in enumerate(proposed.values()):
        counts = [_richness(page.look, rule) for page in pages]
        found = {at for at, count in enumerate(counts) if count >= max(MIN_FACTS, GOOD_SHARE * richest[at])}
        if found:
            ranked.append((-len(found), -sum(counts), order, rule, found))
    return [(rule, found) for *_, rule, found in sorted(ranked, key=lambda entry: entry[:3])]


def _descend(hits: Hits) -> Path:
    """The deepest path below which most of the facts of the state stand."""
    at: Path = ()
    while True:
        below: dict[str, set[str]] = defaultdict(set)
        for path, facts in hits.items():
            if len(path) > len(at) + 1 and path[: len(at)] == at:
                below[path[len(at)]] |= facts
        step = max(sorted(below), key=lambda name: len(below[name]), default=None)
        if step is None or len(below[step]) < DESCEND_SHARE * len(_facts_below(hits, at)):
            return at
        at = (*at, step)


def _facts_below(hits: Hits, top: Path) -> set[str]:
    return {fact for path, facts in hits.items() if path[: len(top)] == top for fact in facts}


def _ways(look: Look, state: Opened, hits: Hits, top: Path) -> Iterator[Rule]:
    """Rules that may lead to the object at a path: as it stands, without its ids, and by the keys of the object."""
    keys = _keys_at(hits, top)
    if state.source != "flight":
        own_ids = Own(look.page).ids
        loose = tuple("*" if _is_id(step, own_ids) else step for step in top)
        yield state.rule_at(top if loose == top else (*loose, *(f"[{key}]" for key in keys)))
    if keys and top:
        yield state.deep_rule(keys)


def _is_id(step: str, own_ids: frozenset[str]) -> bool:
    """Whether a step of a path is this listing's alone: its id, or a number."""
    if step.startswith("[") or step == "*":
        return False
    is_long_number = sum(map(str.isdigit, step)) >= MIN_ID_DIGITS
    return is_long_number or step.isdecimal() or any(name in step.lower() for name in own_ids)


def _keys_at(hits: Hits, top: Path) -> tuple[str, ...]:
    """A few keys of the object at a path that tell it from others: those below which most facts stand."""
    counts: dict[str, int] = defaultdict(int)
    for path in hits:
        if len(path) > len(top) and path[: len(top)] == top:
            counts[path[len(top)]] += 1
    usable = [key for key in counts if not key.startswith("[") and key != "*" and not key.isdecimal()]
    return tuple(sorted(usable, key=lambda key: (-counts[key], key))[:MAX_KEYS])


def _richness(look: Look, rule: Rule) -> int:
    """How many facts stand in the object that a rule finds on a page."""
    found = resolve_anchor(look, [rule])
    if found is None or not isinstance(found.value, dict | list):
        return 0
    return len(_facts_below(_hits(look, found.value, found.resolve), ()))
