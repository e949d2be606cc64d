"""Text as people read it: entities decoded once, markup gone, spaces tidy; and HTML that is safe to show."""

import html
import re

import nh3

MAX_TEXT_CHARS = 200_000
# Ten times what a long description holds; nested deeper, sanitising takes time by the square.
MAX_TAGS = 5_000

_MARKUP = re.compile(r"<[a-zA-Z/!]")
_TEXT_BETWEEN = re.compile(r"(?:^|>)[^<>]*?[^\s<>&]")
_LINE_ENDS = re.compile(r"<(?:br|/p|/div|/li|/h[1-6]|/tr|/ul|/ol|/section)\b[^<>]{0,200}>", re.IGNORECASE)
_LINE_STARTS = re.compile(r"<(?<=[^\s>].)(?:p|div|li|h[1-6]|tr|ul|ol|section)\b[^<>]{0,200}>", re.IGNORECASE)
# Control characters but tab and newline, soft hyphen, zero-width space, marks of direction, BOM, lone surrogates.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_BLANK_LINES = re.compile(r"\n{3,}")
# What the first byte of a UTF-8 pair looks like when it was read as Latin-1 or Windows-1252.
_MOJIBAKE_LEAD = re.compile("[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u02dc\u2013-\u2122]")

SAFE_TAGS = {
    "p",
    "br",
    "ul",
    "ol",
    "li",
    "b",
    "strong",
    "i",
    "em",
    "u",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "table",
    "tbody",
    "tr",
    "td",
    "th",
}
_NO_ATTRIBUTES: dict[str, set[str]] = {"*": set()}  # else those that are harmless on any element are kept: lang, title
_PLAIN = nh3.Cleaner(tags=set(), attributes=_NO_ATTRIBUTES)
_SAFE = nh3.Cleaner(tags=SAFE_TAGS, attributes=_NO_ATTRIBUTES)


def clean_text(text: str) -> str:
    """Plain text with single spaces and at most one blank line; what lies beyond the bounds is cut."""
    if text.isprintable() and "<" not in text and "&" not in text:  # no markup, no line, nothing invisible
        return " ".join(_repaired(text[:MAX_TEXT_CHARS]).split())
    text = _repaired(_bounded(text))
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _MARKUP.search(text):
        text = _PLAIN.clean(_LINE_ENDS.sub("\n", _LINE_STARTS.sub("\n", text)))
    text = _INVISIBLE.sub("", html.unescape(text) if "&" in text else text)
    text = "\n".join([" ".join(line.split()) for line in text.split("\n")])
    return (_BLANK_LINES.sub("\n\n", text) if "\n\n\n" in text else text).strip()


def sanitise_html(text: str) -> str | None:
    """The markup with harmless tags and no attributes; None when nothing to read is left."""
    safe = _SAFE.clean(_INVISIBLE.sub("", _repaired(_bounded(text)))).strip()
    return safe if _TEXT_BETWEEN.search(safe) else None


def _bounded(text: str) -> str:
    text = text[:MAX_TEXT_CHARS]
    return text if text.count("<") <= MAX_TAGS else "<".join(text.split("<")[: MAX_TAGS + 1])


def _repaired(text: str) -> str:
    """UTF-8 that was read as Windows-1252 or Latin-1 ("Â£"), put right; only when all of it reads as UTF-8."""
    if text.isascii() or not _MOJIBAKE_LEAD.search(text):
        return text
    for wrong_charset in ("cp1252", "latin-1"):
        try:
            return text.encode(wrong_charset).decode("utf-8")
        except UnicodeError:
            continue
    return text
