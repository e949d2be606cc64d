"""Finding the trade's phrases in a text: whole words, any accents, any case, in scripts with and without spaces."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

# Scripts written without spaces, where a word has no edges to look for: Thai, kana, han, hangul.
_UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def fold(text: str) -> str:
    """Lower case without accents and with single spaces, so that "À  PARTIR" and "a partir" are one."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("ł", "l").replace("ø", "o").replace("đ", "d"))
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(unicodedata.normalize("NFC", bare).split())


class Words:
    """Phrases that stand for one idea.  Input must be folded; its length must be bounded by the caller."""

    def __init__(self, phrases: Iterable[str]) -> None:
        alternatives = "|".join(
            _pattern(phrase) for phrase in sorted({fold(p) for p in phrases}, key=len, reverse=True)
        )
        self._anywhere = re.compile(alternatives)
        self._start = re.compile(rf"[\s(:,.·-]*(?:{alternatives})")
        self._end = re.compile(rf"(?:{alternatives})[\s(:.]*$")

    def in_(self, folded: str) -> bool:
        """Is any phrase in the text?"""
        return self._anywhere.search(folded) is not None

    def starts(self, folded: str) -> bool:
        """Does the text begin with a phrase, punctuation aside?"""
        return self._start.match(folded) is not None

    def ends(self, folded: str) -> bool:
        """Does the text end with a phrase, punctuation aside?"""
        return self._end.search(folded) is not None

    def span(self, folded: str) -> tuple[int, int] | None:
        """Where the first phrase begins and ends, or None."""
        found = self._anywhere.search(folded)
        return found.span() if found else None

    def without(self, folded: str) -> str:
        """The text with every phrase blanked out."""
        return self._anywhere.sub(" ", folded)


def first_idea(ideas: Mapping[str, Words], folded: str) -> str | None:
    """The idea whose phrase comes first in the text; of two that begin together the longer one."""
    found = [(span[0], -span[1], key) for key, words in ideas.items() if (span := words.span(folded)) is not None]
    return min(found, key=lambda hit: hit[:2])[2] if found else None


def _pattern(phrase: str) -> str:
    """A phrase as a pattern with edges where its script and its own first and last characters have them."""
    if _UNSPACED.search(phrase):
        return re.escape(phrase)
    before = r"(?<!\w)" if phrase[0].isalnum() else ""
    after = r"(?!\w)" if phrase[-1].isalnum() else ""
    return before + re.escape(phrase) + after
