"""Row ids: UUID version 7 (RFC 9562), which sort by the time they were made and so keep indexes dense."""

from datetime import datetime
from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """A fresh id. A named function, because migrations refer to it."""
    return uuid7()


def least_id_of(moment: datetime) -> UUID:
    """No id that is made at this moment or later is smaller: a table's newest rows are found by its key."""
    return UUID(int=int(moment.timestamp() * 1000) << 80 | 0x7 << 76 | 0x2 << 62)
