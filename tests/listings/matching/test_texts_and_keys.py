"""Texts are alike by words and by characters; blocks hold what may be one property, and few else."""

import itertools
import math
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listings.matching.block_keys import probed_keys, stored_keys
from listings.matching.excerpts import MAX_CHARS, MAX_EXCERPTS, excerpts_of
from listings.matching.grouping import MAX_GROUP, groups_of, pair_of
from listings.matching.property_facts import facts_of
from listings.matching.texts import WordWeights, likeness, profile_of, words_of
from tests.listings.matching.homes import FLAT

NUMBERS = st.one_of(st.none(), st.floats(allow_nan=True, allow_infinity=True), st.integers(-(10**12), 10**12))
TEXTS = st.one_of(st.none(), st.text(max_size=300))
LISTINGS = st.fixed_dictionaries(
    {},
    optional={
        "title": TEXTS, "description": TEXTS, "price_float": NUMBERS, "constructed_area": NUMBERS, "plot_area": NUMBERS,
        "count_bedrooms": NUMBERS, "count_rooms": NUMBERS, "count_bathrooms": NUMBERS, "floor": TEXTS,
        "street_name": TEXTS, "street_number": TEXTS, "city": TEXTS, "postal_code": TEXTS, "latitude": NUMBERS,
        "longitude": NUMBERS, "agent_company": TEXTS, "year_construction": NUMBERS, "for_sale": st.booleans(),
        "for_rent": st.booleans(), "area_unit": st.sampled_from(["sqmt", "sqft", None]),
        "property_type": st.sampled_from(["apartment", "house", "other", None]), "locale_code": TEXTS,
        "price_period": st.sampled_from(["total", "month", "week", None]),
    },
)  # fmt: skip


def plain(text):
    return profile_of(text, weight=lambda _: 1.0)


def shares_a_block(a, b):
    first, second = facts_of(a), facts_of(b)
    return bool(stored_keys(first) & probed_keys(second)) and bool(stored_keys(second) & probed_keys(first))


@given(st.text(max_size=400), st.text(max_size=400))
def test_likeness_is_within_0_and_1_and_the_same_both_ways(a, b):
    there, back = likeness(plain(a), plain(b)), likeness(plain(b), plain(a))
    assert 0 <= there.cosine <= 1
    assert 0 <= there.shared <= 1
    assert math.isclose(there.cosine, back.cosine, abs_tol=1e-9)


@pytest.mark.parametrize(
    "text", [FLAT["description"], "南東向きの角部屋で日当たり良好です。床暖房付き。", "Światło, źródło, łąka, żółw."]
)
def test_a_text_is_wholly_like_itself_whatever_its_script(text):
    assert likeness(plain(text), plain(text)).cosine == pytest.approx(1)


def test_a_text_that_goes_on_shares_all_of_the_shorter_one():
    longer = f"{FLAT['description']} A cellar and a lift, too, and the bus stops in front of the door."
    found = likeness(plain(FLAT["description"]), plain(longer))
    assert found.shared == 1
    assert found.cosine >= 0.82


def test_words_that_all_listings_have_weigh_little():
    weights = WordWeights([words_of(f"bright flat number{n}") for n in range(30)])
    assert weights("flat") < 0.1
    assert weights("number7") > 0.7
    assert weights("unheard") == 1
    assert WordWeights([["flat"]] * 3)("flat") == 1  # three texts say nothing


@pytest.mark.parametrize("position", [(8.9e305, 0.0), (91.0, 0.0), (0.0, -180.5), (float("inf"), 0.0)])
def test_a_position_off_the_globe_is_none(position):
    latitude, longitude = position
    assert facts_of({**FLAT, "latitude": latitude, "longitude": longitude}).position is None


@given(LISTINGS, LISTINGS)
def test_no_listing_is_too_odd_to_be_read_and_kept_under_keys(a, b):
    for values in (a, b):
        keys = stored_keys(facts_of(values))
        assert all(-(2**63) <= key < 2**63 for key in keys)
        assert len(keys) <= 30
        assert len(probed_keys(facts_of(values))) <= 120


@pytest.mark.parametrize(
    "change",
    [
        {"constructed_area": 61.0},
        {"constructed_area": 65.9},
        {"constructed_area": None},
        {"price_float": 170000.0},
        {"price_float": None},
        {"postal_code": "LS21", "street_name": None},
        {"postal_code": None, "street_name": None},
        {"latitude": None, "longitude": None, "street_name": None},
        {"latitude": 53.9085, "longitude": -1.6925, "postal_code": None, "street_name": None, "price_float": None},
        {"count_bedrooms": 3.0},
        {"constructed_area": None, "count_bedrooms": None},
        {"city": "Leeds"},
    ],
)
def test_the_same_flat_is_found_although_portals_differ_in_a_fact(change):
    assert shares_a_block(FLAT, FLAT | change)


@pytest.mark.parametrize(
    "change",
    [
        {"constructed_area": 90.0},
        {"city": "York", "postal_code": "YO1 1AA", "latitude": 53.96, "longitude": -1.08},
    ],
)
def test_another_size_or_place_is_not_looked_at(change):
    assert not shares_a_block(FLAT, FLAT | {"description": "Something else altogether is written here."} | change)


def test_excerpts_are_bounded_and_say_what_both_texts_have():
    long = ". ".join(f"Sentence {n} says that the flat has a lift and a balcony {'very ' * 80}much" for n in range(80))
    a, b = facts_of({"description": long}), facts_of({"description": long})
    found = excerpts_of(a, b)
    assert len(found) == MAX_EXCERPTS
    for excerpt in found:
        assert len("".join(piece.text for piece in excerpt.this)) <= MAX_CHARS
    assert excerpts_of(a, facts_of({"description": "Nothing of that kind"})) == []


def test_an_excerpt_marks_whole_words_and_loses_none():
    here, there = "A flat in a converted mill beside the river", "The flat of an old mill is beside the River Wharfe"
    (excerpt,) = excerpts_of(facts_of({"description": here}), facts_of({"description": there}))
    assert "".join(piece.text for piece in excerpt.this) == here
    assert "".join(piece.text for piece in excerpt.other) == there
    marked = {word for piece in excerpt.other if piece.is_shared for word in piece.text.split()}
    assert marked == {"flat", "mill", "beside", "the", "River"}


IDS = [UUID(int=number) for number in range(8)]
PAIRS = st.sampled_from([pair_of(a, b) for a in IDS for b in IDS if a != b])


@given(st.dictionaries(PAIRS, st.floats(0.8, 1)), st.sets(PAIRS), st.sets(PAIRS))
def test_groups_are_apart_and_never_hold_what_staff_said_is_different(scores, same, different):
    groups = groups_of(scores=scores, same=same, different=different, contradict=lambda _a, _b: False)
    members = [item for group in groups for item in group]
    assert len(members) == len(set(members))
    assert all(len(group) > 1 for group in groups)
    for group in groups:
        assert not any(pair_of(a, b) in different for a in group for b in group if a != b)
    assert groups_of(scores=scores, same=same, different=different, contradict=lambda _a, _b: False) == groups


def test_two_flats_are_not_joined_by_a_listing_between_them_that_says_less():
    first, vague, second = IDS[:3]
    scores = {pair_of(first, vague): 0.9, pair_of(vague, second): 0.85}
    (group,) = groups_of(scores=scores, same=set(), different=set(), contradict=lambda a, b: {a, b} == {first, second})
    assert group == {first, vague}


def test_a_chain_ends_at_thirty():
    ids = [UUID(int=number) for number in range(100)]
    scores = {pair_of(a, b): 0.9 for a, b in itertools.pairwise(ids)}
    groups = groups_of(scores=scores, same=set(), different=set(), contradict=lambda _a, _b: False)
    assert max(map(len, groups)) <= MAX_GROUP
