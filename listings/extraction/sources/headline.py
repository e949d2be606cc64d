"""A page's first headline, read from its text where a tree would be made for nothing else."""

import re

from selectolax.lexbor import LexborHTMLParser

MAX_CHARS = 5_000  # of its markup
_OPENING = re.compile(r"<(?:!--|[hH]1(?=[\s>]))")


def read_headline(markup: str) -> str:
    """The text of the first <h1> outside comments; "" where there is none."""
    found = _OPENING.search(markup)
    while found is not None and found[0] == "<!--":
        end = markup.find("-->", found.start() + 2)
        found = _OPENING.search(markup, end) if end >= 0 else None
    if found is None:
        return ""
    end = min((end for tag in ("</h1", "</H1") if (end := markup.find(tag, found.end())) >= 0), default=len(markup))
    return headline_of(LexborHTMLParser(markup[found.start() : min(end, found.start() + MAX_CHARS)]))


def headline_of(tree: LexborHTMLParser) -> str:
    """The text of a tree's first <h1>, or ""."""
    node = tree.css_first("h1")
    return node.text(separator=" ") if node is not None else ""
