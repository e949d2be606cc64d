"""Features behind their labels, and lists that say in classes what of them a home has."""

import pytest

from listings.extraction.generic.pairs import pair_candidates
from listings.extraction.generic.prose import feature_candidates
from tests.listings.extraction.generic.snippets import raws, values_of, view_of

HOME = "<h1>House in Withybrook</h1><p class='price'>€250,000</p><p>90 m²</p>"


def listed(body):
    return values_of(HOME + body)["features"]


@pytest.mark.parametrize(
    "body",
    [
        "<h2>Ausstattung</h2><p>- Einbauküche<br>- Balkon nach Süden<br>- Keller</p><h2>Lage</h2><p>Am Park</p>",
        "<div><h6>Ausstattung</h6><ul><li><b>Einbauküche</b></li><li>Balkon nach Süden</li><li>Keller</li></ul></div>",
        "<tr><th>Ausstattung</th><td><ul><li>Einbauküche</li><li>Balkon nach Süden</li><li>Keller</li></ul></td></tr>",
        "<dl><dt>Ausstattung</dt><dd>Einbauküche, Balkon nach Süden, Keller</dd></dl>",
    ],
)
def test_each_of_the_texts_behind_a_label_is_a_feature(body):
    assert listed(body) == ["Einbauküche", "Balkon nach Süden", "Keller"]


def test_what_several_labels_name_is_one_list():
    body = "<h3>Inside</h3><dl><dt>Flooring</dt><dd>Oak</dd><dt>Views</dt><dd>Sea, hills</dd></dl>"

    assert raws(pair_candidates(view_of(body)), "features") == [["Oak", "Sea, hills"]]


@pytest.mark.parametrize(
    "items",
    [
        "<li class='selected'>Lift</li><li class=''>Sauna</li><li class='selected'>Alarm</li>",
        "<li>Lift</li><li class='off'>Sauna</li><li>Alarm</li>",
        "<li><span>Lift</span></li><li class='item unavailable'><span>Sauna</span></li><li><span>Alarm</span></li>",
        "<li>Lift</li><li><s class='no'>Sauna</s></li><li>Alarm</li>",
    ],
)
@pytest.mark.parametrize("around", ["<h3>Amenities</h3><ul>{}</ul>", "<ul class='amenities'>{}</ul>"])
def test_what_a_list_denies_is_no_feature(around, items):
    assert listed(around.format(items)) == ["Lift", "Alarm"]


def test_a_list_without_marks_is_taken_whole():
    assert listed("<ul class='amenities'><li class='item'>Lift</li><li class='item'>Sauna</li></ul>") == [
        "Lift",
        "Sauna",
    ]


def test_the_text_within_an_item_is_no_feature_beside_it():
    body = "<ul class='features'><li>3 <b>bath tubs</b></li><li>Lift</li></ul>"

    assert raws(feature_candidates(view_of(HOME + body)), "features") == [["3 bath tubs", "Lift"]]


def test_an_item_made_of_an_icon_and_its_text_is_a_feature():
    body = "<div class='facilities'><dl><dd><i></i></dd><dd>Lift</dd></dl><dl><dd><i></i></dd><dd>Sauna</dd></dl></div>"

    assert raws(feature_candidates(view_of(HOME + body)), "features") == [["Lift", "Sauna"]]


@pytest.mark.parametrize(
    "denied", ["<h3>Itens indisponíveis</h3>", "<h3>Not available</h3>", "<h4>Nicht vorhanden</h4>"]
)
def test_what_a_heading_denies_is_no_feature(denied):
    inside = (
        f"<div class='amenities'><ul><li>Lift</li><li>Alarm</li></ul>{denied}<ul><li>Sauna</li><li>Pool</li></ul></div>"
    )
    alone = f"<ul class='amenities'><li>Lift</li><li>Alarm</li></ul>{denied}<ul class='amenities'><li>Sauna</li></ul>"

    assert listed(inside) == listed(alone) == ["Lift", "Alarm"]


def test_rows_of_other_facts_and_rows_that_say_no_are_no_features():
    rows = "<li>Bedrooms: 3</li><li><b>Price</b><i>€250,000</i></li><li>Sauna: no</li><li><b>Attic</b><i>No</i></li>"
    body = f"<ul class='features'>{rows}<li><b>Pool</b><i>Yes</i></li><li>Lift</li></ul>"

    assert raws(feature_candidates(view_of(HOME + body)), "features") == [["Pool", "Lift"]]


def test_an_item_within_a_list_is_named_once():
    body = "<ul class='features'><li><b class='feature-name'>Lift</b> <i>to all floors</i></li><li>Garage</li></ul>"

    assert raws(feature_candidates(view_of(HOME + body)), "features") == [["Lift to all floors", "Garage"]]
