"""A page's embedded data as a mapping can open it: by the name of a state, by what stands before it in a script ..."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from heapq import nlargest
from itertools import islice
from typing import Any

from aimap.induction.data_walk import Path, is_equal, path_text
from aimap.induction.look import Look
from aimap.induction.selectors import selectors_of
from listings.extraction.page import Page
from listings.extraction.sources.decoding import decode_json
from listings.extraction.sources.script_state import is_data, read_states
from listings.extraction.sources.scripts import Script

MAX_STATES = 40
MAX_SCRIPTS = 60
MAX_NAMES, MAX_NAMES_OF_ONE = 100, 40  # of a page's scripts, and of one of them
MIN_ATTRIBUTE_CHARS = 30
MAX_LITERAL_CHARS = 60
LEAD_CHARS = 20  # that are taken in front of a name to tell it from others
MAX_OCCURRENCES = 6
_NAME = re.compile(r"[^.\[\]@]+")
_OPENING = re.compile(r"[\[{]")
_ASSIGNED = re.compile(
    r"""(?<![\w$])([A-Za-z_$][\w$]{2,60})["']?\]?\s{0,9}=\s{0,9}(?:JSON\.parse\(\s{0,9})?"""
    r"""(?=\{\s{0,20}"|\[\s{0,20}[{\[]|"[{\[]|'[{\[])"""
)


@dataclass(frozen=True, slots=True)
class Opened:
    """A state and the rule that opens it.

    source: json, flight, script or css; where: the name, literal or selector; attr: of css.
    """

    source: str
    where: str
    value: object
    attr: str | None = None
    resolve: Callable[[object], object] | None = None

    def rule_at(self, path: Path) -> dict[str, Any]:
        """The rule that reads what lies at a path in the state."""
        return self._rule(path_text(path))

    def deep_rule(self, keys: tuple[str, ...]) -> dict[str, Any]:
        """The rule that finds the nearest object with these keys, wherever it lies in the state."""
        return self._rule(".." + "".join(f"[{key}]" for key in keys))

    def _rule(self, path: str) -> dict[str, Any]:
        if self.source == "json":
            return {"json": self.where + ("" if not path or path.startswith(("[", "..")) else ".") + path}
        if self.source == "flight":
            return {"flight": path}
        rule = {self.source: self.where, **({"attr": self.attr} if self.attr else {})}
        return {**rule, "path": path} if path else rule


def open_states(look: Look) -> list[Opened]:
    """The states of a page that a rule can open, the first MAX_STATES."""
    return list(islice(_openings(look), MAX_STATES))


def _openings(look: Look) -> Iterator[Opened]:
    page = look.page
    seen: set[str] = set()
    held: list[object] = []
    names_left = MAX_NAMES
    for script in _telling_scripts(page):
        for name in _names_in(script)[:names_left]:
            names_left -= 1
            if name not in seen and isinstance(value := page.state(name), dict | list) and value:
                seen.add(name)
                held.append(value)
                yield Opened("json", name, value)
        for name, value in read_states((script,)):
            is_held = any(is_equal(value, other) for other in held)
            found = None if is_held else _by_literal(page, script, name, value)
            if found is not None and found.where not in seen:
                seen.add(found.where)
                yield found
    if page.flight.rows:
        yield Opened("flight", "flight", list(page.flight.rows.values()), resolve=page.flight.resolve)
    yield from _of_attributes(look)


def _telling_scripts(page: Page) -> list[Script]:
    """The scripts of a page that may hold a state, the largest MAX_SCRIPTS in their order."""
    scripts = [(at, script) for at, script in enumerate(page.scripts) if "ld+json" not in script.type]
    largest = nlargest(MAX_SCRIPTS, scripts, key=lambda entry: len(entry[1].text))
    return [script for _, script in sorted(largest, key=lambda entry: entry[0])]


def _names_in(script: Script) -> list[str]:
    """The names that a script's values are assigned to, or its own where it is data."""
    if script.src:
        return []
    if is_data(script):
        return [script.id] if _NAME.fullmatch(script.id) else []
    return list(islice(dict.fromkeys(_ASSIGNED.findall(script.text)), MAX_NAMES_OF_ONE))


def _by_literal(page: Page, script: Script, name: str, value: object) -> Opened | None:
    return next(
        (
            Opened("script", literal, value)
            for literal in _literals(script.text, name)
            if is_equal(page.script_value(literal), value)
        ),
        None,
    )


def _literals(text: str, name: str) -> Iterator[str]:
    """What stands before a value that a program gives to something of that name: "dataLayer.push("."""
    at = text.find(name)
    for _ in range(MAX_OCCURRENCES):
        if at < 0:
            return
        opening = _OPENING.search(text, at + len(name), at + len(name) + MAX_LITERAL_CHARS)
        if opening:
            line = text.rfind("\n", max(at - MAX_LITERAL_CHARS, 0), at) + 1
            yield text[at : opening.start()]
            yield text[max(line, at - LEAD_CHARS) : opening.start()].lstrip()
        at = text.find(name, at + len(name))


def _of_attributes(look: Look) -> Iterator[Opened]:
    """JSON in the values of attributes."""
    outline = look.outline
    for name in outline.by_attribute:
        if not name.startswith("data-") and name not in ("value", "props"):
            continue
        for element, value in outline.stated(name):
            if value[0] in "{[" and len(value) >= MIN_ATTRIBUTE_CHARS and (state := decode_json(value)) is not None:
                for selector in selectors_of(look, element)[:1]:
                    yield Opened("css", selector.text, state, attr=name)
