"""Addresses as a site makes them: each segment of a path a word, a name, or something with an id in it."""

import re
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from listings.extraction.page import absolute_url

MAX_URL_CHARS = 2_048
MAX_SEGMENTS, MAX_PARAMETERS = 12, 30
ID, NAMED_ID, NAME, WORD = "#", "name#", "name", "word"
IDS = frozenset({ID, NAMED_ID})
MIN_HYPHENS = 2  # of a name: "sunny-house-in-town"

# What an address is made of, word by word; and the same with all words alike
Shape: TypeAlias = tuple[str, ...]

_NUMBER = re.compile(r"\d{3,}")
_ID_WITHIN = re.compile(
    r"\d{4,}|(?<![0-9A-Za-z])(?:"
    r"(?=[0-9]{0,20}[a-f])(?=[a-f]{0,20}[0-9])[0-9a-f]{8,64}"  # a hash: 72ecef31
    r"|(?=[0-9A-Za-z]{0,20}\d)(?=[0-9A-Za-z]{0,20}[A-Z])[0-9A-Za-z]{6,20}"  # letters and digits: 7EABC0
    r")(?![0-9A-Za-z])"
)
_MIXED = re.compile(r"[\w-]{8,24}")
_CHANGE_OF_CASE = re.compile(r"[a-z0-9][A-Z]")  # as in NkHKCJ_kgcB, but not in Newport-Beach
_QUERY_ID = re.compile(r"[A-Za-z]{0,4}-?\d{3,14}")
# Of agents, articles, forms and accounts, in the words of some of the markets
_NO_LISTINGS = frozenset(
    {
        "agent", "agents", "agency", "agencies", "branch", "broker", "brokers", "realtor", "realtors", "makler",
        "immobilienmakler", "makelaar", "makelaars", "agence", "agences", "agencia", "agencias", "agenzia", "agenzie",
        "inmobiliarias", "imobiliarias", "maklare", "megler", "agencje", "agentury", "inquiry", "enquiry", "contact",
        "contacts", "kontakt", "contacto", "contatto", "contato", "blog", "news", "magazin", "magazine", "article",
        "articles", "guide", "guides", "journal", "press", "advice", "ratgeber", "noticias", "actualites", "notizie",
        "help", "faq", "login", "signin", "register", "account", "profile", "user", "users", "favorites", "favourites",
        "compare", "print", "share", "mortgage", "mortgages", "careers", "jobs", "forum",
    }
)  # fmt: skip
_FILE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|svg|ico|css|js|json|xml|rss|pdf|docx?|zip|mp4|webm|woff2?|txt|webmanifest)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Address:
    """An address of one page among many of its kind.

    url: absolute, without what says how a reader came; key: by which addresses of one page are known to be one;
    shape, make: what it is made of, with its words and without.
    """

    url: str
    key: str
    shape: Shape
    make: Shape


@dataclass(frozen=True, slots=True)
class Site:
    """Whose addresses count: those of a host and of what lies below it. Relative ones are relative to `base`.

    search: the path of the page itself, which with another query is another page of results. listing: what the address
    of every listing of this site has, where that is known.
    """

    host: str
    base: str
    search: str = ""
    listing: re.Pattern[str] | None = None

    def read(self, link: str) -> Address | None:
        """A link's address; None where it leads elsewhere, to nowhere in particular, or certainly to no listing."""
        link = link.strip()
        url = absolute_url(link, self.base) if 0 < len(link) <= MAX_URL_CHARS and link[0] != "#" else None
        parts = _split(url) if url else None
        if parts is None or not self._has(parts.hostname or "") or (parts.query and parts.path == self.search):
            return None
        if self.listing is None:
            address = _read(parts)
            return None if address is None or _is_of_others(address.shape) else address
        return _read(parts) if self.listing.search(parts.geturl()) else None

    def _has(self, host: str) -> bool:
        host = host.rstrip(".")
        return host == self.host or host.endswith(f".{self.host}")


def _split(url: str) -> SplitResult | None:
    """The parts of a URL that could be fetched: without credentials, spaces, and what cannot be printed (RFC 3986)."""
    if len(url) > MAX_URL_CHARS or not url.isprintable() or " " in url or "\\" in url:
        return None
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts if parts.username is None and parts.password is None else None


def _read(parts: SplitResult) -> Address | None:
    segments = [segment for segment in parts.path.split("/") if segment]
    if not segments or len(segments) > MAX_SEGMENTS or _FILE.search(parts.path):
        return None
    marks = tuple(map(_mark, segments))
    shape = tuple(segment if mark == WORD else mark for segment, mark in zip(segments, marks, strict=True))
    place = f"{parts.netloc.lower().removeprefix('www.')}/{'/'.join(segments)}"
    if not IDS.isdisjoint(marks) or (marks[-1] == NAME and not parts.query):
        return Address(parts._replace(query="", fragment="").geturl(), place, shape, marks)
    ids = [(name, value) for name, value in parse_qsl(parts.query)[:MAX_PARAMETERS] if _QUERY_ID.fullmatch(value)]
    if not ids:
        return None
    names = tuple(f"?{name}" for name, _ in ids)
    return Address(parts._replace(fragment="").geturl(), f"{place}?{ids}", shape + names, marks + names)


def _is_of_others(shape: Shape) -> bool:
    return any(not _NO_LISTINGS.isdisjoint(re.split(r"[-_.]", word.lower())) for word in shape)


def _mark(segment: str) -> str:
    text = unquote(segment) if "%" in segment else segment
    if _NUMBER.fullmatch(text):
        return ID
    if _ID_WITHIN.search(text) or (_MIXED.fullmatch(text) and _CHANGE_OF_CASE.search(text)):
        return NAMED_ID
    return NAME if text.count("-") + text.count("_") >= MIN_HYPHENS else WORD
