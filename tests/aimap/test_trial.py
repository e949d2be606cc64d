"""The trial of a proposal: what changes on each page, what gets worse, and how sure it makes one."""

import json

import pytest

from aimap.induction.captures import Capture
from aimap.induction.learning import learn_mapping
from aimap.trial.confidence import wilson_lower
from aimap.trial.pages import Kind, TrialPage
from aimap.trial.running import MAX_PAGES, run_trial
from aimap.trial.sameness import says_same
from aimap.trial.values import MAX_CHARS, plain
from bench.made_portals import host_of, make_pages
from listings.extraction.mapping import MappingError, parse_mapping
from listings.extraction.market import Market
from listings.extraction.portals import Portal

MARKET = Market("GB", "GBP", "en-GB", "sqft")
PORTAL = Portal("labels", host_of("labels"), MARKET, "html", "experimental", needs_javascript=False)
PAGES = make_pages("labels", 4)
TITLE = {"title": [{"css": "#headline"}]}
PRICE = {"price": [{"label": "price"}]}


def mapping(**fields):
    """A mapping of the made-up portal."""
    return {"portal": "labels", "version": "1", "fields": fields}


def trial(document, *, old=None, pages=None):
    """The trial of a mapping on the made-up portal's pages."""
    tried = pages or [TrialPage(page.id, page.url, page.html) for page in PAGES]
    return run_trial(document, pages=tried, portal=PORTAL, old=parse_mapping(old) if old else None)


def field(result, name):
    """What a trial showed of one field."""
    return next(found for found in result.fields if found.field == name)


def test_a_learned_mapping_agrees_with_what_its_pages_state():
    learned = learn_mapping(
        host=host_of("labels"), captures=[Capture(page.id, page.url, page.html) for page in PAGES]
    ).mapping
    result = trial(learned)
    assert result.precision == 1.0
    assert result.recall == 1.0
    assert result.regressions == 0
    price = field(result, "price_float")
    assert (price.old, price.new, price.compared, price.right, price.distinct) == (4, 4, 4, 4, 4)
    assert (price.source, price.path) == ("label", "price")


def test_a_value_that_was_right_and_is_no_more_is_a_regression():
    wrong = mapping(**TITLE, price=[{"css": "#facts", "match": "(\\d+) sq ft"}])
    price = field(trial(wrong, old=mapping(**TITLE, **PRICE)), "price_float")
    assert price.regressions == len(PAGES)
    assert price.right == 0
    assert {example.verdict for example in price.examples} == {"changed"}
    assert price.examples[0].old != price.examples[0].new


def test_pages_that_the_proposal_no_longer_takes_for_listings_are_lost():
    lost = {
        **mapping(**TITLE, **PRICE),
        "anchors": {"listing": [{"json": "NOWHERE.listing"}]},
        "listing_url": "/elsewhere/",
    }
    result = trial(lost)
    assert all(page.is_lost for page in result.pages)
    assert result.regressions >= len(PAGES)


def test_what_staff_expect_outweighs_what_is_agreed():
    page = PAGES[0]
    expected = {"price_float": 12.0, "count_bedrooms": float(page.home.beds), "tenure": None}
    golden = TrialPage("golden", page.url, page.html, Kind.GOLDEN, expected)
    result = trial(mapping(**TITLE, **PRICE), pages=[golden])
    price, beds, tenure = (field(result, name) for name in ("price_float", "count_bedrooms", "tenure"))
    assert (price.golden_owed, price.golden_right, price.right) == (1, 0, 0)
    assert (beds.golden_owed, beds.golden_right) == (1, 1)
    assert (tenure.golden_owed, tenure.golden_right) == (1, 1)
    assert result.golden_wrong == 1


def test_what_golden_pages_owe_and_nobody_states_is_missed_once():
    page = PAGES[0]
    golden = TrialPage("golden", page.url, page.html, Kind.GOLDEN, {"tenure": "freehold"})
    tenure = field(trial(mapping(**TITLE), pages=[golden]), "tenure")
    assert (tenure.owed, tenure.found, tenure.missed, tenure.compared, tenure.right) == (1, 0, 1, 1, 0)


def test_a_record_of_a_trial_is_plain_and_bounded():
    many = [TrialPage(str(number), PAGES[0].url, PAGES[0].html) for number in range(MAX_PAGES + 5)]
    record = trial(mapping(**TITLE, **PRICE), pages=many).as_record()
    assert len(record["pages"]) == MAX_PAGES
    assert len(json.dumps(record)) < 300_000
    assert record["confidence"] > 0


def test_a_mapping_that_is_not_in_order_is_refused():
    with pytest.raises(MappingError):
        trial(mapping(no_such_field=[{"css": "p"}]))


def test_confidence_grows_with_what_was_tried_and_falls_with_what_was_wrong():
    assert wilson_lower(0, 0) == 0
    assert 0.2 < wilson_lower(1, 1) < wilson_lower(5, 5) < wilson_lower(20, 20) < 0.85
    assert wilson_lower(18, 20) < wilson_lower(20, 20)
    assert wilson_lower(0, 5) == 0


@pytest.mark.parametrize(
    ("name", "one", "other", "same"),
    [
        ("price_float", 250_000, 250_000.0, True),
        ("price_float", 250_000, 25_000, False),
        ("city", "Leeds", "LEEDS", True),
        ("city", "Leeds", "York", False),
        ("for_sale", True, True, True),
        ("for_sale", True, False, False),
        ("features", ["Garden", "Loft"], ["Loft", "Garden"], True),
        ("features", ["Garden"], ["Cellar"], False),
        ("area_unit", "sqft", "sqft", True),
        ("title", "A house", None, False),
    ],
)
def test_sameness_is_of_what_is_meant(name, one, other, same):
    assert says_same(name, one, other) is same


def test_values_are_kept_short_and_on_one_line():
    assert len(str(plain("word " * 500))) <= MAX_CHARS
    assert plain("two\n lines") == "two lines"
    assert str(plain([{"url": "https://a.example/1.jpg"}] * 5)).startswith("5: https://a.example/1.jpg")
    assert plain([]) is None
    assert plain(False) is False
