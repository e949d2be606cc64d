"""Features of a home as a list of short, distinct texts."""

import re
from collections.abc import Iterable

from listings.extraction.parsing.text import clean_text
from listings.extraction.parsing.words import fold

MAX_FEATURES = 200
MAX_FEATURE_CHARS = 150

_BREAKS = re.compile(r"[\n•●▪■◦‣✓✔☑|;、，・]+")
_DASH = "- "
_TRIM = " \t-–—*·,.:"


def parse_features(texts: Iterable[str]) -> list[str]:
    """Each feature once, in order, as first spelt; bulleted texts are split, sentences too long are left out."""
    features: dict[str, str] = {}
    for text in texts:
        for part in _parts(clean_text(text[: 40 * MAX_FEATURE_CHARS])):
            feature = " ".join(part.split()).strip(_TRIM)
            if any(map(str.isalpha, feature)) and len(feature) <= MAX_FEATURE_CHARS:
                features.setdefault(fold(feature), feature)
        if len(features) >= MAX_FEATURES:
            break
    return list(features.values())[:MAX_FEATURES]


def _parts(text: str) -> list[str]:
    """Split at bullets; a line of three or more short phrases between commas is a list, too."""
    if text.startswith(_DASH):
        text = text.replace(f" {_DASH}", "\n")  # "- fitted kitchen - underfloor heating"
    parts = _BREAKS.split(text)
    if len(parts) == 1 and text.count(",") >= 2 and all(len(p.split()) <= 4 for p in text.split(",")):
        return text.split(",")
    return parts
