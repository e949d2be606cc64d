"""Counts of rooms: "3 bedrooms", "2.5", "2½", "1 1/2", "studio"."""

import re

from listings.extraction.market import Market
from listings.extraction.parsing.number import with_ascii_digits
from listings.extraction.parsing.words import Words, fold

MAX_COUNT = 60
MAX_COUNT_TEXT = 80

_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75}
_COUNT = re.compile(
    r"(?<![\w.,/+-])(?:(?P<whole>\d{1,3})[ -](?P<top>[123])/(?P<bottom>[24])(?!\d)"
    r"|(?P<number>\d{1,3})(?:[.,](?P<half>[05]|25|75))?(?P<fraction>[½¼¾])?)"
    r"(?![\d/²]|[.,]\d|\s?[-–+x×/]\s?\d|\s?%|\s?m²|\s?m2)"
)
_PARENTHESES = re.compile(r"\([^()]*\)")
# How bathrooms are told in the United States: "2 full, 1 half"
_FULL_AND_HALF = re.compile(r"(\d) full\b\W{1,3}(?:and )?([1-3]) (?:half|partial)\b", re.IGNORECASE)
_STUDIO = Words((
    "studio", "bachelor", "estudio", "einzimmerwohnung", "monolocale", "kawalerka", "garsonka", "garsoniera",
    "garsonieră", "t0", "студия",
    "гарсониера", "ワンルーム", "stüdyo", "στούντιο", "garzon", "yksiö", "stúdíó", "원룸", "套房", "สตูดิโอ",
))  # fmt: skip


def parse_count(text: str, *, market: Market) -> float | None:
    """The only count in a text; halves and quarters allowed, a studio has 0.

    None for several counts ("1 of 2", "2-3", "3+1"), for an area, and for a bare 0, which forms write for unknown.
    """
    text = _PARENTHESES.sub(" ", with_ascii_digits(text[:MAX_COUNT_TEXT])).strip()
    if halves := _FULL_AND_HALF.search(text):
        return int(halves[1]) + 0.5 * int(halves[2])
    found = list(_COUNT.finditer(text))
    if not found and (text.upper() == "T0" or not any(c.isdigit() for c in text)):
        return 0.0 if _STUDIO.in_(fold(text)) else None
    if len(found) != 1 or any(c.isdigit() for c in text[: found[0].start()] + text[found[0].end() :]):
        return None
    count = _value(found[0])
    if count == 0 and not any(c.isalpha() for c in text):
        return None
    return count if count <= MAX_COUNT else None


def _value(match: re.Match[str]) -> float:
    if match["whole"]:
        return int(match["whole"]) + int(match["top"]) / int(match["bottom"])
    count = float(f"{match['number']}.{match['half'] or 0}")
    return count + _FRACTIONS.get(match["fraction"] or "", 0)
