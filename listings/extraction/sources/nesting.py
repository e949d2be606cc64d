"""Bounds on a page's tree: a parser's time grows with the square of the depth, and a page may be hostile."""

import re

MAX_DEPTH = 1_000  # browsers stop at 512
MAX_TAGS = 150_000
FEW_TAGS = 10_000  # too few to nest deep enough to matter, so that ordinary pages are not read twice

# Elements that close themselves, or that a sibling closes: they only nest through others, which are counted.
_UNCOUNTED = frozenset(
    {
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
        "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "optgroup", "colgroup", "html",
        "head", "body",
    }
)  # fmt: skip
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]{0,30})")


def cut_to_bounds(html: str) -> str:
    """The HTML up to where it nests deeper than MAX_DEPTH or has MAX_TAGS tags; all of it, where people made it."""
    if html.count("<") <= FEW_TAGS:
        return html
    depth = 0
    for number, tag in enumerate(_TAG.finditer(html)):
        if tag[2].lower() not in _UNCOUNTED:
            depth = max(depth - 1, 0) if tag[1] else depth + 1
        if depth > MAX_DEPTH or number >= MAX_TAGS:
            return html[: tag.start()]
    return html
