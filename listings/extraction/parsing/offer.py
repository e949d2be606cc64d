"""Whether a home is for sale or for rent, and for how long a rent is meant."""

from dataclasses import dataclass
from urllib.parse import unquote

from listings.extraction.parsing.vocabulary.offers import LONG_TERM, RENT, SALE, SHORT_TERM
from listings.extraction.parsing.words import Words, fold, words_in

MAX_OFFER_TEXT = 500
# Between the words of a URL's path.
_SEPARATORS = str.maketrans(dict.fromkeys("/_-+.?&=:", " "))

# What else is offered beside a letting: "para arrendar e vender", "mieten oder kaufen"
_BUYING = Words((
    "e vender", "ou vender", "y vender", "o vender", "comprar", "and buy", "or buy", "buy or", "buy and", "kaufen",
    "acheter", "comprare", "kopen", "et vendre", "ou vendre",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Offer:
    """What is offered; the terms of a rent are None where they are not said."""

    for_sale: bool
    for_rent: bool
    for_rent_long_term: bool | None
    for_rent_short_term: bool | None


def parse_offer(text: str) -> Offer | None:
    """The offer a title, a label or a URL's path names; None when it names neither, or both."""
    folded = " ".join(fold(unquote(text[:MAX_OFFER_TEXT])).translate(_SEPARATORS).split())
    words = words_in(folded)
    short = SHORT_TERM.in_(folded, words)
    is_rent = short or RENT.in_(folded, words)
    is_sale = SALE.in_(folded, words)
    if is_rent == is_sale or (is_rent and _BUYING.in_(folded, words)):
        return None
    if is_sale:
        return Offer(for_sale=True, for_rent=False, for_rent_long_term=None, for_rent_short_term=None)
    long = LONG_TERM.in_(folded, words)
    is_one_term = short != long
    return Offer(
        for_sale=False,
        for_rent=True,
        for_rent_long_term=long if is_one_term else None,
        for_rent_short_term=short if is_one_term else None,
    )
