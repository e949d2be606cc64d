"""Candidates for a page nobody mapped, from everything it states."""

from collections.abc import Iterator, Set

from listings.extraction.candidates import Candidate
from listings.extraction.facts import FACTS
from listings.extraction.generic.affirmed import affirmed_candidates
from listings.extraction.generic.counted import COUNTABLE, counted_candidates
from listings.extraction.generic.data import Data
from listings.extraction.generic.head import meta_candidates, teaser_candidates, url_candidates
from listings.extraction.generic.nodes import node_candidates
from listings.extraction.generic.offers import offer_candidates
from listings.extraction.generic.own import Own
from listings.extraction.generic.pairs import pair_candidates
from listings.extraction.generic.people import people_candidates
from listings.extraction.generic.photos import photo_candidates
from listings.extraction.generic.places import place_candidates
from listings.extraction.generic.positions import position_candidates
from listings.extraction.generic.prices import price_candidates
from listings.extraction.generic.prose import description_candidates, feature_candidates
from listings.extraction.generic.sellers import seller_candidates
from listings.extraction.generic.sound import is_sound
from listings.extraction.generic.state import state_candidates
from listings.extraction.generic.titles import title_candidates
from listings.extraction.generic.view import View

_OFFER = frozenset({"offer", "property_type", "town"})
_PEOPLE = frozenset({"agent_name", "agent_company", "agent_phone", "agent_email"})
_PLACE = frozenset({"address", "address_line", "city", "street_name", "postal_code", "region", "province"})
_POSITION = frozenset({"position"})
_DESCRIPTION, _FEATURES, _PRICE = frozenset({"description"}), frozenset({"features"}), frozenset({"price"})
_IMAGES = frozenset({"images"})
_ADDRESS_OF_PAGE = frozenset({"offer", "property_type", "reference"})
_TITLE = _OFFER | {"title"}
_ALL = frozenset(FACTS)


def generic_candidates(view: View, wanted: Set[str] = _ALL) -> Iterator[Candidate]:
    """What every source of the page proposes of the wanted facts and could be meant, in no particular order."""
    proposed = (found for facts, source in _sources(view) if not facts.isdisjoint(wanted) for found in source)
    return (found for found in proposed if found.fact in wanted and is_sound(found.fact, found.raw))


def _sources(view: View) -> Iterator[tuple[frozenset[str], Iterator[Candidate]]]:
    """The facts that each source can state, and what it proposes, which is read only as it is asked for."""
    page = view.page
    yield _ALL, node_candidates(page, page.jsonld, "jsonld")
    yield _ALL, node_candidates(page, page.microdata, "microdata")
    yield _ALL, node_candidates(page, page.rdfa, "rdfa")
    own = Own(page)
    data = Data(page, own)
    yield _ALL, state_candidates(data, own)
    yield _ALL, pair_candidates(view)
    yield _OFFER, offer_candidates(view)
    yield COUNTABLE, counted_candidates(view)
    yield _PRICE, price_candidates(view)
    yield _DESCRIPTION, description_candidates(view)
    yield _FEATURES, feature_candidates(view)
    yield _FEATURES, affirmed_candidates(view)
    yield _IMAGES, photo_candidates(view, own, data)
    yield _PLACE, place_candidates(view)
    yield _POSITION, position_candidates(view)
    yield _PEOPLE, people_candidates(view)
    yield _PEOPLE, seller_candidates(view)
    yield _ALL, meta_candidates(page)
    yield _DESCRIPTION, teaser_candidates(page)
    yield _TITLE, title_candidates(view)
    yield _ADDRESS_OF_PAGE, url_candidates(page, own)
