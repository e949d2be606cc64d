"""The normalised kind of property from the market's own words."""

import re

from listings.extraction.parsing.vocabulary.property_types import PROPERTY_TYPE_WORDS, WHOLE_TEXT_TYPES
from listings.extraction.parsing.words import first_idea, fold

MAX_TYPE_TEXT = 300
_NUMBERED_UNIT = re.compile(r"\bunit (?:#? ?\d[0-9a-z]{0,4}|[a-z])\b")  # a part of an address: "Pearl Ct Unit B"
_CAMEL_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")  # TerracedHouse, as programs name things


def parse_property_type(text: str) -> str | None:
    """One of the vocabulary's property types, by the first whole word that names one; None when none does."""
    folded = _NUMBERED_UNIT.sub("", fold(_CAMEL_HUMP.sub(" ", text[:MAX_TYPE_TEXT].replace("_", " "))))
    return WHOLE_TEXT_TYPES.get(folded) or first_idea(PROPERTY_TYPE_WORDS, folded)
