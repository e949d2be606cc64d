"""Which of a fact's places go into the mapping, and in which order."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from aimap.induction.captures import Sample
from aimap.induction.evidence import Evidence
from aimap.induction.likeness import SAME_LIST, telling_field
from aimap.induction.proposals import Kind

ENOUGH = 0.7
# How far a place is believed before it is tried: on how many pages it is taken to have been right, and wrong
NAMED_PRIOR = (1.5, 0.3)
TELLING_PRIOR = (0.8, 0.4)  # of values that do not stand on a page by chance
UNNAMED_PRIOR = (0.3, 0.7)
# What it costs to state something where nothing is agreed, in pages
NAMED_ADDS, UNNAMED_ADDS = 0.1, 0.25
SURE_LIST = 0.9
NEARLY = 0.05
KIND_COST = 0.05
EFFORT_COST, MAX_EFFORT = 0.002, 100  # of an element that is read, or as much of a state
ASIDE_COST = 0.1
# What pages keep for others: search engines, advertisers, a calculator
_ASIDE = re.compile(r"mortgage|calculator|analytic|tracking|targeting|datalayer|\bads?\b|\bseo\b|share", re.IGNORECASE)
FULL_WEIGHT = 2.0  # of what is the whole or a part of it
_LONG = frozenset({"description", "features"})
MAX_UNSEEN = 2
FEW = 0.1
_TELLING = frozenset(
    {
        "title", "price", "description", "images", "floor_plans", "features", "reference", "address", "street_address",
        "street_name", "postal_code", "position", "agent_name", "agent_company", "agent_phone", "agent_email",
        "agent_logo_url", "constructed_area", "plot_area",
    }
)  # fmt: skip
# Which may well be the same on all pages that were seen; a place that always says so proves little
_OFTEN_ALIKE = frozenset(
    {
        "offer", "property_type", "currency", "country", "region", "province", "city", "price_period", "locale_code",
        "count_bedrooms", "count_bathrooms", "count_rooms", "count_toilets", "count_garages", "tenure", "furnished",
        "listing_status", "agent_company", "agent_name", "agent_phone", "agent_email", "agent_logo_url",
        "price_qualifier", "energy_certificate_grade", "floor", "postal_code", "town", "council_tax_band",
        "year_construction", "available_from", "street_number",
    }
)  # fmt: skip
_PHOTOS = frozenset({"images", "floor_plans"})  # of which programs know more than what they have shown so far
_SAID = frozenset({"offer", "property_type"})
_HEADS = ({"css": "h1"}, {"meta": "title"})
_MANY_LISTINGS = 3


class Breadth(NamedTuple):
    """How many rules a fact may have, and how many of one kind that no page needs."""

    rules: int
    alike: int


_OF_FEW, _OF_MANY = Breadth(4, 2), Breadth(3, 1)  # what many pages agree on needs fewer to fall back on


def choose_rules(fact: str, evidence: Sequence[Evidence], samples: Sequence[Sample]) -> list[Evidence]:
    """The places of a fact that are believed, the best first, then those that others would be missed without."""
    believed = [(trust, found) for found in evidence if (trust := belief(found, samples)) >= ENOUGH]
    believed.sort(key=lambda entry: _order(*entry))
    ranked = [found for _, found in believed]
    is_many = len({sample.listing for sample in samples}) >= _MANY_LISTINGS
    chosen = _first_of_each(ranked, _OF_MANY if is_many else _OF_FEW)
    if fact in _SAID:
        chosen += [found for found in ranked if _is_head(found) and found not in chosen][:1]
    if fact == "features":
        chosen = _own_list_first(chosen, evidence)
    return chosen


def belief(found: Evidence, samples: Sequence[Sample]) -> float:
    """How far a place is believed, 0 to 1: 0 where it never states what is agreed."""
    if not found.agreeing:
        return 0.0
    fact = found.proposal.fact
    is_own = found.proposal.kind is Kind.ANCHORED and fact in _TELLING
    is_named = found.proposal.is_named or is_own or _is_sure_list(found)
    right, wrong = NAMED_PRIOR if is_named else TELLING_PRIOR if fact in _TELLING else UNNAMED_PRIOR
    support = float(len({samples[at].listing for at in found.agreeing}))
    if not is_named and fact in _OFTEN_ALIKE and _is_constant(found):
        support = min(support, 1.0)
    against = len({samples[at].listing for at in found.differing})
    added = (NAMED_ADDS if found.proposal.is_named else UNNAMED_ADDS) * len(found.adding)
    return (support + right) / (support + against + added + right + wrong)


def unseen_places(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Of a fact that no page states the empty places in the listing's own object that are called so."""
    silent = [
        found
        for found in evidence
        if found.proposal.kind is Kind.ANCHORED and found.proposal.is_named and not any([*found.stated, *found.raws])
    ]
    return sorted(silent, key=lambda found: (found.proposal.spec.count("."), found.proposal.spec))[:MAX_UNSEEN]


def _first_of_each(ranked: Sequence[Evidence], breadth: Breadth) -> list[Evidence]:
    chosen: list[Evidence] = []
    kinds: Counter[Kind] = Counter()
    covered: set[int] = set()
    for found in ranked:
        is_needed = not covered.issuperset(found.agreeing)
        kind = _family(found)
        is_other = kinds[kind] < breadth.alike and not _stands_with(found, chosen)
        if len(chosen) < breadth.rules and (is_needed or is_other):
            chosen.append(found)
            kinds[kind] += 1
            covered.update(found.agreeing)
    return chosen


def _family(found: Evidence) -> Kind:
    """The kind of a place; labels and rows are the same pairs, read in two ways, but for what rows affirm."""
    is_pair = "named" in found.proposal.rule and found.proposal.fact != "features"
    return Kind.LABEL if is_pair else found.proposal.kind


def _stands_with(found: Evidence, chosen: Sequence[Evidence]) -> bool:
    """Whether a selector only adds to, or takes from, one that is chosen: it stands and falls with it."""
    selector = found.proposal.rule.get("css")
    others = [other.proposal.rule.get("css") for other in chosen]
    return selector is not None and any(
        other and (selector.endswith(other) or other.endswith(selector)) for other in others
    )


def _is_head(found: Evidence) -> bool:
    """Whether it is what headline or title say, where hardly a page contradicts them: every page has them."""
    return found.proposal.rule in _HEADS and len(found.differing) <= FEW * len(found.agreeing)


def _own_list_first(chosen: list[Evidence], evidence: Sequence[Evidence]) -> list[Evidence]:
    """Of several lists of features the data's own before what elements show, even one that was empty so far."""
    fullest = max((found.fullness for found in chosen), default=0.0)
    own = [found for found in chosen if found.proposal.kind is Kind.ANCHORED and found.fullness >= fullest - NEARLY]
    return [*own, *unseen_places(evidence)[:1], *(found for found in chosen if found not in own)]


def _is_sure_list(found: Evidence) -> bool:
    if found.proposal.fact == "features":
        return found.fullness > SAME_LIST
    return found.proposal.fact in _PHOTOS and found.fullness > SURE_LIST


def _is_constant(found: Evidence) -> bool:
    name = telling_field(found.proposal.fact)
    return len({str(found.stated[at].get(name)) for at in found.agreeing}) == 1


def _order(trust: float, found: Evidence) -> tuple[object, ...]:
    """Places that are believed alike by how stable they are, unless what they state is the less full for it."""
    proposal = found.proposal
    kind = Kind.LABEL if proposal.kind is Kind.PROGRAM and proposal.fact in _PHOTOS else proposal.kind
    weight = FULL_WEIGHT if proposal.fact in _LONG else 1.0
    cost = KIND_COST * kind + weight * (1 - found.fullness) + EFFORT_COST * min(found.effort, MAX_EFFORT)
    cost += ASIDE_COST if _ASIDE.search(proposal.spec) else 0
    return -round(trust, 1), round(cost, 2), -round(trust, 2), not proposal.is_named, len(proposal.spec), proposal.spec
