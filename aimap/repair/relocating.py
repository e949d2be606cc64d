"""Where a mapping's rules read now: what each found on a page of before, looked for on the same listing's page of now.

A rule says more than its place: what a code means, what part of a text is meant, in which unit. All that is kept, and
the place alone is changed, to where the very same raw value stands.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, islice
from typing import Any

from aimap.induction.captures import Sample
from aimap.induction.data_walk import walk
from aimap.induction.look import Look
from aimap.induction.proposals import Kind
from aimap.induction.selectors import Selector, common_selectors, own_selectors, selectors_of
from aimap.induction.states import open_states
from listings.extraction.facts import Reading
from listings.extraction.mapped import MAX_READ, MappedPage
from listings.extraction.mapping import MappingError, parse_mapping
from listings.extraction.market import UNKNOWN_MARKET
from listings.extraction.page import Page
from listings.extraction.safe_selector import is_bounded_on

Document = Mapping[str, Any]
Rule = dict[str, Any]
Pair = tuple[Page, Page]  # of one listing: before, and now

ANY_FACT = "title"  # that a bare rule is read as; its place is all that counts
MAX_RULES_EACH = 2  # new places of one rule
MAX_PLACES = 12  # that are looked at for one rule on one page
MAX_LEAVES = 400
MIN_TELLING_CHARS = 4  # a shorter value stands in many places: its key must be the same
MAX_TEXT_CHARS = 20_000
MAX_LISTED, MAX_SELECTORS, MAX_NAMES = 300, 40, 6
SAME_SHARE = 0.6  # of what a list of elements said before
_PLACE_KEYS = frozenset({"json", "flight", "script", "css", "path", "attr"})
_MOVABLE = ("json", "flight", "script", "css")
_PICKING = frozenset({"match", "values", "unless"})
_OF_LISTS = frozenset({"all", "join", "named", "without"})


def relocated_rules(old: Document, pairs: Sequence[Pair]) -> dict[str, list[Rule]]:
    """By fact, the old mapping's rules with the places where their values stand now; the surest first."""
    targets = [_Target(now) for _, now in pairs]
    moved = {}
    for fact, rules in old["fields"].items():
        found = [new for rule in rules for new in _relocated(old, fact, rule, pairs, targets)]
        if found:
            moved[fact] = [rule for at, rule in enumerate(found) if rule not in found[:at]]
    return moved


def relocated_anchors(old: Document, pairs: Sequence[Pair]) -> list[Rule]:
    """Where the listing's own object of before lies now."""
    first = next(iter(old.get("anchors", {}).values()), ())
    targets = [_Target(now) for _, now in pairs]
    bare = {**old, "anchors": {}}
    return [new for rule in first for new in _relocated(bare, ANY_FACT, rule, pairs, targets)]


def _relocated(old: Document, fact: str, rule: Rule, pairs: Sequence[Pair], targets: Sequence["_Target"]) -> list[Rule]:
    source = next((name for name in _MOVABLE if name in rule), None)
    if source is None:
        return []
    options = {key: value for key, value in rule.items() if key not in _PLACE_KEYS}
    last_key = _last_key(rule)
    votes: Counter[str] = Counter()
    places: dict[str, tuple[bool, Rule]] = {}
    stating = 0
    for (before, _), target in zip(pairs, targets, strict=True):
        found = _places(old, fact, rule, before, target, last_key)
        if found is None:
            continue
        stating += 1
        for is_called_so, place in islice(found, MAX_PLACES):
            spec = repr(place)
            votes[spec] += 1
            places[spec] = is_called_so, place
    best = sorted(places, key=lambda spec: (-votes[spec], not places[spec][0], len(spec)))
    return [{**places[spec][1], **options} for spec in best[:MAX_RULES_EACH] if 2 * votes[spec] > stating]


def _places(
    old: Document, fact: str, rule: Rule, before: Page, target: "_Target", last_key: str
) -> Iterator[tuple[bool, Rule]] | None:
    """Where a page of now states what the rule found on the page of before; None where it found nothing there."""
    texts = _stated_by(before, rule) if "css" in rule else frozenset()
    of_all = target.lists(texts, rule.get("attr")) if len(texts) > 1 else iter(())
    if "css" in rule and _OF_LISTS & rule.keys():
        return of_all if texts else None
    if ".*" in str(rule.get("json", "")):
        return _starred(old, fact, rule, before, target)
    raw = _raw(old, fact, rule, before)
    if raw is None:
        return None
    # A rule that picks one of several elements by what they say goes on picking
    of_one = target.places(raw, rule, last_key)
    return chain(of_all, of_one) if _PICKING & rule.keys() else of_one


def _starred(
    old: Document, fact: str, rule: Rule, before: Page, target: "_Target"
) -> Iterator[tuple[bool, Rule]] | None:
    """Places of a path through all members of a list: where the list lies now, with its members' keys of now."""
    head, _, rest = str(rule["json"]).partition(".*")
    raw = _raw(old, fact, {"json": head}, before)
    if not isinstance(raw, dict | list) or not raw:
        return None
    lists = target.places(raw, {"json": head}, _last_key({"json": head}))
    return (
        (True, {**place, key: f"{place[key]}.*{tail}"})
        for _, place in lists
        if (key := "path" if "path" in place else next(iter(place))) in ("json", "flight", "path")
        for tail in dict.fromkeys((rest, _restyled(rest)))
        if target.reads({**place, key: f"{place[key]}.*{tail}"})
    )


def _restyled(path: str) -> str:
    """The keys of a path in the other of the two styles: imageUrl, image_url."""
    if "_" in path:
        return re.sub(r"_([a-z0-9])", lambda found: found[1].upper(), path)
    return re.sub(r"(?<=[a-z0-9])([A-Z])", lambda found: f"_{found[1].lower()}", path)


def _stated_by(page: Page, rule: Rule) -> frozenset[str]:
    """What the elements say that a rule selects."""
    return _texts_of(page, rule["css"], rule.get("attr"))


def _texts_of(page: Page, selector: str, attr: str | None) -> frozenset[str]:
    """What the elements say, as far as rules read them: those within each other hold the text of all."""
    texts: set[str] = set()
    left = MAX_READ
    for node in page.select(selector)[:MAX_LISTED] if is_bounded_on(page, selector) else ():
        raw = node.attributes.get(attr) if attr else node.text(separator=" ")
        texts.add(_text((raw or "")[:left]))
        left -= len(raw or "")
        if left <= 0:
            break
    return frozenset(filter(None, texts))


def _raw(old: Document, fact: str, rule: Rule, page: Page) -> object | None:
    """What a rule finds on a page, before its options make anything of it."""
    bare = {key: value for key, value in rule.items() if key in _PLACE_KEYS}
    document = {"portal": "x", "version": "1", "anchors": old.get("anchors", {}), "fields": {fact: [bare]}}
    try:
        mapping = parse_mapping(document)
    except MappingError:  # a rule that needs its options
        return None
    found = MappedPage(page, mapping).read(mapping.fields[fact][0])
    return found[1] if found is not None else None


class _Target:
    """A page of now, with its values by what they say."""

    def __init__(self, page: Page) -> None:
        reading = Reading(market=UNKNOWN_MARKET, page_url=page.base_url)
        self._look = Look(Sample("now", page, reading, {}, page.url), {})

    def places(self, raw: object, rule: Rule, last_key: str) -> Iterator[tuple[bool, Rule]]:
        """Places that state the raw value, each with whether it is called as it was."""
        if "css" in rule:
            yield from self._elements(raw, rule.get("attr"))
            return
        sign = _sign(raw)
        named = [(_same_key(key, last_key), place) for key, place in self._data.get(sign, ())]
        is_telling = isinstance(raw, dict | list) or len(str(raw)) >= MIN_TELLING_CHARS
        yield from sorted((entry for entry in named if entry[0] or is_telling), key=lambda entry: not entry[0])

    def reads(self, rule: Rule) -> bool:
        """Whether a rule finds anything on the page."""
        return _raw({}, ANY_FACT, rule, self._look.page) is not None

    def lists(self, texts: frozenset[str], attr: str | None) -> Iterator[tuple[bool, Rule]]:
        """Selectors of elements that together say this and hardly anything else."""
        outline = self._look.outline
        if attr is not None:
            elements = [element for element, value in outline.stated(attr) if _text(value) in texts]
        else:
            elements = [found[-1] for text in texts if (found := self._by_text.get(text))]
        extra = {"attr": attr} if attr is not None else {}
        for selector in islice(self._in_common(sorted(elements)), MAX_SELECTORS):
            now = _texts_of(self._look.page, selector.text, attr)
            if len(now & texts) >= SAME_SHARE * len(now | texts):
                yield selector.kind is not Kind.MADE_UP, {"css": selector.text, **extra}

    def _in_common(self, elements: list[int]) -> Iterator[Selector]:
        """What they have in common; names that are drawn by lot come last."""
        if not elements:
            return
        yield from common_selectors(self._look.outline, elements)
        own = [{found.text: found for found in own_selectors(self._look.outline, element)} for element in elements]
        counts = Counter(text for of_one in own for text in of_one)
        named = {text: found for of_one in own for text, found in of_one.items()}
        yield from (named[text] for text, count in counts.most_common(MAX_NAMES) if 2 * count > len(elements))

    @cached_property
    def _data(self) -> dict[tuple[str, ...], list[tuple[str, Rule]]]:
        found: dict[tuple[str, ...], list[tuple[str, Rule]]] = defaultdict(list)
        for state in open_states(self._look):
            for visited in walk(state.value, state.resolve):
                found[_sign(visited.value)].append((visited.key, state.rule_at(visited.path)))
        return found

    def _elements(self, raw: object, attr: str | None) -> Iterator[tuple[bool, Rule]]:
        if not isinstance(raw, str):
            return
        outline = self._look.outline
        if attr is not None:
            elements = [element for element, value in outline.stated(attr) if value.strip() == raw.strip()]
        else:
            elements = self._by_text.get(_text(raw), [])
        extra = {"attr": attr} if attr is not None else {}
        for element in elements[:MAX_PLACES]:
            for selector in selectors_of(self._look, element):
                yield selector.kind is not Kind.MADE_UP, {"css": selector.text, **extra}

    @cached_property
    def _by_text(self) -> dict[str, list[int]]:
        outline = self._look.outline
        found: dict[str, list[int]] = defaultdict(list)
        for element in range(len(outline.tags)):
            if 0 < outline.length(element) <= MAX_TEXT_CHARS:
                found[_text(outline.text(element))].append(element)
        return found


def _sign(value: object) -> tuple[str, ...]:
    """What a value says, however its keys are called: its leaves in their order of size."""
    if not isinstance(value, dict | list):
        return ("value", str(value).strip())
    leaves = sorted(str(leaf) for leaf in islice(_leaves(value), MAX_LEAVES))
    return ("compound", type(value).__name__, *leaves) if leaves else ("empty",)


def _leaves(value: object) -> Iterator[object]:
    queue = [value]
    for node in queue:
        if isinstance(node, dict):
            queue.extend(node.values())
        elif isinstance(node, list):
            queue.extend(node)
        else:
            yield node
        if len(queue) > 4 * MAX_LEAVES:
            return


def _last_key(rule: Rule) -> str:
    place = str(rule.get("path") or next((rule[name] for name in ("json", "flight") if name in rule), ""))
    return place.rpartition(".")[2].lstrip("@").partition("[")[0]


def _same_key(one: str, other: str) -> bool:
    return one.replace("_", "").lower() == other.replace("_", "").lower() != ""


def _text(text: str) -> str:
    return "".join(text.split()).casefold()
