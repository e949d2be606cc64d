"""The country that the form of an address alone gives away, for a page of which nothing else tells it."""

import re

from listings.extraction.parsing.region import is_state

MAX_CHARS = 200
# "Austin, TX 78702" (USPS Publication 28), "Ottawa, ON K1S 2B2" (Canada Post), "London SW1A 1AA" (Royal Mail PAF)
_UNITED_STATES = re.compile(r"[ ,]([A-Z]{2}),? \d{5}(?:-\d{4})?$")
_CANADA = re.compile(r"[ ,][ABCEGHJ-NPR-TVXY]\d[A-Z] ?\d[A-Z]\d$")
_BRITAIN = re.compile(r"[ ,][A-Z]{1,2}\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2}$")


def country_of_form(text: str) -> str | None:
    """US, CA or GB where a line ends as an address ends there and nowhere else; ISO 3166-1 alpha-2."""
    line = text[:MAX_CHARS].strip(" .,")
    found = _UNITED_STATES.search(line)
    if found is not None and is_state(found[1], "US"):
        return "US"
    if _CANADA.search(line):
        return "CA"
    return "GB" if _BRITAIN.search(line) else None
