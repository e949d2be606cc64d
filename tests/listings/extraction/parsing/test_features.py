"""Feature lists."""

from hypothesis import given
from hypothesis import strategies as st

from listings.extraction.parsing.features import MAX_FEATURE_CHARS, parse_features


def test_features_are_split_cleaned_and_distinct():
    assert parse_features(["• Lift\n• Balcony", "LIFT", " balcony. ", "Caf\u00e9 &amp; bar", "-", "12"]) == [
        "Lift",
        "Balcony",
        "Café & bar",
    ]


def test_short_phrases_between_commas_are_a_list_but_a_sentence_is_not():
    assert parse_features(["Lift, Balkon, Keller"]) == ["Lift", "Balkon", "Keller"]
    sentence = "Bright rooms with oak floors, a garden that faces south, and a cellar"
    assert parse_features([sentence]) == [sentence]


def test_prose_is_left_out():
    assert parse_features(["x" * (MAX_FEATURE_CHARS + 1)]) == []


@given(st.lists(st.text(max_size=100), max_size=10))
def test_any_texts_are_survived(texts):
    features = parse_features(texts)
    assert len(set(features)) == len(features)


def test_a_line_that_begins_with_a_dash_is_a_list_of_what_stands_between_dashes():
    assert parse_features(["- Einbauküche mit Spüle - Bad en suite - Glasfaser"]) == [
        "Einbauküche mit Spüle",
        "Bad en suite",
        "Glasfaser",
    ]
