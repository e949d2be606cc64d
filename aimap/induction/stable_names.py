"""Names that outlive a build: class names and ids that people chose, told from those that a program drew by lot."""

import re
from functools import lru_cache

MAX_DIGITS = 2  # of a name that people chose: "col-12"
MAX_NUMBER_DIGITS = 3  # of a number that is a part of its own: "grid-100"
MIN_DRAWN_CHARS = 5
MIN_STEM_CHARS = 5
_PARTS = re.compile(r"[^\W_]+")
_HUMPS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_VOWEL = re.compile(r"[aeiouyà-ÿ]", re.IGNORECASE)
# Six letters alone, as styled-components draws them, of which no word begins so
_DRAWN_ALONE = re.compile(r"(?!sch)[bcdfghjklmnpqrstvwxz]{4}[a-z]{2}\d?", re.IGNORECASE)
_DRAWN_MARKS = frozenset({"css", "sc", "jsx", "svelte", "emotion", "jss", "mui", "styled", "ng", "tss"})
_LOOKS = frozenset(
    {
        "row", "rows", "col", "cols", "column", "columns", "grid", "flex", "container", "wrapper", "wrap", "content",
        "main", "inner", "outer", "block", "box", "boxes", "card", "panel", "clearfix", "left", "right", "center",
        "middle", "top", "bottom", "page", "section", "body", "header", "footer", "active", "show", "hide", "hidden",
        "visible", "margin", "padding", "text", "font", "bold", "small", "large", "medium", "big", "tiny", "light",
        "dark", "white", "black", "gray", "grey", "color", "border", "rounded", "shadow", "item", "items", "list",
        "full", "half", "width", "height", "auto", "display", "inline", "relative", "absolute", "fixed", "sticky",
        "align", "justify", "between", "start", "end", "gap", "space", "spacing", "float", "pull", "push", "offset",
        "default", "primary", "secondary", "tertiary", "accent", "base", "normal", "leading", "none", "wide",
        "narrow", "clear", "group", "module", "component", "layout", "view", "root", "app", "btn", "button", "link",
        "links", "icon", "icons", "img", "image", "responsive", "table", "striped",
    }
)  # fmt: skip
MIN_HUMP_CHARS = 2.6
MAX_DRAWN_WORD = 8
MANY_CAPITALS = 0.4
MAX_STYLED_CHARS = 7  # of what styled-components draws: "cHledo"


@lru_cache(maxsize=20_000)
def is_made_up(name: str) -> bool:
    """Whether a name has a part that no person would write: "css-1iw3lnc", "fKKxfu", "sc-cIShpX", "listing-5628145"."""
    parts = _PARTS.findall(name)
    if _DRAWN_ALONE.fullmatch(name) or not _VOWEL.search(name):
        return True
    return any(map(_is_drawn, parts)) or parts[0].lower() in _DRAWN_MARKS


@lru_cache(maxsize=20_000)
def is_layout(name: str) -> bool:
    """Whether a name only says how a thing looks or where it stands: "col-xs-12", "margin-top-20", "text-bold"."""
    words = [hump.lower() for part in _PARTS.findall(name) for hump in _HUMPS.findall(part)]
    return all(word in _LOOKS or word.isdigit() or len(word) < 3 for word in words)


def _is_drawn(part: str) -> bool:
    if part.isdigit():
        return len(part) > MAX_NUMBER_DIGITS
    digits = sum(map(str.isdigit, part))
    if digits > MAX_DIGITS:
        return True
    if len(part) < MIN_DRAWN_CHARS:
        return bool(digits) and any(c.isdigit() and part[at + 1 : at + 2].isalpha() for at, c in enumerate(part))
    inner = part.rstrip("0123456789")
    if any(map(str.isdigit, inner)):
        return not inner.lower().startswith(("h1", "h2", "h3", "h4", "m2"))
    capitals = sum(map(str.isupper, inner))
    if capitals < len(inner) <= MAX_DRAWN_WORD and capitals >= MANY_CAPITALS * len(inner):
        return True
    humps = _HUMPS.findall(inner)
    if len(humps) > 1 and len(humps[0]) == 1 and len(inner) <= MAX_STYLED_CHARS:
        return True
    if len(humps) > 1 and sum(map(len, humps)) / len(humps) < MIN_HUMP_CHARS:
        return True
    return inner.isascii() and not _VOWEL.search(inner)


@lru_cache(maxsize=20_000)
def stem_of(name: str) -> str | None:
    """The longest run of a name's parts that people chose: "ListingPrice_price__" of "ListingPrice_price__x1Y2z"."""
    runs: list[str] = []
    at = 0
    run = ""
    for part in _PARTS.finditer(name):
        between = name[at : part.start()]
        at = part.end()
        if _is_drawn(part[0]) or part[0].lower() in _DRAWN_MARKS:
            runs.append(run + between if run else "")
            run = ""
        else:
            run += between + part[0]
    runs.append(run + name[at:])
    best = max(runs, key=lambda text: sum(map(str.isalpha, text)))
    return best if sum(map(str.isalpha, best)) >= MIN_STEM_CHARS and _VOWEL.search(best) else None
