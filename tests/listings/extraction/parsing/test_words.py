"""Phrases found as whole words, whatever their accents or case."""

import pytest

from listings.extraction.parsing.words import Words, first_idea, fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("À  PARTIR", "a partir"),
        ("\u200bPID", "pid"),
        ("złoty", "zloty"),
        ("m²", "m2"),
        ("가격", "가격"),
        ("STRASSE ß", "strasse ss"),
        ("№ ™", "no tm"),
    ],
)
def test_fold(text, folded):
    assert fold(text) == folded


def test_words_are_whole_where_the_script_has_spaces():
    words = Words(["rent", "家賃", "p.m."])
    assert words.in_(fold("To Rent!"))
    assert not words.in_(fold("parent"))
    assert words.in_("月家賃は")
    assert words.in_("900 p.m.")


@pytest.mark.parametrize(
    ("phrase", "text", "is_in"),
    [
        ("/month", "900/month", True),
        ("/month", "900/months", False),
        ("per month", "900 a month", False),
        ("per month", "per months", False),
        ("€/kk", "900 €/kk", True),
        ("wg-zimmer", "wg-zimmer frei", True),
        ("no_fee", "no_fee", True),
        ("月/month", "9月/month", True),
    ],
)
def test_a_phrase_is_found_by_any_of_its_words(phrase, text, is_in):
    words = Words([phrase])
    assert words.in_(text) is is_in
    assert (words.span(text) is not None) is is_in
    assert (words.without(text) != text) is is_in


def test_edges_of_a_text():
    words = Words(["from"])
    assert words.ends(fold("Priced From:"))
    assert not words.ends("from the")
    assert words.starts(": from 3")


def test_first_idea_in_the_text_wins_and_the_longer_of_two_that_begin_together():
    ideas = {"flat": Words(["flat", "studio"]), "studio": Words(["studio flat"])}
    assert first_idea(ideas, "studio flat") == "studio"
    assert first_idea(ideas, "flat, studio flat") == "flat"
    assert first_idea(ideas, "house") is None
