"""What the benches take on their command lines."""

import argparse

import pytest

from bench.arguments import whole_number

LISTINGS = whole_number(1_001, 1_000_000)


@pytest.mark.parametrize("text", ["", "-5", "1000", "1000001", "many", "²"])
def test_other_numbers_are_refused(text):
    with pytest.raises(argparse.ArgumentTypeError, match="1,001 to 1,000,000"):
        LISTINGS(text)


@pytest.mark.parametrize("number", [1_001, 5_000, 1_000_000])
def test_both_ends_are_taken(number):
    assert LISTINGS(str(number)) == number
