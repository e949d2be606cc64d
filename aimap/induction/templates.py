"""Addresses that a page's program puts together from parts: what stands around the parts, as `format` writes it."""

import re
from collections.abc import Sequence
from urllib.parse import unquote

MIN_PART_CHARS = 3
MAX_PARTS = 3
MIN_MADE = 2
_PLACEHOLDER = re.compile(r"\{(\w*)\}")
_USABLE = re.compile(r"\w+")


def template_of(members: Sequence[object], urls: Sequence[str]) -> str | None:
    """The format by which objects, or texts, become one of the addresses each; None if there is none.

    {"id": "d8", "name": "balcony"} and "https://img.example/d8/large/balcony.jpg": "https://img.example/{id}/large/{name}.jpg"
    """
    for member in members[:3]:
        parts = _parts(member)
        for url in urls:
            pattern = _filled(parts, url)
            if pattern and _made(pattern, members, set(urls)) >= min(MIN_MADE, len(members)):
                return pattern
    return None


def _parts(member: object) -> dict[str, str]:
    if isinstance(member, str):
        return {"": member} if len(member) >= MIN_PART_CHARS else {}
    if not isinstance(member, dict):
        return {}
    return {
        key: str(value)
        for key, value in member.items()
        if isinstance(key, str)
        and _USABLE.fullmatch(key)
        and isinstance(value, str | int)
        and not isinstance(value, bool)
        if len(str(value)) >= MIN_PART_CHARS
    }


def _filled(parts: dict[str, str], url: str) -> str | None:
    """The address with the longest of the parts that are in it replaced by their keys."""
    inside = sorted((key for key, value in parts.items() if value in url), key=lambda key: (-len(parts[key]), key))
    pattern = url.replace("{", "").replace("}", "")
    used = 0
    for key in inside[:MAX_PARTS]:
        if parts[key] in pattern:
            pattern = pattern.replace(parts[key], f"{{{key}}}")
            used += 1
    longest = max((len(parts[key]) for key in inside), default=0)
    return pattern if used and longest >= 8 and pattern.startswith("http") else None


def _made(pattern: str, members: Sequence[object], urls: set[str]) -> int:
    """How many of the members become an address each."""
    plain = {unquote(url) for url in urls}
    keys = _PLACEHOLDER.findall(pattern)
    made: set[str] = set()
    for member in members:
        parts = _parts(member)
        if all(key in parts for key in keys):
            made.add(unquote(_fill(pattern, parts)))
    return len(made & plain)


def _fill(pattern: str, parts: dict[str, str]) -> str:
    return _PLACEHOLDER.sub(lambda found: parts[found[1]], pattern)
