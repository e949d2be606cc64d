"""CSS selectors that mappings bring along: short, and none that can run away.

To find what stands left of a combinator lexbor goes back through all that may stand there. `.a .b img` costs, for each
picture, the square of the depth at which it is nested, and `a ~ b` all its siblings; nothing can interrupt that. So a
mapping may have few of those, and what costs most is looked for on pages alone that people may have made.
"""

import re
from functools import cache
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from listings.extraction.page import Page

MAX_SELECTOR_CHARS = 500
MAX_OPEN = 3  # combinators in one selector that reach beyond parents and neighbours: " " and "~"
MAX_DEPTH = 48  # of pages with two of them; pages that people made are nested 30 deep
# Of pages that are looked through for siblings, contents or counts
MAX_ELEMENTS = 10_000
MAX_TEXT_READ = 1_000_000_000  # characters, if all of them are looked through for each element
_NO_PAGE = LexborHTMLParser("")
_ESCAPED = re.compile(r"\\.", re.DOTALL)
_STRING = re.compile(r"\"[^\"]*\"|'[^']*'")
_ATTRIBUTE = re.compile(r"\[[^\]]*\]")
_SPACE_ABOUT = re.compile(r"\s*([>+~,(])\s*|\s+(?=\))")
_INNERMOST = re.compile(r":([\w-]+)\(([^()]*)\)")
_HAS, _MUCH = "\0", "\1"  # stand in for a :has(), and for other brackets in which something costs much
_COSTLY = re.compile(rf"~|:has\b|:lexbor-contains\b|:nth-|:last-|:only-|-of-type\b|[{_HAS}{_MUCH}]")
_DEEPER = " > ".join([*["*"] * MAX_DEPTH, ":first-child"])  # what is too deep has a first sibling as deep


def checked_selector(selector: str) -> str:
    """The selector.  Raises ValueError for one that is wrong, long, or could run away."""
    if len(selector) > MAX_SELECTOR_CHARS:
        raise ValueError(f"selector longer than {MAX_SELECTOR_CHARS} characters")
    try:
        _NO_PAGE.css(selector)
    except SelectolaxError as error:
        raise ValueError(f"bad selector {selector!r}") from error
    for alternative in _alternatives(selector):
        if _opened(alternative) > MAX_OPEN or alternative.count("~") > 1:
            raise ValueError(f"selector {selector!r} has too many spaces and ~: {MAX_OPEN}, and one ~, at most")
    return selector


def is_bounded_on(page: Page, selector: str) -> bool:
    """Whether looking for it on this page takes a bounded time."""
    weight = _weight(selector)
    if weight.is_costly or weight.opened >= MAX_OPEN:
        most = min(MAX_ELEMENTS, MAX_TEXT_READ // (page.markup_size + 1)) if weight.reads_texts else MAX_ELEMENTS
        if page.has_more_elements_than(most):
            return False
    return not (weight.is_dear_in_depth and page.select(_DEEPER))


class _Weight(NamedTuple):
    """The most open combinators of an alternative; whether it looks through siblings, contents or counts, and texts.

    is_dear_in_depth: whether it asks more than a plain question of all that an element stands in.
    """

    opened: int
    is_costly: bool
    reads_texts: bool
    is_dear_in_depth: bool


@cache
def _weight(selector: str) -> _Weight:
    text = _without_texts(selector)
    alternatives = _alternatives(selector)
    return _Weight(
        max(map(_opened, alternatives)),
        _COSTLY.search(text) is not None,
        ":lexbor-contains" in text,
        any(_opened(alternative) > 1 or _asks_much_above(alternative) for alternative in alternatives),
    )


def _asks_much_above(alternative: str) -> bool:
    above, _, _ = alternative.rpartition(" ")
    return _COSTLY.search(above) is not None


def _opened(alternative: str) -> int:
    return alternative.count(" ") + alternative.count("~")


def _alternatives(selector: str) -> list[str]:
    """What stands between the commas, each pair of brackets replaced by the open combinators that it holds.

    In front of those stands _MUCH where what is in the brackets costs much.

    Raises ValueError for a `:has()` that looks beyond children and neighbours, or holds another.
    """
    text = " ".join(_SPACE_ABOUT.sub(r"\1", _without_texts(selector)).split())
    while inner := _INNERMOST.search(text):
        is_has, held = inner[1] == "has", "".join(char for char in inner[2] if char in f" ~{_HAS}")
        if is_has and held:
            raise ValueError(f"selector {selector!r} looks for too much in :has()")
        much = _MUCH if _COSTLY.search(inner[0]) else ""
        text = text[: inner.start()] + (_HAS if is_has else much + held) + text[inner.end() :]
    return text.split(",")


def _without_texts(selector: str) -> str:
    return _ATTRIBUTE.sub("a", _STRING.sub("s", _ESCAPED.sub("e", selector)))
