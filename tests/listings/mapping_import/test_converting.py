"""Mappings of property_web_scraper read pages as ours: every way of looking, and what cannot be said is named."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listings.extraction import facts
from listings.extraction.facts import Reading
from listings.extraction.mapped import MappedPage
from listings.extraction.mapping import parse_mapping
from listings.extraction.mapping_lint import lint_mapping
from listings.extraction.market import Market
from listings.extraction.page import Page
from listings.mapping_import.converting import Imported, import_mapping
from listings.mapping_import.pws_file import MAX_FILE_BYTES, PwsMapping, UnusableFileError, read_pws_mapping
from listings.mapping_import.pws_schema import FACT_OF_FIELD, FACT_OF_FLAG, LIST_SECTIONS, OPTIONS, VALUE_SECTIONS
from listings.mapping_import.report import report_lines
from listings.mapping_import.writing import mapping_text

EXAMPLE = Path(__file__).parents[2] / "data" / "pws_mapping.json"
PAGE = Page(
    "https://homes.millbrook.example/for-sale/cottage-70041.html",
    """<html lang="en"><head><title>Weir Cottage, Sluice Lane | Millbrook Homes</title>
    <meta property="og:title" content="Weir Cottage"><meta property="og:image" content="https://img.example/weir/1.jpg">
    <script type="application/ld+json">{"@type": "Product", "name": "Weir Cottage", "sku": "MB-70041",
      "offers": {"price": 412000, "seller": {"name": "Otter &amp; Vane"}}}
    </script>
    <script>window.HOME = {"listing": {"beds": 3, "kind": "sell", "sold": true, "rooms": ["Hall", "Loft"],
      "pin": {"lat": 51.512, "lng": -2.251}, "point": [51.512, -2.251], "geojson": [-2.251, 51.512],
      "north": {"y": 51.512, "x": -2.251}, "photos": [{"src": {"large": "https://img.example/weir/a.jpg"}},
      {"src": {"large": "https://img.example/weir/b.jpg"}}]}};</script>
    <script>self.__next_f.push([1, "1:{\\"seller\\": {\\"phone\\": \\"+44 20 7946 0018\\"}}\\n"])</script></head><body>
    <h1>Weir Cottage</h1><p class="price">£412,000</p><p class="area">1,240 sq ft</p><p class="state">FOR SALE now</p>
    <dl id="ids"><dd>Ref: MB-70041</dd><dd>Freehold</dd></dl><p class="line">Sluice Lane | Millbrook | GL6 0QX</p>
    <table class="size"><tr><td>Built 1874</td></tr></table><ul class="facts"><li>Orchard</li><li>Yard</li></ul>
    <div class="text"><p>Stone and slate.</p><p>By the weir.</p></div><img class="shot" src="/shots/1.jpg"></body>""",
)


def imported(**sections) -> Imported:
    return import_mapping(read_pws_mapping(json.dumps([{"name": "uk_millbrook", **sections}]).encode()))


def rules(fact: str, **sections) -> list[dict]:
    return imported(**sections).mapping["fields"].get(fact, [])


def read(**sections) -> dict:
    """What the converted rules alone read from the page, without the engine's own reading."""
    return read_mapped(imported(**sections).mapping)


def read_mapped(mapping: dict) -> dict:
    mapped = MappedPage(PAGE, parse_mapping(mapping))
    reading = Reading(market=Market("GB", "GBP", "en-GB", "sqft"), page_url=PAGE.url)
    values: dict[str, object] = {}
    for fact in mapping["fields"]:
        stated = (facts.read(candidate, reading) for candidate in mapped.candidates(fact))
        values |= next((found for found in stated if found), {})
    return values


def lost(**sections) -> dict[str, str]:
    return {note.place: note.text for note in imported(**sections).findings.not_expressed}


@pytest.mark.parametrize(
    ("section", "field", "options", "value"),
    [
        ("textFields", "title", {"cssLocator": "h1"}, "Weir Cottage"),
        ("textFields", "title", {"cssLocator": "title"}, "Weir Cottage, Sluice Lane"),
        ("textFields", "title", {"cssLocator": "h9", "fallbacks": [{"cssLocator": "h1"}]}, "Weir Cottage"),
        ("textFields", "tenure", {"cssLocator": "dd:contains('Free')"}, "Freehold"),
        ("textFields", "tenure", {"xpath": "//dl[@id='ids']/dd[2]"}, "Freehold"),
        ("textFields", "reference", {"cssLocator": "#ids dd:first", "stripString": "Ref: "}, "MB-70041"),
        ("textFields", "reference", {"jsonLdPath": "sku", "jsonLdType": "Product"}, "MB-70041"),
        ("textFields", "reference", {"jsonLdPath": "sku"}, "MB-70041"),
        ("textFields", "reference", {"cssLocator": "dd", "modifiers": ["trim", "digitsOnly"]}, "70041"),
        (
            "textFields",
            "reference",
            {"urlPathPart": "2", "splitTextCharacter": "-", "splitTextArrayId": "1", "stripString": ".html"},
            "70041",
        ),
        (
            "textFields",
            "city",
            {"cssLocator": ".line", "splitTextCharacter": " | ", "splitTextArrayId": 1},
            "Millbrook",
        ),
        ("textFields", "street_name", {"cssLocator": ".line", "splitTextCharacter": "|"}, "Sluice Lane"),
        ("textFields", "agent_company", {"jsonLdPath": "offers.seller.name"}, "Otter & Vane"),
        ("textFields", "agent_phone", {"flightDataPath": "seller.phone"}, "+442079460018"),
        ("textFields", "description", {"cssLocator": ".text p"}, "Stone and slate.\n\nBy the weir."),
        ("intFields", "count_bedrooms", {"scriptJsonVar": "window.HOME", "scriptJsonPath": "listing.beds"}, 3),
        ("intFields", "year_construction", {"cssLocator": "table.size > tr > td"}, 1874),
        (
            "floatFields",
            "price_float",
            {"cssLocator": ".price", "stripFirstChar": "true", "stripPunct": "true"},
            412_000,
        ),
        ("floatFields", "price_float", {"jsonLdPath": "offers.price"}, 412_000),
        ("floatFields", "constructed_area", {"cssLocator": ".area", "splitTextCharacter": " "}, 1_240),
        (
            "booleanFields",
            "for_sale",
            {"cssLocator": ".state", "evaluator": "start_with?", "evaluatorParam": "FOR"},
            True,
        ),
    ],
)
def test_a_field_reads_the_value_that_its_rule_points_to(section, field, options, value):
    defaults = {"area_unit": {"value": "sqft"}}
    assert read(defaultValues=defaults, **{section: {field: options}}).get(field) == value


@pytest.mark.parametrize(
    ("field", "condition", "expected"),
    [
        ("for_sale", {"evaluator": "include?", "evaluatorParam": "SALE"}, "sale"),
        ("for_sale", {"evaluator": "include?", "evaluatorParam": "Now", "caseInsensitive": True}, "sale"),
        ("for_rent", {"evaluator": "include?", "evaluatorParam": "Now"}, None),
        ("for_rent", {"evaluator": "end_with?", "evaluatorParam": "now"}, "rent"),
        ("for_rent", {"evaluator": "end_with?", "evaluatorParam": "no"}, None),
        ("for_rent", {"evaluator": "=="}, None),
        ("for_rent", {"evaluator": "==", "evaluatorParam": "FOR SALE now"}, "rent"),
        ("for_rent", {"evaluator": "present?"}, "rent"),
        ("for_rent", {"evaluator": "to_i_gt_0"}, None),
        ("for_rent", {"evaluator": "include?"}, None),
        ("for_rent", {"evaluator": "includes?", "evaluatorParam": "now"}, None),
    ],
)
def test_a_condition_becomes_a_proposal_of_what_is_then_the_case(field, condition, expected):
    values = read(booleanFields={field: {"cssLocator": ".state", **condition}})
    stated = "sale" if values.get("for_sale") else "rent" if values.get("for_rent") else None
    assert stated == expected


@pytest.mark.parametrize(
    ("options", "status"),
    [({"scriptJsonVar": "HOME", "scriptJsonPath": "listing.beds"}, "sold"), ({"cssLocator": ".state"}, None)],
)
def test_a_number_above_zero_states_what_a_flag_asks(options, status):
    assert read(booleanFields={"sold": {**options, "evaluator": "to_i_gt_0"}}).get("listing_status") == status


@pytest.mark.parametrize(("param", "status"), [("true", "sold"), ("false", None)])
def test_a_flag_of_embedded_state_is_compared(param, status):
    flag = {"scriptJsonVar": "HOME", "scriptJsonPath": "listing.sold", "evaluator": "==", "evaluatorParam": param}
    assert read(booleanFields={"sold": flag}).get("listing_status") == status


def test_the_place_of_a_url_tells_sale_from_rent():
    flags = {
        name: {"urlPathPart": "1", "evaluator": "include?", "evaluatorParam": param}
        for name, param in (("for_sale", "for-sale"), ("for_rent", "to-rent"))
    }
    assert len(rules("offer", booleanFields=flags)) == 1
    assert read(booleanFields=flags) == {"for_sale": True, "for_rent": False}


@pytest.mark.parametrize(("part", "stated"), [("1", {}), ("2", {"for_sale": False, "for_rent": True}), ("3", {})])
def test_only_the_named_segment_of_a_url_counts(part, stated):
    assert (
        read(booleanFields={"for_rent": {"urlPathPart": part, "evaluator": "include?", "evaluatorParam": "cott"}})
        == stated
    )


@pytest.mark.parametrize(
    ("north", "east", "rule"),
    [
        ("listing.pin.lat", "listing.pin.lng", {"json": "HOME.listing.pin"}),
        ("listing.point.0", "listing.point.1", {"json": "HOME.listing.point"}),
        ("listing.north.y", "listing.north.x", {"json": "HOME.listing.north", "format": "{y},{x}"}),
    ],
)
def test_latitude_and_longitude_of_one_object_become_one_position(north, east, rule):
    fields = {
        "latitude": {"scriptJsonVar": "HOME", "scriptJsonPath": north},
        "longitude": {"scriptJsonVar": "HOME", "scriptJsonPath": east},
    }
    assert rules("position", floatFields=fields) == [rule]
    assert read(floatFields=fields) == {"latitude": 51.512, "longitude": -2.251}


@pytest.mark.parametrize(
    ("north", "east", "reason"),
    [
        ("listing.geojson.1", "listing.geojson.0", "the other way"),
        ("listing.pin.lat", "listing.north.x", "different objects"),
        (None, "listing.pin.lng", "needs both"),
    ],
)
def test_a_position_of_two_statements_is_not_expressed(north, east, reason):
    paths = {"latitude": north, "longitude": east}
    fields = {name: {"scriptJsonVar": "HOME", "scriptJsonPath": path} for name, path in paths.items() if path}
    assert rules("position", floatFields=fields) == []
    assert any(reason in text for text in lost(floatFields=fields).values())


def test_photos_and_features_are_lists():
    values = read(
        images=[{"scriptJsonVar": "HOME", "scriptJsonPath": "listing.photos", "cssAttr": "src.large"}],
        features=[{"cssLocator": ".facts li"}],
    )
    assert [image["url"] for image in values["image_urls"]] == [f"https://img.example/weir/{n}.jpg" for n in "ab"]
    assert values["features"] == ["Orchard", "Yard"]


def test_a_prefix_stands_before_the_path_of_a_relative_picture():
    values = read(images=[{"cssLocator": "img.shot", "cssAttr": "src", "imagePathPrefix": "/estate"}])
    assert values["image_urls"] == [{"url": "https://homes.millbrook.example/estate/shots/1.jpg"}]


def test_what_was_never_tried_for_photos_is_tried_here():
    images = [{"jsonLdPath": "photo", "fallbacks": [{"cssLocator": "meta[property='og:image']", "cssAttr": "content"}]}]
    assert read(images=images)["image_urls"] == [{"url": "https://img.example/weir/1.jpg"}]
    assert sum("takes effect here" in note.text for note in imported(images=images).findings.ported) == 2


def test_an_option_unknown_there_is_carried_over_where_it_can_only_mean_one_thing():
    field = {"cssLocator": "table.size td", "regex": "Built (\\d{4})", "regexGroup": 1}
    assert rules("year_construction", intFields={"year_construction": field})[0]["match"] == "Built (\\d{4})"


def test_the_stated_unit_goes_with_areas_and_with_nothing_else():
    found = imported(
        portal={"areaUnit": "sqm"},
        floatFields={"plot_area": {"cssLocator": ".plot"}, "price_float": {"cssLocator": ".price"}},
    ).mapping["fields"]
    assert found == {"price": [{"css": ".price"}], "plot_area": [{"css": ".plot", "unit": "sqmt"}]}


@pytest.mark.parametrize(
    ("shown", "number", "rules_of_price"),
    [
        (
            {"cssLocator": ".price"},
            {"jsonLdPath": "offers.price", "jsonLdType": "Product", "fallbacks": [{"cssLocator": ".price"}]},
            [{"jsonld": "Product.offers.price"}, {"css": ".price"}],
        ),
        ({"cssLocator": ".price"}, {"cssLocator": ".amount"}, [{"css": ".price"}, {"css": ".amount"}]),
        (
            {"cssLocator": ".price", "fallbacks": [{"scriptJsonVar": "HOME", "scriptJsonPath": "cost"}]},
            {"cssLocator": ".amount"},
            [{"css": ".price"}, {"json": "HOME.cost"}, {"css": ".amount"}],
        ),
    ],
)
def test_a_price_is_read_from_data_before_what_is_shown_and_from_no_place_twice(shown, number, rules_of_price):
    assert rules("price", textFields={"price_string": shown}, floatFields={"price_float": number}) == rules_of_price


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"cssLocator": "li", "cssCountId": "3"}, "cssCountId 3"),
        ({"scriptRegEx": "ref: (\\d+)"}, "scriptRegEx"),
        ({"urlPathPart": "-1"}, "urlPathPart -1"),
        ({"scriptJsonVar": "HOME", "scriptJsonPath": "a.b", "scriptJsonDeepParse": True}, "scriptJsonDeepParse"),
        ({"scriptJsonVar": "a.b", "scriptJsonPath": "c"}, "no name of a variable"),
        ({"scriptJsonVar": "HOME", "scriptJsonPath": "photos.length"}, "cannot count"),
        ({"scriptJsonVar": "HOME", "scriptJsonPath": "a..b"}, "empty step"),
        ({"jsonLdPath": "offers[0].sku"}, "brackets"),
        ({"flightDataPath": "rows.*.id"}, "*"),
        ({"cssLocator": "li:eq(2)"}, ":eq is no CSS"),
        ({"cssLocator": "li["}, "bad selector"),
        ({"xpath": "//li[following-sibling::b]"}, "no words for the condition"),
        ({"cssLocator": "p", "splitTextCharacter": ":", "splitTextArrayId": "-1"}, "splitTextArrayId -1"),
        ({"cssLocator": "p", "splitTextCharacter": ":", "regex": "\\d+"}, "one 'match'"),
        ({"cssLocator": "p", "regex": "(a+)+b"}, "repeats a repeat"),
        ({"cssLocator": "p", "regex": "(a)(b)", "regexGroup": 2}, "regexGroup"),
        ({"cssLocator": "body", "regex": "\\d+"}, "2,000 characters"),
    ],
)
def test_what_our_language_cannot_say_is_named_with_the_reason(options, reason):
    sections = {"textFields": {"reference": options}}
    assert rules("reference", **sections) == []
    assert any(reason in text for text in lost(**sections).values())


def test_constants_are_compared_with_the_registered_portal():
    source = {
        "name": "uk_rightmove",
        "defaultValues": {"country": {"value": "UK"}, "currency": {"value": "EUR"}, "city": {"value": "Ely"}},
        "textFields": {},
    }
    findings = import_mapping(read_pws_mapping(json.dumps(source).encode())).findings
    assert [note.place for note in findings.ported] == ["defaultValues.country"]
    reasons = {note.place: note.text for note in findings.not_expressed}
    assert "registered with GBP" in reasons["defaultValues.currency"]
    assert "only proposes what the page states" in reasons["defaultValues.city"]


def test_a_portal_that_is_not_registered_is_said_to_be():
    assert "portals.csv" in lost(portal={"hosts": ["homes.millbrook.example"]}, textFields={})["portal"]


def test_a_long_term_rent_that_is_any_rent_states_no_term():
    flag = {"cssLocator": ".state", "evaluator": "include?", "evaluatorParam": "rent"}
    assert (
        "for_rent"
        in lost(booleanFields={"for_rent": flag, "for_rent_long_term": flag})["booleanFields.for_rent_long_term"]
    )
    own = {"cssLocator": ".term", "evaluator": "include?", "evaluatorParam": "AST"}
    found = rules("offer", booleanFields={"for_rent_long_term": own})
    assert found == [{"css": ".term", "match": "((?-i:AST))", "values": {"AST": "long-term rent"}}]


def test_the_example_reads_its_page():
    result = import_mapping(read_pws_mapping(EXAMPLE.read_bytes()))
    values = read_mapped(json.loads(mapping_text(result.mapping)))
    expected = {
        "title": "Weir Cottage", "price_float": 412_000, "for_sale": True, "count_bedrooms": 3, "latitude": 51.512,
        "constructed_area": 1_240, "area_unit": "sqft", "reference": "MB-70041", "agent_company": "Otter & Vane",
    }  # fmt: skip
    assert {name: values[name] for name in expected} == expected
    assert result.mapping["version"] == "3"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"{", "not JSON5: line 1"),
        (b"", "not JSON5"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"[" * 50_000, "nested too deep"),
        (b"[]", "no property_web_scraper mapping"),
        (b"42", "no property_web_scraper mapping"),
        (b'{"portal": "uk_rightmove", "version": "1", "fields": {}}', "no property_web_scraper mapping"),
        (b'{"textFields": {}}', "no slug"),
        (b'{"name": "../../etc/x", "textFields": {}}', "no slug"),
        (b'{"name": "x", "textFields": {"a": "\\ud800"}}', "not UTF-8"),
        (b" " * (MAX_FILE_BYTES + 1), "larger than 64 KB"),
    ],
)
def test_a_file_that_is_no_mapping_is_refused_in_one_line(raw, reason):
    with pytest.raises(UnusableFileError, match=reason) as refused:
        read_pws_mapping(raw)
    assert "\n" not in str(refused.value)


def test_a_hostile_file_takes_a_bounded_time():
    options = [
        {f"k{number}": 1 for number in range(5_000)},
        {"xpath": "/a[@b='c']" * 6_000},
        {"scriptRegEx": "[" * 60_000},
        {"cssLocator": "table > " * 7_000},
        {"cssLocator": "p", "splitTextCharacter": "x" * 30_000, "stripString": "(" * 30_000},
    ]
    for hostile in options:
        raw = json.dumps({"name": "x", "textFields": {"title": hostile}}).encode()
        started = time.perf_counter()
        import_mapping(read_pws_mapping(raw))
        assert time.perf_counter() - started < 30  # reading JSON5 is most of it


TEXTS = st.sampled_from(
    ["title", "//a[@x='y']/z", "a.0.b", "-1", "2", " ", "include?", "present?", "a:eq(1)", "(a+)+", ""]
)
VALUES = st.one_of(TEXTS, st.text(max_size=8), st.booleans(), st.none(), st.integers(), st.lists(TEXTS, max_size=2))
KEYS = st.one_of(st.sampled_from(sorted(OPTIONS | {"regex", "regexGroup"})), st.text(max_size=6))
OPTION_SETS = st.dictionaries(KEYS, VALUES, max_size=6)
CHAINS = st.builds(lambda rule, more: {**rule, "fallbacks": more}, OPTION_SETS, st.lists(OPTION_SETS, max_size=2))
RULES = st.one_of(OPTION_SETS, CHAINS)
NAMES = st.sampled_from([*sorted(FACT_OF_FIELD), *sorted(FACT_OF_FLAG), "latitude", "longitude", "garden"])
FIELDS = st.dictionaries(NAMES, st.one_of(RULES, VALUES), max_size=4)
LISTS = st.lists(st.one_of(RULES, VALUES), max_size=2)


SECTIONS = dict.fromkeys(("defaultValues", *VALUE_SECTIONS), FIELDS) | dict.fromkeys(LIST_SECTIONS, LISTS)


@given(st.fixed_dictionaries({}, optional=SECTIONS))
def test_whatever_a_mapping_holds_the_result_is_in_order_and_accounted_for_in_lines(sections):
    result = import_mapping(PwsMapping("x", sections, twice=(), unread=0))
    assert lint_mapping(mapping_text(result.mapping).encode()) == []
    assert all("\n" not in line for line in report_lines("x.json", result))
