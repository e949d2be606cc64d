"""State written as one flat list of values that refer to each other by index.

devalue (Nuxt 3, Svelte, others)   [{"listing": 1}, {"price": 2, "photos": 3}, 250000, [4], "https://..."]
flatted, whose numbers are values  [{"listing": "1"}, {"price": 250000, "photos": "2"}, ["3"], "https://..."]
"""

from collections.abc import Collection, Iterable
from itertools import chain, islice

from listings.extraction.json_path import MAX_MATCHES, Step, find_all
from listings.extraction.sources.decoding import State, as_state, decode_nested

MAX_VALUES = 100_000
MAX_DEPTH = 60
MAX_EXPANDED = 1_000_000  # values, each counted as often as it is referred to: sixty lists can stand for 2**60
_WRAPPERS = frozenset({"Ref", "ShallowRef", "Reactive", "ShallowReactive", "EmptyRef", "EmptyShallowRef", "NuxtError"})
_NESTED = frozenset({dict, list})
_LEAVES = frozenset({"Date", "BigInt", "RegExp", "URL"})


def expand(state: State | None) -> State | None:
    """The state a flat list stands for; any other state as it is."""
    return whole(open_flat(state))


def whole(state: "State | FlatList | None") -> State | None:
    """All that the state holds."""
    return as_state(state.value(0, 0)) if isinstance(state, FlatList) else state


def find_in(state: "State | FlatList | None", steps: tuple[Step, ...]) -> list[object]:
    """What is found at the steps in the state; of a flat list no more than that is expanded."""
    if not isinstance(state, FlatList):
        return find_all(state, steps) if state is not None else []
    places, rest = state.follow(steps)
    return [found for value in state.values(places) for found in find_all(value, rest)][:MAX_MATCHES]


def open_flat(state: State | None) -> "State | FlatList | None":
    """The state, ready to be looked into where it is a flat list."""
    is_wrapped = isinstance(state, dict) and isinstance(state.get("data"), str) and "encoding" in state
    flat = as_state(decode_nested(state["data"])) if is_wrapped and isinstance(state, dict) else state
    if not isinstance(flat, list) or not 1 < len(flat) <= 10 * MAX_VALUES:
        return flat
    members = _members(flat[0])
    if members and all(type(member) is int and member < len(flat) for member in members):
        return FlatList(flat, by_text=False)
    if is_wrapped and any(_index(member) for member in members):
        return FlatList(flat, by_text=True)
    return flat


def _members(first: object) -> list[object]:
    """What the first value refers to: of none but a flat list is it nothing but references."""
    return list(first.values()) if isinstance(first, dict) else first[1:] if isinstance(first, list) else []


def _index(text: object) -> int | None:
    return int(text) if isinstance(text, str) and text.isdecimal() and len(text) < 8 else None


class FlatList:
    """State as a flat list; what is referred to often is expanded once.  by_text: texts refer, numbers do not."""

    def __init__(self, flat: list[object], *, by_text: bool) -> None:
        self.flat = flat
        self.by_text = by_text
        self.expanded: dict[int, object] = {}
        self.sizes: dict[int, int] = {}
        self.size = 0

    def follow(self, steps: tuple[Step, ...]) -> tuple[list[object], tuple[Step, ...]]:
        """The indices that the first steps lead to, as far as they need no values, and the steps behind them."""
        places: list[object] = [0]
        for number, step in enumerate(steps):
            places = [self._unwrapped(place) for place in places]
            inner = None if self.by_text or not step.is_plain else [self._inner(place, step) for place in places]
            if inner is None or None in inner:
                return places, steps[number:]
            places = list(islice(chain.from_iterable(found for found in inner if found), MAX_MATCHES))
        return places, ()

    def _inner(self, place: object, step: Step) -> list[object] | None:
        """What a step leads to from one place; None where it takes the value to tell."""
        raw = self.flat[place] if type(place) is int and 0 <= place < len(self.flat) else None
        if isinstance(raw, list):
            if step.name != "*" or (raw and isinstance(raw[0], str)):
                return None
            return raw[:MAX_MATCHES]
        if not isinstance(raw, dict):
            return []
        if step.name == "*":
            return list(islice(raw.values(), MAX_MATCHES))
        return [raw[step.name]] if step.name in raw else []

    def values(self, places: Iterable[object]) -> list[object]:
        """The values at some indices, together within the bounds of one."""
        self.size = 0
        return [self.value(place, 1) for place in places]

    def _unwrapped(self, index: object) -> object:
        for _ in range(MAX_DEPTH):
            raw = self.flat[index] if type(index) is int and 0 <= index < len(self.flat) else None
            if not (isinstance(raw, list) and len(raw) > 1 and isinstance(raw[0], str) and raw[0] in _WRAPPERS):
                return index
            index = raw[1]
        return None

    def value(self, index: object, depth: int) -> object:
        """The value at an index; None for the format's negative marks, for cycles and beyond the bounds."""
        if type(index) is not int or not 0 <= index < len(self.flat) or depth > MAX_DEPTH:
            return None
        if depth == 0:
            self.size = 0
        size = self.sizes.get(index, 1)
        if self.size + size > MAX_EXPANDED or (index not in self.expanded and len(self.expanded) >= MAX_VALUES):
            return None
        before = self.size
        self.size += size
        if index not in self.expanded:
            self.expanded[index] = None
            self.expanded[index] = self._read(self.flat[index], depth + 1)
            self.sizes[index] = self.size - before
        return self.expanded[index]

    def _read(self, raw: object, depth: int) -> object:
        if isinstance(raw, dict):
            return dict(zip(raw, self._members(raw.values(), depth), strict=True))
        if not isinstance(raw, list):
            return raw
        if raw and isinstance(raw[0], str) and not self.by_text:
            return self._special(raw, depth)
        return self._members(raw, depth)

    def _members(self, members: Collection[object], depth: int) -> list[object]:
        """What members stand for; most are references to what holds no more, which need no looking after."""
        if self.by_text:
            return [self.value(_index(m), depth) if isinstance(m, str) else m for m in members]
        self.size += len(members)
        if depth > MAX_DEPTH or self.size > MAX_EXPANDED:
            return [None] * len(members)
        flat, count = self.flat, len(self.flat)
        raw = [flat[index] if type(index) is int and 0 <= index < count else None for index in members]
        if _NESTED.isdisjoint(map(type, raw)):
            return raw
        return [
            self.value(index, depth) if type(plain) in _NESTED else plain
            for index, plain in zip(members, raw, strict=True)
        ]

    def _special(self, raw: list[object], depth: int) -> object:
        kind, rest = str(raw[0]), raw[1:]
        if kind in _LEAVES:
            return rest[0] if rest else None
        if kind in _WRAPPERS:
            return self.value(rest[0], depth) if rest else None
        if kind == "Map":
            pairs = zip(rest[::2], rest[1::2], strict=False)
            return {str(self.value(key, depth)): self.value(value, depth) for key, value in pairs}
        return [self.value(index, depth) for index in rest]
