"""What differs between two versions, as a page can show it."""

import time

from hypothesis import given
from hypothesis import strategies as st

from listings.services.mapping_diff import diff_documents
from tests.listings.mappings.versions import document

CSS = [{"css": "#a"}, {"css": "#b"}, {"css": "#c"}]


def diff(before, after):
    return {part.name: part for part in diff_documents(before, after)}


def test_the_same_mapping_under_another_version_reads_alike():
    assert diff(document(), document() | {"version": "2"}) == {}


def test_a_field_that_is_new_or_gone_or_read_elsewhere_is_named():
    found = diff(document(title=CSS), document("#other", description=CSS, floor=CSS))
    assert {name: part.change for name, part in found.items()} == {
        "title": "changed", "price": "changed", "description": "changed", "floor": "added",
    }  # fmt: skip


def test_rules_are_shown_in_their_order_with_what_is_added_and_removed():
    found = diff(document(title=[CSS[0], CSS[1]]), document(title=[CSS[2], CSS[1]]))["title"]
    assert [(rule.change, rule.position, rule.rule) for rule in found.rules] == [
        ("removed", 1, '{"css": "#a"}'), ("added", 1, '{"css": "#c"}'), ("kept", 2, '{"css": "#b"}'),
    ]  # fmt: skip


def test_an_order_that_changed_is_a_change():
    assert diff(document(title=CSS[:2]), document(title=CSS[1::-1]))["title"].change == "changed"


def test_the_other_keys_are_shown_with_both_values():
    before, after = document() | {"listing_url": r"/properties/\d"}, document() | {"usual": ["title"]}
    found = diff(before, after)
    assert (found["listing_url"].change, found["listing_url"].before) == ("removed", r'"/properties/\\d"')
    assert (found["usual"].change, found["usual"].after) == ("added", '["title"]')


def test_another_first_anchor_is_another_listing():
    anchors = {"home": [{"json": "home"}], "more": [{"json": "more"}]}
    turned = {"more": anchors["more"], "home": anchors["home"]}
    found = diff(document() | {"anchors": anchors}, document() | {"anchors": turned})
    assert (found["first anchor"].before, found["first anchor"].after) == ('["home"]', '["more"]')


rules = st.lists(st.sampled_from(CSS), min_size=1, max_size=4)
fields = st.dictionaries(st.sampled_from(["title", "price", "city"]), rules)


@given(fields, fields)
def test_the_rules_that_are_kept_and_added_are_the_new_ones_and_the_others_the_old_ones(before, after):
    found = diff({"fields": before}, {"fields": after})
    for name in before.keys() | after.keys():
        assert (name in found) == (before.get(name) != after.get(name))
    for name, part in found.items():
        new = [rule for rule in part.rules if rule.change != "removed"]
        old = [rule for rule in part.rules if rule.change != "added"]
        assert len(new) == len(after.get(name, ()))
        assert len(old) == len(before.get(name, ()))
        assert [rule.position for rule in new] == [*range(1, len(new) + 1)]


def test_a_thousand_rules_that_are_alike_are_compared_in_no_time():
    began = time.process_time()
    part = diff(document(title=CSS[:1] * 1000), document(title=CSS[:2] * 500))["title"]
    assert [rule.change for rule in part.rules] == ["removed"] * 1000 + ["added"] * 1000
    assert time.process_time() - began < 2
