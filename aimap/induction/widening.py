"""Rules for facts that few pages state: the places where the host's other facts stand, read by what they are called."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from listings.extraction.page import Page

MIN_FACTS = 2  # that stand in rows for others to be expected there
MAX_PLACES = 1
MAX_ROWS = 40
MAX_RULES = 4
# Facts that stand among others in lists of label and value
_LISTED = (
    "count_bedrooms", "count_bathrooms", "count_toilets", "count_garages", "count_rooms", "constructed_area",
    "plot_area", "year_construction", "floor", "tenure", "furnished", "energy_certificate_grade", "energy_performance",
    "council_tax_band", "service_charge", "available_from", "property_type", "reference", "agent_name",
    "agent_company",
)  # fmt: skip

Rules = list[dict[str, Any]]


def widen(fields: Mapping[str, Rules], pages: Sequence[Page]) -> dict[str, Rules]:
    """The same rules, with the host's lists of label and value behind those of every fact that such lists hold."""
    places = _places(fields, pages)
    widened = {fact: list(rules) for fact, rules in fields.items()}
    for fact in _LISTED if places else ():
        rules = widened.setdefault(fact, [])
        rules += [place for place in places if place not in rules][: MAX_RULES - len(rules)]
    if places:
        widened.setdefault("features", [{"css": "body", "named": True}])
    return {fact: rules for fact, rules in widened.items() if rules}


def _places(fields: Mapping[str, Rules], pages: Sequence[Page]) -> Rules:
    """The places of label and value that the rules of several facts name, most facts first, no large ones."""
    rows: Counter[str] = Counter()
    labels = 0
    for fact in _LISTED:
        rules = fields.get(fact, ())
        rows.update({rule["css"] for rule in rules if rule.get("named")})
        labels += any("label" in rule for rule in rules)
    small = [name for name in rows if max(len(page.select(name)) for page in pages) <= MAX_ROWS]
    best = sorted((name for name in small if rows[name] >= MIN_FACTS), key=lambda name: (-rows[name], len(name), name))
    if labels >= MIN_FACTS:  # whose rows are the same pairs
        return [{"label": True}]
    return [{"css": name, "named": True} for name in best[:MAX_PLACES]]
