"""What is compared of two readings of a page, and when two values say the same."""

import math
from typing import Any

from listings.extraction.fields import FIELDS_BY_NAME, Kind
from listings.services.corrections import DERIVED
from listings.services.storing import STATED_FIELDS

MAX_SHOWN = 300
# Derived fields follow from others, and the markup of a description from our sanitiser
JUDGED = tuple(name for name in STATED_FIELDS if name not in DERIVED and FIELDS_BY_NAME[name].kind is not Kind.HTML)


def stated_alike(one: Any, other: Any) -> bool:
    """Whether two plain values say the same: numbers by their amount, nothing by None or []."""
    if one in (None, []) or other in (None, []):
        return one in (None, []) and other in (None, [])
    if _is_number(one) and _is_number(other):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    return bool(type(one) is type(other) and one == other)


def shortened_value(value: Any) -> Any:
    """A value short enough to be shown in a table; what is longer is told by its beginning."""
    text = value if isinstance(value, str) or value is None else str(value)
    return value if text is None or len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}…"


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
