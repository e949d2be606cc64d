"""The description and the features: by name, by heading, or as the longest text."""

import pytest

from listings.extraction.generic.prose import description_candidates, feature_candidates
from tests.listings.extraction.generic.snippets import PROSE, best, raws, values_of, view_of

TEASER = "A bright home in a quiet street with a garden behind it and a school around the corner, near the bus."
AGENT = (
    "We are a family firm with forty years of experience in selling homes of every kind, and our staff know them all. "
    "Ask us about your own home, too: we value it without charge and sell it within weeks, wherever it may stand."
)
HOME = "<h1>House</h1><p>€250,000</p><p>90 m²</p>"


def descriptions(body):
    return raws(description_candidates(view_of(HOME + body)), "description")


def features(body):
    return next(iter(raws(feature_candidates(view_of(HOME + body)), "features")), None)


@pytest.mark.parametrize(
    "name", ["description", "property-description", "listingDescription", "beschreibung", "descripcion"]
)
def test_a_block_named_for_the_description_is_it(name):
    assert descriptions(f"<div class='{name}'>{PROSE}</div>")[0] == PROSE


@pytest.mark.parametrize(
    "heading",
    ["Description", "Property description", "Objektbeschreibung", "Descripción", "Descrizione", "Opis", "Omschrijving",
     "Features and description"],
)  # fmt: skip
def test_what_a_heading_of_the_description_heads_is_it(heading):
    assert descriptions(f"<section><h2>{heading}</h2><div><p>{PROSE}</p></div></section>")[0] == f"<p>{PROSE}</p>"


def test_several_paragraphs_behind_a_heading_are_one_text():
    found = descriptions(f"<section><h2>Description</h2><p>{PROSE}</p><p>{TEASER}</p><p>{AGENT}</p></section>")
    assert found[0] == f"{PROSE}\n{TEASER}\n{AGENT}"


def test_the_longest_text_is_taken_where_nothing_is_named():
    assert PROSE in descriptions(f"<div><p>{PROSE}</p><p>{PROSE}</p></div><p>Call us</p>")[0]


def test_of_two_named_blocks_the_longer_is_the_text():
    body = f"<p class='short-description'>{TEASER}</p><div class='description'>{PROSE} {PROSE}</div>"
    assert descriptions(body)[0] == f"{PROSE} {PROSE}"


def test_the_richest_description_wins_over_the_teaser():
    head = f"<meta name='description' content='{TEASER}'><meta property='og:description' content='{PROSE[:120]}...'>"
    body = f"{HOME}<p class='description'>{TEASER}</p><section><h2>Description</h2><div>{PROSE} {PROSE}</div></section>"
    assert values_of(body, head=head)["description"] == f"{PROSE} {PROSE}"


@pytest.mark.parametrize(
    "block",
    [
        f"<div class='agent-description'>{AGENT}</div>",
        f"<div class='agency'><div class='description'>{AGENT}</div></div>",
        f"<section id='broker-info'><p class='description'>{AGENT}</p></section>",
    ],
)
def test_a_text_about_the_agent_is_not_the_description(block):
    assert descriptions(f"<div class='description'>{PROSE}</div>{block}")[0] == PROSE
    assert values_of(f"{HOME}<div class='description'>{PROSE}</div>{block}")["description"] == PROSE


@pytest.mark.parametrize(
    "body",
    [
        "<div class='description'>See the plan</div>",
        "<h2>Description</h2>",
        f"<nav class='description'>{PROSE}</nav>" + "<p>a</p>" * 3,
        f"<div class='cookie-banner'><p class='description'>{AGENT}</p></div>",
        f"<section class='similar-listings'><div class='description'>{AGENT}</div></section>",
        f"<section><h2>Similar homes</h2><p>{AGENT}</p></section>",
    ],
)
def test_stubs_consent_and_other_homes_texts_are_no_description(body):
    assert descriptions(body) == []


@pytest.mark.parametrize(
    "body",
    [
        "<ul class='features'><li>Garden</li><li>Lift</li><li>Sea view</li></ul>",
        "<div id='amenities'><span>Garden</span><span>Lift</span><span>Sea view</span></div>",
        "<section><h2>Features</h2><ul><li>Garden</li><li>Lift</li><li>Sea view</li></ul></section>",
        "<section><h3>Ausstattung</h3><ul><li>Garden</li><li>Lift</li><li>Sea view</li></ul></section>",
        "<section><h3>Características</h3><div><p>Garden</p><p>Lift</p><p>Sea view</p></div></section>",
        "<section><h2>Features and description</h2><ul><li>Garden</li><li>Lift</li><li>Sea view</li></ul></section>",
        "<ul class='features'><li><i></i><span>Garden</span></li><li><b>Lift</b></li><li>Sea view</li></ul>",
    ],
)
def test_features_are_the_items_of_lists_by_name_or_heading(body):
    assert features(body) == ["Garden", "Lift", "Sea view"]


def test_features_of_several_lists_are_one_list_without_repeats():
    body = "<ul class='features'><li>Garden</li><li>Lift</li></ul><ul class='amenities'><li>Lift</li><li>Pool</li></ul>"
    assert features(body) == ["Garden", "Lift", "Pool"]


@pytest.mark.parametrize(
    "body",
    [
        "<ul class='features'><li>Garden</li></ul>",
        f"<ul class='features'><li>Garden</li><li>{PROSE}</li></ul>",
        f"<ul class='features'><li>{PROSE}</li><li>{TEASER}</li></ul>",
        "<ul><li>Garden</li><li>Lift</li></ul>",
        "<div class='similar-listings'><ul class='features'><li>Garden</li><li>Lift</li></ul></div><p>a</p><p>b</p>",
    ],
)
def test_single_items_sentences_and_unnamed_lists_are_no_features(body):
    assert features(body) is None


def test_the_longest_text_is_believed_less_than_a_named_one():
    found = list(description_candidates(view_of(f"<p class='description'>{TEASER}</p><article>{PROSE}</article>")))
    assert best(found, "description") == TEASER
