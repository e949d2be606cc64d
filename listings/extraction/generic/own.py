"""What tells this page's listing from all others on it: its id, its address on the web, its headline."""

import re
from dataclasses import dataclass
from functools import cached_property

from listings.extraction.page import Page
from listings.extraction.parsing.words import fold

_ID = re.compile(r"(?<![0-9A-Za-z])(?=[0-9A-Za-z-]*\d)[A-Za-z]{0,4}-?\d{4,14}(?![0-9A-Za-z])")
_DIGITS = re.compile(r"(?<![0-9A-Za-z])[A-Za-z]{0,4}(\d{5,14})(?![0-9A-Za-z])")
MAX_KEYS = 60
MIN_TITLE_CHARS = 12


@dataclass(frozen=True)
class Own:
    """The marks of the listing that a page is about."""

    page: Page

    @cached_property
    def ids(self) -> frozenset[str]:
        """Numbers in the page's address that could be the listing's id, letters before them with and without."""
        path = self.page.address.partition("//")[2].partition("/")[2][:500]
        found = {match.lower() for match in _ID.findall(path)}
        return frozenset(found | {re.sub(r"^[a-z]+-?", "", name) for name in found})

    @cached_property
    def last_id(self) -> str | None:
        """The id that stands last in the page's address, without its letters: there portals put the listing's."""
        path = self.page.address.partition("//")[2].partition("?")[0].partition("/")[2]
        found = _DIGITS.findall(path)
        return found[-1] if found else None

    @cached_property
    def titles(self) -> frozenset[str]:
        """The page's titles, folded."""
        texts = (*self.page.meta.get("og:title", ()), *self.page.meta.get("title", ()))
        return frozenset(fold(text[:200]) for text in texts if len(text) >= MIN_TITLE_CHARS)

    @cached_property
    def path(self) -> str:
        """The path of the page's address."""
        return self.page.address.partition("//")[2].partition("?")[0].partition("/")[2].strip("/")

    def is_stated_by(self, node: dict[str, object]) -> bool:
        """Whether an object bears the page's id, address or title among its own values."""
        for _, value in zip(range(MAX_KEYS), node.values(), strict=False):
            if isinstance(value, int) and not isinstance(value, bool):
                if str(value) in self.ids:
                    return True
            elif isinstance(value, str) and 3 < len(value) < 500:
                if value.lower() in self.ids or (self.path and value.partition("?")[0].strip("/").endswith(self.path)):
                    return True
                if len(value) >= MIN_TITLE_CHARS and any(fold(value[:200]) in title for title in self.titles):
                    return True
        return False
