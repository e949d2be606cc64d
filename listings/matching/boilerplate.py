"""What an agent writes under every listing: sentences that stand in listings of three sizes or more."""

from collections import defaultdict
from collections.abc import Iterable

from listings.matching.property_facts import PropertyFacts
from listings.matching.texts import sentences_of

# One property on three portals is of one size; three sizes are three properties
SIZES_THAT_TELL = 3


def boilerplate_of(listings: Iterable[PropertyFacts]) -> frozenset[tuple[str, ...]]:
    """The sentences, as folded words, that the listings of one agent share without being of one property."""
    sizes: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for facts in listings:
        if facts.area_m2 is None:
            continue
        for sentence in sentences_of(facts.description):
            sizes[sentence.words].add(round(facts.area_m2))
    return frozenset(words for words, of in sizes.items() if len(of) >= SIZES_THAT_TELL)
