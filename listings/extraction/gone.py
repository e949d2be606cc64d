"""Pages that say their listing is gone: removed, expired, withdrawn, or never there."""

import re
from collections.abc import Set

from listings.extraction.page import Page
from listings.extraction.parsing.vocabulary.gone import ERROR_WORDS, GONE_SENTENCES, NOT_FOUND_WORDS

SHORT_PAGE_CHARS = 3_000
MAX_HEADLINE_CHARS = 300
_NO_PROOF = frozenset({"text", "photos", "place"})  # which the page that says so has as well
FEW_MARKS = 2  # of a listing; a page with more of them still shows it
NOTHING_ELSE_CHARS = 140
NOTHING_ELSE_SHARE = 0.35

_SENTENCES = "|".join(said for sentences in GONE_SENTENCES.values() for said in sentences)
# Of lower case, since a search that ignores case tries every sentence in full.  Where words have spaces between them a
# sentence begins with a word; to try it at each letter as well would be dear.
_SAID = re.compile(rf"(?<![a-zß-ÿа-яα-ω])(?:{_SENTENCES})")
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
    first = _line(page.headline)
    if said := _said_of_headline(first, has_home=len(marks) > FEW_MARKS):
        return f"the page says {said!r}"
    if len(marks) > FEW_MARKS:
        return None
    said = _said_in_lines(page)
    if said is None and not marks - _NO_PROOF and not page.has_more_text_than(SHORT_PAGE_CHARS):
        said = _said_in(page.text)
    return f"the page says {said!r}" if said else None


def end_announced(page: Page) -> str | None:
    """What the title or a headline says of a listing's end, on a page that shows something else in its place."""
    said = _said_in_lines(page)
    return f"the page says {said!r}" if said else None


def _said_in_lines(page: Page) -> str | None:
    lines = [*page.meta.get("title", ())[:1], *(text for _, text in page.headlines())]
    return next((said for text in lines if (said := _said(_line(text)))), None)


def _line(text: str) -> str:
    return " ".join(text[:MAX_HEADLINE_CHARS].split())


def _said(headline: str) -> str | None:
    if _NUMBER.fullmatch(headline):
        return headline
    return _said_in(headline)


def _said_in(text: str) -> str | None:
    """The first sentence that says so, as it is written."""
    lowered = _lower(text)
    found = _SAID.search(lowered)
    if found is None:
        return None
    return text[found.start() : found.end()] if len(lowered) == len(text) else found[0]


def _lower(text: str) -> str:
    """In lower case, the Turkish İ as the one letter it is: Python makes two of it."""
    return text.replace("İ", "i").lower()


def _said_of_headline(headline: str, *, has_home: bool) -> str | None:
    """What the headline says: where a home is shown it must be most of it, and no number be named."""
    if not has_home:
        return _said(headline) if headline else None
    if len(headline) > NOTHING_ELSE_CHARS:
        return None
    if any(map(str.isdigit, headline)):
        return headline if _NUMBER.fullmatch(headline) or _SAID.fullmatch(_lower(headline)) else None
    said = _said_in(headline)
    return said if said and len(said) >= NOTHING_ELSE_SHARE * len(headline) else None
