"""The faults of a mapping that is being written, each with the line and the key it is about."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from aimap.linting.json_lines import Path, lines_of

MAX_FAULTS = 50
MAX_MESSAGE = 300
_NOT_JSON = re.compile(r"\Anot JSON: (?P<what>.*?): line (?P<line>\d+) column (?P<column>\d+)")
_ANCHOR_RULE = re.compile(r"\Aanchor (?P<name>[^:\[]+)(?:\[(?P<at>\d+)\])?: ")
_RULE = re.compile(r"\A(?P<name>\w+)(?:\[(?P<at>\d+)\])?: ")
_FIELD = re.compile(r"\Aunknown field '(?P<name>[^']*)'")
_KEY = re.compile(r"\A(?:unknown key )?'(?P<name>[^']*)'")
_TOP = frozenset({"market", "listing_url", "usual"})


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault; `line` is None where it is about the text as a whole, `key` the path, as in fields.price.0."""

    line: int | None
    key: str
    message: str

    def as_record(self) -> dict[str, str | int | None]:
        """Plain data."""
        return {"line": self.line, "key": self.key, "message": self.message}


def locate_faults(text: str, faults: list[str]) -> list[Fault]:
    """The faults that listings' linter found in a text, with their places in it."""
    lines = lines_of(text)
    return [_locate(fault, lines) for fault in faults[:MAX_FAULTS]]


def _locate(fault: str, lines: dict[Path, int]) -> Fault:
    message = fault[:MAX_MESSAGE]
    if broken := _NOT_JSON.match(fault):
        return Fault(int(broken["line"]), f"column {broken['column']}", f"not JSON: {broken['what']}"[:MAX_MESSAGE])
    for path in _paths(fault):
        if path in lines:
            return Fault(lines[path], ".".join(map(str, path)), message)
    return Fault(None, "", message)


def _paths(fault: str) -> Iterator[Path]:
    """Where a fault may be, the nearest first."""
    if anchor := _ANCHOR_RULE.match(fault):
        yield from _rule_paths("anchors", anchor["name"], anchor["at"])
    elif rule := _RULE.match(fault):
        if rule["name"] in _TOP:
            yield (rule["name"],)
        yield from _rule_paths("fields", rule["name"], rule["at"])
    elif field := _FIELD.match(fault):
        yield ("fields", field["name"])
    elif key := _KEY.match(fault):
        yield (key["name"],)
        yield ("fields", key["name"])


def _rule_paths(section: str, name: str, at: str | None) -> Iterator[Path]:
    if at is not None:
        yield (section, name, int(at))
    yield (section, name)
    yield (section,)
