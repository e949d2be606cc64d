"""Row ids: UUID version 7 (RFC 9562), which sort by the time they were made and so keep indexes dense."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """A fresh id. A named function, because migrations refer to it."""
    return uuid7()
