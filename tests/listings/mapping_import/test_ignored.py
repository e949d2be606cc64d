"""What property_web_scraper passes over in silence is listed, each with its place in the file."""

import json

import pytest

from listings.mapping_import.converting import import_mapping
from listings.mapping_import.pws_file import read_pws_mapping


def ignored(mapping: dict | str) -> dict[str, str]:
    raw = mapping if isinstance(mapping, str) else json.dumps({"name": "x", "textFields": {}, **mapping})
    return {note.place: note.text for note in import_mapping(read_pws_mapping(raw.encode())).findings.ignored}


@pytest.mark.parametrize(
    ("mapping", "place", "reason"),
    [
        ({"textfields": {}}, "textfields", "textFields may be meant"),
        ({"unRetrievedFields": []}, "unRetrievedFields", "unknown key"),
        ({"requiresJsRendering": True}, "requiresJsRendering", "belongs into 'portal'"),
        ({"last_checked": "2026-02-20"}, "last_checked", "bookkeeping"),
        ({"extraFields": {}}, "extraFields", "read by nothing"),
        ({"portal": {"host": "x"}}, "portal.host", "hosts may be meant"),
        ({"textFields": [], "intFields": {}}, "textFields", "must be an object"),
        ({"images": {}, "intFields": {}}, "images", "must be a list"),
        ({"textFields": {"title": "h1"}}, "textFields.title", "must be an object"),
        (
            {"defaultValues": {"city": {"value": "Ely"}}, "textFields": {"city": {}}},
            "defaultValues.city",
            "overwritten",
        ),
        ({"defaultValues": {"for_sale": {"value": "false"}}}, "defaultValues.for_sale", "the text 'false'"),
        ({"defaultValues": {"city": {"cssLocator": "p"}}}, "defaultValues.city.cssLocator", "only a value"),
        ({"intFields": {"count_parking": {"cssLocator": "p"}}}, "intFields.count_parking", "keeps no such field"),
        ({"textFields": {"title": {}}}, "textFields.title", "no place where to look"),
        (
            {
                "intFields": {"count_bedrooms": {"cssLocator": "p"}},
                "textFields": {"count_bedrooms": {"cssLocator": "b"}},
            },
            "intFields.count_bedrooms",
            "overwritten by textFields.count_bedrooms",
        ),
        ({"images": [{"cssLocator": "p"}, {"cssLocator": "b"}]}, "images[0]", "overwritten by images[1]"),
    ],
)
def test_what_takes_no_effect_in_a_mapping_is_listed(mapping, place, reason):
    assert reason in ignored(mapping)[place]


@pytest.mark.parametrize(
    ("section", "options", "option", "reason"),
    [
        ("textFields", {"cssLocator": "p", "cssatr": "x"}, "cssatr", "cssAttr may be meant"),
        ("textFields", {"cssLocator": "p", "regex": "x"}, "regex", "unknown option"),
        ("textFields", {"cssLocator": ["p"]}, "cssLocator", "must be a text"),
        ("textFields", {"xpath": "//p"}, "xpath", "no longer read"),
        ("textFields", {"cssLocator": "p", "jsonLdPath": "name"}, "jsonLdPath", "cssLocator overrides it"),
        ("textFields", {"scriptJsonPath": "a.b"}, "scriptJsonPath", "without scriptJsonVar"),
        ("textFields", {"cssLocator": "p", "jsonLdType": "House"}, "jsonLdType", "without jsonLdPath"),
        ("textFields", {"jsonLdPath": "name", "cssAttr": "x"}, "cssAttr", "without cssLocator"),
        ("textFields", {"cssLocator": "p", "cssAttr": "x", "cssCountId": "0"}, "cssAttr", "text in its stead"),
        ("textFields", {"cssLocator": "p", "splitTextArrayId": "1"}, "splitTextArrayId", "without splitTextCharacter"),
        ("textFields", {"cssLocator": "p", "stripPunct": "true"}, "stripPunct", "floatFields only"),
        ("floatFields", {"cssLocator": "p", "stripPunct": "false"}, "stripPunct", "counts as true"),
        ("textFields", {"cssLocator": "p", "imagePathPrefix": "/x"}, "imagePathPrefix", "images only"),
        ("textFields", {"cssLocator": "p", "value": "x"}, "value", "defaultValues only"),
        ("textFields", {"cssLocator": "p", "caseInsensitive": True}, "caseInsensitive", "booleanFields only"),
        ("textFields", {"cssLocator": "p", "apiEndpoint": "https://a.example"}, "apiEndpoint", "not read"),
        ("textFields", {"cssLocator": "p", "modifiers": ["digitOnly"]}, "modifiers", "digitsOnly may be meant"),
        ("textFields", {"cssLocator": "p", "modifiers": "trim"}, "modifiers", "must be a list"),
        ("textFields", {"cssLocator": "p", "fallbacks": {}}, "fallbacks", "must be a list"),
        ("textFields", {"urlPathPart": "-1"}, "urlPathPart", "the whole path"),
        ("textFields", {"jsonLdPath": "image[0].url"}, "jsonLdPath", "brackets"),
        ("textFields", {"scriptRegEx": "id: (\\d+)"}, "scriptRegEx", "not the group"),
        ("textFields", {"cssLocator": "table.x > tr > td"}, "cssLocator", "tbody"),
        ("booleanFields", {"cssLocator": "p", "evaluator": "includes?"}, "evaluator", "include? may be meant"),
        ("booleanFields", {"cssLocator": "p", "evaluator": "include?"}, "evaluatorParam", "always true"),
        (
            "booleanFields",
            {"cssLocator": "p", "evaluator": "present?", "evaluatorParam": "x"},
            "evaluatorParam",
            "takes none",
        ),
    ],
)
def test_an_option_that_never_applies_is_listed(section, options, option, reason):
    assert reason in ignored({section: {"title": options}})[f"{section}.title.{option}"]


@pytest.mark.parametrize("pattern", ["latitude[^\\}]*", "LatLng\\(", "(?<=price: )\\d+", "[(]\\d"])
def test_a_pattern_without_groups_is_taken_as_it_is_meant(pattern):
    assert "textFields.title.scriptRegEx" not in ignored({"textFields": {"title": {"scriptRegEx": pattern}}})


@pytest.mark.parametrize(
    ("fallback", "option"),
    [({"evaluatorParam": "let"}, "evaluatorParam"), ({"fallbacks": [{"cssLocator": "b"}]}, "fallbacks")],
)
def test_what_a_fallback_cannot_have_is_listed(fallback, option):
    rule = {
        "cssLocator": "p",
        "evaluator": "include?",
        "evaluatorParam": "sale",
        "fallbacks": [{"cssLocator": "i", **fallback}],
    }
    assert f"booleanFields.for_sale.fallbacks[0].{option}" in ignored({"booleanFields": {"for_sale": rule}})


def test_the_order_of_signs_is_read_of_the_first_rule_only():
    rule = {"cssLocator": "p", "stripPunct": "true", "fallbacks": [{"cssLocator": "b", "stripPunct": "true"}]}
    found = ignored({"floatFields": {"price_float": rule}})
    assert list(found) == ["floatFields.price_float.fallbacks[0].stripPunct"]


def test_a_picture_without_an_attribute_has_no_address():
    assert "a picture has none" in ignored({"images": [{"cssLocator": "#grid img"}]})["images[0]"]


def test_a_key_given_twice_and_a_second_mapping_are_listed():
    found = ignored("[{name: 'x', textFields: {title: {}, title: {cssLocator: 'h1'}}}, {name: 'y'}]")
    assert found == {"title": "given twice in one object; the last one counts",
                     "[1]": "1 more in the list; only the first mapping is read"}  # fmt: skip


def test_a_mapping_in_which_everything_applies_has_nothing_listed():
    assert ignored({"textFields": {"title": {"cssLocator": "h1", "fallbacks": [{"jsonLdPath": "name"}]}}}) == {}
