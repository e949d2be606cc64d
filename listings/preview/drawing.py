"""A captured page as a harmless document: its texts and structure anew, and what is chosen marked.

Nothing of the page's own markup is passed on: no attribute, no style, no script, no address. What is not on the list
leaves its texts behind, or nothing at all.
"""

import base64
import hashlib
from collections.abc import Mapping
from html import escape

from selectolax.lexbor import LexborNode

from listings.extraction.page import Page
from listings.preview.marking import Mark, Marks

MAX_NODES = 15_000
MAX_CHARS = 400_000
MAX_ALT_CHARS = 80
FIRST = "first-marked"
_KEPT = frozenset(
    {
        "article", "aside", "b", "blockquote", "br", "caption", "code", "dd", "div", "dl", "dt", "em", "figcaption",
        "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "i", "li", "main", "nav", "ol", "p",
        "pre", "section", "small", "span", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead",
        "tr", "u", "ul",
    }
)  # fmt: skip
_VOID = frozenset({"br", "hr"})
_DROPPED = frozenset(
    {
        "script", "style", "template", "noscript", "head", "title", "meta", "link", "base", "iframe", "frame",
        "frameset", "object", "embed", "applet", "svg", "math", "canvas", "audio", "video", "source", "track", "map",
        "area", "input", "select", "option", "textarea", "button", "datalist", "dialog", "portal",
    }
)  # fmt: skip
_PICTURES = frozenset({"img", "picture"})
STYLE = """
:root { color-scheme: light dark; }
body { font: 14px/1.5 system-ui, sans-serif; margin: 12px; overflow-wrap: anywhere; color: light-dark(#17212b, #e6ebef);
  background: light-dark(#fff, #18212a); }
table { border-collapse: collapse; } td, th { padding: 2px 8px; text-align: left; vertical-align: top; }
.picture { display: inline-block; padding: 1px 6px; border: 1px dashed #8895a1; border-radius: 4px; font-size: 12px;
  color: light-dark(#5b6874, #9dabb8); }
.chosen { outline: 2px solid #0f766e; outline-offset: 2px; background: light-dark(#d7f5ef, #12413c); }
.shown { outline: 2px dashed #a16207; outline-offset: 2px; background: light-dark(#fef3c7, #4a3610); }
.field { display: inline-block; margin: 0 6px 0 2px; padding: 0 6px; border-radius: 9px; color: #fff;
  font: 600 11px/17px system-ui, sans-serif; vertical-align: middle; background: #0f766e; }
.shown > .field, .picture.shown + .field { background: #854d0e; }
.field { scroll-margin-block: 40vh; }
.field:target { outline: 3px solid #b45309; outline-offset: 2px; background: #7c2d12; }
:has(> .field:target), .picture:has(+ .field:target) { outline: 3px solid #b45309;
  background: light-dark(#fde68a, #713f12); }
.cut { color: light-dark(#5b6874, #9dabb8); font-style: italic; }
"""
# The document's only style, by which its policy knows it
STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
# An origin that is nobody's, no script, no network, framed by our own pages alone
FRAME_POLICY = (
    f"sandbox; default-src 'none'; style-src 'sha256-{STYLE_HASH}'; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'self'"
)


def place_of(number: int) -> str:
    """The name of a field's first place in the document, as a fragment of its address."""
    return f"field-{number}"


def draw_page(page: Page, marks: Marks, numbers: Mapping[str, int]) -> str:
    """The page as a document that runs and loads nothing; `numbers` are what fields are marked with."""
    drawing = _Drawing(marks, numbers)
    body = page.tree.body
    if body is not None:
        drawing.draw(body)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Preview</title>'
        f"<style>{STYLE}</style></head><body>{''.join(drawing.parts)}</body></html>"
    )


class _Drawing:
    """The parts of the document, written in one walk without recursion: pages are nested deep."""

    def __init__(self, marks: Marks, numbers: Mapping[str, int]) -> None:
        self.parts: list[str] = []
        self._marks, self._numbers = marks, numbers
        self._named: set[int] = set()
        self._nodes = self._chars = 0
        self._has_first = False

    def draw(self, body: LexborNode) -> None:
        """What is in the body, up to the bounds."""
        open_ends: list[tuple[LexborNode | None, str]] = [(body.child, "")]
        while open_ends:
            node, end = open_ends.pop()
            if node is None:
                self.parts.append(end)
                continue
            if self._is_full():
                self.parts.append(end)
                continue
            open_ends.append((node.next, end))
            if (inside := self._begin(node)) is not None:
                open_ends.append((node.child, inside))
        if self._is_full():
            self.parts.append('<p class="cut">The rest of the page is left out.</p>')

    def _begin(self, node: LexborNode) -> str | None:
        """Write what comes before a node's children; what comes after them, or None where they are left out."""
        self._nodes += 1
        tag = node.tag or ""
        if tag == "-text":
            self._write_text(node.text_content or "")
            return None
        if tag.startswith(("-", "!")) or tag in _DROPPED:
            return None
        marks = self._marks.get(node.mem_id, ())
        if tag in _PICTURES:
            self._write_picture(node, marks)
            return None
        name = tag if tag in _KEPT else "span" if marks else ""
        if not name:
            return " "
        self.parts.append(f"<{name}{self._first(marks)}{_class(marks)}>")
        if name in _VOID:
            return ""
        self.parts.append(self._labels(marks))
        return f"</{name}>"

    def _write_text(self, text: str) -> None:
        text = text[: max(0, MAX_CHARS - self._chars)]
        self._chars += len(text)
        self.parts.append(escape(text))

    def _write_picture(self, node: LexborNode, marks: tuple[Mark, ...]) -> None:
        alt = " ".join((node.attributes.get("alt") or "").split())[:MAX_ALT_CHARS]
        css = " ".join(["picture", *_classes(marks)])
        self.parts.append(f'<span class="{css}">picture{f": {escape(alt)}" if alt else ""}</span>{self._labels(marks)}')

    def _labels(self, marks: tuple[Mark, ...]) -> str:
        numbers = (self._numbers.get(mark.field) for mark in marks)
        return "".join(self._label(number) for number in numbers if number is not None)

    def _label(self, number: int) -> str:
        """A field's number; the first one has a name, so that a link leads to it."""
        name = "" if number in self._named else f' id="{place_of(number)}"'
        self._named.add(number)
        return f'<span class="field"{name}>{number}</span>'

    def _first(self, marks: tuple[Mark, ...]) -> str:
        """The id of the first element that is marked, to which the frame is scrolled."""
        if not marks or self._has_first:
            return ""
        self._has_first = True
        return f' id="{FIRST}"'

    def _is_full(self) -> bool:
        return self._nodes >= MAX_NODES or self._chars >= MAX_CHARS


def _classes(marks: tuple[Mark, ...]) -> list[str]:
    if not marks:
        return []
    return ["chosen" if any(mark.is_place for mark in marks) else "shown"]


def _class(marks: tuple[Mark, ...]) -> str:
    names = _classes(marks)
    return f' class="{names[0]}"' if names else ""
