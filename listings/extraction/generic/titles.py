"""The headline: the heading that the page's title begins with, else its first <h1> that is not the site's name."""

import re
from collections.abc import Iterator

from listings.extraction.candidates import Candidate
from listings.extraction.generic.view import View
from listings.extraction.parsing.words import fold

TITLED_TRUST = 0.89
HEADLINE_TRUST = 0.87  # more than structured data, whose name is often the site's or made for search engines
SITE_TRUST = 0.35
TITLE_TRUST = 0.6
MIN_HEADLINE_CHARS = 8
MAX_HEADLINES = 3
MAX_TITLE_CHARS = 500
MAX_LOGO_PARTS = 4
MAX_BESIDE_AMOUNT = 4
_SEPARATOR = re.compile(r"\s+[|»·•–—-]\s+|\s*[|｜]\s*")


def title_candidates(view: View) -> Iterator[Candidate]:
    """Headings and the page's title, and what they say of the offer and the kind of property."""
    title = next(iter(view.page.meta.get("title", ())), "")[:MAX_TITLE_CHARS]
    parts = [part for part in _SEPARATOR.split(title) if part]
    for heading, path, trust in _headings(view, parts):
        yield Candidate("title", heading, "css", path, trust)
        if trust > SITE_TRUST:
            yield from _said(heading, path, 0.62)
    head = title if len(parts) < 2 else title[: title.rfind(parts[-1])].rstrip(" |｜»·•–—-")
    if head:
        yield Candidate("title", head, "title", "title", TITLE_TRUST)
        if not view.names_site(head):
            yield from _said(head, "title", 0.55)


def _said(text: str, path: str, trust: float) -> Iterator[Candidate]:
    yield Candidate("property_type", text, "title", path, trust - 0.05)
    yield Candidate("offer", text, "title", path, trust)
    yield Candidate("town", text, "title", path, trust)


def _headings(view: View, parts: list[str]) -> Iterator[tuple[str, str, float]]:
    outline = view.outline
    site = {fold(name) for name in view.page.meta.get("og:site_name", ())} | {fold(part) for part in parts[1:][-1:]}
    begin = fold(parts[0]) if parts else ""
    for tag in ("h1", "h2", "h3"):
        headings = [
            element for element in outline.by_tag.get(tag, ()) if outline.size(element) and not view.dead[element]
        ]
        for number, element in enumerate(headings[:MAX_HEADLINES]):
            text = _without_amounts(view, element)[:MAX_TITLE_CHARS]
            folded = fold(text[:300])
            if folded in site or _is_logo(view, element):
                yield text, tag, SITE_TRUST
            elif _begins(begin, folded):
                yield text, tag, TITLED_TRUST
            elif tag == "h1":
                yield text, tag, HEADLINE_TRUST - 0.05 * number


def _without_amounts(view: View, element: int) -> str:
    """A heading's text without a price that is set apart in it, for those who hear the page."""
    outline = view.outline
    texts = outline.texts[outline.first[element] : outline.end[element]]
    if len(texts) < 2:
        return outline.text(element)
    own = [text for at, text in enumerate(texts, outline.first[element]) if not _is_amount(view, at)]
    return " ".join(own) if len(" ".join(own)) >= MIN_HEADLINE_CHARS else outline.text(element)


def _is_amount(view: View, at: int) -> bool:
    amount = view.amount(at)
    return amount != "" and len(view.outline.texts[at]) <= len(amount) + MAX_BESIDE_AMOUNT


def _begins(title: str, heading: str) -> bool:
    """Whether the page's title begins with most of the heading, or the heading with all of the title."""
    if len(heading) < MIN_HEADLINE_CHARS or len(title) < MIN_HEADLINE_CHARS:
        return False
    return (title.startswith(heading) and len(heading) > 0.5 * len(title)) or heading.startswith(title)


def _is_logo(view: View, element: int) -> bool:
    """Whether a heading is or holds a link to the site's front page."""
    outline = view.outline
    inner = range(element, min(outline.stop[element], element + MAX_LOGO_PARTS))
    links = (
        outline.attributes[e].get("href") or "" for e in (outline.parents[element], *inner) if outline.tags[e] == "a"
    )
    return any(href == "/" or ("//" in href and not href.partition("//")[2].partition("/")[2]) for href in links)
