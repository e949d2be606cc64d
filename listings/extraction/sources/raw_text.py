"""A page's scripts, styles and <noscript>, cut out of the source before a tree is made of the rest.

They are most of a modern page, and a parser that builds a tree of them, hands their text back and takes them out again
is several times as long about it.  Where only a parser can tell what is a script, nothing is cut.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from listings.extraction.sources.attributes import any_case, attribute_pattern, read_attributes
from listings.extraction.sources.scripts import MAX_SCRIPTS, Script

MAX_NOSCRIPTS = 20
MAX_ELEMENTS = 10_000
_COMMENT_REACH = 80
_CUT = frozenset({"script", "style", "noscript"})
_READ = frozenset({"script", "noscript"})
_KEPT = frozenset({"title", "textarea", "iframe"})  # whose text is no markup either (HTML Standard, 13.2.5)


_OPENING = re.compile(
    r"<(?=[!sSnNtTiI])(?:!--|("
    + "|".join(any_case(name) for name in sorted(_CUT | _KEPT | {"template"}))
    + r")(?=[\s/>]))"
)
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


def _without(elements: list[_Element], source: str) -> str:
    """The source without some elements; a comment stands for one between two texts, so that they stay two."""
    markup, at = [], 0
    for element in elements:
        markup.append(source[at : element.start])
        at = element.end
        if source[element.start - 1] != ">" and not source.startswith("<", at):
            markup.append("<!---->")
    markup.append(source[at:])
    return "".join(markup)


def _elements(source: str) -> Iterator[_Element]:
    """The elements that hold raw text, and the opening tags of templates, outside comments."""
    find = _OPENING.search
    found = find(source)
    while found is not None:
        name = found[1]
        if name is None:
            end = source.find("-->", found.start() + 2)
            if end < 0:
                return
        else:
            element = _element(source, name, *found.span())
            yield element
            end = element.end
        found = find(source, end)


def _element(source: str, name: str, start: int, name_end: int) -> _Element:
    """The element that opens at `start`.  Raises _NotSureError within an attribute, for an odd tag, and without end."""
    if name == "template":
        return _Element(name, "", "", start, name_end)
    head_end = source.find(">", name_end)
    attributes = source[name_end:head_end]
    has_odd_quotes = attributes.count('"') % 2 or attributes.count("'") % 2
    if head_end < 0 or has_odd_quotes or attributes.endswith("/") or source[start - 1] in "\"'=":
        raise _NotSureError
    stop = source.find(f"</{name}", head_end) if name.islower() else -1  # who writes capitals may not write them twice
    end = source.find(">", stop)
    behind_name = stop + len(name) + 2
    if stop < 0 or end < 0 or (end > behind_name and not source[behind_name].isspace()):
        raise _NotSureError
    if name == "script" and _writes_script(source, head_end, stop):
        raise _NotSureError
    text = source[head_end + 1 : stop] if name in _READ else ""
    return _Element(name, attributes, text, start, end + 1)


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
