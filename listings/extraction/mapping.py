"""Mappings from their JSON text: read as a whole, refused with every fault (mapping_language.py says what they are)."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import orjson

from listings.extraction.facts import FACTS
from listings.extraction.json_path import PathError, Step, parse_path
from listings.extraction.limits import is_storable
from listings.extraction.mapping_language import (
    ANCHOR_SOURCES,
    OPTION_OF_ONE_SOURCE,
    OPTION_TYPES,
    SOURCES,
    UNITS,
    Mapping,
    MappingError,
    Rule,
)
from listings.extraction.market import Market
from listings.extraction.safe_regex import compile_bounded
from listings.extraction.safe_selector import checked_selector
from listings.extraction.sources.labels import normal_label

__all__ = ["Mapping", "MappingError", "Rule", "parse_mapping", "shipped_mapping"]

MAX_RULES = 1_000
_TOP_KEYS = ("portal", "version", "market", "listing_url", "anchors", "usual", "partial", "fields")
_MARKET = {
    "country": r"[A-Z]{2}",
    "currency": r"[A-Z]{3}",
    "locale": r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}",
    "area_unit": "sqmt|sqft",
}
_HEAD = re.compile(r"@?[^.\[\]@]+")


def parse_mapping(raw: bytes | dict[str, Any]) -> Mapping:
    """A mapping from JSON text or from its decoded object.  Raises MappingError with every fault."""
    reader = _Reader()
    mapping = reader.read(_decode(raw) if isinstance(raw, bytes) else raw)
    if reader.faults or mapping is None:
        raise MappingError(reader.faults)
    return mapping


@cache
def shipped_mapping(slug: str) -> Mapping | None:
    """The mapping that comes with the project for a portal, if there is one.  Raises MappingError."""
    file = files("listings").joinpath("mappings", f"{slug}.json")
    return parse_mapping(file.read_bytes()) if file.is_file() else None


def _decode(raw: bytes) -> dict[str, Any]:
    try:
        decoded = json.loads(raw, object_pairs_hook=_distinct_keys)
    except (ValueError, RecursionError) as error:
        raise MappingError([f"not JSON: {error}"]) from error
    if not isinstance(decoded, dict):
        raise MappingError(["a mapping is a JSON object"])
    try:
        orjson.dumps(decoded)
    except orjson.JSONEncodeError as error:  # though it can be read
        raise MappingError([f"holds what cannot be stored: {error}"]) from error
    return decoded


def _distinct_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    distinct = dict(pairs)
    if len(distinct) < len(pairs):
        given = Counter(name for name, _ in pairs)
        raise MappingError([f"{name!r} is given twice" for name in sorted(given) if given[name] > 1])
    return distinct


def _texts(value: object) -> Iterator[str]:
    """Every text in a decoded value, keys among them."""
    queue = [value]
    for node in queue:
        if isinstance(node, str):
            yield node
        elif isinstance(node, dict):
            queue += [*node, *node.values()]
        elif isinstance(node, list):
            queue += node


class _Reader:
    """Reads one decoded mapping and collects its faults, so that all are reported at once."""

    def __init__(self) -> None:
        self.faults: list[str] = []

    def read(self, raw: dict[str, Any]) -> Mapping | None:
        self.faults += [f"unknown key {key!r}" for key in raw if key not in _TOP_KEYS]
        for key in ("portal", "version"):
            if not isinstance(raw.get(key), str) or not raw[key]:
                self.faults.append(f"{key!r} must be a text")
        if any(not is_storable(text) for text in _texts(raw)):
            self.faults.append("a text has characters that cannot be stored")
        if not isinstance(raw.get("partial", False), bool):
            self.faults.append("'partial' must be true or false")
        if not isinstance(raw.get("fields"), dict) or not isinstance(raw.get("anchors", {}), dict):
            self.faults.append("'fields' and 'anchors' must be objects")
            return None
        anchors = {name: self._rules(f"anchor {name}", rules) for name, rules in raw.get("anchors", {}).items()}
        fields = {name: self._rules(name, rules) for name, rules in raw["fields"].items()}
        self._check_names(anchors, fields)
        facts = tuple(fact for fact in FACTS if fact in fields)
        listing_url, market, usual = self._listing_url(raw), self._market(raw), self._usual(raw, fields)
        if self.faults:
            return None
        partial = raw.get("partial", False)
        return Mapping(raw["portal"], raw["version"], anchors, fields, facts, listing_url, market, usual, partial)

    def _listing_url(self, raw: dict[str, Any]) -> re.Pattern[str] | None:
        if "listing_url" not in raw:
            return None
        if not raw.get("anchors"):
            self.faults.append("'listing_url' needs an anchor, by which a listing at another address is known")
        if not isinstance(raw["listing_url"], str):
            self.faults.append("'listing_url' must be a text")
            return None
        try:
            return compile_bounded(raw["listing_url"])
        except ValueError as error:
            self.faults.append(f"listing_url: {error}")
            return None

    def _market(self, raw: dict[str, Any]) -> Market | None:
        if "market" not in raw:
            return None
        stated = raw["market"]
        if not isinstance(stated, dict):
            self.faults.append("'market' must be an object")
            return None
        self.faults += [f"market: unknown key {key!r}" for key in stated if key not in _MARKET]
        for key, pattern in _MARKET.items():
            value = stated.get(key)
            if value is not None and not (isinstance(value, str) and re.fullmatch(pattern, value)):
                self.faults.append(f"market: {value!r} is no {key}")
        if self.faults:
            return None
        return Market(stated.get("country"), stated.get("currency"), stated.get("locale"), stated.get("area_unit"))

    def _usual(self, raw: dict[str, Any], fields: dict[str, tuple[Rule, ...]]) -> frozenset[str]:
        usual = raw.get("usual", [])
        if not isinstance(usual, list):
            self.faults.append("'usual' must be a list of fields")
            return frozenset()
        self.faults += [f"usual: no rules for {name!r}" for name in usual if name not in fields]
        if usual and not raw.get("anchors"):
            self.faults.append("'usual' needs an anchor, by which a page of the same make is known")
        return frozenset(usual) if not self.faults else frozenset()

    def _check_names(self, anchors: dict[str, tuple[Rule, ...]], fields: dict[str, tuple[Rule, ...]]) -> None:
        self.faults += [f"unknown field {name!r}" for name in fields if name not in FACTS]
        for name, rules in (*anchors.items(), *fields.items()):
            self.faults += [
                f"{name}: unknown anchor {r.anchor!r}" for r in rules if r.anchor and r.anchor not in anchors
            ]
        self.faults += [
            f"anchor {name}: must not start from an anchor"
            for name, rules in anchors.items()
            if any(r.anchor for r in rules)
        ]

    def _rules(self, name: str, raw: object) -> tuple[Rule, ...]:
        if not isinstance(raw, list) or not raw or len(raw) > MAX_RULES:
            self.faults.append(f"{name}: rules must be a list of at least one")
            return ()
        sources = ANCHOR_SOURCES if name.startswith("anchor ") else SOURCES
        rules = [self._rule(f"{name}[{number}]", rule, sources) for number, rule in enumerate(raw)]
        return tuple(rule for rule in rules if rule is not None)

    def _rule(self, name: str, raw: object, sources: tuple[str, ...]) -> Rule | None:
        if not isinstance(raw, dict):
            self.faults.append(f"{name}: a rule is an object")
            return None
        named = [key for key in raw if key in sources]
        faults = [f"{name}: unknown key {key!r}" for key in raw if key not in sources and key not in OPTION_TYPES]
        faults += [
            f"{name}: {key!r} must be {kind.__name__}"
            for key, kind in OPTION_TYPES.items()
            if key in raw and not isinstance(raw[key], kind)
        ]
        faults += [
            f"{name}: {key!r} goes with {source!r} only"
            for key, source in OPTION_OF_ONE_SOURCE.items()
            if key in raw and source not in raw
        ]
        if len(named) != 1:
            faults.append(f"{name}: needs exactly one source of {', '.join(sources)}")
        if raw.get("unit", "sqmt") not in UNITS:
            faults.append(f"{name}: unit must be one of {', '.join(UNITS)}")
        self.faults += faults
        return None if faults else self._build(name, named[0], raw)

    def _build(self, name: str, source: str, raw: dict[str, Any]) -> Rule | None:
        try:
            return _build_rule(name.partition("[")[0], source, raw)
        except (PathError, re.error, ValueError) as error:
            self.faults.append(f"{name}: {error}")
            return None


def _build_rule(fact: str, source: str, raw: dict[str, Any]) -> Rule:
    where, anchor, steps, labels = _place(source, raw)
    return Rule(
        source=source,
        where=where,
        steps=steps,
        anchor=anchor,
        labels=labels,
        attr=raw.get("attr"),
        html=raw.get("html", False),
        without=checked_selector(raw["without"]) if "without" in raw else None,
        all=raw.get("all", False),
        join=raw.get("join"),
        match=compile_bounded(raw["match"]) if "match" in raw else None,
        values=raw.get("values"),
        unless=tuple(str(text) for text in raw.get("unless", ())),
        format=raw.get("format"),
        unit=raw.get("unit"),
        named=fact if raw.get("named") or raw.get("label") is True else None,
        path=_shown_path(source, where, anchor, steps, raw.get("attr")),
    )


def _shown_path(source: str, where: str, anchor: str | None, steps: tuple[Step, ...], attr: str | None) -> str:
    """How provenance names the place a rule reads."""
    if anchor is not None or source in ("json", "jsonld", "microdata", "flight", "script"):
        return ".".join([where, *map(str, steps)])
    return ".".join([f"{where}@{attr}", *map(str, steps)]) if attr else where


def _place(source: str, raw: dict[str, Any]) -> tuple[str, str | None, tuple[Step, ...], tuple[str, ...]]:
    """Where a rule looks: its head (state, type, selector ...), anchor, path and labels.  Raises ValueError."""
    value = raw[source]
    if source == "url":
        if value is not True or "match" not in raw:
            raise ValueError("'url' must be true and go with 'match'")
        return "url", None, (), ()
    if source == "label":
        return _labels(value)
    if not isinstance(value, str) or not value:
        raise ValueError(f"{source!r} must be a text")
    if source == "after" and "match" not in raw:
        raise ValueError("'after' goes with 'match'")
    if raw.get("named") and ("attr" in raw or "html" in raw or "all" in raw):
        raise ValueError("'named' reads texts, one of them")
    if "path" in raw and not (source == "script" or (source == "css" and "attr" in raw)):
        raise ValueError("'path' goes with 'script', or with 'css' and 'attr'")
    if source in ("css", "meta", "after", "script"):
        path = parse_path(raw["path"]) if "path" in raw else ()
        return checked_selector(value) if source == "css" else value, None, path, ()
    return ("flight", None, parse_path(value), ()) if source == "flight" else _headed_path(source, value)


def _labels(value: object) -> tuple[str, str | None, tuple[Step, ...], tuple[str, ...]]:
    """A label, a list of them, or true: whatever names the fact.  Raises ValueError."""
    if value is True:
        return "labels", None, (), ()
    labels = tuple(value) if isinstance(value, list) else (value,)
    texts = tuple(label for label in labels if isinstance(label, str) and label)
    if not texts or len(texts) != len(labels):
        raise ValueError("'label' must be a text, a list of texts, or true")
    return texts[0], None, (), tuple(normal_label(label) for label in texts)


def _headed_path(source: str, value: str) -> tuple[str, str | None, tuple[Step, ...], tuple[str, ...]]:
    """A state's, type's or anchor's name and the path from there: "PAGE_MODEL.a.b", "@anchor[key=value].c"."""
    head = _HEAD.match(value)
    if head is None:
        raise ValueError(f"{value!r} does not begin with a name")
    rest = value[head.end() :]
    steps = parse_path(rest if rest.startswith(("[", "..")) else rest.removeprefix(".")) if rest else ()
    if value.startswith("@") and source != "json":
        raise ValueError("an anchor goes with 'json'")
    return head[0], head[0][1:] if value.startswith("@") else None, steps, ()
