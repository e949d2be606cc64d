"""Golden pages say what every version must read; one that does not is never made active."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listings.errors import ContractBroken, FieldNotCorrectable, MappingMoved, PageNotGolden, TooManyGoldenPages
from listings.models import Capture, GoldenPage, MappingVersion, Scrape
from listings.services import golden_pages
from listings.services.contracts import run_contract, run_contract_of
from listings.services.correcting import correct_field
from listings.services.golden_pages import (
    correct_expected,
    drop_expected,
    golden_pages_of,
    pin_golden_page,
    unpin_golden_page,
)
from listings.services.importing import import_listing
from listings.services.judged_fields import stated_alike
from listings.services.mapping_sync import sync_release_mappings
from listings.services.mapping_versions import activate, active_version, roll_back
from propscrape.errors import NotFound
from propscrape.ids import new_id
from propscrape.tenancy import staff_scope
from tests.factories import make_client
from tests.listings.mappings.versions import HTML, PORTAL, URL, draft

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def right():
    """A version that reads the right price, active."""
    return activate(version_id=draft().pk, by="ann")


def captured(html=HTML, url=URL):
    """The capture of an imported page, and the listing."""
    imported = import_listing(client_id=make_client().pk, url=url, html=html)
    with staff_scope():
        return Scrape.objects.get(pk=imported.scrape.pk).capture_id, imported.listing


def pinned(**options):
    return pin_golden_page(capture_id=captured()[0], by="ann", **options)


def test_a_page_is_pinned_with_what_is_read_from_it_today(right):
    golden = pinned(note="the usual layout")
    assert golden.expected["price_float"] == 250_000
    assert golden.expected["title"] == "Two-bedroom flat for sale in Leeds"
    assert "price_cents" not in golden.expected, "it follows from the price"
    assert run_contract(right).ok


def test_a_page_is_pinned_with_what_staff_put_right_in_its_listing(right):
    capture_id, listing = captured()
    correct_field(
        client_id=listing.client_id, listing_id=listing.pk, field="price_float", value=245_000.0, made_by="a", reason=""
    )
    golden = pin_golden_page(capture_id=capture_id, by="ann")
    assert golden.expected["price_float"] == 245_000


def test_it_outlives_its_capture_and_the_scrapes(right):
    golden = pinned()
    with staff_scope():
        Scrape.objects.all().delete()
        Capture.objects.all().delete()
    assert run_contract(right).pages[0].ok
    assert GoldenPage.objects.get(pk=golden.pk).html_bytes == len(HTML.encode())


def test_a_version_that_misreads_a_golden_page_is_not_made_active(right):
    pinned()
    wrong = draft("#other")
    with pytest.raises(ContractBroken) as refused:
        activate(version_id=wrong.pk, by="bob")
    failures = (refused.value.details or {})["failures"]
    told = {failure["field"]: (failure["expected"], failure["found"]) for failure in failures}
    assert told == {"price_float": (250_000, 240_000), "price_string": ("£250,000", "£240,000")}
    assert active_version(PORTAL).pk == right.pk
    assert MappingVersion.objects.get(pk=wrong.pk).state == "draft"


def test_staff_correct_what_is_expected_and_then_it_may_be(right):
    golden, other = pinned(), draft("#other")
    correct_expected(golden_page_id=golden.pk, field="price_float", value=240_000, by="ann")
    correct_expected(golden_page_id=golden.pk, field="price_string", value="£240,000", by="ann")
    assert activate(version_id=other.pk, by="bob").state == "active"
    assert not run_contract(right).ok


def test_what_must_not_be_stated_is_judged_too(right):
    golden = pinned()
    correct_expected(golden_page_id=golden.pk, field="count_bathrooms", value=None, by="ann")
    assert run_contract(right).ok
    correct_expected(golden_page_id=golden.pk, field="count_bedrooms", value=None, by="ann")
    assert run_contract(right).failures()[0]["found"] == 2


def test_a_field_that_is_dropped_is_not_judged(right):
    golden = pinned()
    for field in ("price_float", "price_string"):
        drop_expected(golden_page_id=golden.pk, field=field, by="ann")
    assert run_contract(draft("#other")).ok


def test_a_golden_page_that_is_taken_away_is_not_judged(right):
    golden = pinned()
    unpin_golden_page(golden_page_id=golden.pk, by="ann")
    assert run_contract(draft("#other")).pages == ()
    with pytest.raises(NotFound):
        unpin_golden_page(golden_page_id=golden.pk, by="bob")


def test_a_page_that_a_version_takes_for_no_listing_breaks_the_contract(right):
    pinned()
    blind = draft()
    MappingVersion.objects.filter(pk=blind.pk).update(
        text='{"portal": "uk_rightmove", "version": "1", "anchors": {"none": [{"json": "nowhere"}]}, '
        '"listing_url": "/elsewhere/", "fields": {"title": [{"css": "h6"}]}}'
    )
    (failure,) = run_contract(MappingVersion.objects.get(pk=blind.pk)).failures()
    assert (failure["field"], failure["expected"], failure["found"]) == ("status", "ok", "not_a_listing")


def test_rolling_back_asks_no_golden_page(right):
    second = activate(version_id=draft("#other").pk, by="bob")
    golden = pinned()
    assert golden.expected["price_float"] == 240_000
    assert roll_back(version_id=second.pk, by="ann").pk == right.pk


def test_a_file_of_a_release_that_breaks_the_contract_stays_a_draft(right):
    MappingVersion.objects.update(origin="release")
    pinned()
    synced = {result.version.portal_id: result for result in sync_release_mappings()}
    assert (synced[PORTAL].activated, synced[PORTAL].reason) == (False, "misreads golden pages")
    assert active_version(PORTAL).pk == right.pk


def test_expectations_that_change_while_a_version_is_tested_are_tested_again(monkeypatch, right):
    """Two at once: somebody corrects the golden page between the test and the lock."""
    golden, other = pinned(), draft("#other")
    for field, value in (("price_float", 240_000), ("price_string", "£240,000")):
        correct_expected(golden_page_id=golden.pk, field=field, value=value, by="ann")

    def then_corrected(version):
        result = run_contract(version)
        if golden.expected["price_float"] == 250_000:
            golden.expected["price_float"] = 1
            correct_expected(golden_page_id=golden.pk, field="price_float", value=250_000, by="eve")
        return result

    monkeypatch.setattr("listings.services.mapping_versions.run_contract", then_corrected)
    with pytest.raises(ContractBroken):
        activate(version_id=other.pk, by="bob")


def test_what_the_active_version_reads_is_noted_on_the_golden_page(right):
    golden = pinned()
    assert run_contract_of(PORTAL).ok
    golden.refresh_from_db()
    assert (golden.misread, golden.checked_at is not None) == ([], True)
    correct_expected(golden_page_id=golden.pk, field="city", value="York", by="ann")
    assert not run_contract_of(PORTAL).ok
    golden.refresh_from_db()
    assert golden.misread == ["city"]


def test_a_page_is_pinned_once(right):
    capture_id, _ = captured()
    first = pin_golden_page(capture_id=capture_id, by="ann")
    assert pin_golden_page(capture_id=capture_id, by="bob").pk == first.pk
    assert [golden.pinned_by for golden in golden_pages_of(PORTAL)] == ["ann"]


def test_a_portal_has_so_many_golden_pages_and_no_more(monkeypatch, right):
    monkeypatch.setattr(golden_pages, "MAX_GOLDEN_PAGES", 1)
    pinned()
    capture_id, _ = captured(HTML.replace("Leeds", "York"))
    with pytest.raises(TooManyGoldenPages):
        pin_golden_page(capture_id=capture_id, by="ann")


def test_a_page_of_no_registered_portal_or_without_a_listing_is_not_pinned(right):
    capture_id, _ = captured(url="https://homes.example/1001")
    with pytest.raises(PageNotGolden):
        pin_golden_page(capture_id=capture_id, by="ann")
    with pytest.raises(NotFound):
        pin_golden_page(capture_id=new_id(), by="ann")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("nothing", 1), ("price_cents", 1), ("price_float", "1"), ("price_float", True), ("price_float", float("nan")),
        ("property_type", "castle"), ("title", "x" * 501), ("title", "\0"), ("latitude", 91), ("features", "a text"),
        ("available_from", "tomorrow"),
    ],
)  # fmt: skip
def test_what_the_vocabulary_cannot_hold_is_not_expected(field, value, right):
    golden = pinned()
    with pytest.raises(FieldNotCorrectable):
        correct_expected(golden_page_id=golden.pk, field=field, value=value, by="ann")


plain = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.lists(st.text())


@given(plain, plain)
def test_stating_alike_is_symmetric_and_a_boolean_is_no_number(one, other):
    assert stated_alike(one, one)
    assert stated_alike(one, other) == stated_alike(other, one)
    if isinstance(one, bool) and not isinstance(other, bool):
        assert not stated_alike(one, other)


def test_activating_what_is_active_is_told(right):
    with pytest.raises(MappingMoved):
        activate(version_id=right.pk, by="bob")
