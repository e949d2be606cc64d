"""Price-like texts of the page, by what their block is called and where it stands."""

import re
from collections.abc import Iterator
from itertools import islice

from listings.extraction.candidates import Candidate
from listings.extraction.generic.lookup import LABELS
from listings.extraction.generic.view import MAX_NAMED_TEXTS, View
from listings.extraction.parsing.amounts import MONEY
from listings.extraction.parsing.vocabulary.price import ON_REQUEST, OTHER_AMOUNT
from listings.extraction.parsing.words import fold

MAX_PRICE_CHARS = 90
MAX_PRICE_TEXTS = 6
MAX_PRICES = 8
MAX_MARK_CHARS = 4
MARKED_TRUST = 0.7
PLAIN_TRUST = 0.6
BEFORE_HEADLINE_COST = 0.03
LATER_COST = 0.015
_STRUCK = frozenset({"del", "s", "strike"})
MAX_STRUCK_LEVELS = 2
_NOT_THE_PRICE = frozenset({"deposit", "service_charge"})
_BARE = re.compile(r"\d{1,3}(?:[., '\u00a0]\d{3}){1,3}|\d{4,9}")
_MARK = re.compile(r"[€£$₽₪₦₹₺₴฿₫₱₩¥]|[A-Z]{3}|Rs\.?|R\$|zł|Kč|Ft|kr\.?")
_FORMER = re.compile(
    r"\b(?:was|previously|antes|anterior|statt|vorher|avant|precedente|poprzednia|původní)\b", re.IGNORECASE
)


def price_candidates(view: View) -> Iterator[Candidate]:
    """The first prices of the page, those first whose element is named for it."""
    ranked = sorted(_prices(view), key=lambda found: -found[0])
    seen: set[str] = set()
    for trust, text, path in ranked:
        if text not in seen and len(seen) < MAX_PRICES:
            seen.add(text)
            yield Candidate("price", text, "css", path, trust)


def _prices(view: View) -> Iterator[tuple[float, str, str]]:
    outline = view.outline
    found = 0
    for at in _likely(view):
        if _is_struck(view, at):
            continue
        element = _block(view, at)
        text = outline.text(element) if _is_one_price(view, element, at) else _up_to_next(view, element, at)
        marks = view.marks_around(element, 3) | view.marks_around(outline.owners[at], MAX_PRICE_TEXTS)
        if not _NOT_THE_PRICE.isdisjoint(marks) or _is_labelled_otherwise(view, at) or _is_other(text):
            continue
        trust = MARKED_TRUST if "price" in marks else PLAIN_TRUST
        trust -= LATER_COST * min(found, 10) + (BEFORE_HEADLINE_COST if at < view.start else 0)
        found += 1
        yield trust, text, view.path(element)


def _likely(view: View) -> Iterator[int]:
    """The texts that could be a price: one with its currency, one of the two apart, or what is called a price."""
    texts, numbered, named = view.outline.texts, view.numbered, _named(view)
    amounts_or_marks = [at for at in view.live if at in numbered or at in named or len(texts[at]) <= MAX_MARK_CHARS]
    for at in amounts_or_marks:
        text = texts[at]
        if len(text) > MAX_PRICE_CHARS:
            continue
        is_price = view.amount(at) != "" or _has_mark_behind(view, at) if at in numbered else _is_mark(view, at)
        could_be = at in named and (at in numbered or ON_REQUEST.in_(fold(text)))
        if is_price or (could_be and "price" in view.marks_around(view.outline.owners[at], 2)):
            yield at


def _named(view: View) -> set[int]:
    """The texts that stand in an element called a price, be it a large one."""
    outline = view.outline
    named: set[int] = set()
    large: set[int] = set()
    for element in view.marked.get("price", ()):
        if outline.size(element) <= MAX_NAMED_TEXTS:
            named.update(range(outline.first[element], outline.end[element]))
        else:
            large.add(element)
    return named.union(at for at, owner in enumerate(outline.owners) if owner in large) if large else named


def _is_mark(view: View, at: int) -> bool:
    """Whether a text is a currency set apart from its number."""
    texts = view.outline.texts
    if len(texts[at]) > MAX_MARK_CHARS or at + 1 >= len(texts) or not texts[at + 1][:1].isdigit():
        return False
    if at and _BARE.fullmatch(texts[at - 1]) and view.amount(at + 1):
        return False  # it is the mark of the number before it
    return _MARK.fullmatch(texts[at]) is not None


def _has_mark_behind(view: View, at: int) -> bool:
    """Whether a text is a number whose currency is set apart behind it, and what follows has its own."""
    texts = view.outline.texts
    if at + 1 >= len(texts) or len(texts[at + 1]) > MAX_MARK_CHARS or not _BARE.fullmatch(texts[at]):
        return False
    is_last = at + 2 >= len(texts) or not texts[at + 2][:1].isdigit() or view.amount(at + 2) != ""
    return is_last and _MARK.fullmatch(texts[at + 1]) is not None


def _block(view: View, at: int) -> int:
    """The largest element around the text that still reads like one price: "₦ | 75,000,000 | /year"."""
    outline = view.outline
    element = outline.owners[at]
    for above in outline.ancestors(element):
        if not _is_one_price(view, above, at) or len(outline.text(above)) > MAX_PRICE_CHARS // 2:
            break
        element = above
    return element


def _up_to_next(view: View, element: int, at: int) -> str:
    """An amount and what stands behind it, up to the next amount in an element of several: "£1,300 pcm | £300 pw"."""
    outline = view.outline
    end = at + 1
    while end < min(outline.end[element], at + MAX_PRICE_TEXTS) and not view.amount(end):
        end += 1
    return " ".join(outline.texts[at:end])


def _is_other(text: str) -> bool:
    """Whether an amount is called another one than the price; a former price only where it stands alone."""
    return OTHER_AMOUNT.search(text) is not None or (_FORMER.search(text) is not None and len(MONEY.findall(text)) < 2)


def _is_one_price(view: View, element: int, at: int) -> bool:
    """Whether an element has few texts, and no second amount beside that at `at`, as of a price per m² behind it."""
    outline = view.outline
    if outline.size(element) > MAX_PRICE_TEXTS:
        return False
    own = (at,) if view.amount(at) else (at, at + 1)  # a number and its currency apart
    return not any(view.amount(text) for text in range(outline.first[element], outline.end[element]) if text not in own)


def _is_struck(view: View, at: int) -> bool:
    """Whether a text is struck through, as the price is that held before."""
    owner = view.outline.owners[at]
    around = (owner, *islice(view.outline.ancestors(owner), MAX_STRUCK_LEVELS))
    return any(view.outline.tags[element] in _STRUCK for element in around)


def _is_labelled_otherwise(view: View, at: int) -> bool:
    """Whether the text in front is the label of a deposit, a charge or a price per m²."""
    named = LABELS.get(view.folded[at - 1]) if at else None
    return named is not None and named[0] in _NOT_THE_PRICE
