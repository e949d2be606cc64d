"""What a digest consists of: sections of lines, as plain values. Titles are pages' own words, and hostile."""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

MAX_LINES, MAX_CHARACTERS = 10, 160
# Line breaks and other controls, and marks that turn the direction of what follows
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to know; `url` where it is looked into, `note` beside it."""

    words: str
    note: str = ""
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under a heading; `more` is how many further ones there are."""

    heading: str
    lines: tuple[Line, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Contents:
    """A digest: of which day, for whom, and what there is to tell."""

    day: date
    name: str
    sections: tuple[Section, ...] = field(default=())

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not self.sections

    @property
    def subject(self) -> str:
        """On one line."""
        told = ", ".join(f"{section.heading.lower()} {len(section.lines) + section.more}" for section in self.sections)
        return one_line(f"propscrape, {self.day:%Y-%m-%d}: {told}" if told else f"propscrape, {self.day:%Y-%m-%d}")


def section(heading: str, lines: list[Line], *, total: int | None = None) -> list[Section]:
    """The section with its first lines, or none where there are no lines."""
    if not lines:
        return []
    shown = tuple(lines[:MAX_LINES])
    return [Section(heading, shown, more=max(0, (len(lines) if total is None else total) - len(shown)))]


def one_line(text: str, limit: int = MAX_CHARACTERS) -> str:
    """A text without controls, cut where it is too long."""
    words = CONTROLS.sub(" ", text).strip()
    return words if len(words) <= limit else f"{words[: limit - 1]}…"


def span_of(day: date) -> tuple[datetime, datetime]:
    """A day's first moment, and the next day's, UTC."""
    start = datetime.combine(day, time(), tzinfo=UTC)
    return start, start + timedelta(days=1)
