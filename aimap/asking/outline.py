"""A page in a few thousand characters: where each short text of it stands, written as the rule that would read it.

Scripts appear as the keys of their data. What the page says is a stranger's, and is only ever quoted.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from aimap.induction.anchors import LISTING, Rule, Seen, resolve_anchor
from aimap.induction.data_walk import Visited, path_text, walk
from aimap.induction.look import Look
from aimap.induction.selectors import selectors_of
from listings.extraction.sources.jsonld import types_of

MAX_TEXT_CHARS = 60
MAX_PLACE_CHARS = 160
MAX_LINES = 400
# Of one page: the listing's own object, other data, JSON-LD, the head, labels, elements
SHARES = (1_200, 600, 500, 300, 500, 1_100)
MAX_CHARS = sum(SHARES)

_PLAIN = re.compile(r"[\w-]{1,60}")
_SAYS_LITTLE = frozenset({"style", "href", "src", "value", "width", "height"})

Line = tuple[dict[str, Any], object]  # a rule, and what it would read


def outline_of(page: Seen, anchor: Sequence[Rule]) -> str:
    """The page's places and texts, one a line, in at most MAX_CHARS characters."""
    lines: list[str] = []
    seen: set[str] = set()
    parts = (_own(page, anchor), _data(page), _jsonld(page), _head(page), _labels(page), _elements(page))
    for part, share in zip(parts, SHARES, strict=True):
        for line in islice(_written(part), MAX_LINES):
            if line in seen:
                continue
            share -= len(line) + 1
            if share < 0:
                break
            seen.add(line)
            lines.append(line)
    return "\n".join(lines)


def _written(part: Iterable[Line]) -> Iterator[str]:
    for rule, value in part:
        place = json.dumps(rule, ensure_ascii=False)
        if len(place) <= MAX_PLACE_CHARS and (text := _shown(value)):
            yield f"{_plain(place)} -> {text}"


def _shown(value: object) -> str:
    """A text, cut; of an object its keys, of a list how long it is."""
    if isinstance(value, dict):
        return "{" + ", ".join(_plain(str(key))[:MAX_TEXT_CHARS] for key in islice(value, 8)) + "}"
    if isinstance(value, list):
        return f"[{len(value)} members]"
    text = _plain(str(value)) if value is not None else ""
    return f"{text[:MAX_TEXT_CHARS]}…" if len(text) > MAX_TEXT_CHARS else text


def _plain(text: str) -> str:
    """On one line, without characters that do not show."""
    return "".join(c if c.isprintable() else " " for c in " ".join(text[: 10 * MAX_TEXT_CHARS].split()))


def _own(page: Seen, anchor: Sequence[Rule]) -> Iterator[Line]:
    """The object that is the listing, through its anchor."""
    found = resolve_anchor(page.look, anchor)
    if found is not None:
        for visited in _telling(walk(found.value, found.resolve)):
            yield {"json": f"@{LISTING}.{path_text(visited.path)}"}, visited.value


def _data(page: Seen) -> Iterator[Line]:
    for state in page.states:
        for visited in _telling(walk(state.value, state.resolve)):
            yield state.rule_at(visited.path), visited.value


def _jsonld(page: Seen) -> Iterator[Line]:
    for node in page.look.page.jsonld:
        name = next(iter(types_of(node)), None)
        for visited in _telling(walk(node)) if name else ():
            yield {"jsonld": f"{name}.{path_text(visited.path)}"}, visited.value


def _telling(visits: Iterable[Visited]) -> Iterator[Visited]:
    """What is worth a line: of lists the first member alone, and of objects and lists only that they are there."""
    for visited in visits:
        is_further = any(step.isdecimal() and step != "0" for step in visited.path)
        is_address = isinstance(visited.value, str) and visited.value.startswith(("data:", "<"))
        if not is_further and not is_address and visited.value not in (None, "", [], {}):
            yield visited


def _head(page: Seen) -> Iterator[Line]:
    for name, texts in page.look.page.meta.items():
        if texts:
            yield {"meta": name}, texts[0]


def _labels(page: Seen) -> Iterator[Line]:
    for label, text in page.look.page.labels.items():
        yield {"label": label}, text


def _elements(page: Seen) -> Iterator[Line]:
    """Texts of the listing's own part of the page, by the stablest selector that finds them first."""
    look = page.look
    done: set[int] = set()
    for text in look.view.live:
        owner = look.outline.owners[text]
        if owner in done:
            continue
        done.add(owner)
        if selector := _selector(look, owner):
            yield {"css": selector}, look.outline.texts[text]


def _selector(look: Look, element: int) -> str | None:
    """The stablest selector that finds an element first; where it has no telling name, any attribute that does."""
    if stable := selectors_of(look, element):
        return stable[0].text
    tag, attributes = look.outline.tags[element], look.outline.attributes[element]
    plain = (
        f'{tag}[{name}="{value}"]'
        for name, value in attributes.items()
        if value and name not in _SAYS_LITTLE and _PLAIN.fullmatch(name) and _PLAIN.fullmatch(value)
    )
    return next((selector for selector in plain if look.is_first(element, selector)), None)
