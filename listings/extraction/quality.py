"""How good an extraction is: a grade, a confidence, and which critical fields are missing."""

from collections.abc import Mapping
from dataclasses import dataclass

from listings.extraction.fields import FIELDS
from listings.extraction.result import Provenance

# A group's fields state one fact together (fields.py), so a group counts once, with its field's weight.  Shares of
# the whole weight that make a grade; an A has no critical fact missing, a B one at most.
GRADE_FLOORS = (("A", 0.75), ("B", 0.55), ("C", 0.3))
DEFAULT_CONFIDENCE = 0.5
# Each critical fact's name, in the vocabulary's order
CRITICAL_FACTS = tuple(dict.fromkeys(field.critical for field in FIELDS if field.critical))


_CRITICAL = {field.name: field.critical for field in FIELDS if field.critical}
_WEIGHTS = {field.name: field.weight for field in FIELDS if field.weight}
_GROUPS = {field.name: field.group for field in FIELDS if field.weight and field.group}
_GROUP_WEIGHTS = {
    group: max(field.weight for field in FIELDS if field.group == group) for group in dict.fromkeys(_GROUPS.values())
}
_WHOLE_WEIGHT = sum(_GROUP_WEIGHTS.values())


@dataclass(frozen=True, slots=True)
class Quality:
    """grade A, B, C or F; confidence 0 to 1; names of the critical fields that are missing."""

    grade: str
    confidence: float
    critical_missing: tuple[str, ...]


def grade(values: Mapping[str, object], provenance: Mapping[str, Provenance]) -> Quality:
    """Graded against the vocabulary, not against what a mapping happens to declare."""
    missing = critical_missing(values)
    share = filled_share(values)
    letter = next((name for name, floor in GRADE_FLOORS if share >= floor), "F")
    if missing and letter in ("A", "B"):
        letter = "B" if len(missing) == 1 and letter == "A" else "C"
    return Quality(letter, _confidence(values, provenance), missing)


def critical_missing(values: Mapping[str, object]) -> tuple[str, ...]:
    """Critical facts none of whose fields is stated; a price on request is not missing."""
    stated = {fact for name, fact in _CRITICAL.items() if _is_stated(values.get(name))}
    if values.get("price_qualifier") == "on_request":
        stated |= {"price_float", "currency"}
    return tuple(fact for fact in CRITICAL_FACTS if fact not in stated)


def filled_share(values: Mapping[str, object]) -> float:
    """The weight of the groups with anything stated, as a share of the weight of all groups."""
    stated = {_GROUPS[name] for name, value in values.items() if name in _GROUPS and _is_stated(value)}
    return sum(_GROUP_WEIGHTS[group] for group in stated) / _WHOLE_WEIGHT


def _confidence(values: Mapping[str, object], provenance: Mapping[str, Provenance]) -> float:
    """Mean confidence of what is stated, by weight."""
    weighed = [
        (_WEIGHTS[name], provenance[name].confidence if name in provenance else DEFAULT_CONFIDENCE)
        for name, value in values.items()
        if name in _WEIGHTS and _is_stated(value)
    ]
    total = sum(weight for weight, _ in weighed)
    return round(sum(weight * confidence for weight, confidence in weighed) / total, 3) if total else 0.0


def _is_stated(value: object) -> bool:
    return value is not None and value != []
