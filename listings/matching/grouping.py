"""Groups out of pairs: what is one property with another is one with all of its group.

The surest pairs join first. What staff said stands above scores, and listings that contradict each other are never
joined by a third one between them.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from typing import TypeVar

Item = TypeVar("Item", bound=Hashable)
MAX_GROUP = 30


def pair_of(a: Item, b: Item) -> tuple[Item, Item]:
    """Two items in the order in which a pair of them is kept: by their text."""
    return (a, b) if str(a) < str(b) else (b, a)


def groups_of(
    *,
    scores: Mapping[tuple[Item, Item], float],
    same: Collection[tuple[Item, Item]],
    different: Collection[tuple[Item, Item]],
    contradict: Callable[[Item, Item], bool],
) -> list[set[Item]]:
    """The groups of two and more. `scores` are of pairs that match, `same` and `different` what staff decided.

    Pairs are as pair_of orders them. A group that would have more than 30 members is not joined further.
    """
    group_of: dict[Item, set[Item]] = {}
    for a, b in sorted(same, key=str):
        _join(group_of, a, b, lambda x, y: pair_of(x, y) in different)
    for a, b in _surest_first(scores):
        if (a, b) not in different:
            _join(group_of, a, b, lambda x, y: _may_not_be_one(pair_of(x, y), same, different, contradict))
    return list({id(group): group for group in group_of.values() if len(group) > 1}.values())


def _surest_first(scores: Mapping[tuple[Item, Item], float]) -> Iterable[tuple[Item, Item]]:
    return sorted(scores, key=lambda pair: (-scores[pair], str(pair)))


def _may_not_be_one(
    pair: tuple[Item, Item],
    same: Collection[tuple[Item, Item]],
    different: Collection[tuple[Item, Item]],
    contradict: Callable[[Item, Item], bool],
) -> bool:
    return pair in different or (pair not in same and contradict(*pair))


def _join(group_of: dict[Item, set[Item]], a: Item, b: Item, forbids: Callable[[Item, Item], bool]) -> None:
    first, second = group_of.setdefault(a, {a}), group_of.setdefault(b, {b})
    if first is second or len(first) + len(second) > MAX_GROUP:
        return
    if any(forbids(x, y) for x in first for y in second):
        return
    first |= second
    for item in second:
        group_of[item] = first
