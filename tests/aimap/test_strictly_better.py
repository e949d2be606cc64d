"""Whether a proposal may go into use unseen: nothing critical may get worse, all must be right, something better."""

import pytest

from aimap.induction.captures import Capture
from aimap.induction.learning import learn_mapping
from aimap.trial.pages import Kind, TrialPage, read_pages
from aimap.trial.strictly_better import CRITICAL_FIELDS, is_strictly_better
from listings.extraction.mapping import parse_mapping
from tests.aimap.test_trial import PAGES, PORTAL, PRICE, TITLE, mapping

LEARNED = learn_mapping(
    host=PORTAL.host, captures=[Capture(page.id, page.url, page.html) for page in PAGES]
).mapping  # fmt: skip
AREA_FOR_PRICE = {"price": [{"css": "#facts", "match": "(\\d+) sq ft"}]}


def judge(*, old, new, kind=Kind.AFTER):
    """Whether `new` is strictly better than `old` on the made-up portal's pages."""
    pages = [TrialPage(page.id, page.url, page.html, kind) for page in PAGES]
    old, new = (parse_mapping(document) for document in (old, new))
    return is_strictly_better(read_pages(pages, portal=PORTAL, old=old, new=new))


def changed(**fields):
    """The learned mapping with other rules for some facts."""
    return LEARNED | {"fields": LEARNED["fields"] | fields}


def test_the_price_is_a_critical_field():
    assert "price_float" in CRITICAL_FIELDS


def test_a_wrong_price_that_becomes_right_is_better():
    assert judge(old=changed(**AREA_FOR_PRICE), new=LEARNED)


def test_what_reads_all_as_before_is_no_better():
    assert not judge(old=LEARNED, new=LEARNED)
    assert not judge(old=mapping(**TITLE, **PRICE), new=mapping(**TITLE, **PRICE))


def test_a_right_price_that_becomes_wrong_outweighs_all_else():
    assert not judge(old=LEARNED, new=changed(**AREA_FOR_PRICE))


@pytest.mark.parametrize("kind", [Kind.SAMPLE, Kind.GOLDEN, Kind.AFTER])
def test_pages_of_now_count_whatever_they_are_there_for(kind):
    assert judge(old=changed(**AREA_FOR_PRICE), new=LEARNED, kind=kind)


def test_pages_of_before_say_nothing():
    assert not judge(old=changed(**AREA_FOR_PRICE), new=LEARNED, kind=Kind.BEFORE)


def test_a_page_that_is_no_longer_taken_for_a_listing_outweighs_all_else():
    nowhere = {"anchors": {"listing": [{"json": "NOWHERE.listing"}]}, "listing_url": "/elsewhere/"}
    assert not judge(old=changed(**AREA_FOR_PRICE), new=mapping(**TITLE, **PRICE) | nowhere)


def test_no_pages_are_no_reason():
    assert not is_strictly_better([])
