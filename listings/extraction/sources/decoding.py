"""JSON as pages carry it, decoded within bounds: None for what cannot be read, never an exception."""

import json
from collections.abc import Iterator

import orjson

State = dict[str, object] | list[object]

MAX_JSON_CHARS = 12_000_000
SMALL_JSON_CHARS = 500_000
OBJECT_BYTES, LIST_BYTES = 232, 88  # that CPython takes for one with a member
MAX_BYTES_PER_CHAR = 16
_forgiving = json.JSONDecoder(strict=False)
BEHIND_VALUE = " \t\r\n;)"
_BEHIND_STRING = ('";', '")')
_WINDOWS = (16_000, 128_000)
_MAX_CUT_CHARS = 12  # in front of a cut at which the parser may find its first fault: the longest escape
_CLOSED = (dict, list, str)  # values that are whole once they can be parsed; of a number more may follow
_MORE_BEHIND = "unexpected content after document"
# What the forgiving parser refuses at the same place, unless that is the first letter of NaN or Infinity
_REFUSED_BY_ALL = ("unexpected end of data", "unexpected character", "invalid escaped sequence", "trailing comma")
_NO_NUMBER = frozenset("NI")


def decode_json(text: str) -> object:
    """A whole JSON text; raw line breaks within strings are forgiven."""
    if len(text) > MAX_JSON_CHARS or _swells(text, 0):
        return None
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        return _decode_forgiving(text, 0)[0] if _may_be_forgiven(error, text) else None


def decode_at(text: str, start: int, *, is_long: bool = False) -> tuple[object, int]:
    """The JSON value that begins at `start`, and where it ends; None and where its fault lies, where there is none.

    is_long: more than a few thousand characters of it were seen, so it is read to the end of the text at once.

    Most values end their script, or all but a bracket and a semicolon of it.  Where more follows, the fast parser tells
    where the value ended, and the value alone is parsed a second time: two passes of it are still several times as fast
    as one of the standard library's.  What is given to the parser is copied and encoded first, so of a long text it is
    given more and more.
    """
    for chars in (len(text),) if is_long else _windows(text, start):
        end = start + chars
        rest = text[start:end] if end < len(text) else (text[start:] if start else text).rstrip(BEHIND_VALUE)
        if rest[:1] != '"' and _swells(rest, 0):
            return None, start
        try:
            value = orjson.loads(rest)
        except orjson.JSONDecodeError as error:
            if error.msg.startswith(_MORE_BEHIND) and error.pos:
                return orjson.loads(rest[: error.pos]), start + error.pos
            if end >= len(text) or error.pos < chars - _MAX_CUT_CHARS:
                if not _may_be_forgiven(error, rest):
                    return None, start + error.pos
                break
        else:
            if end >= len(text) or isinstance(value, _CLOSED):
                return value, start + len(rest)
    return (None, start) if _swells(text, start) else _decode_forgiving(text, start)


def _windows(text: str, start: int) -> Iterator[int]:
    """How many characters the parser is given: of a long string once as many as it seems to have."""
    yield from _WINDOWS
    if text.startswith('"', start):
        ends = [end for behind in _BEHIND_STRING if (end := text.find(behind, start + _WINDOWS[-1])) >= 0]
        if ends:
            yield min(ends) + 1 - start
    yield len(text)


def _swells(text: str, start: int) -> bool:
    """Whether a large JSON text is so full of small objects that decoded it would take the memory of twenty of it."""
    chars = len(text) - start
    if chars < SMALL_JSON_CHARS:
        return False
    return OBJECT_BYTES * text.count("{", start) + LIST_BYTES * text.count("[", start) > MAX_BYTES_PER_CHAR * chars


def _may_be_forgiven(error: orjson.JSONDecodeError, text: str) -> bool:
    """Whether the forgiving parser may read on where the fast one stopped: asking it costs more than this one did."""
    return not error.msg.startswith(_REFUSED_BY_ALL) or text[error.pos : error.pos + 1] in _NO_NUMBER


def _decode_forgiving(text: str, start: int) -> tuple[object, int]:
    try:
        value, end = _forgiving.raw_decode(text, _skip_space(text, start))
    except (ValueError, RecursionError):
        return None, start
    return value, end


def decode_nested(value: object) -> object:
    """JSON within a JSON string, as JSON.parse("...") carries it; other values as they are."""
    return decode_json(value) if isinstance(value, str) and value.lstrip()[:1] in ("{", "[") else value


def as_state(value: object) -> State | None:
    """The value if it is an object or an array."""
    return value if isinstance(value, dict | list) else None


def _skip_space(text: str, start: int) -> int:
    while start < len(text) and text[start].isspace():
        start += 1
    return start
