"""Pages whose values are known, by host: those of an index with a truth file, or of portals that are made up."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

from aimap.induction.captures import plain_host
from aimap.induction.likeness import is_same, is_stated, likeness
from bench.made_portals import STYLES, host_of, make_pages
from listings.extraction.page import decode_html
from listings.extraction_batch import read_index

MADE_PAGES = 12  # of each made-up portal
PHOTOS_SHARE, FEATURES_SHARE = 0.9, 0.7
_FACTS = (
    "title", "price", "currency", "price_period", "count_bedrooms", "count_bathrooms", "constructed_area", "plot_area",
    "position", "address", "city", "postal_code", "country", "property_type", "offer", "reference", "description",
    "images", "features", "agent_name", "agent_phone",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class JudgedPage:
    """A page and what it states, in whatever form its judge reads; None: not known, the page is only learned from."""

    id: str
    url: str
    html: str
    truth: Mapping[str, Any] | None


# What became of each fact on a page: right, wrong, missing or spurious
Judge = Callable[[JudgedPage, Mapping[str, object]], Iterable[str]]
Portals = dict[str, list[JudgedPage]]


def pages_of_index(index: Path, truth: Mapping[str, Any], scorer: ModuleType) -> tuple[Portals, Judge]:
    """The listings of an index by their portal, judged as the scorer does; pages without truth by their host."""
    portals: Portals = defaultdict(list)
    for page in read_index(index):
        entry = truth.get(page.id)
        if entry is None or "fields" in entry:
            host = entry["portal"] if entry else plain_host(urlsplit(page.url).hostname or "")
            fields = entry["fields"] if entry else None
            portals[host].append(JudgedPage(page.id, page.url, decode_html(page.read()), fields))
    return portals, lambda page, record: _scored(page, record, scorer)


def made_portals() -> tuple[Portals, Judge]:
    """The made-up portals, judged by how like the expected values are."""
    portals = {
        host_of(style): [
            JudgedPage(page.id, page.url, page.html, page.home.values()) for page in make_pages(style, MADE_PAGES)
        ]
        for style in STYLES
    }
    return portals, lambda page, record: _judged(page, record)


def _scored(page: JudgedPage, record: Mapping[str, object], scorer: ModuleType) -> Iterator[str]:
    stated = record if record["status"] == "ok" else {}
    for fact, expected in (page.truth or {}).items():
        if outcome := scorer.judge(fact, stated, expected):
            yield outcome


def _judged(page: JudgedPage, record: Mapping[str, object]) -> Iterator[str]:
    stated = record if record["status"] == "ok" else {}
    expected = page.truth or {}
    for fact in _FACTS:
        is_given, is_owed = is_stated(fact, stated), is_stated(fact, expected)
        if is_given and is_owed:
            yield "right" if _is_right(fact, stated, expected) else "wrong"
        elif is_given or is_owed:
            yield "spurious" if is_given else "missing"


def _is_right(fact: str, stated: Mapping[str, object], expected: Mapping[str, object]) -> bool:
    if fact == "images":
        given, owed = (_count(values, "image_urls") for values in (stated, expected))
        return PHOTOS_SHARE * owed <= given <= owed + 1
    if fact == "features":
        return _count(stated, "features") >= FEATURES_SHARE * _count(expected, "features")
    return is_same(fact, likeness(fact, stated, expected))


def _count(values: Mapping[str, object], name: str) -> int:
    listed = values.get(name)
    return len(listed) if isinstance(listed, list) else 0
