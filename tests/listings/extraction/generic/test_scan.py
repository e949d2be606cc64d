"""Which of many texts hold a word."""

import pytest

from listings.extraction.generic.scan import holding


@pytest.mark.parametrize(
    ("texts", "words", "places"),
    [
        (["a map", "none", "Map and map", "maps"], ("map", "Map"), [0, 2, 3]),
        (["m", "ap"], ("map",), []),
        (["", "map", ""], ("map",), [1]),
        (["one"], (), []),
        ([], ("map",), []),
        (["map map map"] * 3, ("map",), [0, 1, 2]),
    ],
)
def test_the_texts_that_hold_a_word_are_found(texts, words, places):
    assert holding(texts, words) == places
