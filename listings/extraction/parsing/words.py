"""Finding the trade's phrases in a text: whole words, any accents, any case, in scripts with and without spaces."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping

# Scripts written without spaces, where a word has no edges to look for: Thai, kana, han, hangul.
UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_WORD = re.compile(r"\w+")
# Accents and other marks that join the letter before them, and what has neither width nor meaning
_MARKS = "".join(chr(c) for c in range(0x300, 0x10000) if unicodedata.combining(chr(c)))
_COMBINING = re.compile(f"[{_MARKS}\u200b\u2060\ufeff]+")


def fold(text: str) -> str:
    """Lower case without accents and with single spaces, so that "À  PARTIR" and "a partir" are one."""
    if not text:
        return ""
    if text.isascii():
        return " ".join(text.lower().split())
    return " ".join(_without_accents(text).split())


def _without_accents(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text).casefold().replace("ł", "l").replace("ø", "o").replace("đ", "d")
    return unicodedata.normalize("NFC", _COMBINING.sub("", decomposed))


def fold_all(texts: Collection[str]) -> list[str]:
    """Each of the texts folded, which must be one line with single spaces: joined, in one go, as that is faster."""
    if not texts:
        return []
    joined = "\n".join(texts)
    if joined.isascii():
        return joined.lower().split("\n")
    folded = _without_accents(joined).split("\n")
    return [" ".join(text.split()) if "  " in text or text[:1] == " " or text[-1:] == " " else text for text in folded]


def words_in(folded: str) -> list[str]:
    """The words of a folded text."""
    return _WORD.findall(folded)


class Words:
    """Phrases that stand for one idea.  Input must be folded; its length must be bounded by the caller.

    Most of what is asked about is the nothing around a number, or a text without a word of each phrase, so that is
    answered first.  Who asks several ideas about one text hands over its words (words_in), too.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        folded = {fold(phrase) for phrase in phrases}
        telling = {phrase: _telling_word(phrase) for phrase in folded}
        others = [phrase for phrase, word in telling.items() if not word]
        alternatives = _pattern(folded)
        self._telling_words = frozenset(word for word in telling.values() if word)
        self._single_words = frozenset(phrase for phrase, word in telling.items() if word == phrase)
        self._others = re.compile(_pattern(others)) if others else None
        self._others_are_foreign = not any(phrase.isascii() for phrase in others)
        self._anywhere = re.compile(alternatives)
        self._start = re.compile(rf"[\s(:,.·-]{{0,20}}(?:{alternatives})")
        self._end = re.compile(rf"(?:{alternatives})[\s(:.]*$")

    def in_(self, folded: str, words: Collection[str] | None = None) -> bool:
        """Is any phrase in the text?"""
        if not folded:
            return False
        words = words_in(folded) if words is None else words
        return not self._single_words.isdisjoint(words) or self.span(folded, words) is not None

    def starts(self, folded: str) -> bool:
        """Does the text begin with a phrase, punctuation aside?"""
        return bool(folded) and self._start.match(folded) is not None

    def ends(self, folded: str) -> bool:
        """Does the text end with a phrase, punctuation aside?"""
        return self._may_be_in(folded) and self._end.search(folded) is not None

    def span(self, folded: str, words: Collection[str] | None = None) -> tuple[int, int] | None:
        """Where the first phrase begins and ends, or None."""
        found = self._anywhere.search(folded) if self._may_be_in(folded, words) else None
        return found.span() if found else None

    def without(self, folded: str) -> str:
        """The text with every phrase blanked out."""
        return self._anywhere.sub(" ", folded) if self._may_be_in(folded) else folded

    def _may_be_in(self, folded: str, words: Collection[str] | None = None) -> bool:
        if not folded:
            return False
        if not self._telling_words.isdisjoint(words_in(folded) if words is None else words):
            return True
        if self._others is None or (self._others_are_foreign and folded.isascii()):
            return False
        return self._others.search(folded) is not None


def first_idea(ideas: Mapping[str, Words], folded: str) -> str | None:
    """The idea whose phrase comes first in the text; of two that begin together the longer one."""
    if not folded:
        return None
    written = words_in(folded)
    spans = ((key, words.span(folded, written)) for key, words in ideas.items())
    found = [(span[0], -span[1], key) for key, span in spans if span is not None]
    return min(found, key=lambda hit: hit[:2])[2] if found else None


def _telling_word(phrase: str) -> str | None:
    """A word that stands in every text that holds the phrase; None where a phrase's edges do not make it one."""
    before, after = _edges(phrase)
    for word in _WORD.finditer(phrase):
        if (before or word.start() > 0) and (after or word.end() < len(phrase)):
            return word[0]
    return None


def _pattern(phrases: Iterable[str]) -> str:
    """One pattern of all phrases, each with edges where its script and its first and last characters have them.

    Phrases with the same edges share them, so that a position within a word is passed over at once.
    """
    groups: dict[tuple[str, str], set[str]] = {}
    for phrase in phrases:
        groups.setdefault(_edges(phrase), set()).add(phrase)
    return "|".join(
        f"{before}(?:{'|'.join(re.escape(phrase) for phrase in sorted(group, key=len, reverse=True))}){after}"
        for (before, after), group in groups.items()
    )


def _edges(phrase: str) -> tuple[str, str]:
    if UNSPACED.search(phrase):
        return "", ""
    return r"(?<!\w)" if phrase[0].isalnum() else "", r"(?!\w)" if phrase[-1].isalnum() else ""
