"""Pages that say their listing is gone: removed, expired, withdrawn, or never there."""

import re
from collections.abc import Set

from listings.extraction.page import Page
from listings.extraction.parsing.vocabulary.gone import ERROR_WORDS, GONE_SENTENCES, NOT_FOUND_WORDS

SHORT_PAGE_CHARS = 3_000
MAX_HEADLINE_CHARS = 300
MAX_HEADLINES = 20
_NO_PROOF = frozenset({"text", "photos"})  # which the page that says so has as well
FEW_MARKS = 2  # of a listing; a page with more of them still shows it
NOTHING_ELSE_CHARS = 140
NOTHING_ELSE_SHARE = 0.35

_SAID = re.compile("|".join(said for sentences in GONE_SENTENCES.values() for said in sentences), re.IGNORECASE)
_ERRORS = "|".join(ERROR_WORDS)
_NUMBER = re.compile(
    rf"(?:(?:http|oops|sorry)?[\s!.,]{{0,3}}(?:{_ERRORS})[\s:#-]{{0,3}})?(?:404|410)"
    rf"(?:[\s:.,|!–—-]{{0,4}}(?:{_ERRORS}|{'|'.join(NOT_FOUND_WORDS)}))?(?:\s?[|·:.,!–—-].{{0,60}})?",
    re.IGNORECASE | re.DOTALL,
)


def find_gone(page: Page, marks: Set[str]) -> str | None:
    """What the page says of its listing's end; None where it says nothing such.

    marks: what of one listing the page states (page_kind.listing_marks).  A page whose first headline says so is
    about nothing else; a title or a banner counts where little of a listing is left, a sentence on a short page where
    nothing is.
    """
    headlines = [_line(node.text(separator=" ")) for node in page.tree.css("h1, h2, h3")[:MAX_HEADLINES]]
    first = _line(_first_headline(page))
    said = _said(first) if first else None
    if said and (len(marks) <= FEW_MARKS or _is_about_nothing_else(first, said)):
        return f"the page says {said!r}"
    if len(marks) > FEW_MARKS:
        return None
    said = next((said for text in (*page.meta.get("title", ())[:1], *headlines) if (said := _said(_line(text)))), None)
    if said is None and not marks - _NO_PROOF and len(page.text) <= SHORT_PAGE_CHARS:
        found = _SAID.search(page.text)
        said = found[0] if found else None
    return f"the page says {said!r}" if said else None


def _first_headline(page: Page) -> str:
    node = page.tree.css_first("h1")
    return node.text(separator=" ") if node is not None else ""


def _line(text: str) -> str:
    return " ".join(text[:MAX_HEADLINE_CHARS].split())


def _said(headline: str) -> str | None:
    if _NUMBER.fullmatch(headline):
        return headline
    found = _SAID.search(headline)
    return found[0] if found else None


def _is_about_nothing_else(headline: str, said: str) -> bool:
    """Whether what is said is most of the headline; the headline of a home would name a place or a number."""
    is_most = len(headline) <= NOTHING_ELSE_CHARS and len(said) >= NOTHING_ELSE_SHARE * len(headline)
    return is_most and (said == headline or not any(map(str.isdigit, headline)))
