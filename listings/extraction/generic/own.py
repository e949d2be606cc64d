"""What tells this page's listing from all others on it: its id, its address on the web, its headline."""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from listings.extraction.page import Page
from listings.extraction.parsing.words import fold

_ID = re.compile(r"(?<![0-9A-Za-z])(?=[0-9A-Za-z-]*\d)[A-Za-z]{0,4}-?\d{4,14}(?![0-9A-Za-z])")
_DIGITS = re.compile(r"(?<![0-9A-Za-z])[A-Za-z]{0,4}(\d{5,14})(?![0-9A-Za-z])")
# One id of several parts: "41032-73-7c1e0b7a8f3e-9a4c"
_COMPOSITE = re.compile(r"[0-9a-f]{2,40}(?:-[0-9a-f]{1,40}){3,20}")
# Letters and figures that change at least twice, which words with a number do not: "house2"
_DRAWN = re.compile(r"([\w-]*-)?(?=[A-Za-z]+[0-9]+[A-Za-z]|[0-9]+[A-Za-z]+[0-9])([0-9A-Za-z]{7,32})(?:\.html?)?")
_COUNTS = re.compile(r"[0-9](?:bed|bath|bhk|room|sqft|sqm|zimmer|hab|pieces|br(?=[0-9]|$))", re.IGNORECASE)
_PARAMETER = re.compile(r"=([A-Za-z]{0,4}-?\d{4,14})(?=[&#]|$)")  # all that one has: "zip=21000_6000" has no id
_ASKED = re.compile(r"[?&](?:[a-z]{1,15}_?)?id=(\d{5,12})(?:[&#]|$)", re.IGNORECASE)
MAX_KEYS = 60
MIN_TITLE_CHARS = 12
MAX_VALUE_CHARS = 500
MAX_TITLE_CHARS = 200
HEAD_CHARS = 8
_BETWEEN = "\0"  # which folding leaves as it is


@dataclass(frozen=True)
class Own:
    """The marks of the listing that a page is about."""

    page: Page

    @cached_property
    def ids(self) -> frozenset[str]:
        """Numbers in the page's address that could be the listing's id, letters before them with and without.

        Where it has none, letters and figures mixed, at its end: "/item/abc12xyz".
        """
        path, _, query = self.page.address.partition("//")[2].partition("/")[2][:500].partition("?")
        found = {match.lower() for match in (*_ID.findall(path), *_PARAMETER.findall(f"={query}"))}
        if not found and self.drawn_id:
            return frozenset({self.drawn_id.lower(), self.drawn_id.lower().removeprefix("id")})
        if not found and (asked := self.asked_id):
            return frozenset({asked})
        return frozenset(found | {re.sub(r"^[a-z]+-?", "", name) for name in found})

    @cached_property
    def asked_id(self) -> str | None:
        """The id that the page's address asks for, where its path has none: "?flatshare_id=17822093"."""
        asked = _ASKED.search(self.page.address)
        return asked[1] if asked else None

    @cached_property
    def last_id(self) -> str | None:
        """The id that stands last in the page's address, without its letters: there portals put the listing's."""
        path = self.page.address.partition("//")[2].partition("?")[0].partition("/")[2]
        found = _DIGITS.findall(path) if not _COMPOSITE.fullmatch(path.rstrip("/").rpartition("/")[2]) else []
        return found[-1] if found else self.asked_id

    @cached_property
    def drawn_id(self) -> str | None:
        """An id of letters and figures drawn by lot that the page's address ends with: "/properties/rtI0BPlsWvEoh".

        Behind words only one that mixes small letters and capitals: what else stands there may be a postcode.
        """
        found = _DRAWN.fullmatch(self.path.rpartition("/")[2])
        if found is None or _COUNTS.search(found[2]):
            return None
        is_mixed = found[2] not in (found[2].lower(), found[2].upper())
        return found[2] if is_mixed or not found[1] else None

    @cached_property
    def titles(self) -> frozenset[str]:
        """The page's titles, folded."""
        texts = (*self.page.meta.get("og:title", ()), *self.page.meta.get("title", ()))
        return frozenset(fold(text[:MAX_TITLE_CHARS]) for text in texts if len(text) >= MIN_TITLE_CHARS)

    @cached_property
    def _joined_titles(self) -> str:
        return _BETWEEN.join(self.titles)

    @cached_property
    def path(self) -> str:
        """The path of the page's address."""
        return self.page.address.partition("//")[2].partition("?")[0].partition("/")[2].strip("/")

    def is_stated_by(self, node: dict[str, object]) -> bool:
        """Whether an object bears the page's id, address or title among its own values."""
        values = list(islice(node.values(), MAX_KEYS))
        if self.ids and not self.ids.isdisjoint([str(value) for value in values if type(value) is int]):
            return True
        texts = [value for value in values if type(value) is str and 3 < len(value) < MAX_VALUE_CHARS]
        joined = _BETWEEN.join(texts)
        return self._is_id_in(texts, joined) or self._is_address_in(texts, joined) or self._is_title_in(texts)

    def _is_id_in(self, texts: list[str], joined: str) -> bool:
        lower = joined.lower()
        return any(name in lower for name in self.ids) and not self.ids.isdisjoint(map(str.lower, texts))

    def _is_address_in(self, texts: list[str], joined: str) -> bool:
        path = self.path
        if not path or path not in joined:
            return False
        return any(text.partition("?")[0].strip("/").endswith(path) for text in texts)

    def _is_title_in(self, texts: list[str]) -> bool:
        """Whether a text of some length is one of the titles or a part of it; most begin as none does."""
        long = [text for text in texts if len(text) >= MIN_TITLE_CHARS] if self.titles else []
        if not long:
            return False
        heads = fold(_BETWEEN.join([text[:HEAD_CHARS] for text in long])).split(_BETWEEN)
        titles = self._joined_titles
        likely = [text for text, head in zip(long, heads, strict=False) if head.strip() in titles]
        return any(fold(text[:MAX_TITLE_CHARS]) in title for title in self.titles for text in likely)
