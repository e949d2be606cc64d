"""Values as a trial keeps them: plain, and short enough for a row of a table."""

from listings.extraction.limits import storable

MAX_CHARS = 160
SHOWN_MEMBERS = 3

Plain = str | int | float | bool | None


def plain(value: object) -> Plain:
    """A value as text, number or yes and no; of a list how many there are and the first of them. None: not stated."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, list):
        return _list(value) if value else None
    return _cut(str(value)) or None


def _list(members: list[object]) -> str:
    texts = [str(member.get("url", "")) if isinstance(member, dict) else str(member) for member in members]
    more = "…" if len(texts) > SHOWN_MEMBERS else ""
    return _cut(f"{len(texts)}: {', '.join(texts[:SHOWN_MEMBERS])}{more}")


def _cut(text: str) -> str:
    text = " ".join(storable(text[: 4 * MAX_CHARS]).split())
    return text if len(text) <= MAX_CHARS else f"{text[: MAX_CHARS - 1]}…"
