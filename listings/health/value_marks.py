"""Small marks of a page's values, by which one value on all pages is seen without keeping values.

Each value becomes one of 32 buckets. Counts of buckets add up, and their sum of squares says how many different values
there were (Alon, Matias and Szegedy, 1996): of distinct values each bucket has its share, one value is all in one.
"""

import zlib
from collections.abc import Iterable, Mapping
from typing import Any

BUCKETS = 32
PAGE = "page"
# Of the pages that were read, under a name of their own
READ = "read"
# Never reordered: scrapes keep one byte for each. Of the page itself, its address
MARKED = (PAGE, "title", "price_float", "address_string", "description", "main_image_url")
NONE = 255


def marks_of(canonical_url: str, values: Mapping[str, Any]) -> bytes:
    """One byte for each of MARKED: the bucket of its value, NONE of none."""
    return bytes(_bucket(canonical_url if name == PAGE else values.get(name)) for name in MARKED)


def named_marks(marks: bytes, *, is_read: bool) -> list[tuple[str, str]]:
    """Names and buckets, as they are counted."""
    named = [(name, str(bucket)) for name, bucket in zip(MARKED, marks, strict=False) if bucket != NONE]
    return [*named, (READ, str(marks[0]))] if is_read else named


def distinct_among(counts: Iterable[int]) -> float:
    """How many values of equal weight n marks stand for, 1 to n: n²/F2, with F2 freed of what buckets lump together."""
    known = list(counts)
    total = sum(known)
    if total == 0:
        return 0.0
    lumped = sum(count * count for count in known)
    squares = (lumped - total * total / BUCKETS) / (1 - 1 / BUCKETS)
    return min(float(total), total * total / max(squares, total))


def _bucket(value: Any) -> int:
    if value is None or value == "":
        return NONE
    return zlib.crc32(str(value).encode("utf-8", "replace")) % BUCKETS
