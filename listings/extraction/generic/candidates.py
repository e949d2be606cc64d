"""Candidates for a page nobody mapped, from everything it states."""

from collections.abc import Iterator

from listings.extraction.candidates import Candidate
from listings.extraction.facts import FACTS
from listings.extraction.generic.affirmed import affirmed_candidates
from listings.extraction.generic.counted import counted_candidates
from listings.extraction.generic.data import Data
from listings.extraction.generic.head import meta_candidates, teaser_candidates, url_candidates
from listings.extraction.generic.nodes import node_candidates
from listings.extraction.generic.offers import offer_candidates
from listings.extraction.generic.own import Own
from listings.extraction.generic.pairs import pair_candidates
from listings.extraction.generic.people import people_candidates
from listings.extraction.generic.photos import photo_candidates
from listings.extraction.generic.places import place_candidates
from listings.extraction.generic.prices import price_candidates
from listings.extraction.generic.prose import description_candidates, feature_candidates
from listings.extraction.generic.sellers import seller_candidates
from listings.extraction.generic.sound import is_sound
from listings.extraction.generic.state import state_candidates
from listings.extraction.generic.titles import title_candidates
from listings.extraction.generic.view import View


def generic_candidates(view: View) -> Iterator[Candidate]:
    """What every source of the page proposes and could be meant, in no particular order."""
    return (found for found in _proposed(view) if found.fact in FACTS and is_sound(found.fact, found.raw))


def _proposed(view: View) -> Iterator[Candidate]:
    page = view.page
    yield from node_candidates(page, page.jsonld, "jsonld")
    yield from node_candidates(page, page.microdata, "microdata")
    yield from node_candidates(page, page.rdfa, "rdfa")
    own = Own(page)
    data = Data(page, own)
    yield from state_candidates(data, own)
    yield from pair_candidates(view)
    yield from offer_candidates(view)
    yield from counted_candidates(view)
    yield from price_candidates(view)
    yield from description_candidates(view)
    yield from feature_candidates(view)
    yield from affirmed_candidates(view)
    yield from photo_candidates(view, own, data.lists)
    yield from place_candidates(view)
    yield from people_candidates(view)
    yield from seller_candidates(view)
    yield from meta_candidates(page)
    yield from teaser_candidates(page)
    yield from title_candidates(view)
    yield from url_candidates(page, own)
