"""Odds are those of the textbooks, also for samples that are not whole."""

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listings.health.statistics import (
    binomial_at_least,
    binomial_at_most,
    gap_by_chance,
    largest_gap,
    overdispersion,
    share_between,
)


def exactly_at_most(successes, trials, share):
    return sum(math.comb(trials, k) * share**k * (1 - share) ** (trials - k) for k in range(successes + 1))


@given(st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.floats(0.01, 0.99))
def test_binomial_odds_are_the_sum_of_their_terms(counts, share):
    successes, trials = counts
    assert binomial_at_most(successes, trials, share) == pytest.approx(
        exactly_at_most(successes, trials, share), rel=1e-6, abs=1e-280
    )


@given(st.floats(0, 50), st.floats(0.5, 50), st.floats(0.01, 0.99))
def test_binomial_odds_grow_with_successes_also_between_whole_numbers(successes, more, share):
    trials = successes + more + 1
    assert 0 <= binomial_at_most(successes, trials, share) <= binomial_at_most(successes + more, trials, share) <= 1


def test_both_tails_of_one_share_overlap_in_the_count_itself():
    both = binomial_at_most(3, 10, 0.4) + binomial_at_least(3, 10, 0.4)
    assert both - 1 == pytest.approx(math.comb(10, 3) * 0.4**3 * 0.6**7)


def test_a_share_of_few_may_lie_anywhere_and_of_many_does_not():
    few, many = share_between(9, 10, deviations=2), share_between(9_000, 10_000, deviations=2)
    assert few[0] < 0.65
    assert many == pytest.approx((0.894, 0.906), abs=0.001)
    assert share_between(0, 0, deviations=2) == (0.0, 1.0)


def test_shares_that_vary_by_chance_alone_are_not_overdispersed():
    rng = random.Random(1)
    days = [(sum(rng.random() < 0.8 for _ in range(100)), 100) for _ in range(200)]
    assert overdispersion(days) == pytest.approx(1, abs=0.25)


def test_shares_that_vary_by_the_day_are_overdispersed():
    days = [(60, 100), (95, 100)] * 10
    assert overdispersion(days) > 10


def test_histograms_are_as_far_apart_as_their_sums_ever_are():
    assert largest_gap([1, 1, 0, 0], [0, 0, 1, 1]) == 1
    assert largest_gap([10, 10], [1, 1]) == 0
    assert largest_gap([], []) == 0


def test_gaps_of_alike_samples_are_rarely_unlikely():
    rng, unlikely = random.Random(2), 0
    for _ in range(400):
        one, other = [0] * 20, [0] * 20
        for _ in range(60):
            one[int(rng.random() * 20)] += 1
            other[int(rng.random() * 20)] += 1
        unlikely += gap_by_chance(largest_gap(one, other), 60, 60) < 0.05
    assert unlikely < 30
