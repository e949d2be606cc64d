"""A small path language for JSON: `a.b`, `a.0`, `a.*`, `a[key=value]`, `a[key]`, `a..b`, `a..[key=value]`.

`[key=value]` keeps the objects whose key has that value (of a list, its members), `[key]` those that have the key.
`..` looks at every depth, nearest first.  Evaluation is bounded, so a hostile page costs a bounded time.
"""

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property

Resolve = Callable[[object], object]

MAX_VISITED = 200_000
MAX_MATCHES = 2_000
_TOKEN = re.compile(r"(\.\.|\.)|\[([^\[\]=]+)(?:=([^\[\]]*))?\]|([^.\[\]]+)")


@dataclass(frozen=True)
class Step:
    """One step: a `name` (key, index or *), or a `filter` of key and value; `deep` looks at every depth."""

    name: str | None = None
    filter: tuple[str, str | None] | None = None
    deep: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether it takes one member or all, whatever they hold."""
        return self.name is not None and not self.deep

    @cached_property
    def is_key(self) -> bool:
        """Whether it takes one member of an object and nothing else."""
        return self.name not in (None, "*") and not self.deep

    def __str__(self) -> str:
        key, value = self.filter or (None, None)
        text = self.name if key is None else f"[{key}]" if value is None else f"[{key}={value}]"
        return f".{text}" if self.deep else str(text)


class PathError(ValueError):
    """A path that does not follow the language."""


@cache
def parse_path(text: str) -> tuple[Step, ...]:
    """The steps of a path.  Raises PathError."""
    steps: list[Step] = []
    at, deep, expects_step = 0, False, True
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None:
            raise PathError(f"cannot read {text!r} at character {at}")
        at = token.end()
        dots, key, value, name = token.groups()
        if dots:
            if expects_step and (steps or at > len(dots)):
                raise PathError(f"dots too many in {text!r}")
            deep, expects_step = dots == "..", True
        else:
            if name is not None and not expects_step:
                raise PathError(f"a dot is missing in {text!r} before {name!r}")
            steps.append(Step(filter=(key.strip(), value), deep=deep) if key else Step(name=name, deep=deep))
            deep, expects_step = False, False
    if not steps or expects_step:
        raise PathError(f"{text!r} does not end in a step")
    return tuple(steps)


def find_all(root: object, steps: Iterable[Step], resolve: Resolve | None = None) -> list[object]:
    """Every value the steps lead to, in document order, at most MAX_MATCHES.

    resolve: what a value stands for, in formats that refer from one place to another (flight data).
    """
    found: list[object] = [root]
    for step in steps:
        found = _take(found, step)
        if resolve is not None:
            found = [resolve(value) for value in found]
        if not found:
            break
    return found


def _take(values: list[object], step: Step) -> list[object]:
    if step.is_key and len(values) == 1 and isinstance(node := values[0], dict):  # as most steps are
        return [node[step.name]] if step.name in node else []
    taken: list[object] = []
    budget = iter(range(MAX_VISITED))  # of all values together: they may lie in each other
    for value in values:
        for node in _descend(value, budget) if step.deep else (value,):
            taken.extend(_keep(node, step.filter) if step.filter else _child(node, step.name or ""))
            if len(taken) >= MAX_MATCHES:
                return taken[:MAX_MATCHES]
    return taken


def _child(node: object, name: str) -> Iterable[object]:
    if isinstance(node, dict):
        if name == "*":
            return node.values()
        return (node[name],) if name in node else ()
    if not isinstance(node, list):
        return ()
    if name == "*":
        return node
    return (node[int(name)],) if name.isdecimal() and len(name) < 8 and int(name) < len(node) else ()


def _keep(node: object, condition: tuple[str, str | None]) -> Iterable[object]:
    key, wanted = condition
    members = node if isinstance(node, list) else (node,)
    return [
        member
        for member in members
        if isinstance(member, dict) and key in member and (wanted is None or _as_text(member[key]) == wanted)
    ]


def _descend(value: object, budget: Iterator[int]) -> Iterator[object]:
    """The value and all that is in it, nearest first.  Lists are passed through, their members visited."""
    queue = deque([value])
    for _ in budget:
        if not queue:
            return
        node = queue.popleft()
        if isinstance(node, dict):
            yield node
            queue.extend(child for child in node.values() if isinstance(child, dict | list))
        elif isinstance(node, list):
            queue.extend(child for child in node if isinstance(child, dict | list))


def _as_text(value: object) -> str:
    """What a filter compares: "" for lists and objects, which may be deep or shared without end."""
    if isinstance(value, dict | list):
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
