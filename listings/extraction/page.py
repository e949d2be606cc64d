"""One page: its URL and HTML, parsed once; every structured source on it is read when first asked for."""

import codecs
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from types import MappingProxyType
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser, LexborNode

from listings.extraction.json_path import Step
from listings.extraction.sources.annotations import read_microdata, read_rdfa
from listings.extraction.sources.decoding import State
from listings.extraction.sources.devalue import FlatList, find_in, open_flat, whole
from listings.extraction.sources.flight import Flight, read_flight
from listings.extraction.sources.head import Head, read_head, read_head_meta
from listings.extraction.sources.headline import read_headline, read_headlines
from listings.extraction.sources.jsonld import read_jsonld
from listings.extraction.sources.labels import read_labels
from listings.extraction.sources.meta import NO_CONTENTS, Contents, Meta, has_body_meta, read_meta
from listings.extraction.sources.nesting import cut_to_bounds
from listings.extraction.sources.outline import Outline, shows_more_than
from listings.extraction.sources.raw_text import MAX_NOSCRIPTS, RawText, cut_raw_text
from listings.extraction.sources.script_state import find_state, read_states, value_after
from listings.extraction.sources.scripts import Script, read_scripts
from listings.extraction.sources.selectors import can_match

# The strokes of drawings: a third of many pages' elements, and nothing to read in them.
_STROKES = [
    "path", "circle", "rect", "polygon", "polyline", "line", "ellipse", "defs", "symbol", "clippath", "mask",
    "lineargradient", "stop", "wbr",
]  # fmt: skip
MAX_HTML_CHARS = 12_000_000
MAX_TEXT_CHARS = 1_000_000
MAX_HEADLINES = 20
MAX_URL_CHARS = 2_048
_CERTAINLY = 2
_DECLARED_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
_DECLARATION_BYTES = 4096


@dataclass(frozen=True)
class Page:
    """A page as captured.  Bytes are UTF-8 where they can be, else what the page declares, else Windows-1252."""

    url: str
    html: str | bytes

    @cached_property
    def source(self) -> str:
        """The HTML as text, cut at MAX_HTML_CHARS."""
        text = self.html if isinstance(self.html, str) else decode_html(self.html)
        return text[:MAX_HTML_CHARS]

    @cached_property
    def _raw_text(self) -> RawText | None:
        return cut_raw_text(self.source)

    @cached_property
    def _markup(self) -> str:
        return self._raw_text.markup if self._raw_text else self.source

    @property
    def markup_size(self) -> int:
        """How many characters the HTML has without its scripts, and without its styles where those could be cut."""
        uncut = () if self._raw_text else self.scripts
        return len(self._markup) - sum(len(script.text) for script in uncut)

    def has_more_elements_than(self, count: int) -> bool:
        """Whether more seem to open in the HTML; where it has fewer tags than that, its end tags are not told apart."""
        return self._tags > count and self._tags - self._markup.count("</") > count

    @cached_property
    def _tags(self) -> int:
        return self._markup.count("<")

    def markup_head(self, chars: int) -> str:
        """The first characters of the HTML without its scripts, where those could be cut."""
        return self._markup[:chars]

    @cached_property
    def _head(self) -> Head:
        return read_head(self._markup)

    @cached_property
    def _document(self) -> LexborHTMLParser:
        """The tree as parsed.  Bytes and no mutation events: a third faster than text with them."""
        markup = cut_to_bounds(self._markup.encode("utf-8", "replace").replace(b"\x00", b""))
        return LexborHTMLParser(markup, scripting=True, options=LexborDocumentOptions.WO_EVENTS)

    @cached_property
    def scripts(self) -> tuple[Script, ...]:
        """Every script, read before the tree loses them."""
        return self._raw_text.scripts if self._raw_text else read_scripts(self._document)

    @cached_property
    def noscript(self) -> str:
        """The text of <noscript>, read before the tree loses it."""
        if self._raw_text:
            return self._raw_text.noscript
        return " ".join(node.text() for node in self._document.css("noscript")[:MAX_NOSCRIPTS])

    @cached_property
    def tree(self) -> LexborHTMLParser:
        """The tree without its scripts, styles and templates."""
        if self._raw_text is None:
            _ = self.scripts, self.noscript
            self._document.strip_tags(["script", "style", "template", "noscript"])
        elif self._raw_text.has_templates:
            self._document.strip_tags(["template"])
        return self._document

    @cached_property
    def _selected(self) -> dict[str, list[LexborNode]]:
        return {}

    @cached_property
    def _first_selected(self) -> dict[str, LexborNode | None]:
        return {}

    def select(self, selector: str) -> list[LexborNode]:
        """The elements a selector matches, looked up once a page: several rules read the same ones."""
        found = self._selected.get(selector)
        if found is None:
            found = self._selected[selector] = self.tree.css(selector) if self._can_match(selector) else []
        return found

    def select_singly(self, selector: str) -> Iterator[LexborNode]:
        """The same one by one: who needs but the first does not search all of the tree for it."""
        if selector not in self._first_selected:
            self._first_selected[selector] = self.tree.css_first(selector) if self._can_match(selector) else None
        first = self._first_selected[selector]
        if first is not None:
            yield first
            yield from self.select(selector)[1:]

    def _can_match(self, selector: str) -> bool:
        """Whether a tree is worth making for a selector, or is made already."""
        return "tree" in self.__dict__ or can_match(selector, self._markup)

    @cached_property
    def base_url(self) -> str:
        """What relative addresses are relative to: <base href> or the page's own URL; none is longer than usable."""
        base, own = self._head.base or "", self.url[:MAX_URL_CHARS]
        return (absolute_url(base, own) if len(base) <= MAX_URL_CHARS else None) or own

    @cached_property
    def address(self) -> str:
        """The page's own URL: as given, or where only its site was given, as the page states it."""
        if names_a_page(self.url):
            return self.url
        stated = (self.canonical, *self.meta.get("og:url", ()))
        return next((url for text in stated if text and (url := absolute_url(text, self.url))), self.url)

    @property
    def meta(self) -> Mapping[str, tuple[str, ...]]:
        """<meta> contents by name, property or itemprop, lower case; "title" and "html:lang" are there too."""
        # Made anew each time: kept here it would hold who holds it, and the tree would wait for the garbage collector.
        return Meta(self._head.language, lambda: self._head_meta, lambda: self._body_meta)

    @cached_property
    def _head_meta(self) -> Contents:
        return read_meta(self.tree, self.tree.head) if "tree" in self.__dict__ else read_head_meta(self._markup)

    @cached_property
    def _body_meta(self) -> Contents:
        is_worth_it = "tree" in self.__dict__ or has_body_meta(self._markup)
        return read_meta(self.tree, self.tree.body) if is_worth_it else NO_CONTENTS

    @property
    def canonical(self) -> str | None:
        """What the page says is its address, as it writes it."""
        return self._head.canonical

    @cached_property
    def jsonld(self) -> tuple[dict[str, object], ...]:
        """The typed JSON-LD nodes of the page, those in @graph and in arrays included."""
        return read_jsonld(self.scripts)

    @cached_property
    def microdata(self) -> tuple[dict[str, object], ...]:
        """Top-level microdata items, in the shape of JSON-LD nodes."""
        return read_microdata(self.tree)

    @cached_property
    def rdfa(self) -> tuple[dict[str, object], ...]:
        """Top-level RDFa items, in the same shape."""
        return read_rdfa(self.tree)

    @cached_property
    def flight(self) -> Flight:
        """Next.js flight data (self.__next_f.push), put together and split into rows."""
        return read_flight(self.scripts)

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """Label/value pairs of definition lists, two-column tables and "Label: value" items; the first of each."""
        return read_labels(self.tree)

    @cached_property
    def outline(self) -> Outline:
        """The elements and texts of the body as flat lists."""
        self.tree.strip_tags(_STROKES)
        return Outline(self.tree)

    @property
    def _has_plain_text(self) -> bool:
        """Whether what the markup says is what the page shows: a template is shown only where a program says so."""
        return self._raw_text is not None and not self._raw_text.has_templates

    @property
    def headline(self) -> str:
        """The text of the first <h1>."""
        read = read_headline(self._markup) if "tree" not in self.__dict__ and self._raw_text else None
        if read is not None:
            return read
        node = self.tree.css_first("h1")
        return node.text(separator=" ") if node is not None else ""

    def headlines(self) -> Iterator[tuple[int, str]]:
        """(level, text) of the first headlines, <h1> to <h3>, in document order."""
        if self._has_plain_text:
            return islice(read_headlines(self._markup), MAX_HEADLINES)
        nodes = self.tree.css("h1, h2, h3")[:MAX_HEADLINES]
        return ((int((node.tag or "")[1:]), node.text(separator=" ")) for node in nodes)

    def has_more_text_than(self, chars: int) -> bool:
        """Whether the visible text is longer; of a long page that is told without making its outline."""
        is_outlined = "outline" in self.__dict__
        return (not is_outlined and shows_more_than(_CERTAINLY * chars, self.tree)) or len(self.text) > chars

    @cached_property
    def text(self) -> str:
        """The visible text, white space collapsed, of a page as long as people write them."""
        return " ".join(self.outline.texts)[:MAX_TEXT_CHARS]

    @cached_property
    def _states(self) -> dict[str, State | FlatList | None]:
        return {}

    def state(self, name: str) -> State | None:
        """Embedded state by the name of its variable or script id: "__NEXT_DATA__", "PAGE_MODEL"; None if absent."""
        return whole(self._opened_state(name))

    def find_in_state(self, name: str, steps: tuple[Step, ...]) -> list[object]:
        """What the state of that name holds at the steps of a path."""
        return find_in(self._opened_state(name), steps)

    def _opened_state(self, name: str) -> State | FlatList | None:
        if name not in self._states:
            self._states[name] = open_flat(find_state(self.scripts, name))
        return self._states[name]

    def states(self, scripts: Iterable[Script] | None = None) -> Iterator[tuple[str, State]]:
        """Every embedded state of the page, or of some of its scripts, with its name."""
        return read_states(self.scripts if scripts is None else scripts)

    def script_value(self, literal: str) -> State | None:
        """The JSON value that follows a literal in a script: `}('property',` or `"mapLocation":`."""
        return value_after(self.scripts, literal)


def decode_html(raw: bytes) -> str:
    """Bytes to text as a forgiving browser would, never raising."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode(_declared_charset(raw) or "cp1252", errors="replace")


def absolute_url(url: str, base: str) -> str | None:
    """An absolute http(s) URL, or None for anything else."""
    try:
        joined = urljoin(base, url.strip())
        parts = urlsplit(joined)
    except ValueError:
        return None
    return joined if parts.scheme in ("http", "https") and parts.hostname else None


def _declared_charset(raw: bytes) -> str | None:
    match = _DECLARED_CHARSET.search(raw, 0, _DECLARATION_BYTES)
    if match is None:
        return None
    try:
        name = codecs.lookup(match[1].decode("ascii")).name
    except LookupError:
        return None
    return _TEXT_CHARSETS.get(name, name if name.startswith(_READABLE) else None)


# The Encoding Standard reads ASCII and Latin-1 as Windows-1252.  A page that declares UTF-8 and is not gets
# replacement characters where it is broken, not a different alphabet.
_TEXT_CHARSETS = MappingProxyType({"ascii": "cp1252", "iso8859-1": "cp1252", "utf-8": "utf-8"})
_READABLE = ("cp", "iso8859", "koi8", "shift_jis", "euc", "gb", "big5", "mac", "iso2022", "tis", "utf")


def names_a_page(url: str) -> bool:
    """Whether an address leads to more than a site's first page."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return bool(parts.path.strip("/") or parts.query)
