"""State written as one flat list of values that refer to each other by index (devalue: Nuxt 3, Svelte, others).

[{"listing": 1}, {"price": 2, "photos": 3}, 250000, [4], "https://..."]
"""

from listings.extraction.sources.decoding import State, as_state, decode_nested

MAX_VALUES = 100_000
MAX_DEPTH = 60
_WRAPPERS = frozenset({"Ref", "ShallowRef", "Reactive", "ShallowReactive", "EmptyRef", "EmptyShallowRef", "NuxtError"})
_LEAVES = frozenset({"Date", "BigInt", "RegExp", "URL"})


def expand(state: State | None) -> State | None:
    """The state the flat list stands for; any other state as it is."""
    if isinstance(state, dict) and isinstance(state.get("data"), str) and "encoding" in state:
        state = as_state(decode_nested(state["data"]))
    if not isinstance(state, list) or not _is_flat(state):
        return state
    return as_state(_Expansion(state).value(0, 0))


def _is_flat(state: list[object]) -> bool:
    """Whether the first value consists of references only, as none but a flat list's does."""
    if not 1 < len(state) <= 10 * MAX_VALUES:
        return False
    first = state[0]
    inner = list(first.values()) if isinstance(first, dict) else first[1:] if isinstance(first, list) else []
    return bool(inner) and all(type(value) is int and value < len(state) for value in inner)


class _Expansion:
    """One flat list; values that are referred to often are expanded once."""

    def __init__(self, flat: list[object]) -> None:
        self.flat = flat
        self.expanded: dict[int, object] = {}

    def value(self, index: object, depth: int) -> object:
        """The value at an index; None for the format's negative marks, for cycles and beyond the bounds."""
        if type(index) is not int or not 0 <= index < len(self.flat) or depth > MAX_DEPTH:
            return None
        if index in self.expanded or len(self.expanded) >= MAX_VALUES:
            return self.expanded.get(index)
        self.expanded[index] = None
        self.expanded[index] = self._read(self.flat[index], depth + 1)
        return self.expanded[index]

    def _read(self, raw: object, depth: int) -> object:
        if isinstance(raw, dict):
            return {key: self.value(index, depth) for key, index in raw.items()}
        if not isinstance(raw, list):
            return raw
        if raw and isinstance(raw[0], str):
            return self._special(raw, depth)
        return [self.value(index, depth) for index in raw]

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
