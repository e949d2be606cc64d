"""On which line of a JSON text each of its values stands."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

Path = tuple[str | int, ...]
_PART = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')
MAX_DEPTH = 200


@dataclass(slots=True)
class _Open:
    """An object or array that has not ended: the key or index that the next value has."""

    is_object: bool
    key: str | int | None


def lines_of(text: str) -> dict[Path, int]:
    """The line of each key of an object and each member of an array, from 1, by its path; of what is nested too deep
    none. For a text that is JSON; of any other what could be made out.
    """
    found: dict[Path, int] = {}
    stack: list[_Open] = []
    for part, line in _parts(text):
        if part in "{[":
            _note(found, stack, line)
            stack.append(_Open(part == "{", None if part == "{" else 0))
        elif part in "}]":
            if stack:
                stack.pop()
        elif part == ",":
            _next(stack)
        elif stack and stack[-1].is_object and stack[-1].key is None:
            stack[-1].key = _key(part)
            found.setdefault(_path(stack), line)
        elif part != ":":
            _note(found, stack, line)
        if len(stack) > MAX_DEPTH:
            return found
    return found


def _parts(text: str) -> Iterator[tuple[str, int]]:
    line, seen = 1, 0
    for match in _PART.finditer(text):
        line += text.count("\n", seen, match.start())
        seen = match.start()
        yield match[0], line


def _note(found: dict[Path, int], stack: list[_Open], line: int) -> None:
    if stack and not stack[-1].is_object:
        found.setdefault(_path(stack), line)


def _next(stack: list[_Open]) -> None:
    if not stack:
        return
    key = stack[-1].key
    stack[-1].key = key + 1 if isinstance(key, int) else None


def _path(stack: list[_Open]) -> Path:
    return tuple(entry.key for entry in stack if entry.key is not None)


def _key(part: str) -> str:
    try:
        return str(json.loads(part))
    except ValueError:
        return part
