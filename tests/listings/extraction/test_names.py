"""The vocabulary of names says one thing with one name."""

import re
from collections import defaultdict
from importlib import import_module
from pkgutil import iter_modules

import pytest

from listings.extraction import names
from listings.extraction.facts import FACTS
from listings.extraction.generic.lookup import facts_of_marks
from listings.extraction.names.idea import Idea
from listings.extraction.names.index import HELPER_FACTS, IDEAS
from listings.extraction.parsing.words import fold

KINDS = ("keys", "weak_keys", "labels", "behind", "before", "marks", "headings")
# Names that two ideas share on purpose, because only the value tells which is meant.
SHARED = {
    "location": {"address", "position"},  # a place's name in one portal's data, its coordinates in another's
}
KEY = re.compile("[a-z0-9]+")
MARK = re.compile("[a-z0-9]+(-[a-z0-9]+)*")
BY_FACT = [pytest.param(idea, id=idea.fact) for idea in IDEAS]


def _shared(*kinds: str) -> dict[str, set[str]]:
    """The folded names of these kinds that stand in more than one idea, and the facts of those ideas."""
    facts: dict[str, set[str]] = defaultdict(set)
    for idea in IDEAS:
        for kind in kinds:
            for name in getattr(idea, kind):
                facts[fold(name)].add(idea.fact)
    return {name: found for name, found in facts.items() if len(found) > 1}


@pytest.mark.parametrize("kinds", [("keys", "weak_keys"), ("labels",), ("behind",), ("marks",)], ids=lambda k: k[0])
def test_no_name_stands_for_two_ideas(kinds: tuple[str, ...]) -> None:
    assert {name: facts for name, facts in _shared(*kinds).items() if SHARED.get(name) != facts} == {}


def test_every_shared_name_is_still_shared() -> None:
    assert _shared("keys", "weak_keys", "labels", "behind", "marks").keys() >= SHARED.keys()


@pytest.mark.parametrize("idea", BY_FACT)
def test_names_of_a_kind_differ_when_folded(idea: Idea) -> None:
    for kind in KINDS:
        folded = [fold(name) for name in getattr(idea, kind)]
        assert sorted(folded) == sorted(set(folded)), kind


@pytest.mark.parametrize("idea", BY_FACT)
def test_names_are_whole_and_stay_what_they_are_when_folded_again(idea: Idea) -> None:
    for kind in KINDS:
        for name in getattr(idea, kind):
            assert name
            assert name == name.strip()
            assert fold(name)
            assert fold(fold(name)) == fold(name)


@pytest.mark.parametrize("idea", BY_FACT)
def test_keys_and_marks_are_written_as_pages_are_compared_with_them(idea: Idea) -> None:
    assert [key for key in (*idea.keys, *idea.weak_keys) if not KEY.fullmatch(key)] == []
    assert [mark for mark in idea.marks if not MARK.fullmatch(mark)] == []


@pytest.mark.parametrize("idea", BY_FACT)
def test_an_idea_is_of_a_fact_that_is_read_or_of_a_documented_helper(idea: Idea) -> None:
    assert idea.fact in FACTS or idea.fact in HELPER_FACTS


def test_no_helper_is_read_as_a_fact() -> None:
    assert not HELPER_FACTS & FACTS.keys()


def test_every_file_of_an_idea_is_in_the_index_once() -> None:
    found = [
        value
        for module in iter_modules(names.__path__)
        if module.name != "index"
        for value in vars(import_module(f"{names.__name__}.{module.name}")).values()
        if isinstance(value, Idea)
    ]
    assert sorted(idea.fact for idea in IDEAS) == sorted(idea.fact for idea in found)
    assert len({idea.fact for idea in IDEAS}) == len(IDEAS)


@pytest.mark.parametrize("idea", BY_FACT)
def test_every_mark_is_known_however_programmers_write_it(idea: Idea) -> None:
    written = [name for mark in idea.marks for name in (mark, mark.replace("-", "_"), f"x__{mark}")]
    written += [mark.title().replace("-", "") for mark in idea.marks if mark.replace("-", "").isalpha()]
    assert [name for name in written if idea.fact not in facts_of_marks(name)] == []
