"""A walk through a page's embedded data: every value with the path that leads to it, as the path language writes it."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from listings.extraction.generic.data import is_foreign
from listings.extraction.generic.lookup import fact_of_key
from listings.extraction.parsing.vocabulary.people import CONTACTS, PEOPLE

MAX_VISITED = 20_000
MAX_DEPTH = 14
MAX_MEMBERS = 60
MAX_LABEL_CHARS = 60
_LABEL_KEYS = ("key", "name", "label", "title", "type", "code", "id", "slug", "field", "attribute", "property", "unit")
_NAME_KEYS = frozenset({"name", "displayname", "fullname", "title"})
_UNSAFE = frozenset(".[]=*")  # in the path language
_PEOPLE_WORDS = (
    "seller", "agent", "agency", "publisher", "advertiser", "broker", "contact", "office", "company", "branch",
    "customer", "developer", "brand",
)  # fmt: skip

Path = tuple[str, ...]


class Visited(NamedTuple):
    """A value, the steps to it, the key it lies under and the one above."""

    path: Path
    key: str
    context: str
    value: object


def walk(root: object, resolve: Callable[[object], object] | None = None) -> Iterator[Visited]:
    """Every value below the root that a path can lead to, nearest first; what lies under other listings is left out."""
    queue = [Visited((), "", "", root)]
    for at, node in enumerate(queue):
        if at >= MAX_VISITED:
            return
        if at:
            yield node
        if len(node.path) < MAX_DEPTH:
            queue.extend(_members(node, resolve))


def is_equal(one: object, other: object) -> bool:
    """Whether two decoded values are the same; not where they are so deep that nobody can tell."""
    try:
        return one == other
    except RecursionError:
        return False


def path_text(path: Path) -> str:
    """A path as mappings write it: "a.b[name=Rooms].value"."""
    text = ""
    for step in path:
        text += step if step.startswith("[") or not text else f".{step}"
    return text


def fact_named(key: str, context: str) -> str | None:
    """The fact that a key speaks of where it lies: "name" under "agent" is the agent's."""
    if people := PEOPLE.get(context.lower()):
        name = key.lower().replace("_", "")
        return CONTACTS.get(name) or (people if name in _NAME_KEYS else None)
    known = (fact_of_key(f"{context}{key}") if context else None) or fact_of_key(key)
    return known[0] if known is not None else None


def is_peoples(path: Path) -> bool:
    """Whether a path leads through whoever offers the home: "branch.address", "agencyCity"."""
    return any(word in step.lower() for step in path for word in _PEOPLE_WORDS)


def _members(node: Visited, resolve: Callable[[object], object] | None) -> Iterator[Visited]:
    if isinstance(node.value, dict):
        for key, value in node.value.items():
            if key and not _UNSAFE.intersection(key) and not is_foreign(key):
                yield Visited((*node.path, key), key, node.key, resolve(value) if resolve else value)
    elif isinstance(node.value, list):
        for index, value in enumerate(node.value[:MAX_MEMBERS]):
            member = resolve(value) if resolve else value
            step = _step_to(index, member, len(node.value))
            yield Visited((*node.path, step), node.key, node.context, member)


def _step_to(index: int, member: object, members: int) -> str:
    """A member of a list: by what it is called where it says so, else the only one, else by its index."""
    named = member if isinstance(member, dict) else {}
    for key in _LABEL_KEYS:
        label = named.get(key)
        if isinstance(label, str) and 0 < len(label) <= MAX_LABEL_CHARS and _is_label(label):
            return f"[{key}={label}]"
    return "*" if members == 1 else str(index)


def _is_label(text: str) -> bool:
    return not _UNSAFE.intersection(text) and not any(map(str.isdigit, text)) and text.strip() == text
