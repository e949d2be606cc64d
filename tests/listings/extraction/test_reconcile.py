"""Which candidate wins, how sure we are of it, and when none does."""

import pytest

from listings.extraction.agreement import agree
from listings.extraction.candidates import Candidate
from listings.extraction.market import Market
from listings.extraction.readers.reading import Reading
from listings.extraction.reconcile import reconcile

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


def texts(*stated):
    return [candidate("description", text, source=source, trust=trust) for text, source, trust in stated]


@pytest.mark.parametrize(
    ("stated", "winner"),
    [
        ([("A teaser.", "jsonld", 0.8), ("A teaser. And the whole text behind it.", "css", 0.68)], 1),
        ([("A teaser.", "jsonld", 0.8), ("Another firm's long text about itself.", "css", 0.45)], 0),
        ([("A teaser.", "css", 0.68), ("Everything that stands on the page at all.", "css", 0.45)], 0),
        ([("<p class='a very long name'>Short</p>", "json", 0.8), ("Longer than that.", "css", 0.75)], 1),
    ],
)
def test_of_long_texts_the_fullest_wins_among_those_believed_nearly_as_much(stated, winner):
    accepted = reconcile(texts(*stated), GB)
    assert accepted.values["description"] == stated[winner][0]


def photos(count, name="p"):
    return [f"https://cdn.homes.example/{name}/{n}a1b2c3.jpg" for n in range(count)]


def urls_of(accepted):
    return [image["url"] for image in accepted.values["image_urls"]]


def test_a_list_of_the_page_s_data_is_whole_and_beats_a_longer_one_of_the_markup():
    accepted = reconcile(
        [candidate("images", photos(6), "json", 0.75), candidate("images", photos(9, "q"), "css", 0.75)], GB
    )
    assert urls_of(accepted) == photos(6)


def test_a_list_of_the_page_s_data_that_is_far_too_short_gives_way():
    accepted = reconcile(
        [candidate("images", photos(2), "json", 0.75), candidate("images", photos(9, "q"), "css", 0.75)], GB
    )
    assert urls_of(accepted) == photos(9, "q")


def test_copies_of_one_photo_do_not_make_a_list_the_fullest():
    copies = [f"{url}?w={width}" for url in photos(3) for width in (100, 200, 400, 800)]
    accepted = reconcile(
        [candidate("images", copies, "css", 0.7), candidate("images", photos(5, "q"), "script", 0.7)], GB
    )
    assert urls_of(accepted) == photos(5, "q")


def offers(*stated):
    return [Candidate("offer", raw, source, path, trust) for number, (raw, source, path, trust) in enumerate(stated, 1)]


def test_an_offer_is_elected_by_the_places_that_speak_for_it():
    accepted = reconcile(
        offers(
            ("For rent", "css", "breadcrumbs", 0.66),
            ("For sale", "url", "url", 0.62),
            ("For sale", "title", "h1", 0.62),
            ("sale", "label", "asking price", 0.6),
        ),
        GB,
    )
    assert (accepted.values["for_sale"], accepted.values["for_rent"]) == (True, False)


def test_one_place_that_repeats_itself_has_one_vote():
    accepted = reconcile(
        offers(*[("For sale", "css", "near the headline", 0.6)] * 5, ("For rent", "url", "url", 0.7)), GB
    )
    assert accepted.values["for_rent"] is True


def test_a_mapped_offer_is_not_voted_on():
    stated = offers(*[("For sale", source, "x", 0.7) for source in ("css", "url", "title", "meta")])
    accepted = reconcile([*stated, candidate("offer", "rent", source="json", mapped=True, trust=0.5)], GB)
    assert accepted.values["for_rent"] is True


def test_two_positions_that_contradict_each_other_give_none():
    near, far = {"latitude": 51.501, "longitude": -0.1}, {"latitude": 53.4, "longitude": -2.2}
    disputed = reconcile([candidate("position", near), candidate("position", far, source="css", trust=0.8)], GB)
    assert "latitude" not in disputed.values
    settled = reconcile([candidate("position", near), candidate("position", far, source="css", trust=0.7)], GB)
    assert settled.values["latitude"] == 51.501


def test_no_more_is_read_than_settles_a_fact():
    stated = [candidate("count_bedrooms", "3", source=f"s{n}", trust=0.9 - n / 100) for n in range(20)]
    accepted = reconcile(stated, GB)
    assert accepted.values["count_bedrooms"] == 3
    assert len(accepted.traces) == 3


def test_two_statements_of_a_price_are_weighed_even_where_three_behind_them_agree():
    stated = [("£212,000", 0.85), ("£199,000", 0.84), *[("£199,000", 0.83 - n / 100) for n in range(3)]]
    accepted = reconcile([candidate("price", raw, f"s{n}", trust) for n, (raw, trust) in enumerate(stated)], GB)
    assert accepted.values.get("price_float") != 212_000
    assert {trace.raw for trace in accepted.traces} == {"£212,000", "£199,000"}


def test_what_agrees_with_the_winner_fills_in_what_it_leaves_open():
    accepted = reconcile([candidate("price", 212_000, "json", 0.9), candidate("price", "Guide price £212,000")], GB)
    assert accepted.values["price_qualifier"] == "guide"
    other = reconcile([candidate("price", 212_000, "json", 0.99), candidate("price", "Guide price £199,000")], GB)
    assert "price_qualifier" not in other.values


def test_what_another_source_adds_is_its_own_and_names_the_winner_as_agreeing():
    accepted = reconcile(
        [candidate("price", 250_000, "json", 0.9), candidate("price", "£250,000", "css", 0.8)],
        GB,
    )
    shown = accepted.provenance["price_string"]
    assert (shown.source, shown.agrees_with) == ("css", ("json",))
    assert accepted.provenance["price_float"].agrees_with == ("css",)


def named(*names):
    return [f"https://cdn.homes.example/{name}.jpg" for name in names]


@pytest.mark.parametrize(
    ("second", "outcome"),
    [
        (named("a", "b"), "agrees"),
        (named("logo", "b"), "agrees"),
        (named("logo", "icon"), "unparsed"),
        ([], "unparsed"),
    ],
)
def test_of_photos_that_cannot_win_it_is_told_whether_there_are_any(second, outcome):
    accepted = reconcile([candidate("images", named("a", "b", "c")), candidate("images", second, "css", 0.75)], GB)
    assert urls_of(accepted) == named("a", "b", "c")
    assert [trace.outcome for trace in accepted.traces] == ["accepted", outcome]


def test_photos_that_may_come_to_more_win_where_they_do():
    copies = named("a_640x480", "a_800x600", "a_1024x768", "a_1280x960")
    srcset = ["https://cdn.homes.example/b.jpg 640w, https://cdn.homes.example/c.jpg 640w", *named("d")]
    accepted = reconcile([candidate("images", copies), candidate("images", srcset, "jsonld")], GB)
    assert urls_of(accepted) == named("b", "c", "d")


def test_markup_comes_of_the_accepted_description_or_else_of_one_that_agrees():
    text = "A bright home near the park."
    described = [candidate("description", text, "json", 0.9), candidate("description", f"<p>{text}</p>", "css", 0.75)]
    accepted = reconcile(described, GB)
    assert accepted.values["description_html"] == f"<p>{text}</p>"
    sources = [accepted.provenance[name].source for name in ("description", "description_html")]
    assert sources == ["json", "css"]


def test_a_number_without_unit_is_in_the_unit_that_a_text_states_the_same_number_in():
    bare = candidate("constructed_area", 148, trust=0.9)

    in_metres = reconcile([bare, candidate("constructed_area", "148 m²", source="label", trust=0.7)], GB)
    unlike = reconcile([bare, candidate("constructed_area", "95 m²", source="label", trust=0.7)], GB)

    assert (in_metres.values["constructed_area"], in_metres.values["area_unit"]) == (148, "sqmt")
    assert (unlike.values["constructed_area"], unlike.values["area_unit"]) == (148, "sqft")


def test_a_reservation_of_a_hundredth_of_the_price_is_not_the_price():
    def price(amount, *shown):
        told = [Candidate("price", text, "css", f"p{at}", 0.7) for at, text in enumerate(shown)]
        return reconcile([candidate("price", amount, source="json", trust=0.9), *told], GB).values.get("price_float")

    assert price(250_000, "£2,500") == 250_000
    assert price(25_000_000, "£250,000") == 250_000
    assert price(289_500, "£2,895", "£2,895") == 2_895


def test_a_price_that_a_program_counts_in_hundredths_is_the_one_that_the_page_shows():
    def price(*others):
        accepted = reconcile([candidate("price", 289_500, source="json", trust=0.9), *others], GB)
        return accepted.values.get("price_float")

    assert price(candidate("price", "£2,895 pcm", source="css", trust=0.7)) == 2_895
    assert price(candidate("price", "£2,895 pcm", source="meta", trust=0.6)) == 289_500
    assert price() == 289_500


def test_an_address_with_a_street_comes_before_the_name_of_its_town():
    town = candidate("address", "City of Otley", source="json", trust=0.84)
    street = candidate("address", "5 Mill Lane, Otley LS21 1AB", source="css", trust=0.66)
    assert reconcile([town, street], GB).values["street_name"] == "Mill Lane"
    far_less = candidate("address", "5 Mill Lane, Otley LS21 1AB", source="css", trust=0.5)
    assert reconcile([town, far_less], GB).values["address_string"] == "City of Otley"
