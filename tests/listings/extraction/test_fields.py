"""The vocabulary holds together: names once, kinds with what they need, weights as contracted."""

import pytest

from listings.extraction.fields import FIELDS, FIELDS_BY_NAME, Kind, empty_value


def test_each_name_stands_once():
    assert len(FIELDS_BY_NAME) == len(FIELDS)


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_field_is_well_formed(field):
    assert field.name == field.name.lower()
    assert field.meaning
    assert field.group
    assert bool(field.choices) == (field.kind is Kind.CHOICE)
    assert all(len(choice) <= field.max_length for choice in field.choices)


@pytest.mark.parametrize(
    ("name", "weight"),
    [
        ("title", 3), ("price_float", 3), ("currency", 3), ("price_period", 2), ("price_qualifier", 1), ("for_rent", 2),
        ("count_bedrooms", 2), ("latitude", 2), ("image_urls", 2), ("features", 1), ("reference", 2),
        ("agent_phone", 1), ("locale_code", 1), ("portal", 0), ("quality_grade", 0),
    ],
)  # fmt: skip
def test_weight_is_the_contracts(name, weight):
    assert FIELDS_BY_NAME[name].weight == weight


def test_fields_of_one_group_weigh_the_same():
    for group in {field.group for field in FIELDS} - {"price"}:
        assert len({field.weight for field in FIELDS if field.group == group}) == 1


def test_bookkeeping_is_never_critical():
    assert not [field.name for field in FIELDS if field.critical and not field.weight]


def test_unknown_is_none_and_lists_are_empty_and_fresh():
    assert empty_value(FIELDS_BY_NAME["price_float"]) is None
    assert empty_value(FIELDS_BY_NAME["for_sale"]) is None
    images = FIELDS_BY_NAME["image_urls"]
    assert empty_value(images) == []
    assert empty_value(images) is not empty_value(images)
