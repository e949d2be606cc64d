"""One page: its URL and HTML, parsed once; every structured source on it is read when first asked for."""

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser, LexborNode

from listings.extraction.sources.decoding import State
from listings.extraction.sources.flight import Flight, read_flight
from listings.extraction.sources.jsonld import read_jsonld
from listings.extraction.sources.labels import read_labels
from listings.extraction.sources.meta import read_links, read_meta
from listings.extraction.sources.microdata import read_microdata
from listings.extraction.sources.nesting import cut_to_bounds
from listings.extraction.sources.outline import Outline
from listings.extraction.sources.script_state import find_state, read_states, value_after
from listings.extraction.sources.scripts import Script, read_scripts

MAX_HTML_CHARS = 12_000_000
MAX_TEXT_CHARS = 1_000_000
MAX_URL_CHARS = 2_048
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
    def _document(self) -> LexborHTMLParser:
        """The tree as parsed.  Bytes and no mutation events: a third faster than text with them."""
        text = self.source if "\x00" not in self.source else self.source.replace("\x00", "")
        markup = cut_to_bounds(text.encode("utf-8", "replace"))
        return LexborHTMLParser(markup, scripting=True, options=LexborDocumentOptions.WO_EVENTS)

    @cached_property
    def scripts(self) -> tuple[Script, ...]:
        """Every script, read before the tree loses them."""
        return read_scripts(self._document)

    @cached_property
    def noscript(self) -> str:
        """The text of <noscript>, read before the tree loses it."""
        return " ".join(node.text() for node in self._document.css("noscript")[:20])

    @cached_property
    def tree(self) -> LexborHTMLParser:
        """The tree without its scripts, styles and templates."""
        _ = self.scripts, self.noscript
        self._document.strip_tags(["script", "style", "template", "noscript"])
        return self._document

    @cached_property
    def _selected(self) -> dict[str, list[LexborNode]]:
        return {}

    def select(self, selector: str) -> list[LexborNode]:
        """The elements a selector matches, looked up once a page: several rules read the same ones."""
        found = self._selected.get(selector)
        if found is None:
            found = self._selected[selector] = self.tree.css(selector)
        return found

    @cached_property
    def base_url(self) -> str:
        """What relative addresses are relative to: <base href> or the page's own URL; none is longer than usable."""
        base = self.tree.css_first("base[href]")
        href = (base.attributes.get("href") or "") if base else ""
        own = self.url[:MAX_URL_CHARS]
        return (absolute_url(href, own) if len(href) <= MAX_URL_CHARS else None) or own

    @cached_property
    def address(self) -> str:
        """The page's own URL: as given, or where only its site was given, as the page states it."""
        if _names_a_page(self.url):
            return self.url
        stated = (self.links.get("canonical", ""), *self.meta.get("og:url", ()))
        return next((url for text in stated if text and (url := absolute_url(text, self.url))), self.url)

    @cached_property
    def meta(self) -> Mapping[str, tuple[str, ...]]:
        """<meta> contents by name, property or itemprop, lower case; "title" and "html:lang" are there too."""
        return read_meta(self.tree)

    @cached_property
    def links(self) -> Mapping[str, str]:
        """<link href> by rel: the first of each."""
        return read_links(self.tree)

    @cached_property
    def jsonld(self) -> tuple[dict[str, object], ...]:
        """The typed JSON-LD nodes of the page, those in @graph and in arrays included."""
        return read_jsonld(self.scripts)

    @cached_property
    def microdata(self) -> tuple[dict[str, object], ...]:
        """Top-level microdata items, in the shape of JSON-LD nodes."""
        return read_microdata(self.tree)

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
        return Outline(self.tree)

    @cached_property
    def text(self) -> str:
        """The visible text, white space collapsed, of a page as long as people write them."""
        body = self.tree.body
        return " ".join(body.text(separator=" ")[:MAX_TEXT_CHARS].split()) if body else ""

    @cached_property
    def _states(self) -> dict[str, State | None]:
        return {}

    def state(self, name: str) -> State | None:
        """Embedded state by the name of its variable or script id: "__NEXT_DATA__", "PAGE_MODEL"; None if absent."""
        if name not in self._states:
            self._states[name] = find_state(self.scripts, name)
        return self._states[name]

    def states(self) -> Iterator[tuple[str, State]]:
        """Every embedded state that opens a script, with its name."""
        return read_states(self.scripts)

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


def _names_a_page(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return bool(parts.path.strip("/") or parts.query)
