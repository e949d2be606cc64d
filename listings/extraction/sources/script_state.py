"""State that a page's own scripts start from: `window.X = {...}`, `X = JSON.parse("...")`, <script type=json>."""

import re
from collections.abc import Iterable, Iterator

from listings.extraction.sources.decoding import State, as_state, decode_at, decode_json, decode_nested
from listings.extraction.sources.devalue import expand
from listings.extraction.sources.scripts import Script

MAX_VALUES_PER_SCRIPT = 20
SCAN_CHARS = 4_000  # an assignment opens its script or follows the one before; libraries are not read through
MAX_LITERAL_HITS = 20

_BEFORE_VALUE = re.compile(r"""["']?\]?\s{0,20}=\s{0,20}(?:JSON\.parse\(\s{0,20})?(?=[\[{"])""")
_ASSIGNMENT = re.compile(
    r"""(?:(?:window|self|globalThis)(?:\.|\[["'])|(?:var|let|const)\s{1,5})([\w$]{2,80})["']?\]?"""
    r"""\s{0,20}=\s{0,20}(?:JSON\.parse\(\s{0,20})?(?=[\[{"])"""
)


def find_state(scripts: Iterable[Script], name: str) -> State | None:
    """The state held by the variable or by the JSON script of this name."""
    for script in scripts:
        if script.id == name and script.text.lstrip()[:1] in ("{", "["):
            return expand(as_state(decode_json(script.text)))
        state = _assigned(script.text, name) if not is_data(script) else None
        if state is not None:
            return state
    return None


def read_states(scripts: Iterable[Script]) -> Iterator[tuple[str, State]]:
    """(name, state) of every JSON script and of the assignments that open a script."""
    for script in scripts:
        if is_data(script):
            state = expand(as_state(decode_json(script.text))) if "ld+json" not in script.type else None
            if state is not None:
                yield script.id or script.type, state
        elif not script.src:
            yield from _assignments(script.text)


def value_after(scripts: Iterable[Script], literal: str) -> State | None:
    """The first object or array that follows the literal in any script."""
    for script in scripts:
        at = script.text.find(literal)
        for _ in range(MAX_LITERAL_HITS):
            if at < 0:
                break
            value = as_state(decode_at(script.text, at + len(literal))[0])
            if value is not None:
                return value
            at = script.text.find(literal, at + 1)
    return None


def is_data(script: Script) -> bool:
    """A script that is JSON rather than a program."""
    return "json" in script.type


def _assigned(text: str, name: str) -> State | None:
    at = text.find(name)
    for _ in range(MAX_LITERAL_HITS):
        if at < 0:
            return None
        match = _BEFORE_VALUE.match(text, at + len(name))
        state = _value_at(text, match)[0] if match else None
        if state is not None:
            return state
        at = text.find(name, at + len(name))
    return None


def _assignments(text: str) -> Iterator[tuple[str, State]]:
    start = 0
    for _ in range(MAX_VALUES_PER_SCRIPT):
        match = _ASSIGNMENT.search(text, start, start + SCAN_CHARS)
        if match is None:
            return
        state, end = _value_at(text, match)
        if state is not None:
            yield match[1], state
        start = max(end, match.end())


def _value_at(text: str, match: re.Match[str]) -> tuple[State | None, int]:
    value, end = decode_at(text, match.end())
    return expand(as_state(decode_nested(value))), end
