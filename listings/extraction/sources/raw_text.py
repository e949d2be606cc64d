"""A page's scripts, styles and <noscript>, cut out of the source before a tree is made of the rest.

They are most of a modern page, and a parser that builds a tree of them, hands their text back and takes them out again
is several times as long about it.  Where only a parser can tell what is a script, nothing is cut; but what opens in
small letters is taken to close in small letters too, as looking for capitals in every script would be dear.
"""

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from listings.extraction.sources.attributes import any_case, attribute_pattern, read_attributes
from listings.extraction.sources.scripts import MAX_SCRIPTS, Script

MAX_NOSCRIPTS = 20
MAX_ELEMENTS = 10_000
_COMMENT_REACH = 80
_SEAM = "<!---->"  # where something was cut out, so that the texts on both sides stay two
_CUT = frozenset({"script", "style", "noscript"})
_KEPT = frozenset({"title", "textarea", "iframe"})  # whose text is no markup either (HTML Standard, 13.2.5)


MAX_ATTRIBUTE_CHARS = 4_000
_OPENING = re.compile(
    r"<(?=[!sSnNtTiI][-cCtTeEiIoOfF])(?:!--|("  # told by two letters, which is faster than by one of many names
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


class _NotSureError(Exception):
    """It takes a parser to tell."""


def cut_raw_text(source: str) -> RawText | None:
    """The page's raw text and its markup; None where "<script" may be part of something else."""
    cut = _Cut(source)
    try:
        cut.run()
    except _NotSureError:
        return None
    return RawText(
        markup=_SEAM.join(cut.markup),
        scripts=tuple([_script(*script) for script in cut.scripts[:MAX_SCRIPTS]]),
        noscript=" ".join(cut.noscripts[:MAX_NOSCRIPTS]),
        has_templates=cut.has_templates,
    )


def inner_html(node: LexborNode) -> str:
    """The markup in an element, without what stands for that which was cut out."""
    return (node.inner_html or "").replace(_SEAM, "")


class _Cut:
    """Goes from one element that holds raw text to the next, outside comments, and keeps what is between them.

    One loop, since most pages have dozens of them and some have hundreds.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.markup: list[str] = []
        self.scripts: list[tuple[str, str]] = []  # attributes and text
        self.noscripts: list[str] = []
        self.has_templates = False

    def run(self) -> None:
        """Raises _NotSureError for what may be part of something else, and for more than MAX_ELEMENTS."""
        source, search, kept, elements = self.source, _OPENING.search, 0, 0
        found = search(source)
        while found is not None:
            name, attributes = found.groups()
            start, end = found.span()
            if name is None:
                end = source.find("-->", start + 2)
                if end < 0:
                    break
            elif name == "template":
                self.has_templates = True
            else:
                stop, end = _ends(source, name, attributes, start, end)
                if name in _CUT:
                    self.markup.append(source[kept:start])
                    kept = end
                    if name != "style":
                        self._take(name, attributes, source[found.end() : stop])
            elements += name is not None
            if elements >= MAX_ELEMENTS:
                raise _NotSureError
            found = search(source, end)
        self.markup.append(source[kept:])

    def _take(self, name: str, attributes: str, text: str) -> None:
        if name == "script":
            if _writes_script(text):
                raise _NotSureError
            self.scripts.append((attributes, text))
        elif name == "noscript":
            self.noscripts.append(text)


def _ends(source: str, name: str, attributes: str | None, start: int, head_end: int) -> tuple[int, int]:
    """Where the text of the element that opens at `start` ends, and where the element does.

    Raises _NotSureError within an attribute, for an odd tag, and without end.
    """
    if attributes is None or (attributes and _is_odd(attributes)) or source[start - 1] in "\"'=":
        raise _NotSureError
    closing = _CLOSING.get(name)
    stop = source.find(closing, head_end) if closing else -1
    if stop < 0:
        raise _NotSureError
    end = stop + len(name) + 2
    behind = source[end : end + 1]
    if behind != ">":
        end = source.find(">", end)
        if end < 0 or not behind.isspace():
            raise _NotSureError
    return stop, end + 1


def _is_odd(attributes: str) -> bool:
    """Whether a tag may go on behind its first ">", or closes itself."""
    return bool(attributes.count('"') % 2 or attributes.count("'") % 2 or attributes.endswith("/"))


def _writes_script(text: str) -> bool:
    """Whether a script begins with a comment and writes another in it, which ends with a tag that is not its own."""
    comment = text.find("<!--", 0, _COMMENT_REACH)
    return comment >= 0 and text.find("<script", comment) >= 0


def _script(attributes: str, text: str) -> Script:
    if not attributes:
        return Script("", "", "", text)
    stated = read_attributes(_ATTRIBUTE, attributes)
    kind = stated.get("type", "").strip().lower()
    return Script(kind, stated.get("id", ""), stated.get("src", ""), text)
