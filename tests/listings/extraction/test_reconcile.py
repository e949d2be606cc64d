"""Which candidate wins, how sure we are of it, and when none does."""

import pytest

from listings.extraction.candidates import Candidate
from listings.extraction.market import Market
from listings.extraction.readers.reading import Reading
from listings.extraction.reconcile import agree, reconcile

GB = Reading(market=Market("GB", "GBP", "en-GB", "sqft"), page_url="https://homes.example/1")


def candidate(fact, raw, source="jsonld", trust=0.85, **options):
    return Candidate(fact, raw, source, f"{source}.path", trust, **options)


def test_a_mapped_rule_wins_and_what_does_not_parse_falls_through():
    accepted = reconcile(
        [
            candidate("price", "£999,000", trust=0.99),
            candidate("price", "ask the agent", source="css", trust=0.8, mapped=True),
            candidate("price", "£212,000", source="json", trust=0.9, mapped=True),
        ],
        GB,
    )
    assert accepted.values["price_float"] == 212_000.0
    assert [trace.outcome for trace in accepted.traces] == ["unparsed", "accepted", "disagrees"]


def test_agreement_of_an_independent_source_raises_confidence_and_a_copy_does_not():
    def confidence(*others):
        accepted = reconcile([candidate("price", "£212,000"), *others], GB)
        return accepted.provenance["price_float"].confidence

    assert confidence(candidate("price", "£212,000")) == confidence()
    assert confidence(candidate("price", 212000, source="meta", trust=0.7)) > confidence()
    assert confidence(candidate("price", "£199,000", source="meta", trust=0.6)) < confidence()


def test_provenance_names_the_source_the_path_and_who_agrees():
    accepted = reconcile([candidate("price", "£212,000"), candidate("price", 212000, source="meta", trust=0.7)], GB)
    found = accepted.provenance["price_float"]
    assert (found.source, found.path, found.raw, found.agrees_with) == ("jsonld", "jsonld.path", "£212,000", ("meta",))


def test_two_sources_of_like_trust_that_contradict_each_other_give_no_price():
    accepted = reconcile([candidate("price", "£212,000"), candidate("price", "£199,000", source="json")], GB)
    assert "price_float" not in accepted.values
    assert {trace.outcome for trace in accepted.traces} == {"disputed"}


def test_a_third_source_decides():
    accepted = reconcile(
        [
            candidate("price", "£212,000"),
            candidate("price", "£199,000", source="json", trust=0.86),
            candidate("price", 212000, source="microdata", trust=0.8),
            candidate("price", 212000, source="css", trust=0.78),
        ],
        GB,
    )
    assert accepted.values.get("price_float") in (None, 212_000.0)


def test_latitude_and_longitude_are_always_of_one_statement():
    accepted = reconcile(
        [
            candidate("position", {"latitude": 52.1}, trust=0.9),
            candidate("position", {"latitude": 0, "longitude": 0}, trust=0.88),
            candidate("position", {"lat": "51.5", "lng": "-0.1"}, source="meta", trust=0.7),
        ],
        GB,
    )
    assert (accepted.values["latitude"], accepted.values["longitude"]) == (51.5, -0.1)


def test_the_price_is_read_in_the_light_of_the_offer_and_the_currency_of_the_page():
    accepted = reconcile(
        [candidate("price", 1650), candidate("offer", "rent"), candidate("currency", "EUR")],
        GB,
    )
    assert accepted.values["currency"] == "EUR"
    assert accepted.values["price_cents"] == 165_000
    assert accepted.values["for_rent"] is True
    assert "price_period" not in accepted.values  # British rents are by the week as well as by the month


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"price_float": 575.0, "price_period": "week"}, {"price_float": 2492.0, "price_period": "month"}, True),
        ({"price_float": 575.0, "price_period": "week"}, {"price_float": 2300.0, "price_period": "month"}, False),
        ({"constructed_area": 1631, "area_unit": "sqft"}, {"constructed_area": 152, "area_unit": "sqmt"}, True),
        ({"constructed_area": 1631, "area_unit": "sqft"}, {"constructed_area": 140, "area_unit": "sqmt"}, False),
        ({"city": "Wien"}, {"city": "Wien, 21. Bezirk"}, True),
        ({"city": "Wien"}, {"city": "Graz"}, False),
        ({"for_sale": True}, {"for_sale": False}, False),
        ({"latitude": 51.5, "longitude": -0.1}, {"latitude": 51.5001, "longitude": -0.1001}, True),
        ({"latitude": 51.5, "longitude": -0.1}, {"latitude": 51.6, "longitude": -0.1}, False),
        ({"city": "Wien"}, {"region": "Wien"}, False),
    ],
)
def test_what_counts_as_the_same(one, other, same):
    assert agree(one, other) is same


def test_one_record_has_one_unit_of_area():
    accepted = reconcile([candidate("constructed_area", "1,000 sq ft"), candidate("plot_area", "100 m²")], GB)
    assert accepted.values["area_unit"] == "sqft"
    assert accepted.values["plot_area"] == pytest.approx(1076.39, abs=0.01)
