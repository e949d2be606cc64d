"""Lists in embedded data whose members say in words what they state: {"label": "Rooms", "value": "3"}."""

import re
from collections.abc import Iterator
from itertools import islice

from listings.extraction.generic.lookup import LABELS, fact_of_key
from listings.extraction.parsing.words import fold

MIN_MEMBERS = 2
MAX_MEMBERS = 60
MAX_LISTS = 3  # of one object
MAX_LABEL_CHARS = 60
MAX_KEYS_OF_GROUP = 12
_LABEL_KEYS = (
    "label", "key_label", "keyLabel", "displayLabel", "name", "title", "caption", "displayName", "field_label",
    "fieldLabel", "attribute_name", "attributeName",
)  # fmt: skip
_NAME_KEYS = ("key", "id", "code", "slug", "type", "attribute")
# As people read it first, as it has its unit
_VALUE_KEYS = (
    "value_label", "valueLabel", "localizedValue", "displayValue", "formattedValue", "formatted", "display", "value",
    "values", "text", "option_label", "optionLabel", "value_name", "valueName",
)  # fmt: skip
# What is said under such a key is said of other homes, of a market or of a search
_OF_OTHERS = re.compile(r"(?i:similar|related|recommend|nearby|suggest|other|filter|stat|market|history|search|facet)")
_UNITS = frozenset({"unitCode", "unitText"})
_VALUES, _NAMES = frozenset(_VALUE_KEYS), frozenset((*_LABEL_KEYS, *_NAME_KEYS))


def labelled_lists(node: dict[str, object]) -> list[tuple[str, list[object]]]:
    """(key, list) of the first lists in an object whose members could be labels with values."""
    lists = (
        (key, value)
        for key, value in node.items()
        if type(value) is list and len(value) >= MIN_MEMBERS and not _OF_OTHERS.search(key[:MAX_LABEL_CHARS])
    )
    told = ((key, members if _is_labelled(members[0]) else _in_groups(members)) for key, members in lists)
    return list(islice(((key, members) for key, members in told if members), MAX_LISTS))


def _in_groups(groups: list[object]) -> list[object]:
    """The members of lists that stand under headings: [{"header": "Summary", "params": [{"label": "Rooms", ...}]}]."""
    first = groups[0]
    if type(first) is not dict or len(first) > MAX_KEYS_OF_GROUP:
        return []
    inner = next(
        (key for key, value in first.items() if type(value) is list and value and _is_labelled(value[0])), None
    )
    members: list[object] = []
    for group in groups[:MAX_MEMBERS] if inner is not None else ():
        stated = group.get(inner) if isinstance(group, dict) else None
        members += stated if isinstance(stated, list) else []
    return members[:MAX_MEMBERS]


def _is_labelled(member: object) -> bool:
    return type(member) is dict and not _VALUES.isdisjoint(member) and not _NAMES.isdisjoint(member)


def labelled(members: list[object]) -> Iterator[tuple[str, str, object]]:
    """(fact, what it is called, value) of the members that have a known label, or else a known name."""
    for member in members[:MAX_MEMBERS]:
        if isinstance(member, dict) and (named := _named(member)) is not None:
            value = next((found for key in _VALUE_KEYS if (found := member.get(key)) not in (None, "", [], {})), None)
            if value is not None and value != named[1]:
                yield *named, member if _has_unit(member, value) else value


def _has_unit(member: dict[str, object], value: object) -> bool:
    """Whether a number's unit stands beside it, as in schema.org's QuantitativeValue and PropertyValue."""
    return value is member.get("value") and not isinstance(value, bool) and not _UNITS.isdisjoint(member)


def _named(member: dict[str, object]) -> tuple[str, str] | None:
    for key in _LABEL_KEYS:
        label = member.get(key)
        known = LABELS.get(fold(label[:MAX_LABEL_CHARS]).rstrip(" :：")) if isinstance(label, str) else None
        if known is not None:
            return known[0], str(label)
    for key in _NAME_KEYS:
        name = member.get(key)
        if isinstance(name, str) and (known := fact_of_key(name)):
            return known[0], name
    return None
