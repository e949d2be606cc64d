"""The form in which names of places are compared."""

from functools import lru_cache

from listings.extraction.parsing.words import fold

_BETWEEN_WORDS = "-‐‑–־'’‘`´.,ʻʼ_"
_LETTERS = {"ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"}
_REMEMBERED = 0xD800  # the scripts people write in; beyond lie rare signs without end
# A line's parts are each compared several times over, with cities, states and streets.
KEYS_KEPT = 2048


class _Folded(dict[int, str]):
    """A sign's folded form by its code point, worked out once."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        bare = " " if sign.isspace() else fold(sign)
        folded = "".join(" " if c in _BETWEEN_WORDS else _LETTERS.get(c, c) for c in bare)
        if code < _REMEMBERED:
            self[code] = folded
        return folded


_FOLDED = _Folded()


@lru_cache(maxsize=KEYS_KEPT)
def name_key(name: str) -> str:
    """A place's name folded, its words set apart by single spaces: "Castelnau-le-Lez" and "castelnau le lez" are one.

    A leading "St." is written out.
    """
    key = " ".join(name.translate(_FOLDED).split())
    if key.startswith("st "):
        return f"saint {key[3:]}"
    return f"sainte {key[4:]}" if key.startswith("ste ") else key
