"""Facts that nothing accepted states: places that are called so and vary with the listings, where the rest agrees."""

from collections.abc import Mapping, Sequence

from aimap.induction.captures import Sample
from aimap.induction.evidence import Evidence
from aimap.induction.likeness import telling_field
from aimap.induction.needles import letters_of
from aimap.induction.proposals import Kind

MOST = 0.6  # of the pages that must state it
MAX_PLACES = 2
MANY = 2  # listings from which on it must vary
MIN_LETTERS = 3
_BY_NAME = frozenset({"street_address", "agent_name", "agent_company", "agent_phone", "agent_email", "reference"})
_BORNE_OUT_BY = ("postal_code", "city", "province", "region")  # which an address holds
_SURE_KINDS = frozenset({Kind.ANCHORED, Kind.NODE, Kind.LABEL, Kind.ITEM, Kind.NAMED_ELEMENT, Kind.CLASS})


def discover_places(
    fact: str, evidence: Sequence[Evidence], samples: Sequence[Sample], agreed: Sequence[Mapping[str, object]]
) -> list[Evidence]:
    """The places of a fact that is agreed on no page, if there are any to believe, the stablest first."""
    if fact == "title":
        return _titles(evidence, samples)
    if any(alike is not None for place in evidence for alike in place.alike):
        return []
    found = [place for place in evidence if _is_named(place) and _states_most(place, samples)]
    if fact == "address":
        found = [place for place in found if _is_borne_out(place, agreed)]
    elif fact not in _BY_NAME or not all(_varies(place, samples) for place in found):
        found = []
    return sorted(found, key=lambda place: (place.proposal.kind, len(place.proposal.spec), place.proposal.spec))[
        :MAX_PLACES
    ]


def _titles(evidence: Sequence[Evidence], samples: Sequence[Sample]) -> list[Evidence]:
    """The first places on the page that state another title for every listing, those without the site's name first."""
    found = [place for place in evidence if all(place.stated) and _varies(place, samples)]
    return sorted(found, key=lambda place: "match" not in place.proposal.rule)[:MAX_PLACES]


def _is_named(place: Evidence) -> bool:
    return place.proposal.is_named and place.proposal.kind in _SURE_KINDS


def _states_most(place: Evidence, samples: Sequence[Sample]) -> bool:
    return sum(map(bool, place.stated)) >= MOST * len(samples)


def _varies(place: Evidence, samples: Sequence[Sample]) -> bool:
    """Whether it states something else for every listing of several."""
    name = telling_field(place.proposal.fact)
    listings = {sample.listing for sample, stated in zip(samples, place.stated, strict=True) if stated}
    return len({str(stated[name]) for stated in place.stated if stated}) >= len(listings) >= MANY


def _is_borne_out(place: Evidence, agreed: Sequence[Mapping[str, object]]) -> bool:
    """Whether every address that it states holds the city or code that is agreed there."""
    return all(
        any(_holds(stated.get("address_string"), values.get(name)) for name in _BORNE_OUT_BY)
        for stated, values in zip(place.stated, agreed, strict=True)
        if stated
    )


def _holds(address: object, part: object) -> bool:
    letters = letters_of(part) if isinstance(part, str) else ""
    return len(letters) >= MIN_LETTERS and letters in letters_of(str(address)) and letters != letters_of(str(address))
