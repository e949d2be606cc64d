"""Candidates that a mapping's rules find on a page."""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from selectolax.lexbor import LexborNode

from listings.extraction.candidates import MAPPED_TRUST, Candidate, Raw
from listings.extraction.json_path import find_all
from listings.extraction.mapping import Mapping as PortalMapping
from listings.extraction.mapping import Rule
from listings.extraction.named import FEATURES, Named, affirmed_in_rows, named_by_labels, named_in_rows
from listings.extraction.page import Page, names_a_page
from listings.extraction.safe_regex import first_match, is_in, named_groups
from listings.extraction.safe_selector import is_bounded_on
from listings.extraction.sources.decoding import decode_json
from listings.extraction.sources.jsonld import types_of
from listings.extraction.sources.raw_text import inner_html

MAX_NODES = 500
MAX_READ = 300_000  # characters, and elements that are copied, for one rule; one element may hold more
MAX_AFTER_CHARS = 2_000
MAX_AFTER_ALL_CHARS = 120_000
_BETWEEN = "\x1f"  # of the texts in a row
_PLACEHOLDER = re.compile(r"\{([\w-]*)\}")


class MappedPage:
    """A page seen through a mapping; anchors are looked up once."""

    def __init__(self, page: Page, mapping: PortalMapping) -> None:
        self.page = page
        self.mapping = mapping

        self._anchors: dict[str, tuple[str, object] | None] = {}
        self._named: dict[tuple[str, str], Named] = {}
        self._found: dict[int, tuple[str, Raw] | None] = {}  # by the rule's id: the mapping keeps its rules

    def has_listing(self) -> bool:
        """Whether the page holds the listing's own object, which a mapping names as its first anchor."""
        first = next(iter(self.mapping.anchors), None)
        return first is not None and self.anchor(first) is not None

    def is_elsewhere(self) -> bool:
        """Whether the page's address says that it is another one of the portal's; that of a site alone says nothing."""
        pattern, address = self.mapping.listing_url, self.page.address
        return pattern is not None and names_a_page(address) and not is_in(pattern, address)

    def candidates(self, fact: str) -> Iterator[Candidate]:
        """What the fact's rules propose, in the mapping's order."""
        for rule in self.mapping.fields.get(fact, ()):
            if (found := self._read_once(rule)) is not None:
                source, raw = found
                yield Candidate(fact, raw, source, rule.path, MAPPED_TRUST[source], mapped=True, unit=rule.unit)

    def _read_once(self, rule: Rule) -> tuple[str, Raw] | None:
        """What a rule finds, kept for a second reading together with all else that the page states."""
        if id(rule) not in self._found:
            self._found[id(rule)] = self.read(rule)
        return self._found[id(rule)]

    def read(self, rule: Rule) -> tuple[str, Raw] | None:
        """Source and raw value of what one rule finds; one value, unless it asks for a list of them."""
        source, found = self._find(rule)
        if not rule.all and rule.join is None:
            for raw in found:
                if (value := _shape(rule, raw)) is not None:
                    return source, value
            return None
        if rule.all:
            found = [member for raw in found for member in (raw if isinstance(raw, list) else [raw])]
        stated = [value for raw in found if (value := _shape(rule, raw)) is not None]
        if rule.join is None:
            return (source, stated) if stated else None
        joined = rule.join.join(str(value) for value in stated if not _is_compound(value))
        return (source, joined) if joined else None

    def anchor(self, name: str) -> tuple[str, object] | None:
        """Source and value of an anchor of the mapping, None where the page does not hold it."""
        if name not in self._anchors:
            self._anchors[name] = self._find_anchor(self.mapping.anchors[name])
        return self._anchors[name]

    def _find_anchor(self, rules: Iterable[Rule]) -> tuple[str, object] | None:
        for rule in rules:
            source, found = self._find(rule)
            if value := next((value for value in found if value), None):
                return source, value
        return None

    def _find(self, rule: Rule) -> tuple[str, Iterable[Raw]]:
        if rule.named is not None:
            return rule.source, self._find_named(rule.named, rule)
        if rule.anchor is None:
            return rule.source, _FINDERS[rule.source](self.page, rule)
        anchor = self.anchor(rule.anchor)
        return (anchor[0], self._follow(anchor, rule)) if anchor else (rule.source, ())

    def _find_named(self, fact: str, rule: Rule) -> list[Raw]:
        if fact == FEATURES and rule.source == "css":
            affirmed = self.affirmed_at(rule.where)
            return [affirmed] if affirmed else []
        return list(self.named_at(rule.source, rule.where).get(fact, ()))

    def affirmed_at(self, where: str) -> list[str]:
        """The features that rows name or affirm."""
        return affirmed_in_rows(_texts_of_rows(self.page, where), _BETWEEN)

    def named_at(self, source: str, where: str) -> Named:
        """What is called by its name in rows or labels; read once, as several facts are looked for there."""
        if (source, where) not in self._named:
            self._named[source, where] = (
                named_by_labels(self.page.labels.items())
                if source == "label"
                else named_in_rows(_texts_of_rows(self.page, where), _BETWEEN)
            )
        return self._named[source, where]

    def _follow(self, anchor: tuple[str, object], rule: Rule) -> list[Raw]:
        resolve = self.page.flight.resolve if anchor[0] == "flight" else None
        return find_all(anchor[1], rule.steps, resolve)


def _texts_of_rows(page: Page, selector: str) -> Iterator[str]:
    budget = MAX_READ
    for node in (page.select(selector) if is_bounded_on(page, selector) else ())[:MAX_NODES]:
        if budget <= 0:
            return
        text = node.text(separator=_BETWEEN, skip_empty=True)
        budget -= len(text)
        yield text


def _find_json(page: Page, rule: Rule) -> list[Raw]:
    return page.find_in_state(rule.where, rule.steps)


def _find_flight(page: Page, rule: Rule) -> list[Raw]:
    rows = list(page.flight.rows.values())
    return find_all(rows, rule.steps, page.flight.resolve) if rows else []


def _find_script(page: Page, rule: Rule) -> list[Raw]:
    value = page.script_value(rule.where)
    return find_all(value, rule.steps) if value is not None else []


def _find_after(page: Page, rule: Rule) -> Iterator[Raw]:
    for script in page.scripts:
        if (start := script.text.find(rule.where)) < 0:
            continue
        end = start + len(rule.where)
        if not rule.all or rule.match is None:
            yield script.text[end : end + MAX_AFTER_CHARS]
        else:
            for hit in islice(rule.match.finditer(script.text, end, end + MAX_AFTER_ALL_CHARS), MAX_NODES):
                yield hit[0]


def _find_node(nodes: Iterable[dict[str, object]], rule: Rule) -> list[Raw]:
    wanted = set(rule.where.split("|"))
    of_type = [node for node in nodes if wanted.intersection(types_of(node))]
    return [raw for node in of_type for raw in find_all(node, rule.steps)]


def _find_css(page: Page, rule: Rule) -> Iterator[Raw]:
    if not is_bounded_on(page, rule.where) or (rule.without is not None and not is_bounded_on(page, rule.without)):
        return
    is_many = rule.all or rule.join is not None
    budget = MAX_READ
    for node in islice(page.select(rule.where) if is_many else page.select_singly(rule.where), MAX_NODES):
        if budget <= 0:  # elements within each other, each of which holds the text of all
            return
        raw = _read_node(node, rule)
        budget -= len(raw) if isinstance(raw, str) else 0
        budget -= len(node.css("*")) if rule.without is not None else 0
        if not rule.steps:
            yield raw
        elif isinstance(raw, str):
            yield from find_all(decode_json(raw), rule.steps)


def _read_node(node: LexborNode, rule: Rule) -> Raw:
    if rule.attr is not None:
        return node.attributes.get(rule.attr)
    if rule.format is not None and any(_PLACEHOLDER.findall(rule.format)):
        return node.attributes
    if rule.without is not None:
        node = node.clone()
        for inner in node.css(rule.without):
            if inner.mem_id != node.mem_id:
                inner.decompose()
    return (inner_html(node) if rule.html else node.text(separator=" "))[:MAX_READ]


def _find_label(page: Page, rule: Rule) -> list[Raw]:
    return [page.labels[label] for label in rule.labels if label in page.labels]


def _find_meta(page: Page, rule: Rule) -> list[Raw]:
    return list(page.meta.get(rule.where.lower(), ()))


_FINDERS: dict[str, Callable[[Page, Rule], Iterable[Raw]]] = {
    "json": _find_json,
    "flight": _find_flight,
    "script": _find_script,
    "after": _find_after,
    "jsonld": lambda page, rule: _find_node(page.jsonld, rule),
    "microdata": lambda page, rule: _find_node(page.microdata, rule),
    "css": _find_css,
    "label": _find_label,
    "meta": _find_meta,
    "url": lambda page, rule: [page.address],
}


def _shape(rule: Rule, raw: Raw) -> Raw:
    """A raw value as the rule's options ask for it, or None where it is not stated."""
    if rule.format is not None:
        raw = _formatted(rule.format, raw)
    if isinstance(raw, str):
        raw = raw.strip()
        if rule.match is not None:
            raw = first_match(rule.match, raw) if not rule.match.groupindex else named_groups(rule.match, raw)
    if raw is None or raw in ("", [], {}):
        return None
    if _is_compound(raw):
        return raw if rule.values is None else None
    if rule.unless and str(raw) in rule.unless:
        return None
    return rule.values.get(str(raw).lower() if isinstance(raw, bool) else str(raw)) if rule.values is not None else raw


def _is_compound(raw: Raw) -> bool:
    """A list or an object: as a text it might have no end, since one may stand in many places of another."""
    return isinstance(raw, dict | list)


def _formatted(pattern: str, raw: Raw) -> str | None:
    """The pattern with its {keys} filled in; None when one of them is not stated."""
    parts = raw if isinstance(raw, dict) else {"": raw}
    missing = [key for key in _PLACEHOLDER.findall(pattern) if not isinstance(parts.get(key), str | int | float)]
    missing += [key for key in _PLACEHOLDER.findall(pattern) if parts.get(key) == ""]
    return None if missing else _PLACEHOLDER.sub(lambda found: str(parts[found[1]]), pattern)
