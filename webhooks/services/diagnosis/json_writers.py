"""How programs write JSON: the same object, other bytes, and so another signature."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import orjson

Writer = Callable[[Any], bytes]
COMPACT = (",", ":")
MAX_EXACT_INTEGER = 2**53


def as_sent(value: Any) -> bytes:
    """As webhooks are sent: no spaces, UTF-8, keys in their order. Raises orjson.JSONEncodeError."""
    return orjson.dumps(value)


def _python(value: Any, **options: Any) -> bytes:
    return json.dumps(value, **options).encode()


def _javascript(value: Any, **options: Any) -> bytes:
    return _python(_without_zero_fractions(value), **({"ensure_ascii": False, "separators": COMPACT} | options))


def _php(value: Any, **options: Any) -> bytes:
    text = json.dumps(_without_zero_fractions(value), **({"separators": COMPACT} | options))
    return text.replace("/", "\\/").encode()


def _go(value: Any, **options: Any) -> bytes:
    """encoding/json of a map: keys sorted, and what HTML minds escaped."""
    text = _javascript(value, sort_keys=True, **options).decode()
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text.encode()


def _without_zero_fractions(value: Any) -> Any:
    """325000.0 becomes 325000, as where numbers are of one kind."""
    if isinstance(value, dict):
        return {key: _without_zero_fractions(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_zero_fractions(item) for item in value]
    if isinstance(value, float) and value.is_integer() and abs(value) <= MAX_EXACT_INTEGER:
        return int(value)
    return value


# The first that fits names the writer: the commoner go before.
WRITERS: dict[str, Writer] = {
    "Python's json.dumps": _python,
    "Python's json.dumps with ensure_ascii=False": partial(_python, ensure_ascii=False),
    "JavaScript's JSON.stringify": _javascript,
    "PHP's json_encode": _php,
    "PHP's json_encode with JSON_PRETTY_PRINT": partial(_php, indent=4, separators=(",", ": ")),
    "Go's encoding/json": _go,
    "a compact writer that escapes all but ASCII": partial(_python, separators=COMPACT),
    "a compact writer that sorts keys": partial(_python, separators=COMPACT, ensure_ascii=False, sort_keys=True),
    "a compact writer that sorts keys and escapes all but ASCII": partial(_python, separators=COMPACT, sort_keys=True),
    "Python's json.dumps with sort_keys=True": partial(_python, sort_keys=True),
    "a writer that sorts keys and spaces them": partial(_python, ensure_ascii=False, sort_keys=True),
    **{
        f"a pretty-printer ({name}{sorting}{escaping})": partial(
            _python, indent=indent, sort_keys=bool(sorting), ensure_ascii=bool(escaping)
        )
        for name, indent in (("2 spaces", 2), ("4 spaces", 4), ("tabs", "\t"))
        for sorting in ("", ", keys sorted")
        for escaping in ("", ", all but ASCII escaped")
    },
    **{
        f"a pretty-printer ({name}, numbers without .0)": partial(_javascript, indent=indent, separators=(",", ": "))
        for name, indent in (("2 spaces", 2), ("4 spaces", 4), ("tabs", "\t"))
    },
}


def writer_of(written: bytes, value: Any) -> str:
    """The name of what writes `value` in these bytes."""
    plain = written.replace(b"\r\n", b"\n").strip()
    return next((name for name, write in WRITERS.items() if write(value) == plain), "some other writer of JSON")
