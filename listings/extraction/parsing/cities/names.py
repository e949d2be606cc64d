"""The form in which names of places are compared."""

import re

from listings.extraction.parsing.words import fold

BETWEEN_WORDS = re.compile(r"[\s\-‐‑–־'’‘`´.,ʻʼ_]+")
_LETTERS = str.maketrans({"ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ß": "ss"})


def name_key(name: str) -> str:
    """A place's name folded, its words set apart by single spaces: "Castelnau-le-Lez" and "castelnau le lez" are one.

    A leading "St." is written out.
    """
    folded = name.casefold() if name.isascii() else fold(name)
    key = BETWEEN_WORDS.sub(" ", folded).translate(_LETTERS).strip()
    if key.startswith("st "):
        return f"saint {key[3:]}"
    return f"sainte {key[4:]}" if key.startswith("ste ") else key
