"""A page's scripts, styles and <noscript>, cut out of the source before a tree is made of the rest.

They are most of a modern page, and a parser that builds a tree of them, hands their text back and takes them out again
is several times as long about it.  Where only a parser can tell what is a script, nothing is cut; but what opens in
small letters is taken to close in small letters too, as looking for capitals in every script would be dear.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from listings.extraction.sources.attributes import any_case, attribute_pattern, read_attributes
from listings.extraction.sources.scripts import MAX_SCRIPTS, Script

MAX_NOSCRIPTS = 20
MAX_ELEMENTS = 10_000
_COMMENT_REACH = 80
_SEAM = "<!---->"  # where something was cut out, so that the texts on both sides stay two
_CUT = frozenset({"script", "style", "noscript"})
_READ = frozenset({"script", "noscript"})
_KEPT = frozenset({"title", "textarea", "iframe"})  # whose text is no markup either (HTML Standard, 13.2.5)


MAX_ATTRIBUTE_CHARS = 4_000
_OPENING = re.compile(
    r"<(?=[!sSnNtTiI])(?:!--|("
    + "|".join(any_case(name) for name in sorted(_CUT | _KEPT | {"template"}))
    + rf")(?=[\s/>])(?:([^>]{{0,{MAX_ATTRIBUTE_CHARS}}})>)?)"
)
_CLOSING = {name: f"</{name}" for name in _CUT | _KEPT}  # who writes capitals may not write them twice
_ATTRIBUTE = attribute_pattern("type", "id", "src")


@dataclass(frozen=True, slots=True)
class RawText:
    """What was cut, and the markup without it.  noscript: the texts of the first MAX_NOSCRIPTS."""

    markup: str
    scripts: tuple[Script, ...]
    noscript: str
    has_templates: bool


class _Element(NamedTuple):
    name: str
    attributes: str
    text: str
    start: int
    end: int


class _NotSureError(Exception):
    """It takes a parser to tell."""


def cut_raw_text(source: str) -> RawText | None:
    """The page's raw text and its markup; None where "<script" may be part of something else."""
    try:
        elements = list(islice(_elements(source), MAX_ELEMENTS))
    except _NotSureError:
        return None
    if len(elements) == MAX_ELEMENTS:
        return None
    return RawText(
        markup=_without([element for element in elements if element.name in _CUT], source),
        scripts=tuple([_script(element) for element in elements if element.name == "script"][:MAX_SCRIPTS]),
        noscript=" ".join([element.text for element in elements if element.name == "noscript"][:MAX_NOSCRIPTS]),
        has_templates=any(element.name == "template" for element in elements),
    )


def inner_html(node: LexborNode) -> str:
    """The markup in an element, without what stands for that which was cut out."""
    return (node.inner_html or "").replace(_SEAM, "")


def _without(elements: list[_Element], source: str) -> str:
    """The source without some elements."""
    markup, at = [], 0
    for element in elements:
        markup.append(source[at : element.start])
        at = element.end
    markup.append(source[at:])
    return _SEAM.join(markup)


def _elements(source: str) -> Iterator[_Element]:
    """The elements that hold raw text, and the opening tags of templates, outside comments."""
    find = _OPENING.search
    found = find(source)
    while found is not None:
        name, attributes = found.groups()
        if name is None:
            end = source.find("-->", found.start() + 2)
            if end < 0:
                return
        elif name == "template":
            end = found.end()
            yield _Element(name, "", "", found.start(), end)
        else:
            element = _element(source, name, attributes, *found.span())
            yield element
            end = element.end
        found = find(source, end)


def _element(source: str, name: str, attributes: str | None, start: int, head_end: int) -> _Element:
    """The element that opens at `start`.  Raises _NotSureError within an attribute, for an odd tag, and without end."""
    if attributes is None or (attributes and _is_odd(attributes)) or source[start - 1] in "\"'=":
        raise _NotSureError
    closing = _CLOSING.get(name)
    stop = source.find(closing, head_end) if closing else -1
    end = stop + len(name) + 2
    if stop < 0 or not (source.startswith(">", end) or source[end : end + 1].isspace()):
        raise _NotSureError
    end = source.find(">", end)
    if end < 0:
        raise _NotSureError
    if name == "script" and _writes_script(source, head_end, stop):
        raise _NotSureError
    return _Element(name, attributes, source[head_end:stop] if name in _READ else "", start, end + 1)


def _is_odd(attributes: str) -> bool:
    """Whether a tag may go on behind its first ">", or closes itself."""
    return bool(attributes.count('"') % 2 or attributes.count("'") % 2 or attributes.endswith("/"))


def _writes_script(source: str, start: int, stop: int) -> bool:
    """Whether a script begins with a comment and writes another in it, which ends with a tag that is not its own."""
    comment = source.find("<!--", start, min(stop, start + _COMMENT_REACH))
    return comment >= 0 and source.find("<script", comment, stop) >= 0


def _script(element: _Element) -> Script:
    if not element.attributes:
        return Script("", "", "", element.text)
    stated = read_attributes(_ATTRIBUTE, element.attributes)
    kind = stated.get("type", "").strip().lower()
    return Script(kind, stated.get("id", ""), stated.get("src", ""), element.text)
