"""What tells a host's listings from its other pages: an element of theirs, what all of them state, their address."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from aimap.induction.anchors import LISTING
from aimap.induction.captures import Sample
from aimap.induction.evidence import Trier
from aimap.induction.likeness import is_stated
from listings.extraction.page import names_a_page

# Whose elements stand on pages of listings alone, the surest first
_OF_LISTINGS = (
    "description", "agent_company", "agent_name", "reference", "features", "price", "address", "constructed_area",
    "images",
)  # fmt: skip
# That listings of any kind state, of the facts that a mapping may read
_OF_ALL_KINDS = (
    "title", "description", "images", "position", "address", "postal_code", "reference", "agent_name", "agent_company",
    "agent_phone", "features",
)  # fmt: skip
MOST = 0.6
# Of each of these every listing states one
_OF_ALL = (
    ("description",),
    ("images",),
    ("address", "street_address", "city", "town", "postal_code", "position"),
)
_NAMES = frozenset(".#[")
MIN_ADDRESSES = 3
MIN_ID_DIGITS = 4
_DIGITS = re.compile(r"\d+")

Rules = list[dict[str, Any]]


def element_anchor(fields: Mapping[str, Rules], trier: Trier) -> dict[str, Any] | None:
    """The rule for an element that stands on every page on which no data is the listing's; None where all have data."""
    pages = [page.page for page in trier.pages if not trier.names or page.anchor(LISTING) is None]
    for fact in _OF_LISTINGS if pages else ():
        for rule in fields.get(fact, ()):
            selector = str(rule.get("css", ""))
            has_name = not _NAMES.isdisjoint(selector)
            if has_name and all(next(page.select_singly(selector), None) is not None for page in pages):
                return {"css": selector}
    return None


def usual_facts(fields: Mapping[str, Rules], agreed: Sequence[Mapping[str, object]]) -> list[str]:
    """The facts that most pages state and a rule reads, of those that listings of any kind have."""
    counts = {fact: sum(is_stated(fact, values) for values in agreed) for fact in _OF_ALL_KINDS if fact in fields}
    return [fact for fact, count in counts.items() if fact == "title" or count >= MOST * len(agreed)]


def is_partial(fields: Mapping[str, Rules]) -> bool:
    """Whether something has no rules that every listing states: these pages did not, others will."""
    return not all(any(fact in fields for fact in facts) for facts in _OF_ALL)


def listing_address(samples: Sequence[Sample]) -> str | None:
    """A pattern that the addresses of all listings match, loose rather than strict; None where few pages show it."""
    if len({sample.listing for sample in samples}) < MIN_ADDRESSES:
        return None
    urls = [sample.page.address for sample in samples]
    if not all(map(names_a_page, urls)):
        return None
    longest = [max(map(len, _DIGITS.findall(urlsplit(url).path)), default=0) for url in urls]
    return rf"\d{{{MIN_ID_DIGITS}}}" if min(longest) > MIN_ID_DIGITS else None
