"""Candidates from the DOM's own names: elements whose class, id or test id says price or description."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from listings.extraction.candidates import Candidate
from listings.extraction.page import Page

MAX_ELEMENTS = 400
MAX_PRICE_CHARS = 120
MIN_DESCRIPTION_CHARS = 120
MAX_DESCRIPTION_CHARS = 30_000
MAX_PRICES = 5
CARD_PRICES = 3
PRICE_TRUST = 0.6
DESCRIPTION_TRUST = 0.6

_OTHER_PRICE = re.compile(r"avg|average|histor|similar|related|recommend|mortgage|estimat|sqm|per-?m2|card|old", re.I)
_DIGIT = re.compile(r"\d")
_NAMES = ("class", "id", "data-testid", "data-test", "itemprop")
_PRICE_WORDS = ("price", "preis", "precio", "prix", "prezzo", "preco", "cena", "hind", "miete", "rent-amount")
_DESCRIPTION_WORDS = ("descri", "beschreib", "opis", "adcommentsbody", "propertyinformation", "aboutproperty")


def block_candidates(page: Page) -> Iterator[Candidate]:
    """The first prices in document order, and the longest description."""
    for number, node in enumerate(_own_prices(page)[:MAX_PRICES]):
        yield Candidate("price", _text(node), "css", _named(node), PRICE_TRUST - 0.02 * number)
    description = max(_described(page), key=lambda node: len(_text(node)), default=None)
    if description is not None:
        yield Candidate("description", description.inner_html, "css", _named(description), DESCRIPTION_TRUST)


def priced_elements(page: Page) -> list[LexborNode]:
    """Elements that are named for a price and hold a short text with digits; of nested ones the outer."""
    found: list[LexborNode] = []
    seen: set[int] = set()
    for node in page.tree.css(_selector(_PRICE_WORDS))[:MAX_ELEMENTS]:
        text = _text(node)
        if len(text) > MAX_PRICE_CHARS or not _DIGIT.search(text) or _has_seen_parent(node, seen):
            continue
        seen.add(node.mem_id)
        found.append(node)
    return found


def _own_prices(page: Page) -> list[LexborNode]:
    """Priced elements but those of cards: three of the same make that differ in price belong to other homes."""
    texts_by_make: dict[str, set[str]] = {}
    elements = priced_elements(page)
    for node in elements:
        texts_by_make.setdefault(_named(node), set()).add(_text(node))
    return [
        node
        for node in elements
        if len(texts_by_make[_named(node)]) < CARD_PRICES and not _OTHER_PRICE.search(_named(node))
    ]


def _described(page: Page) -> Iterator[LexborNode]:
    for node in page.tree.css(_selector(_DESCRIPTION_WORDS))[:MAX_ELEMENTS]:
        if MIN_DESCRIPTION_CHARS <= len(_text(node)) <= MAX_DESCRIPTION_CHARS and node.css_first("form, nav") is None:
            yield node


def _selector(words: tuple[str, ...]) -> str:
    return ", ".join(f"body [{name}*='{word}' i]" for name in _NAMES for word in words)


def _has_seen_parent(node: LexborNode, seen: set[int]) -> bool:
    parent = node.parent
    for _ in range(4):
        if parent is None:
            return False
        if parent.mem_id in seen:
            return True
        parent = parent.parent
    return False


def _text(node: LexborNode) -> str:
    return " ".join(node.text(separator=" ").split())


def _named(node: LexborNode) -> str:
    attributes = node.attributes
    name = next((f"[{key}={attributes[key]!r}]" for key in _NAMES if attributes.get(key)), "")
    return f"{node.tag}{name}"[:120]
