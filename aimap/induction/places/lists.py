"""Places of lists in the page's elements: photos, floor plans and features."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from aimap.induction.look import Look
from aimap.induction.needles import letters_of
from aimap.induction.proposals import Proposal, propose
from aimap.induction.selectors import common_selectors
from listings.extraction.page import absolute_url
from listings.extraction.parsing.image_variants import Gallery
from listings.extraction.parsing.images import parse_srcset

MAX_PICTURES = 3_000
MAX_URL_CHARS = 1_000
MIN_SHARE = 0.3  # of the photos that the elements with one attribute must show
MIN_FEATURES = 2
MAX_FEATURE_CHARS = 80
_ATTRIBUTES = (
    "data-zoom-image", "data-full", "data-large", "data-original", "data-src", "data-lazy", "data-lazy-src",
    "data-flickity-lazyload", "data-image", "data-bg", "data-background", "data-img", "data-url", "data-srcset",
    "srcset", "src", "content", "href", "data-href", "style",
)  # fmt: skip
BACKGROUND = r"url\(['\"]?([^'\")\s]{5,500})"
_ITEMS = frozenset({"li", "dd", "td"})


def list_proposals(look: Look) -> Iterator[Proposal]:
    """Places of photos, floor plans and features in elements."""
    pictures = _pictures(look)
    for fact, field in (("images", "image_urls"), ("floor_plans", "floor_plan_urls")):
        images = look.agreed.get(field)
        if isinstance(images, list) and images and pictures:
            yield from _of_pictures(look, fact, [image["url"] for image in images], pictures)
    yield from _of_features(look)


def _pictures(look: Look) -> list[tuple[int, str, str]]:
    """(element, attribute, absolute address) of every attribute that may hold a picture's address."""
    found: list[tuple[int, str, str]] = []
    for element, name, value in look.outline.with_attributes(_ATTRIBUTES):
        copies = parse_srcset(value) if "srcset" in name else []
        background = re.search(BACKGROUND, value[:MAX_URL_CHARS]) if name == "style" else None
        url = copies[-1][0] if copies else background[1] if background else value.strip()
        is_address = len(url) < MAX_URL_CHARS and not url.startswith("data:") and " " not in url
        absolute = absolute_url(url, look.page.base_url) if is_address else None
        if absolute and absolute.isprintable():
            found.append((element, name, absolute))
    return found[:MAX_PICTURES]


def _of_pictures(
    look: Look, fact: str, urls: Sequence[str], pictures: Sequence[tuple[int, str, str]]
) -> Iterator[Proposal]:
    names = Gallery([*urls, *(url for _, _, url in pictures)]).identities()
    wanted = set(names[: len(urls)])
    showing: dict[str, list[int]] = defaultdict(list)
    for (element, attribute, _), name in zip(pictures, names[len(urls) :], strict=True):
        if name in wanted:
            showing[attribute].append(element)
    for attribute, elements in showing.items():
        if len(set(elements)) >= max(1, MIN_SHARE * len(wanted)):
            for found in common_selectors(look.outline, elements):
                options = {"match": BACKGROUND} if attribute == "style" else {}
                rule: dict[str, Any] = {"css": found.text, "attr": attribute, "all": True, **options}
                yield propose(fact, rule, found.kind, is_named=fact in found.facts)


def _of_features(look: Look) -> Iterator[Proposal]:
    stated = look.agreed.get("features")
    wanted = {letters_of(str(feature)) for feature in stated} if isinstance(stated, list) else set()
    outline = look.outline
    texts = [at for at in look.view.live if len(outline.texts[at]) <= MAX_FEATURE_CHARS]
    items = [_item_of(look, outline.owners[at]) for at in texts if letters_of(outline.texts[at]) in wanted]
    lists: dict[int, list[int]] = defaultdict(list)
    for element in items:
        lists[outline.parents[element]].append(element)
    for group in (items, *lists.values()):
        for found in common_selectors(outline, group) if len(group) >= MIN_FEATURES else ():
            yield propose("features", {"css": found.text, "all": True}, found.kind, is_named="features" in found.facts)


def _item_of(look: Look, element: int) -> int:
    """The list item that an element is the only content of, else the largest element that holds no more than it."""
    outline = look.outline
    while outline.tags[element] not in _ITEMS:
        above = outline.parents[element]
        if above < 0 or outline.size(above) != outline.size(element):
            break
        element = above
    return element
