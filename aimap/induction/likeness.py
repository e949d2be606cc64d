"""How alike two statements of one fact are: what tells a place that states it from one that states something else."""

from collections.abc import Collection, Mapping

from aimap.induction.needles import letters_of
from listings.extraction.agreement import agree
from listings.extraction.parsing.image_variants import Gallery

ALIKE = 0.75  # from here on two texts are taken for the same
SAME_LIST = 0.6
SURELY = 0.9
PARTS = 0.8  # of an address whose line is not told
MIN_FEATURES_SHARE = 0.25
MIN_PHOTOS, MIN_PHOTOS_SHARE = 3, 0.3
COMPARED_CHARS = 6_000
BARE_NUMBER = 0.8  # of a number that comes without what is told with it, a price without its period
_LEAST = {"address": 0.5, "title": 0.5}

# The vocabulary's fields that a fact is compared by; a fact that is not here states the field of its own name.
_FIELDS: Mapping[str, tuple[str, ...]] = {
    "offer": ("for_sale", "for_rent"),
    "price": ("price_float", "price_qualifier", "currency", "price_period", "price_string"),
    "constructed_area": ("constructed_area", "area_unit"),
    "plot_area": ("plot_area", "area_unit"),
    "position": ("latitude", "longitude"),
    "address": ("address_string", "street_address", "city", "postal_code"),
    "town": ("city",),
    "images": ("image_urls",),
    "main_image": ("main_image_url",),
    "floor_plans": ("floor_plan_urls",),
}
_LISTS = frozenset({"images", "floor_plans", "features"})
_TEXTS = frozenset(
    {
        "title", "description", "address", "street_address", "street_name", "city", "province", "region", "reference",
        "agent_name", "agent_company", "floor", "tenure",
    }
)  # fmt: skip


def fields_of(fact: str) -> tuple[str, ...]:
    """The fields that a fact is compared by, the one that it is known by first."""
    return _FIELDS.get(fact, (fact,))


def telling_field(fact: str) -> str:
    """The field that a fact is known by."""
    return fields_of(fact)[0]


def is_stated(fact: str, values: Mapping[str, object]) -> bool:
    """Whether values state a fact: its telling field, or of a price that it is told on request."""
    if fact == "price" and values.get("price_qualifier") == "on_request":
        return True
    if fact == "address":
        return any(values.get(name) is not None for name in fields_of(fact))
    return values.get(telling_field(fact)) not in (None, [], "")


def is_same(fact: str, alike: float) -> bool:
    """Whether a likeness is enough to take two statements of the fact for the same one."""
    return alike >= (SAME_LIST if fact in _LISTS else _LEAST.get(fact, ALIKE))


def likeness(fact: str, found: Mapping[str, object], agreed: Mapping[str, object]) -> float:
    """0 (another statement) to 1 (the same, and as full); both state the fact."""
    name = telling_field(fact)
    if fact in _LISTS:
        return _list_likeness(fact, found.get(name), agreed.get(name))
    if fact == "town":
        same = text_likeness(str(found.get(name, "")), str(agreed.get(name, ""))) >= ALIKE
        return (1.0 if "address_string" in found else ALIKE) if same else 0.0
    if fact == "main_image":
        return float(_photo_names([found.get(name)]) == _photo_names([agreed.get(name)]))
    if fact == "address":
        return _address_likeness(found, agreed)
    if fact in _TEXTS:
        return text_likeness(str(found.get(name, "")), str(agreed.get(name, "")))
    return _value_likeness(fact, found, agreed)


def text_likeness(one: str, other: str) -> float:
    """1 for the same letters; of a text that is in the other, its share of it; else 0."""
    a, b = letters_of(one[:COMPARED_CHARS]), letters_of(other[:COMPARED_CHARS])
    if not a or not b:
        return float(one == other)
    shorter, longer = (a, b) if len(a) <= len(b) else (b, a)
    return len(shorter) / len(longer) if shorter in longer else 0.0


def show_the_same(one: Collection[object], other: object) -> bool:
    """Whether two lists of photos have one in common."""
    return isinstance(other, list) and not _photo_names(one).isdisjoint(_photo_names(other))


def _value_likeness(fact: str, found: Mapping[str, object], agreed: Mapping[str, object]) -> float:
    """Of numbers and choices: the same or not, and how much of what is told with it is told."""
    fields = fields_of(fact)
    told = {key: found[key] for key in fields if key in found}
    if not agree(told, agreed):
        return 0.0
    owed = [key for key in fields if agreed.get(key) is not None]
    return BARE_NUMBER + (1 - BARE_NUMBER) * len([key for key in owed if key in found]) / max(len(owed), 1)


def _address_likeness(found: Mapping[str, object], agreed: Mapping[str, object]) -> float:
    """Of the lines, where both have one; else how much of the agreed parts is told, and none told otherwise."""
    parts = [key for key in ("street_address", "city", "postal_code") if key in agreed]
    told = [key for key in parts if key in found]
    differ = any(text_likeness(str(found[key]), str(agreed[key])) == 0.0 for key in told)
    if "address_string" in found and "address_string" in agreed:
        alike = text_likeness(str(found["address_string"]), str(agreed["address_string"]))
        return alike if alike >= SURELY or not differ else 0.0
    return 0.0 if differ or not told else PARTS * len(told) / len(parts)


def _list_likeness(fact: str, one: object, other: object) -> float:
    """Twice what both have as a share of what each has; more where one is a part that will do."""
    if not isinstance(one, list) or not isinstance(other, list) or not one or not other:
        return 0.0
    names = _feature_names if fact == "features" else _photo_names
    a, b = names(one), names(other)
    both = len(a & b)
    if not both:
        return 0.0
    alike = 2 * both / (len(a) + len(b))
    if fact == "features" and (both >= MIN_FEATURES_SHARE * len(b) or 1 < both == len(a)):  # one of several lists
        return max(alike, (SAME_LIST + (1 - SAME_LIST) * both / len(b)) * both / len(a))
    if fact != "features" and both == len(a) >= max(MIN_PHOTOS, MIN_PHOTOS_SHARE * len(b)):
        return max(alike, SAME_LIST)  # the others may be copies that nobody could tell for copies
    return alike


def _feature_names(features: Collection[object]) -> frozenset[str]:
    return frozenset(letters_of(str(feature)) for feature in features)


def _photo_names(images: Collection[object]) -> frozenset[str]:
    """What tells pictures apart, whatever size each copy has."""
    urls = [image["url"] if isinstance(image, dict) else image for image in images]
    return frozenset(Gallery([url for url in urls if isinstance(url, str) and "//" in url]).identities())
