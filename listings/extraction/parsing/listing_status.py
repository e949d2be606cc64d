"""Where a sale or let stands, from the words that portals put on a listing."""

from listings.extraction.parsing.vocabulary.offers import LISTING_STATUS_WORDS
from listings.extraction.parsing.words import first_idea, fold

MAX_STATUS_TEXT = 60


def parse_listing_status(text: str) -> str | None:
    """One of the vocabulary's listing statuses, where a short label names one: "Sold STC", "reserviert"; else None."""
    folded = fold(text.replace("_", " "))
    return first_idea(LISTING_STATUS_WORDS, folded) if len(folded) <= MAX_STATUS_TEXT else None
