"""State that a page's own scripts start from: `window.X = {...}`, `X = JSON.parse("...")`, <script type=json>."""

import json
import re
from collections.abc import Iterable, Iterator

import orjson

from listings.extraction.sources.decoding import BEHIND_VALUE, State, as_state, decode_at, decode_json, decode_nested
from listings.extraction.sources.devalue import expand
from listings.extraction.sources.scripts import Script

MAX_TRIES = 60  # of what looks like a JSON value, in one program
MIN_VALUE_CHARS = 60
WINDOW_CHARS = 4_000
MAX_VAIN_CHARS = 2_000_000  # of a page
MAX_LITERAL_HITS = 20

_BEFORE_VALUE = re.compile(r"""["']?\]?\s{0,20}=\s{0,20}(?:JSON\.parse\(\s{0,20})?(?=[\[{"])""")
# What opens a JSON value: an object or array whose first member is quoted, or the same as a string.
# One set of characters in front lets the search run past all others.
_OPENING = re.compile(r"""[\["{](?:(?<=")[\[{]{1,2}\\(?:"|u0022)|(?<!")\s{0,20}(?:\{\s{0,20})?")""")
_forgiving = json.JSONDecoder(strict=False)
_NAME = re.compile(r"[A-Za-z_$][\w$]{1,60}")
_TELLING = ("lat", "mage", "rice", "hoto", "ddress", "rix", "reis", "reco", "recio", "rezzo", "cena")


class _Budget:
    """How many characters may yet be read in vain, for what looked like a value and was none."""

    def __init__(self) -> None:
        self.left = MAX_VAIN_CHARS

    def spend(self, chars: int) -> None:
        self.left -= chars


def find_state(scripts: Iterable[Script], name: str) -> State | None:
    """The state held by the variable or by the JSON script of this name, as written there (see devalue.py)."""
    budget = _Budget()
    for script in scripts:
        if script.id == name and script.text.lstrip()[:1] in ("{", "["):
            return as_state(decode_json(script.text))
        state = _assigned(script.text, name, budget) if not is_data(script) else None
        if state is not None:
            return state
    return None


def read_states(scripts: Iterable[Script]) -> Iterator[tuple[str, State]]:
    """(name, state) of every JSON script, and of every JSON value of some size in the page's own programs."""
    budget = _Budget()
    for script in scripts:
        if is_data(script):
            state = expand(as_state(decode_json(script.text))) if "ld+json" not in script.type else None
            if state is not None:
                yield script.id or script.type, state
        elif not script.src and any(word in script.text for word in _TELLING):
            yield from _values(script.text, budget)


def value_after(scripts: Iterable[Script], literal: str) -> State | None:
    """The first object or array that follows the literal in any script."""
    budget = _Budget()
    for script in scripts:
        at = script.text.find(literal)
        for _ in range(MAX_LITERAL_HITS):
            if at < 0:
                break
            value = as_state(_value_at(script.text, at + len(literal), budget))
            if value is not None:
                return value
            at = script.text.find(literal, at + 1)
    return None


def is_data(script: Script) -> bool:
    """A script that is JSON rather than a program."""
    return "json" in script.type


def _assigned(text: str, name: str, budget: _Budget) -> State | None:
    at = text.find(name)
    for _ in range(MAX_LITERAL_HITS):
        if at < 0:
            return None
        match = _BEFORE_VALUE.match(text, at + len(name))
        state = as_state(decode_nested(_value_at(text, match.end(), budget))) if match else None
        if state is not None:
            return state
        at = text.find(name, at + len(name))
    return None


def _values(text: str, budget: _Budget) -> Iterator[tuple[str, State]]:
    """(name, value) of the objects and arrays in a program: assigned, passed to a function, or written as a string."""
    at, tries = 0, 0
    while tries < MAX_TRIES and budget.left > 0:
        found = _OPENING.search(text, at)
        if found is None:
            return
        tries += 1
        value, end = _value_from(text, found.start(), budget)
        state = expand(as_state(decode_nested(value)))
        if state is not None and end - found.start() >= MIN_VALUE_CHARS:
            yield _name_before(text, found.start()), state
        at = end if value is not None else found.end()


def _value_from(text: str, start: int, budget: _Budget) -> tuple[object, int]:
    """The JSON value at `start`; most of what looks like one is none, which a short window tells at once."""
    window = text[start : start + WINDOW_CHARS]
    value, end = decode_at(window, 0)
    if value is None:
        fault = end or _fault(window)
        if len(window) == WINDOW_CHARS and fault >= len(window.rstrip(BEHIND_VALUE)) - 10:
            value, end = decode_at(text, start)
            fault = len(text) - start
            end -= start
        budget.spend(fault if value is None else 0)
    return value, start + end


def _fault(window: str) -> int:
    """How far the parser came until it found a fault, or the end of the window."""
    try:
        orjson.loads(window)
    except orjson.JSONDecodeError as error:
        return error.pos
    return len(window)


def _name_before(text: str, start: int) -> str:
    """The variable or function that a value is given to, as far as it can be told."""
    names = _NAME.findall(text[max(start - 80, 0) : start])
    return names[-1] if names else "script"


def _value_at(text: str, start: int, budget: _Budget) -> object:
    """The JSON value at `start`; what a window cannot tell is read to its end, in vain as often as is allowed."""
    window = text[start : start + WINDOW_CHARS]
    is_long = len(window) == WINDOW_CHARS and budget.left > 0 and _fault(window) >= WINDOW_CHARS - 10
    value = decode_at(window, 0)[0] if not is_long else None
    if value is not None or not (is_long or _is_cut(window)) or budget.left <= 0:
        return value
    value = decode_at(text, start, is_long=True)[0]
    if as_state(decode_nested(value)) is None:
        budget.spend(len(text) - start)
    return value


def _is_cut(window: str) -> bool:
    """Whether nothing but its end keeps a window from being read."""
    try:
        _forgiving.raw_decode(window, len(window) - len(window.lstrip()))
    except json.JSONDecodeError as error:
        cut = error.pos >= WINDOW_CHARS - 10 or error.msg.startswith("Unterminated string")
        return cut and len(window) == WINDOW_CHARS
    except RecursionError:
        return False
    return False
