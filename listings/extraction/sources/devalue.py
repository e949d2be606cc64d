"""State written as one flat list of values that refer to each other by index.

devalue (Nuxt 3, Svelte, others)   [{"listing": 1}, {"price": 2, "photos": 3}, 250000, [4], "https://..."]
flatted, whose numbers are values  [{"listing": "1"}, {"price": 250000, "photos": "2"}, ["3"], "https://..."]
"""

from listings.extraction.sources.decoding import State, as_state, decode_nested

MAX_VALUES = 100_000
MAX_DEPTH = 60
MAX_EXPANDED = 1_000_000  # values, each counted as often as it is referred to: sixty lists can stand for 2**60
_WRAPPERS = frozenset({"Ref", "ShallowRef", "Reactive", "ShallowReactive", "EmptyRef", "EmptyShallowRef", "NuxtError"})
_LEAVES = frozenset({"Date", "BigInt", "RegExp", "URL"})


def expand(state: State | None) -> State | None:
    """The state a flat list stands for; any other state as it is."""
    is_wrapped = isinstance(state, dict) and isinstance(state.get("data"), str) and "encoding" in state
    flat = as_state(decode_nested(state["data"])) if is_wrapped and isinstance(state, dict) else state
    if not isinstance(flat, list) or not 1 < len(flat) <= 10 * MAX_VALUES:
        return flat
    members = _members(flat[0])
    if members and all(type(member) is int and member < len(flat) for member in members):
        return as_state(_Expansion(flat, by_text=False).value(0, 0))
    if is_wrapped and any(_index(member) for member in members):
        return as_state(_Expansion(flat, by_text=True).value(0, 0))
    return flat


def _members(first: object) -> list[object]:
    """What the first value refers to: of none but a flat list is it nothing but references."""
    return list(first.values()) if isinstance(first, dict) else first[1:] if isinstance(first, list) else []


def _index(text: object) -> int | None:
    return int(text) if isinstance(text, str) and text.isdecimal() and len(text) < 8 else None


class _Expansion:
    """One flat list; values that are referred to often are expanded once.  by_text: texts refer, numbers do not."""

    def __init__(self, flat: list[object], *, by_text: bool) -> None:
        self.flat = flat
        self.by_text = by_text
        self.expanded: dict[int, object] = {}
        self.sizes: dict[int, int] = {}
        self.size = 0

    def value(self, index: object, depth: int) -> object:
        """The value at an index; None for the format's negative marks, for cycles and beyond the bounds."""
        if type(index) is not int or not 0 <= index < len(self.flat) or depth > MAX_DEPTH:
            return None
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
            return {key: self._member(index, depth) for key, index in raw.items()}
        if not isinstance(raw, list):
            return raw
        if raw and isinstance(raw[0], str) and not self.by_text:
            return self._special(raw, depth)
        return [self._member(index, depth) for index in raw]

    def _member(self, member: object, depth: int) -> object:
        if not self.by_text:
            return self.value(member, depth)
        return self.value(_index(member), depth) if isinstance(member, str) else member

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
