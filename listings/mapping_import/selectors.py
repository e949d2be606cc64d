"""Selectors of PWS (Cheerio's) as rules of ours: meta tags by name, and what Cheerio has beyond CSS."""

import re
from typing import Any

from listings.mapping_import.findings import NotExpressibleError

_META = re.compile(
    r"""(?:head\s{0,5}>?\s{0,5})?meta\[\s{0,5}(?:property|name|itemprop|http-equiv)\s{0,5}=\s{0,5}"""
    r"""(?:'([^'"\]]{1,100})'|"([^'"\]]{1,100})"|([\w-]{1,100}))\s{0,5}\]"""
)
_TITLE = re.compile(r"(?:(?:html\s{0,5}>?\s{0,5})?head\s{0,5}>?\s{0,5})?title")
_CONTAINS = re.compile(r""":contains\(\s{0,5}(?:'([^'"()]{0,200})'|"([^'"()]{0,200})"|([^'"()]{0,200}))\s{0,5}\)""")
_FIRST = re.compile(r":(?:first|eq\(0\))$")
_POSITIONAL = re.compile(r":(?:eq|gt|lt|first|last|even|odd)(?![\w-])")
_ROWS_OF_TABLE = re.compile(r"((?:^|[\s>+~,])table(?:[.#\[:][^\s>+~,]{0,200})?\s{0,20}>\s{0,20})(tr(?![\w-]))")
# What the engine's own reading of a page cuts off a <title>: the site's name behind a dash or a bar.
_WITHOUT_SITE = r"^(.{1,500}?)(?:\s{1,5}[|»·–—-]\s{1,5}[^|»·–—-]{2,40})?$"


def selector_rule(selector: str, attribute: str | None, fact: str) -> dict[str, Any]:
    """Our rule for what a selector finds.  Raises NotExpressibleError for Cheerio's own pseudo-classes.

    PWS runs the texts of all elements together; ours takes the first that states something, and for a description,
    which is told in paragraphs, all of them.
    """
    stripped = selector.strip()
    if attribute == "content" and (meta := _META.fullmatch(stripped)):
        return {"meta": (meta[1] or meta[2] or meta[3]).lower()}
    if attribute is None and _TITLE.fullmatch(stripped):
        return {"meta": "title", **({"match": _WITHOUT_SITE} if fact == "title" else {})}
    rule: dict[str, Any] = {"css": _in_css(stripped)}
    if attribute is not None:
        rule["attr"] = attribute
    elif fact == "description":
        rule |= {"all": True, "join": "\n\n"}
    return rule


def looks_past_tbody(selector: str) -> bool:
    """Whether it asks for rows right under a table: every parser of HTML puts a <tbody> between them."""
    return _ROWS_OF_TABLE.search(selector) is not None


def _in_css(selector: str) -> str:
    if "," not in selector:
        selector = _FIRST.sub("", selector)  # our rules take the first element anyway
    if positional := _POSITIONAL.search(selector):
        raise NotExpressibleError(f"{positional[0]} is no CSS: a rule takes the first element, or all of them")
    selector = _CONTAINS.sub(_lexbor_contains, selector)
    return _ROWS_OF_TABLE.sub(r"\1tbody > \2", selector)


def _lexbor_contains(found: re.Match[str]) -> str:
    text = found[1] or found[2] or (found[3] or "").strip()
    return f':lexbor-contains("{text}")'
