"""Whether two values of one field say the same, as far as a trial is concerned."""

from aimap.induction.likeness import ALIKE, is_same, likeness, text_likeness
from listings.extraction.agreement import agree

# Fields that are compared by the fact they are known by: lists by what both have, texts by their letters
_FACTS = {
    "image_urls": "images", "floor_plan_urls": "floor_plans", "main_image_url": "main_image", "features": "features",
    "title": "title",
}  # fmt: skip
_ADDRESS_LIKENESS = 0.5
_EXACTLY = (bool, int)


def says_same(field: str, one: object, other: object) -> bool:
    """Whether both state the field, and the same; numbers within rounding, texts in their letters."""
    if not is_given(one) or not is_given(other):
        return False
    if field in _FACTS:
        fact = _FACTS[field]
        return is_same(fact, likeness(fact, {field: one}, {field: other}))
    if isinstance(one, str) and isinstance(other, str):
        least = _ADDRESS_LIKENESS if field in ("address_string", "street_address") else ALIKE
        return one == other or text_likeness(one, other) >= least
    if isinstance(one, _EXACTLY) and isinstance(other, _EXACTLY):
        return one == other
    return agree({field: one}, {field: other})


def is_given(value: object) -> bool:
    """Whether a value states anything."""
    return value not in (None, [], "")
