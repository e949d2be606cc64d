"""Exports as work: written page by page under a lease, once, whoever dies meanwhile; kept for a week."""

import csv
import gzip
import hashlib
import io
import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from listings.errors import StorageAway, TooManyExports
from listings.export_tasks import expire_export_files, queue_monthly_archives, sweep_exports, write_next_export
from listings.exporting.formats import FORMATS
from listings.models import Export, Listing
from listings.services import export_writing
from listings.services.archives import month_before, queue_archives
from listings.services.export_claiming import MAX_ATTEMPTS, claim_export
from listings.services.export_selection import page_of_records
from listings.services.export_writing import PAGE, run_export
from listings.services.exports import MAX_AT_ONCE, MAX_UNFINISHED, ask_for_export, try_again
from listings.services.listing_filters import ListingFilters
from propscrape.tenancy import client_scope, staff_scope
from tests.factories import make_client
from tests.listings.exports import come_due, folder_storage, make_listings, reload, stored, work_off

pytestmark = pytest.mark.django_db(transaction=True)

ALL = ListingFilters()
CSV, JSON = Export.Format.CSV, Export.Format.JSON


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """Where exported files lie."""
    folder_storage(settings, tmp_path / "exports")
    return tmp_path / "exports"


def files(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def ask(account, file_format=CSV, filters=ALL):
    return ask_for_export(client_id=account.pk, file_format=file_format, filters=filters)


def queued(account, **values):
    """An export that waits for a worker."""
    with client_scope(account.pk):
        return Export.objects.create(client=account, **{"format": CSV} | values)


def claimed():
    """The export that a worker has just taken on."""
    export = claim_export()
    assert export is not None
    return export


def titles(file):
    return [row["title"] for row in csv.DictReader(io.StringIO(file.decode(), newline=""))]


def watching(monkeypatch, look):
    """Call `look` with each record of a csv just before it is written."""
    plain = FORMATS["csv"]

    def write(record):
        look(record)
        return plain.write(record)

    monkeypatch.setattr(export_writing, "FORMATS", {"csv": replace(plain, write=write)})


def test_a_small_export_is_done_at_once(client_account, folder):
    make_listings(client_account, 3)
    export = ask(client_account)
    assert (export.state, export.rows_done, export.rows_total, export.attempts) == ("done", 3, 3, 1)
    file = stored(export)
    assert titles(file) == ["home 0", "home 1", "home 2"]
    assert (export.file_bytes, export.file_sha256) == (len(file), hashlib.sha256(file).hexdigest())
    assert timedelta(days=6) < export.expires_at - timezone.now() <= timedelta(days=7)
    assert files(folder) == [f"{client_account.pk}/{export.pk}.csv"]


def test_a_large_one_is_written_by_a_worker_each_listing_once(client_account):
    make_listings(client_account, MAX_AT_ONCE + 1)
    export = ask(client_account)
    assert (export.state, export.file_name) == ("queued", None)
    assert write_next_export() is True
    export = reload(export)
    assert (export.state, export.rows_done, export.rows_total) == ("done", MAX_AT_ONCE + 1, MAX_AT_ONCE + 1)
    assert sorted(titles(stored(export))) == sorted(f"home {number}" for number in range(MAX_AT_ONCE + 1))
    assert write_next_export() is False


@pytest.mark.parametrize("count", [0, 1, PAGE - 1, PAGE, PAGE + 1])
def test_pages_hold_all_at_every_edge(client_account, count):
    make_listings(client_account, count)
    assert len(titles(stored(ask(client_account)))) == count


def test_a_page_begins_at_its_place_in_an_index_row_level_security_or_not(client_account):
    listing, *_ = make_listings(client_account, 50)
    make_listings(make_client(), 200)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE listings_listing")
    export = queued(client_account)
    with client_scope(client_account.pk), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        plan = page_of_records(export, after=listing.pk, limit=20).explain()
    (condition,) = [line for line in plan.splitlines() if "Index Cond" in line]
    assert "client_id = " in condition
    assert " id > " in condition.replace("(", " ")
    assert "Sort" not in plan


def test_another_clients_listings_are_in_no_file(client_account):
    make_listings(make_client(), 2, city="Leeds")
    make_listings(client_account, 1, city="Leeds")
    assert titles(stored(ask(client_account))) == ["home 0"]
    assert titles(stored(ask(client_account, filters=ListingFilters(portal="uk_rightmove")))) == []


def test_filters_hold_in_the_file_too(client_account):
    make_listings(client_account, 2, price_cents=100, currency="GBP", latitude=53.9, longitude=-1.7)
    since = timezone.now() - timedelta(hours=1)
    fitting = ListingFilters(
        currency="GBP", price_cents_min=50, price_cents_max=100, bbox=(-2.0, 53.0, -1.0, 54.0), updated_since=since
    )
    export = ask(client_account, filters=fitting)
    assert export.rows_total == 2
    assert ask(client_account, filters=replace(fitting, bbox=(1.0, 53.0, 2.0, 54.0))).rows_total == 0
    assert ask(client_account, filters=replace(fitting, updated_since=timezone.now())).rows_total == 0


def test_progress_is_told_page_by_page_and_no_transaction_is_open_while_writing(client_account, monkeypatch):
    monkeypatch.setattr(export_writing, "PAGE", 2)
    make_listings(client_account, 5)
    export, seen = queued(client_account), []

    def look(_):
        assert not connection.in_atomic_block
        now = reload(export)
        assert now.leased_until == now.next_attempt_at > timezone.now()
        seen.append((now.rows_done, now.rows_total))

    watching(monkeypatch, look)
    assert work_off() == 1
    assert seen == [(2, 5), (2, 5), (4, 5), (4, 5), (5, 5)]


def test_listings_that_come_while_it_is_written_are_left_to_the_next(client_account, monkeypatch):
    monkeypatch.setattr(export_writing, "PAGE", 2)
    make_listings(client_account, 2)
    watching(monkeypatch, lambda _: make_new_listing(client_account))
    export = ask(client_account)
    assert (export.rows_done, export.rows_total) == (2, 2)


def make_new_listing(account):
    with client_scope(account.pk):
        count = Listing.objects.count()
        Listing.objects.create(client=account, canonical_url=f"https://example.com/new/{count}")


def test_a_worker_that_dies_while_writing_is_replaced_and_leaves_nothing(client_account, folder, monkeypatch):
    make_listings(client_account, 3)
    export = queued(client_account)

    def die(_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        watching(patch, die)
        with pytest.raises(KeyboardInterrupt):
            run_export(claimed())
    dead = reload(export)
    assert (dead.state, dead.attempts) == ("running", 1)
    assert claim_export() is None  # its lease is not over
    come_due(export)
    assert work_off() == 1
    done = reload(export)
    assert (done.state, done.attempts, done.rows_done) == ("done", 2, 3)
    assert files(folder) == [f"{client_account.pk}/{export.pk}-2.csv"]


def test_a_worker_that_dies_after_storing_leaves_no_second_file(client_account, folder, monkeypatch):
    make_listings(client_account, 1)
    export = queued(client_account)
    with monkeypatch.context() as patch:
        patch.setattr(export_writing, "_finish", lambda _: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            run_export(claimed())
    assert files(folder) == [f"{client_account.pk}/{export.pk}.csv"]
    come_due(export)
    work_off()
    assert files(folder) == [reload(export).file_name] == [f"{client_account.pk}/{export.pk}-2.csv"]


def test_what_kills_its_worker_each_time_is_given_up(client_account):
    export = queued(client_account)
    for _ in range(MAX_ATTEMPTS):
        assert claim_export() is not None
        assert sweep_exports() is False
        come_due(export)
    assert claim_export() is None
    sweep_exports()
    dead = reload(export)
    assert (dead.state, dead.attempts, dead.error_code) == ("dead", MAX_ATTEMPTS, "INTERNAL")
    assert (dead.lease_token, dead.finished_at is None) == (None, False)


def test_what_is_given_up_leaves_no_file(client_account, folder, monkeypatch):
    make_listings(client_account, 1)
    export = queued(client_account)
    monkeypatch.setattr(export_writing, "_finish", lambda _: (_ for _ in ()).throw(KeyboardInterrupt))
    for _ in range(MAX_ATTEMPTS):
        with pytest.raises(KeyboardInterrupt):
            run_export(claimed())
        come_due(export)
    assert len(files(folder)) == 1
    sweep_exports()
    assert (reload(export).state, files(folder)) == ("dead", [])


def test_staff_can_have_a_given_up_export_tried_again(client_account):
    make_listings(client_account, 1)
    export = queued(client_account, state="dead", attempts=MAX_ATTEMPTS, error_code="INTERNAL")
    with staff_scope():
        assert try_again(export) is True
    assert work_off() == 1
    assert (reload(export).state, reload(export).error_code) == ("done", None)
    with staff_scope():
        assert try_again(export) is False


def test_two_workers_never_have_the_same_export(client_account):
    wanted = {queued(client_account).pk for _ in range(6)}
    claimed, barrier = [], threading.Barrier(2)

    def work():
        barrier.wait()
        while (export := claim_export()) is not None:
            claimed.append(export.pk)
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(claimed) == sorted(wanted)


def test_a_worker_that_lost_its_lease_neither_ends_the_export_nor_keeps_a_file(client_account, folder, monkeypatch):
    make_listings(client_account, 1)
    export = queued(client_account)
    slow = claimed()

    def be_overtaken(_):
        if reload(export).attempts == 1:
            come_due(export)
            assert work_off() == 1

    watching(monkeypatch, be_overtaken)
    run_export(slow)
    done = reload(export)
    assert (done.state, done.attempts) == ("done", 2)
    assert files(folder) == [done.file_name]


def test_a_storage_that_is_away_is_asked_again_later_and_at_last_given_up(client_account, settings, tmp_path):
    make_listings(client_account, 1)
    (tmp_path / "no folder").write_text("a file")
    folder_storage(settings, tmp_path / "no folder")
    export = ask(client_account)
    assert (export.state, export.error_code, export.attempts) == ("failed", "UNAVAILABLE", 1)
    assert timedelta(seconds=20) < export.next_attempt_at - timezone.now() < timedelta(seconds=40)
    for _ in range(MAX_ATTEMPTS - 1):
        come_due(export)
        work_off()
    assert (reload(export).state, reload(export).error_code) == ("dead", "UNAVAILABLE")


def test_a_fault_of_ours_is_noted_and_raised(client_account, monkeypatch):
    make_listings(client_account, 1)
    export = queued(client_account)
    watching(monkeypatch, lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        work_off()
    assert (reload(export).state, reload(export).error_code) == ("failed", "INTERNAL")


def test_no_more_than_five_are_underway_at_once(client_account):
    for _ in range(MAX_UNFINISHED):
        export = queued(client_account)
    with pytest.raises(TooManyExports):
        ask(client_account)
    ask(make_client())
    with staff_scope():
        Export.objects.filter(pk=export.pk).update(state="done")
    ask(client_account)


def test_archives_do_not_count_against_what_a_client_may_ask_for(client_account):
    for month in range(1, MAX_UNFINISHED + 1):
        queued(client_account, kind="archive", month=date(2026, month, 1))
    ask(client_account)


def test_files_go_after_a_week_and_their_rows_stay_for_retention(client_account, folder):
    export = ask(client_account)
    kept = ask(client_account)
    with staff_scope():
        Export.objects.filter(pk=export.pk).update(expires_at=timezone.now())
    assert expire_export_files() == 1
    assert (reload(export).file_name, reload(export).state) == (None, "done")
    assert files(folder) == [kept.file_name]
    assert expire_export_files() == 0


def test_a_file_that_somebody_removed_expires_all_the_same(client_account, folder):
    export = ask(client_account)
    (folder / export.file_name).unlink()
    with staff_scope():
        Export.objects.update(expires_at=timezone.now())
    assert expire_export_files() == 1


def test_a_row_stays_until_its_file_is_gone(client_account, settings, tmp_path):
    export = ask(client_account)
    with staff_scope():
        Export.objects.update(expires_at=timezone.now() - timedelta(days=100))
    (tmp_path / "no folder").write_text("a file")
    folder_storage(settings, tmp_path / "no folder")
    with pytest.raises(StorageAway):
        expire_export_files()
    assert reload(export).file_name


def test_each_client_that_wants_it_gets_one_archive_of_the_month_past(folder):
    wanting, other, closed = (
        make_client(archives_monthly=True),
        make_client(),
        make_client(archives_monthly=True, is_active=False),
    )
    month = month_before(timezone.now().date())
    make_listings(wanting, 2, created_at=datetime(month.year, month.month, 1, tzinfo=UTC))
    with client_scope(wanting.pk):
        Listing.objects.create(client=wanting, canonical_url="https://example.com/this-month")
    for account in (other, closed):
        make_listings(account, 1)
    assert queue_monthly_archives() == 1
    assert queue_monthly_archives() == 0
    assert work_off() == 1
    with staff_scope():
        archive = Export.objects.get()
    assert (archive.client_id, archive.kind, archive.month, archive.state) == (wanting.pk, "archive", month, "done")
    assert archive.expires_at is None
    assert files(folder) == [f"archives/{wanting.pk}/{month:%Y-%m}.csv.gz"]
    assert titles(gzip.decompress(stored(archive))) == ["home 0", "home 1"]
    assert queue_monthly_archives() == 0


def test_two_beats_at_once_queue_one_archive():
    make_client(archives_monthly=True)
    barrier = threading.Barrier(2)

    def beat():
        barrier.wait()
        queue_archives()
        connection.close()

    beats = [threading.Thread(target=beat) for _ in range(2)]
    for one in beats:
        one.start()
    for one in beats:
        one.join()
    with staff_scope():
        assert Export.objects.count() == 1


@pytest.mark.parametrize(
    ("day", "month"),
    [
        (date(2026, 3, 31), date(2026, 2, 1)),
        (date(2026, 1, 1), date(2025, 12, 1)),
        (date(2026, 12, 1), date(2026, 11, 1)),
    ],
)
def test_the_month_past(day, month):
    assert month_before(day) == month


def test_an_archive_of_december_ends_with_the_year(client_account):
    make_listings(client_account, 1, created_at=datetime(2025, 12, 31, 23, 59, 59, tzinfo=UTC))
    with client_scope(client_account.pk):
        Listing.objects.create(
            client=client_account, canonical_url="https://example.com/2026", created_at=datetime(2026, 1, 1, tzinfo=UTC)
        )
    archive = queued(client_account, kind="archive", month=date(2025, 12, 1))
    work_off()
    assert reload(archive).rows_total == 1


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_can_be_asked_for(client_account, name):
    make_listings(client_account, 1, features=["Garden"], image_urls=[{"url": "https://example.com/1.jpg"}])
    export = ask(client_account, file_format=Export.Format(name))
    assert export.state == "done"
    assert b"home 0" in stored(export)
