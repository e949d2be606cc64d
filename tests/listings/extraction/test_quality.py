from listings.extraction.fields import FIELDS
from listings.extraction.quality import critical_missing, grade
from listings.extraction.result import Provenance

WHOLE = {
    "title": "Mill Cottage", "price_float": 212_000.0, "currency": "GBP", "price_period": "total", "for_sale": True,
    "for_rent": False, "property_type": "house", "count_bedrooms": 3.0, "constructed_area": 80.0, "area_unit": "sqmt",
    "latitude": 52.1, "longitude": -1.4, "address_string": "Osier Lane", "description": "Stone and slate.",
    "image_urls": [{"url": "https://img.example/1.jpg"}], "features": ["Yard"], "reference": "5000001",
    "agent_company": "Teasel", "tenure": "Freehold", "locale_code": "en-GB",
}  # fmt: skip


def graded(**changes):
    values = {**WHOLE, **changes}
    return grade(values, {name: Provenance("json", "x", "x", 0.9) for name in values})


def test_a_whole_listing_is_an_a():
    assert (graded().grade, graded().critical_missing, graded().confidence) == ("A", (), 0.9)


def test_each_critical_fact_that_is_missing_is_named_and_costs_the_grade():
    quality = graded(price_float=None, currency=None)
    assert quality.critical_missing == ("price_float", "currency")
    assert quality.grade == "C"
    assert graded(title=None).grade == "B"


def test_a_price_on_request_is_not_missing():
    quality = graded(price_float=None, currency=None, price_qualifier="on_request")
    assert quality.critical_missing == ()
    assert quality.grade == "A"


def test_a_position_will_do_for_an_address():
    assert graded(address_string=None).critical_missing == ()
    assert graded(address_string=None, latitude=None, longitude=None).critical_missing == ("address_string",)


def test_little_is_an_f():
    assert grade({"title": "x"}, {}).grade == "F"
    assert grade({}, {}).confidence == 0.0


def test_confidence_follows_the_provenance_of_what_is_stated():
    sure = grade(WHOLE, {name: Provenance("json", "x", "x", 1.0) for name in WHOLE})
    unsure = grade(WHOLE, {name: Provenance("text", "x", "x", 0.4) for name in WHOLE})
    assert sure.confidence == 1.0
    assert unsure.confidence == 0.4


def test_one_field_of_a_critical_fact_is_enough_and_none_is_told():
    facts = critical_missing({})
    assert facts == ("title", "price_float", "currency", "for_sale", "property_type", "address_string")
    for field in FIELDS:
        expected = tuple(fact for fact in facts if fact != field.critical)
        assert critical_missing({field.name: "stated"}) == expected, field.name
