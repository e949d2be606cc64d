"""Ids in the console's search fields."""

from uuid import UUID


def find_uuid(text: str) -> UUID | None:
    """The id that a search asks for; None if it asks for something else."""
    try:
        return UUID(text.strip())
    except ValueError:
        return None
