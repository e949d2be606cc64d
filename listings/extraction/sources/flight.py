"""Next.js flight data: the server component payload streamed through self.__next_f.push([1, "..."])."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import orjson

from listings.extraction.sources.decoding import decode_at
from listings.extraction.sources.scripts import Script

MAX_ROWS = 20_000
MAX_REFERENCES = 10
MAX_KEYS = 200
_PUSH = "self.__next_f.push("
_ROW = re.compile(rb"([0-9a-f]{1,8}):")
_LENGTH = re.compile(rb"T([0-9a-f]{1,8}),")
_REFERENCE = re.compile(r"\$([0-9a-f]{1,8})((?::[^:]{1,100}){0,200})")


@dataclass(frozen=True, slots=True)
class Flight:
    """Rows by their hexadecimal id: decoded JSON, or text."""

    rows: dict[str, object] = field(default_factory=dict)

    def resolve(self, value: object) -> object:
        """What "$8f" or "$54:props:children:0:props:pricing" stands for; itself, where it is no reference.

        "$undefined", "$L8f" and other marks of the format stand for nothing.
        """
        for _ in range(MAX_REFERENCES):
            if not isinstance(value, str) or not value.startswith("$"):
                return value
            if value.startswith("$$"):
                return value[1:]
            reference = _REFERENCE.fullmatch(value)
            if reference is None:
                return None
            value = self._follow(self.rows.get(reference[1]), reference[2].split(":")[1:])
        return None

    def _follow(self, value: object, keys: list[str]) -> object:
        """Down a reference's path.  A React element is ["$", type, key, props], and "props" is its fourth."""
        for key in keys[:MAX_KEYS]:
            if isinstance(value, str) and (row := _REFERENCE.fullmatch(value)) and not row[2]:
                value = self.rows.get(row[1])
            if isinstance(value, dict):
                value = value.get(key)
            elif isinstance(value, list):
                index = 3 if key == "props" else int(key) if key.isdecimal() else len(value)
                value = value[index] if index < len(value) else None
            else:
                return None
        return value


def read_flight(scripts: Iterable[Script]) -> Flight:
    """All pushes of the page put together and split into rows; module and hint rows are left out."""
    chunks = []
    for script in scripts:
        text = script.text.lstrip()
        if text.startswith(_PUSH):
            value = decode_at(text, len(_PUSH))[0]
            if isinstance(value, list) and len(value) > 1 and value[0] == 1 and isinstance(value[1], str):
                chunks.append(value[1])
    return Flight(_split_rows("".join(chunks).encode()))


def _split_rows(data: bytes) -> dict[str, object]:
    rows: dict[str, object] = {}
    at = 0
    while at < len(data) and len(rows) < MAX_ROWS:
        head = _ROW.match(data, at)
        if head is None:
            at = _next_line(data, at)
            continue
        value, at = _read_row(data, head.end())
        if value is not None:
            rows[head[1].decode()] = value
    return rows


def _read_row(data: bytes, at: int) -> tuple[object, int]:
    """A row's value and where the next begins.  T rows give their length in bytes, the others end with a line."""
    if length := _LENGTH.match(data, at):
        end = length.end() + int(length[1], 16)
        return data[length.end() : end].decode(errors="replace"), end
    end = _next_line(data, at)
    if data[at : at + 1] not in (b"[", b"{"):
        return None, end
    try:
        return orjson.loads(data[at:end]), end
    except ValueError:
        return None, end


def _next_line(data: bytes, at: int) -> int:
    end = data.find(b"\n", at)
    return len(data) if end < 0 else end + 1
