"""Places in a list that is read page by page, and the text by which a client comes back to one."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from struct import Struct
from typing import TypeAlias
from uuid import UUID

# The time and the id of the last row that was shown; in lists by price, the price in minor units and the id
Position: TypeAlias = tuple[datetime, UUID]
PricePosition: TypeAlias = tuple[int, UUID]
# Microseconds since 1970, and the id
CURSOR = Struct(">q16s")
CURSOR_TEXT = re.compile(r"[A-Za-z0-9_-]{32}")
# A mark that no other cursor has, the price, and the id
PRICE_CURSOR, PRICE_MARK = Struct(">3sq16s"), b"pri"
PRICE_CURSOR_TEXT = re.compile(r"[A-Za-z0-9_-]{36}")
EPOCH, MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)


def cursor_of(position: Position) -> str:
    """The text of a place, safe in a URL."""
    moment, pk = position
    return urlsafe_b64encode(CURSOR.pack((moment - EPOCH) // MICROSECOND, pk.bytes)).decode()


def find_position(text: str) -> Position | None:
    """The place that a text stands for; None when it was not made here."""
    if not CURSOR_TEXT.fullmatch(text):
        return None
    microseconds, pk = CURSOR.unpack(urlsafe_b64decode(text))
    try:
        return EPOCH + microseconds * MICROSECOND, UUID(bytes=pk)
    except OverflowError:
        return None


def price_cursor_of(position: PricePosition) -> str:
    """The text of a place in a list by price."""
    price_cents, pk = position
    return urlsafe_b64encode(PRICE_CURSOR.pack(PRICE_MARK, price_cents, pk.bytes)).decode()


def find_price_position(text: str) -> PricePosition | None:
    """The place in a list by price that a text stands for; None when it was not made here, or for another order."""
    if not PRICE_CURSOR_TEXT.fullmatch(text):
        return None
    mark, price_cents, pk = PRICE_CURSOR.unpack(urlsafe_b64decode(text))
    return (price_cents, UUID(bytes=pk)) if mark == PRICE_MARK else None
