"""Looks at pages leave after 90 days, the pages themselves after 180, deleted watches after 30."""

from datetime import timedelta

import pytest
from django.utils import timezone

from listings.models import BreakerChange, Capture, Listing, Scrape, ScrapeBatch, Watch
from listings.services.captures import keep_capture
from pricehistory.models import PriceSnapshot
from propscrape.retention.policies import POLICIES
from propscrape.retention.running import run_policy
from propscrape.tenancy import client_scope
from tests.listings.scrapes.work import PATH, RIGHTMOVE, queue, run_due

pytestmark = pytest.mark.django_db(transaction=True)


def purged(*names):
    """How many rows each policy removed, old by their own dates: the rows were made just now."""
    return [run_policy(POLICIES[name], include_backfill=True).rows for name in names]


def age(account, model, **duration):
    with client_scope(account.pk):
        model.objects.update(created_at=timezone.now() - timedelta(**duration))


def left(account, model):
    with client_scope(account.pk):
        return model.objects.count()


@pytest.fixture
def looked_at(client_account, portal):
    queue(client_account, portal.url(PATH))
    run_due()
    return client_account


def test_a_scrape_leaves_after_90_days_and_what_it_found_stays(looked_at):
    age(looked_at, Scrape, days=89)
    assert purged("scrapes") == [0]
    age(looked_at, Scrape, days=91)
    assert purged("scrapes") == [1]
    assert [left(looked_at, model) for model in (Scrape, Listing, Capture, PriceSnapshot)] == [0, 1, 1, 1]


def test_a_page_leaves_after_180_days_and_a_scrape_that_is_younger_loses_it(looked_at):
    age(looked_at, Capture, days=181)
    assert purged("captures") == [1]
    with client_scope(looked_at.pk):
        assert Scrape.objects.get().capture_id is None


def test_a_page_that_came_again_is_kept_180_days_from_then(looked_at):
    age(looked_at, Capture, days=179)
    with client_scope(looked_at.pk):
        capture = Capture.objects.get()
        keep_capture(
            client_id=looked_at.pk,
            content_hash=bytes(capture.content_hash),
            html_zstd=bytes(capture.html_zstd),
            html_bytes=capture.html_bytes,
        )
        capture.refresh_from_db()
    assert timezone.now() - capture.created_at < timedelta(minutes=1)


def test_work_that_has_not_ended_stays(client_account, portal):
    queue(client_account, portal.url(PATH))
    age(client_account, Scrape, days=91)
    assert purged("scrapes") == [0]


def test_a_batch_leaves_with_the_last_of_its_scrapes(looked_at):
    with client_scope(looked_at.pk):
        batch = ScrapeBatch.objects.create(client=looked_at, request_digest=b"x" * 32, size=1)
        Scrape.objects.update(batch=batch)
    age(looked_at, ScrapeBatch, days=91)
    assert purged("scrape batches") == [0]
    age(looked_at, Scrape, days=91)
    assert purged("scrapes", "scrape batches", "captures", "deleted watches") == [1, 1, 0, 0]


def test_a_deleted_watch_leaves_after_30_days_and_its_scrapes_stay(looked_at):
    with client_scope(looked_at.pk):
        watch = Watch.objects.create(
            client=looked_at, url="https://x.example", canonical_url="https://x.example", portal=RIGHTMOVE,
            deleted_at=timezone.now() - timedelta(days=31),
        )  # fmt: skip
        Scrape.objects.update(watch=watch)
    assert purged("deleted watches") == [1]
    with client_scope(looked_at.pk):
        assert (Watch.objects.count(), Scrape.objects.get().watch_id) == (0, None)


def test_the_record_of_breakers_leaves_after_a_year(looked_at):
    for days in (364, 366):
        BreakerChange.objects.create(portal_id=RIGHTMOVE, breaker="open", at=timezone.now() - timedelta(days=days))
    assert purged("breaker changes") == [1]
