"""A candidate reads live pages beside the active version: what differs is counted, and nothing else changes."""

import threading
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from listings.errors import MappingMoved, NotAListing, ShadowRunExists
from listings.extraction.result import Extraction, Status
from listings.models import Listing, MappingVersion, ShadowRun
from listings.services import shadow_reading
from listings.services.importing import import_listing
from listings.services.mapping_versions import activate, retire
from listings.services.shadow_comparison import MAX_EXAMPLES, add, compare
from listings.services.shadow_runs import (
    differences_of,
    end_overdue_runs,
    shadow_runs_of,
    start_shadow_run,
    stop_shadow_run,
)
from propscrape.errors import ValidationFailed
from propscrape.tenancy import client_scope
from tests.factories import make_client
from tests.listings.mappings.versions import HTML, PORTAL, URL, draft

pytestmark = pytest.mark.django_db(transaction=True)
State = ShadowRun.State


@pytest.fixture
def account():
    """A client; the portal is read by v1."""
    activate(version_id=draft().pk, by="ann")
    return make_client()


def run_beside(candidate, pages=2):
    return start_shadow_run(version_id=candidate.pk, by="ann", pages=pages)


def imported(account, number=1, html=HTML):
    """Import a page whose content is new each time."""
    page = html.replace("1001", str(number))
    return import_listing(client_id=account.pk, url=URL.replace("1001", str(number)), html=page)


def counts(run):
    run.refresh_from_db()
    return {found.field: (found.same, found.changed, found.gained, found.lost) for found in differences_of(run)}


def test_what_the_candidate_reads_differently_is_counted_by_field(account):
    run = run_beside(draft("#other", tenure=[{"css": "h6"}], floor=[{"css": "#beds"}]), pages=3)
    imported(account, 1)
    imported(account, 2)
    found = counts(run)
    assert found["price_float"] == (0, 2, 0, 0)
    assert found["title"] == (2, 0, 0, 0)
    assert found["tenure"] == (0, 0, 0, 2)
    assert found["floor"] == (0, 0, 2, 0)
    assert (run.pages, run.state, run.against) == (2, State.RUNNING, "v1")


def test_the_import_is_what_it_was(account):
    run_beside(draft("#other"))
    listing = imported(account).listing
    with client_scope(account.pk):
        listing = Listing.objects.get(pk=listing.pk)
    assert (listing.price_cents, listing.mapping_version) == (25_000_000, "v1")


def test_the_values_of_some_pages_are_kept_as_examples_with_the_scrape_to_look_at(account):
    run = run_beside(draft("#other"), pages=MAX_EXAMPLES + 2)
    scrapes = [str(imported(account, number).scrape.pk) for number in range(MAX_EXAMPLES + 2)]
    run.refresh_from_db()
    examples = {found.field: found.examples for found in differences_of(run)}["price_float"]
    assert [example["scrape"] for example in examples] == scrapes[:MAX_EXAMPLES]
    assert examples[0] | {"scrape": ""} == {"kind": "changed", "scrape": "", "before": 250_000, "after": 240_000}


def test_what_is_said_of_people_is_counted_and_not_kept(account):
    run = run_beside(
        draft(agent_name=[{"css": "#kind"}], agent_phone=[{"css": "#about", "format": "+44 20 7946 0958"}])
    )
    imported(account)
    assert counts(run)["agent_name"] == (0, 0, 1, 0)
    assert "agent_name" not in run.examples


def test_it_ends_by_itself_after_so_many_pages(account):
    run = run_beside(draft("#other"), pages=2)
    for number in range(4):
        imported(account, number)
    assert counts(run)["price_float"] == (0, 2, 0, 0)
    assert (run.pages, run.state) == (2, State.DONE)
    assert run.ended_at is not None


def test_many_pages_at_once_are_counted_once_each_and_none_beyond_the_last(account):
    run, start, failures = run_beside(draft("#other"), pages=5), threading.Barrier(8), []

    def work(number):
        start.wait()
        try:
            imported(account, number)
        except Exception as error:  # noqa: BLE001  the test looks at it
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert counts(run)["price_float"] == (0, 5, 0, 0)
    assert (run.pages, run.state) == (5, State.DONE)
    with client_scope(account.pk):
        assert Listing.objects.count() == 8


def test_pages_that_only_one_of_them_takes_for_a_listing_are_counted(account):
    nothing = MappingVersion.objects.get(pk=draft().pk)
    MappingVersion.objects.filter(pk=nothing.pk).update(
        text='{"portal": "uk_rightmove", "version": "1", "anchors": {"none": [{"json": "nowhere"}]}, '
        '"listing_url": "/elsewhere/", "fields": {"title": [{"css": "h6"}]}}'
    )
    run = run_beside(nothing, pages=5)
    imported(account)
    run.refresh_from_db()
    assert (run.pages, run.listings_lost, run.listings_gained, run.fields) == (1, 1, 0, {})


def test_a_page_that_nobody_takes_for_a_listing_is_not_counted(account):
    run = run_beside(draft("#other"))
    with pytest.raises(NotAListing):
        imported(account, html="<html><title>About us</title><p>We sell homes.</p></html>")
    run.refresh_from_db()
    assert run.pages == 0


def test_a_better_or_worse_grade_is_counted():
    run = ShadowRun()
    for before, after in ("BA", "FC", "AC", "BB"):
        comparison = compare(graded(before), graded(after))
        assert comparison is not None
        add(run, comparison, scrape="")
    assert (run.pages, run.grades_better, run.grades_worse) == (4, 2, 1)


def graded(grade):
    return Extraction(status=Status.OK, reason="", values={}, quality_grade=grade)


def test_a_candidate_that_fails_touches_no_import_and_is_stopped(monkeypatch, account):
    run = run_beside(draft("#other"), pages=50)

    def broken(page, *, portal, mapping):
        raise RecursionError("deep")

    monkeypatch.setattr(shadow_reading, "extract", broken)
    for number in range(shadow_reading.MAX_FAILURES + 1):
        assert imported(account, number).listing.price_cents == 25_000_000
    run.refresh_from_db()
    assert (run.failures, run.pages, run.state) == (shadow_reading.MAX_FAILURES, 0, State.STOPPED)
    assert "failed on 5 pages" in run.reason


def test_a_candidate_whose_text_is_no_mapping_any_more_fails_alone(account):
    candidate = draft("#other")
    run = run_beside(candidate)
    MappingVersion.objects.filter(pk=candidate.pk).update(text='{"old": 1}')
    assert imported(account).listing.price_cents == 25_000_000
    run.refresh_from_db()
    assert run.failures == 1


def test_a_candidate_that_dawdles_is_stopped(monkeypatch, account):
    run = run_beside(draft("#other"), pages=50)
    monkeypatch.setattr(shadow_reading, "SLOW_S", 0.0)
    for number in range(shadow_reading.MAX_SLOW):
        imported(account, number)
    run.refresh_from_db()
    assert run.state == State.STOPPED


def test_a_database_that_fails_in_counting_leaves_the_import_as_it_is(monkeypatch, account):
    run_beside(draft("#other"))

    def away(*args, **options):
        raise OperationalError("canceling statement due to lock timeout")

    monkeypatch.setattr(shadow_reading, "_count", away)
    assert imported(account).listing.price_cents == 25_000_000


@pytest.mark.parametrize("end", ["other", "candidate", "retired"])
def test_it_ends_when_another_version_is_made_active_or_the_candidate_is_retired(account, end):
    candidate, other = draft("#other"), draft("#third")
    run = run_beside(candidate)
    if end == "retired":
        retire(version_id=candidate.pk, by="bob")
    else:
        activate(version_id=(other if end == "other" else candidate).pk, by="bob")
    imported(account)
    run.refresh_from_db()
    assert (run.state, run.pages) == (State.STOPPED, 0)


def test_a_page_that_another_version_read_is_not_compared(account):
    """A process that has not yet taken up what was made active, or a run that began behind its back."""
    run = run_beside(draft("#other"))
    ShadowRun.objects.filter(pk=run.pk).update(against="v9")
    imported(account)
    run.refresh_from_db()
    assert (run.state, run.pages) == (State.STOPPED, 0)


def test_its_time_ends_without_pages(account):
    run = start_shadow_run(version_id=draft("#other").pk, by="ann", runs_for=timedelta(hours=1))
    assert end_overdue_runs() == 0
    assert end_overdue_runs(timezone.now() + timedelta(hours=2)) == 1
    run.refresh_from_db()
    assert run.state == State.EXPIRED


def test_a_draft_is_put_on_trial_so_that_its_text_stays(account):
    candidate = draft("#other")
    run_beside(candidate)
    candidate.refresh_from_db()
    assert candidate.state == "trial"


def test_one_candidate_runs_beside_a_portals_version_at_a_time(account):
    run = run_beside(draft("#other"))
    with pytest.raises(ShadowRunExists):
        run_beside(draft("#third"))
    stop_shadow_run(run_id=run.pk, by="bob")
    with pytest.raises(MappingMoved):
        stop_shadow_run(run_id=run.pk, by="bob")
    run_beside(draft("#third"))
    assert [run.state for run in shadow_runs_of(PORTAL)] == [State.RUNNING, State.STOPPED]


def test_the_active_version_is_no_candidate_and_pages_are_counted_in_numbers(account):
    with pytest.raises(MappingMoved):
        start_shadow_run(version_id=MappingVersion.objects.get(state="active").pk, by="ann")
    for pages in (0, -1, 10_001):
        with pytest.raises(ValidationFailed):
            run_beside(draft("#other"), pages=pages)
