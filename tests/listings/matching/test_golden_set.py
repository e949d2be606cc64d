"""How right matching is on the labelled pairs: precision of 0.98 and recall of 0.90 in each half of them."""

from collections import Counter

import pytest

from bench.matching.golden import HELD_OUT, MIN_PRECISION, MIN_RECALL, TUNED, figures_of, judge, read_pairs
from listings.matching.comparing import Texts, compare

PAIRS = read_pairs()
HALVES = {half: [pair for pair in PAIRS if pair.half == half] for half in (TUNED, HELD_OUT)}


def test_there_are_pairs_enough_of_both_answers():
    assert len(PAIRS) >= 300
    assert len({pair.id for pair in PAIRS}) == len(PAIRS)
    for pairs in HALVES.values():
        same = sum(pair.is_same for pair in pairs)
        assert len(pairs) >= 80
        assert 0.4 <= same / len(pairs) <= 0.6
    assert min(Counter(pair.kind for pair in PAIRS).values()) >= 5


@pytest.mark.parametrize("half", [TUNED, HELD_OUT])
def test_matching_is_right_on_labelled_pairs(half):
    judged = judge(HALVES[half])
    found = figures_of(judged)
    wrong = [(row.pair.id, round(row.found.score, 2)) for row in judged if not row.is_right]
    assert found.precision >= MIN_PRECISION, wrong
    assert found.recall >= MIN_RECALL, wrong


def test_it_does_not_matter_which_listing_comes_first():
    texts = Texts.among({facts for pair in PAIRS for facts in (pair.a, pair.b)})
    for pair in PAIRS:
        there, back = compare(pair.a, pair.b, texts), compare(pair.b, pair.a, texts)
        assert there.score == pytest.approx(back.score)
        assert {(row.fact, row.this, row.other) for row in there.evidence} == {
            (row.fact, row.other, row.this) for row in back.evidence
        }
