"""A model's rules put to the test: each is run on every page, and kept only for what it finds there.

Where something is agreed on a fact, induction's own measure decides (choosing.py). Where nothing is, a rule has to
state the fact on most pages, otherwise for other listings, and not what another fact states.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from aimap.asking.answers import Answer, StatedRule
from aimap.asking.costly import may_take_long
from aimap.induction.choosing import choose_rules
from aimap.induction.evidence import Evidence, Trier
from aimap.induction.likeness import telling_field
from aimap.induction.proposals import Kind, propose

MOST = 0.6  # of the listings that must state it
MANY = 3  # listings that must state it; of two, half of all places differ
MAX_UNAGREED_RULES = 2
MAX_SHORT_CHARS = 120
MIN_SAID_CHARS = 3  # shorter texts stand in a rule by chance
_MATCHES_ANY = re.compile(r"[\[\\.]")
MIN_TELLING = 20  # smaller numbers are the same by chance
_COUNTS_ELEMENTS = re.compile(r":(?:nth-|first-|last-|only-)|>\s*:|\+|~")
VARIETY = 2  # values that they must have between them
_ADDRESS = re.compile(r"^\s*(?:https?:)?/|\.(?:jpe?g|png|webp|svg|gif|avif)\b", re.IGNORECASE)
# What no digit stands in
_NAMES = frozenset({"city", "province", "region", "tenure", "furnished", "agent_name"})
_ADDRESSES = frozenset({"agent_logo_url", "images", "floor_plans"})
_LONG_FACTS = frozenset({"description", "title", "address", "images", "floor_plans", "features", "position"})
# What one line or one person may state at once
_MAY_SHARE = frozenset({"address", "street_address", "city", "province", "region", "agent_name", "agent_company"})
_KINDS: Mapping[str, Kind] = {
    "json": Kind.DATA, "flight": Kind.DATA, "jsonld": Kind.NODE, "microdata": Kind.ITEM, "meta": Kind.HEAD,
    "url": Kind.HEAD, "label": Kind.LABEL, "css": Kind.CLASS, "script": Kind.PROGRAM, "after": Kind.PROGRAM,
}  # fmt: skip


class DroppedRule(NamedTuple):
    """A rule that was not believed, and why."""

    fact: str
    rule: dict[str, Any]
    reason: str


@dataclass(slots=True)
class Grounded:
    """Rules by fact, the best first, and those that were dropped."""

    rules: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    dropped: list[DroppedRule] = field(default_factory=list)

    def drop(self, fact: str, rule: dict[str, Any], reason: str) -> None:
        """Note a rule that is not believed."""
        self.dropped.append(DroppedRule(fact, rule, reason))


def ground(answer: Answer, *, wanted: Sequence[str], trier: Trier, agreed: Sequence[Mapping[str, object]]) -> Grounded:
    """The rules of an answer that the pages bear out; agreed: what is agreed on each page of the trier."""
    grounded = Grounded()
    tried: dict[str, list[Evidence]] = defaultdict(list)
    for stated in answer.rules:
        found = _try(stated, wanted, trier, grounded)
        if found is not None:
            found.compare(trier.samples, agreed)
            tried[stated.field].append(found)
    _drop_shared(tried, grounded)
    for fact, evidence in tried.items():
        kept = _believed(fact, evidence, trier, agreed, grounded)
        if kept:
            grounded.rules[fact] = [found.proposal.rule for found in kept]
    return grounded


def _says(stated: StatedRule, raw: object) -> bool:
    """Whether what was read stands in the rule itself: `match` of "London", [data-city="London"] and its attribute."""
    if not isinstance(raw, str) or not (value := raw.strip().lower()):
        return False
    texts = [text.lower() for text in (stated.where, stated.path, stated.match) if text]
    if len(value) >= MIN_SAID_CHARS:
        return any(value in text for text in texts)
    return value in (stated.match or "").lower() and not _MATCHES_ANY.search(stated.match or "")


def _drop_shared(tried: dict[str, list[Evidence]], grounded: Grounded) -> None:
    """One place cannot state two fields: where nothing is agreed on either, nobody knows which it states."""
    by_raws: dict[str, list[tuple[str, Evidence]]] = defaultdict(list)
    for fact, evidence in tried.items():
        for found in evidence:
            if not _is_known(found) and fact not in _MAY_SHARE:
                by_raws[str(found.raws)].append((fact, found))
    for claims in by_raws.values():
        for fact, found in claims if len({fact for fact, _ in claims}) > 1 else ():
            tried[fact].remove(found)
            grounded.drop(fact, found.proposal.rule, "is said to state another field, too")


def _is_known(found: Evidence) -> bool:
    """Whether something is agreed on a page on which it states something."""
    return any(alike is not None for alike in found.alike)


def _try(stated: StatedRule, wanted: Sequence[str], trier: Trier, grounded: Grounded) -> Evidence | None:
    """What a rule states on every page; None, with a reason noted, where it states nothing."""
    fact, rule = stated.field, stated.as_rule()
    if fact not in wanted:
        grounded.drop(fact, rule, "was not asked for")
        return None
    if stated.source == "css" and _COUNTS_ELEMENTS.search(stated.where):
        grounded.drop(fact, rule, "goes by where an element stands among others")
        return None
    if may_take_long(stated):
        grounded.drop(fact, rule, "may take too long on a page made for it")
        return None
    kind = Kind.ANCHORED if stated.where.startswith("@") else _KINDS[stated.source]
    found = trier.try_out(propose(fact, rule, kind, is_named=True))
    if found is None:
        grounded.drop(fact, rule, "is not in the mapping language")
    elif not any(raw is not None for raw in found.raws):
        grounded.drop(fact, rule, "finds nothing on any page")
    elif any(_says(stated, raw) for raw in found.raws):
        grounded.drop(fact, rule, "says a value itself")
    elif not any(found.stated):
        grounded.drop(fact, rule, "finds nothing that can be read as this field")
    else:
        return found
    return None


def _believed(
    fact: str, evidence: list[Evidence], trier: Trier, agreed: Sequence[Mapping[str, object]], grounded: Grounded
) -> list[Evidence]:
    known = [found for found in evidence if _is_known(found)]
    chosen = choose_rules(fact, known, trier.samples)
    for found in known:
        if found not in chosen:
            grounded.drop(fact, found.proposal.rule, _fault(found))
    for found in evidence:
        if found in known:
            continue
        if fault := _why_not(fact, found, trier, agreed):
            grounded.drop(fact, found.proposal.rule, fault)
        elif len(chosen) < MAX_UNAGREED_RULES:
            chosen.append(found)
        else:
            grounded.drop(fact, found.proposal.rule, "others are enough")
    return chosen


def _fault(found: Evidence) -> str:
    is_other = found.differing and not found.agreeing
    return "states something else than the pages" if is_other else "agrees with too few pages, or adds nothing"


def _why_not(fact: str, found: Evidence, trier: Trier, agreed: Sequence[Mapping[str, object]]) -> str | None:
    """Why a rule for a fact that nothing else states is not believed; None where it is."""
    name = telling_field(fact)
    listings = {sample.listing for sample in trier.samples}
    stating = {sample.listing for sample, stated in zip(trier.samples, found.stated, strict=True) if stated}
    values = {str(stated.get(name)) for stated in found.stated if stated}
    raws = [raw for raw, stated in zip(found.raws, found.stated, strict=True) if stated]
    if len(stating) < MANY:
        return "too few listings state it to bear it out"
    if len(stating) < MOST * len(listings):
        return "states it on too few pages"
    if len(values) < VARIETY or len({str(raw) for raw in raws}) < VARIETY:
        return "states the same for every listing"
    if fact in _ADDRESSES and any(isinstance(raw, str) and not _ADDRESS.search(raw) for raw in raws):
        return "is no address"
    if fact in _NAMES and any(not isinstance(raw, str) or any(map(str.isdigit, raw)) for raw in raws):
        return "is no name"
    if fact not in _LONG_FACTS and any(isinstance(raw, str) and len(raw) > MAX_SHORT_CHARS for raw in raws):
        return "reads more than this field"
    if _is_anothers(name, found, agreed):
        return "states what another field states"
    return None


def _is_anothers(name: str, found: Evidence, agreed: Sequence[Mapping[str, object]]) -> bool:
    """Whether what is stated is agreed to be some other field's: on all pages, or on most where it tells much."""
    pages = [(stated.get(name), values) for stated, values in zip(found.stated, agreed, strict=True) if stated]
    same: Counter[str] = Counter()
    telling: Counter[str] = Counter()
    for value, values in pages:
        others = [other for other, known in values.items() if other != name and known == value]
        same.update(others)
        telling.update(others if _is_telling(value) else ())
    return max(same.values(), default=0) == len(pages) or max(telling.values(), default=0) >= MOST * len(pages)


def _is_telling(value: object) -> bool:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value >= MIN_TELLING
    return isinstance(value, str) and len(value) > 1
