"""Streets and house numbers in the form in which two listings' are compared."""

import re
import unicodedata
from dataclasses import dataclass

from listings.extraction.parsing.words import fold, words_in

# Words that stand before a street's name on one portal and are left out on another
_LEFT_OUT = frozenset({
    "calle", "c", "carrer", "carretera", "via", "viale", "vicolo", "rua", "rue", "r", "ul", "ulica", "al", "ulice",
    "de", "del", "della", "dello", "di", "do", "da", "dos", "das", "la", "le", "les", "el", "l", "d", "the", "of",
})  # fmt: skip
_WRITTEN_OUT = {
    "st": "street", "rd": "road", "ave": "avenue", "av": "avenue", "avda": "avenida", "dr": "drive", "ln": "lane",
    "ct": "court", "pl": "place", "plz": "platz", "bd": "boulevard", "blvd": "boulevard", "sq": "square",
    "str": "strasse", "n": "north", "s": "south", "e": "east", "w": "west",
}  # fmt: skip
_GERMAN_END = re.compile(r"(?<=\w{3})str(?:asse)?$")
_PARTS = re.compile(r"[0-9]+|[a-z]+")
_HAS_DIGIT = re.compile(r"[0-9]")


@dataclass(frozen=True, slots=True)
class HouseNumber:
    """A house number and its letter, and what stands behind it: a staircase, a door, or the end of a range."""

    number: int
    letter: str
    rest: tuple[str, ...]

    def is_other_than(self, other: "HouseNumber") -> bool:
        """Whether both cannot be of one door. What only one of them says is no contradiction."""
        if self.number != other.number:
            return str(self.number) not in other.rest and str(other.number) not in self.rest
        if self.letter and other.letter and self.letter != other.letter:
            return True
        return bool(self.rest and other.rest and self.rest != other.rest)


def street_words(name: str | None) -> frozenset[str]:
    """The words of a street's name that tell it from others: "C/ Fuencarral" and "Calle de Fuencarral" have one."""
    words = (_GERMAN_END.sub("strasse", word) for word in words_in(fold(name or "")[:255]))
    written = [_WRITTEN_OUT.get(word, word) for word in words]
    telling = [word for word in written if word not in _LEFT_OUT]
    return frozenset(telling or written)


def is_same_street(a: frozenset[str], b: frozenset[str]) -> bool | None:
    """Whether two streets are one; None where either is unknown, or they have only some words in common."""
    if not a or not b:
        return None
    if a <= b or b <= a:
        return True
    return None if len(a & b) > 1 else False


def house_number(text: str | None) -> HouseNumber | None:
    """The house number of "14", "12a", "31/4", "231-3" or "88 B"."""
    folded = _in_our_digits(fold(text or ""))[:32]
    if not _HAS_DIGIT.search(folded):
        return None
    parts = _PARTS.findall(folded)
    while parts and not parts[0].isdigit():
        parts.pop(0)
    letter = parts[1] if len(parts) > 1 and len(parts[1]) == 1 and parts[1].isalpha() else ""
    return HouseNumber(int(parts[0]), letter, tuple(parts[2 if letter else 1 :]))


def _in_our_digits(text: str) -> str:
    """Digits of other scripts as 0 to 9."""
    return "".join(str(unicodedata.decimal(sign, sign)) for sign in text)
