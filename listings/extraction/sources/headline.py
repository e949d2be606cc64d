"""A page's headlines, read from its text where a tree would be made for nothing else."""

import html
import re
from collections.abc import Iterator

MAX_CHARS = 2_000  # of one headline's markup
_OPENING = re.compile(r"<(?:!--|[hH]([123])(?=[\s>]))")
_FIRST = re.compile(r"<(?:!--|[hH](1)(?=[\s>]))")
_CLOSING = re.compile(r"</[hH][1-6]")
_TAG = re.compile(r"<[^<>]{0,2000}>")


def read_headline(markup: str) -> str | None:
    """The text of the first <h1> outside comments; "" where there is none, None where it may be a template's."""
    at = markup.find("<h1")
    if at < 0 or is_comment(markup, at):
        at = next((at for _, at in _openings(markup, _FIRST)), -1)
    if at >= 0 and any(markup.find(tag, 0, at) >= 0 for tag in ("<template", "<TEMPLATE")):
        return None
    return _text(markup, at) if at >= 0 else ""


def is_comment(markup: str, at: int) -> bool:
    """Whether a place lies in a comment."""
    opening = markup.rfind("<!--", 0, at)
    return opening >= 0 and markup.find("-->", opening + 2, at) < 0


def read_headlines(markup: str) -> Iterator[tuple[int, str]]:
    """(level, text) of <h1>, <h2> and <h3> outside comments, one by one, of a page whose scripts are cut out."""
    return ((level, _text(markup, at)) for level, at in _openings(markup, _OPENING))


def _openings(markup: str, opening: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """(level, place) of the opening tags outside comments."""
    found = opening.search(markup)
    while found is not None:
        if found[1] is None:
            end = markup.find("-->", found.start() + 2)
            if end < 0:
                return
        else:
            end = found.end()
            yield int(found[1]), found.start()
        found = opening.search(markup, end)


def _text(markup: str, opening: int) -> str:
    """The text from a headline's opening tag to its closing one."""
    start = markup.find(">", opening) + 1
    if start == 0:
        return ""
    closing = _CLOSING.search(markup, start, start + MAX_CHARS)
    written = markup[start : closing.start() if closing else start + MAX_CHARS]
    return html.unescape(_TAG.sub(" ", written))
