"""A repaired mapping: rules at their new places, and what still reads stays."""

import json
import time

import pytest

from aimap.induction.captures import Capture
from aimap.induction.learning import learn_mapping
from aimap.repair.merging import merge_mappings
from aimap.repair.relocating import relocated_rules
from bench.drift_repair import PortalPages, try_portal
from bench.made_portals import STYLES, host_of, make_pages
from bench.redesign import Redesign
from listings.extraction.mapping import parse_mapping
from listings.extraction.page import Page

URL = "https://www.homes.example/property/1"
BEFORE = """<html><body><h1 class="title">A house in Leeds</h1><div class="kind" data-kind="EFH">x</div>
<ul class="facts"><li>3 bedrooms</li><li>120 sqm</li></ul>
<script>window.MODEL =
{"listing": {"objectType": "EFH", "priceValue": 250000, "photoList": ["a.jpg", "b.jpg"]}};</script>
</body></html>"""
NOW = """<html><body><main><h1 class="css-1a2b3c4">A house in Leeds</h1>
<ul class="css-9f8e7d6"><li>3 bedrooms</li><li>120 sqm</li></ul></main>
<script>window.APP =
{"view": {"object_type": "EFH", "price_value": 250000, "photo_list": ["a.jpg", "b.jpg"]}};</script>
</body></html>"""


def mapping(**fields):
    """A mapping with an anchor."""
    anchors = {"listing": [{"json": "MODEL.listing"}]}
    return {"portal": "homes", "version": "1", "anchors": anchors, "fields": fields}


def relocated(**fields):
    """The rules of a mapping, on the page of now."""
    return relocated_rules(mapping(**fields), [(Page(URL, BEFORE), Page(URL, NOW))])


def test_a_rule_keeps_its_options_and_changes_its_place():
    codes = {"EFH": "house"}
    moved = relocated(property_type=[{"json": "@listing.objectType", "values": codes}])
    assert moved == {"property_type": [{"json": "APP.view.object_type", "values": codes}]}


def test_a_value_that_stands_in_many_places_is_found_by_its_key():
    assert relocated(price=[{"json": "@listing.priceValue"}])["price"][0] == {"json": "APP.view.price_value"}


def test_an_element_is_found_by_what_it_says():
    (first, *_) = relocated(title=[{"css": ".title"}])["title"]
    assert Page(URL, NOW).select(first["css"])[0].text() == "A house in Leeds"


def test_rules_that_pick_one_of_several_elements_go_on_picking():
    rules = relocated(count_bedrooms=[{"css": ".facts li", "match": "(\\d+) bedrooms"}])["count_bedrooms"]
    assert all(rule["match"] == "(\\d+) bedrooms" for rule in rules)
    assert any(len(Page(URL, NOW).select(rule["css"])) == 2 for rule in rules)


def test_a_page_made_to_hurt_costs_the_search_a_bounded_time_and_memory():
    """Selectors are an old mapping's; each of these elements lies in hundreds of others, or holds all the text."""
    deep = "<div class='b'>" * 900 + "<p class='c'>x</p>" * 3_000 + "<p>" + "lorem ipsum " * 100_000
    rules = {"title": [{"css": ".zz .b .c"}], "description": [{"css": ".b"}], "features": [{"css": ".b", "all": True}]}
    pages = Page(URL, BEFORE.replace("</body>", f"<i class='zz'>{deep}</body>")), Page(URL, NOW)
    began = time.process_time()
    relocated_rules(mapping(**rules), [pages])
    assert time.process_time() - began < 4


def test_what_is_nowhere_any_more_is_not_moved():
    assert relocated(reference=[{"css": ".reference"}], tenure=[{"json": "@listing.tenure"}]) == {}


def test_merging_keeps_old_rules_behind_new_ones_and_anchors_under_another_name():
    new = {**mapping(title=[{"css": "h1"}]), "anchors": {"listing": [{"json": "APP.view"}]}}
    old = mapping(title=[{"json": "@listing.title"}], price=[{"json": "@listing.priceValue"}])
    merged = merge_mappings(old, new, still_right=())
    assert merged["fields"] == {
        "title": [{"css": "h1"}, {"json": "@listing_before.title"}],
        "price": [{"json": "@listing_before.priceValue"}],
    }
    assert merged["anchors"]["listing"] == [{"json": "APP.view"}, {"json": "MODEL.listing"}]
    assert parse_mapping(merged)
    kept = merge_mappings(old, new, still_right={"title"})
    assert kept["fields"]["title"] == [{"json": "@listing_before.title"}, {"css": "h1"}]


def test_what_is_known_from_before_is_learned_from_but_not_a_price_that_moved():
    page = make_pages("labels", 1)[0]
    captures = [Capture(page.id, page.url, page.html)]
    known = {page.id: {"price_float": 1.0}}
    plain = learn_mapping(host=host_of("labels"), captures=captures)
    assert learn_mapping(host=host_of("labels"), captures=captures, known=known).mapping == plain.mapping


def test_a_redesign_is_the_same_on_every_page_and_leaves_what_people_read():
    redesign = Redesign("seed")
    one, other = redesign.apply(BEFORE), redesign.apply(BEFORE)
    assert one == other != Redesign("another").apply(BEFORE)
    assert 'class="title"' not in one
    assert "A house in Leeds" in one
    assert "object_type" in one
    assert "MODEL" not in one
    linked = '<script type="application/ld+json">{"@type": "House", "name": "x"}</script>'
    assert json.loads(redesign.apply(linked).partition(">")[2].rpartition("<")[0])["@graph"][0]["name"] == "x"


@pytest.mark.parametrize("style", STYLES)
def test_a_repair_restores_what_the_rules_read_before_the_redesign(style):
    pages = tuple((page.id, page.url, page.html) for page in make_pages(style, 5))
    outcome = try_portal(PortalPages(host_of(style), pages, None), Redesign("test"))
    assert outcome.rules_after < 0.95 * outcome.before
    assert outcome.restored >= 0.95 * outcome.before
