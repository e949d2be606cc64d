"""Plain values as JSON text by orjson: dates in RFC 3339, UUIDs as text, Decimals as numbers."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import orjson


def to_json(data: Any) -> bytes:
    """`data` as UTF-8 JSON. Raises orjson.JSONEncodeError for what has no JSON form."""
    return orjson.dumps(data, default=_plain, option=orjson.OPT_UTC_Z)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")
