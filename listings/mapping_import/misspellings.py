"""Keys that are almost known ones."""

from collections.abc import Iterable
from difflib import get_close_matches

MAX_GUESSED_CHARS = 30


def meant(key: str, known: Iterable[str]) -> str:
    """What to add to a remark about an unknown key: the known one that may be meant, or nothing."""
    if len(key) > MAX_GUESSED_CHARS:
        return ""
    by_lower = {name.lower(): name for name in known}
    near = get_close_matches(key.lower(), by_lower, n=1, cutoff=0.75)
    return f"; {by_lower[near[0]]} may be meant" if near else ""
