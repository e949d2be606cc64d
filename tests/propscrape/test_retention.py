"""What is past its time leaves by batches, what is not stays, and nobody is kept waiting meanwhile."""

import os
import time
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F

from listings.models import Capture, Scrape, ScrapeBatch, Watch
from listings.services.captures import compress, digest_of, keep_capture
from propscrape.models import PurgeRun
from propscrape.retention.asking import ask_for_run, run_asked
from propscrape.retention.policies import POLICIES, Policy, register
from propscrape.retention.running import MAX_STUMBLES, run_policies, run_policy
from propscrape.retention.statements import first_id_at
from propscrape.tasks import purge_old
from propscrape.tenancy import client_scope, staff_scope
from tests.factories import OWNED_ROWS, make_client

SCRAPES, CAPTURES = POLICIES["scrapes"], POLICIES["captures"]
NOW = datetime.now(UTC)
State = PurgeRun.State


def no_pause(seconds):
    """Tests do not wait."""


def run(policy, **options):
    return run_policy(policy, pause=no_pause, **options)


def make_scrapes(count, *, days_old=0, state="done", account=None):
    """Scrapes that ended, written down when they were made."""
    account = account or make_client()
    at = NOW - timedelta(days=days_old)
    rows = [
        Scrape(
            id=id_made(at, number), client=account, url="https://example.com/1", canonical_url="example.com/1",
            source="html", state=state, created_at=at,
        )
        for number in range(count)
    ]  # fmt: skip
    with staff_scope():
        return Scrape.objects.bulk_create(rows, batch_size=1_000)


def id_made(at, number):
    """An id of version 7 of a time."""
    first = first_id_at(at).int
    return type(first_id_at(at))(int=first + number)


def left(model=Scrape):
    with staff_scope():
        return model.objects.count()


def dsn():
    """The test database, for a second connection."""
    given = connection.get_connection_params()
    return psycopg.conninfo.make_conninfo(
        **{name: given[name] for name in ("host", "port", "user", "password", "dbname")}
    )


@pytest.mark.django_db
def test_rows_past_their_time_go_and_others_stay():
    make_scrapes(3, days_old=91)
    make_scrapes(2, days_old=89)
    ended = run(SCRAPES)
    assert (ended.state, ended.rows, left()) == (State.DONE, 3, 2)


@pytest.mark.django_db
def test_work_that_has_not_ended_stays_however_old_it_is():
    make_scrapes(1, days_old=400, state="failed")
    assert run(SCRAPES).rows == 0


@pytest.mark.django_db
def test_old_data_that_was_imported_today_is_not_purged_tonight_unless_asked():
    make_scrapes(2)
    with staff_scope():
        Scrape.objects.update(created_at=F("created_at") - timedelta(days=400))
    assert run(SCRAPES).rows == 0
    assert run(SCRAPES, now=NOW + timedelta(days=89)).rows == 0
    assert run(SCRAPES, is_dry_run=True, include_backfill=True).rows == 2
    assert run(SCRAPES, include_backfill=True).rows == 2


@pytest.mark.django_db
def test_imported_data_goes_once_its_time_is_over_since_it_was_written_down():
    make_scrapes(1)
    with staff_scope():
        Scrape.objects.update(created_at=F("created_at") - timedelta(days=400))
    assert run(SCRAPES, now=NOW + timedelta(days=91)).rows == 1


@pytest.mark.django_db
def test_an_id_that_says_nothing_of_its_time_keeps_no_row():
    make_scrapes(1)
    with staff_scope(), connection.cursor() as cursor:
        cursor.execute("UPDATE listings_scrape SET id = gen_random_uuid(), created_at = created_at - interval '91 d'")
    assert run(SCRAPES).rows == 1


@pytest.mark.django_db
def test_a_dry_run_counts_what_a_run_then_removes_and_removes_nothing():
    make_scrapes(7, days_old=91)
    counted = run(SCRAPES, is_dry_run=True)
    assert (counted.rows, counted.is_dry_run, left()) == (7, True, 7)
    assert run(SCRAPES).rows == 7


@pytest.mark.django_db
def test_a_dry_run_counts_what_goes_along():
    policy = POLICIES["events"]
    account = make_client()
    with staff_scope():
        from webhooks.models import Attempt, Delivery

        OWNED_ROWS[Attempt](account)
        Delivery.objects.update(state="delivered")
    later = datetime.now(UTC) + timedelta(days=91)
    assert run(policy, now=later, is_dry_run=True).rows == 3
    assert run(policy, now=later).rows == 3


@pytest.mark.django_db
def test_freed_bytes_are_rows_times_their_average_size():
    make_scrapes(40, days_old=91)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE listings_scrape")  # what other tests wrote and took away may still be counted
    freed = run(SCRAPES).bytes_freed
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_total_relation_size('listings_scrape')")
        (whole,) = cursor.fetchone()
    # A table that was larger is still as large, so rows may seem to be, but no more is freed than there is
    assert 40 * 200 < freed <= whole


@pytest.mark.django_db
def test_a_capture_leaves_and_its_scrapes_stay_without_it():
    account = make_client()
    scrape = make_scrapes(1, account=account)[0]
    with staff_scope():
        scrape.capture = OWNED_ROWS[Capture](account)
        scrape.save()
    assert run(CAPTURES, now=datetime.now(UTC) + timedelta(days=181)).rows == 1
    with staff_scope():
        assert Scrape.objects.get().capture_id is None
        assert not Capture.objects.exists()


@pytest.mark.django_db
def test_a_deleted_watch_is_a_tombstone_for_thirty_days_and_a_standing_one_stays():
    with staff_scope():
        OWNED_ROWS[Watch](make_client())
        dead = OWNED_ROWS[Watch](make_client())
        Watch.objects.filter(pk=dead.pk).update(deleted_at=NOW, slot=None)
    assert run(POLICIES["deleted watches"], now=NOW + timedelta(days=29)).rows == 0
    assert run(POLICIES["deleted watches"], now=NOW + timedelta(days=31)).rows == 1
    assert left(Watch) == 1


@pytest.mark.django_db
def test_a_batch_goes_once_its_scrapes_are_gone():
    account = make_client()
    with staff_scope():
        batch = OWNED_ROWS[ScrapeBatch](account)
        Scrape.objects.filter(pk=make_scrapes(1, account=account)[0].pk).update(batch=batch)
    later = datetime.now(UTC) + timedelta(days=91)
    assert run(POLICIES["scrape batches"], now=later).rows == 0
    assert run(SCRAPES, now=later).rows == 1
    assert run(POLICIES["scrape batches"], now=later).rows == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", sorted(name for name, policy in POLICIES.items() if policy.drop is None and name != "purge runs")
)
def test_every_policy_runs_dry_and_wet_with_and_without_what_was_imported(name):
    account = make_client()
    with staff_scope():
        for make in OWNED_ROWS.values():
            make(account)
    later = datetime.now(UTC) + timedelta(days=800)
    for include_backfill in (True, False):
        counted = run(POLICIES[name], now=later, is_dry_run=True, include_backfill=include_backfill)
        removed = run(POLICIES[name], now=later, include_backfill=include_backfill)
        assert (counted.state, removed.state, counted.rows) == (State.DONE, State.DONE, removed.rows)


@pytest.mark.django_db
def test_two_policies_cannot_have_one_name():
    with pytest.raises(ValueError, match="two retention policies"):
        register(Policy(name="scrapes", table="x", age_column="y", kept_for=timedelta(1)))


@pytest.fixture
def again(monkeypatch):
    """The arguments with which the nightly task asked for itself again."""
    asked = []
    monkeypatch.setattr(purge_old, "apply_async", lambda args, **_: asked.append(args))
    return asked


@pytest.mark.django_db
def test_mails_that_lie_in_files_go_after_thirty_days(settings, tmp_path):
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    assert run(POLICIES["mail files"]).rows == 0, "the folder comes with the first mail"
    settings.EMAIL_FILE_PATH.mkdir()
    for name, days_old in (("old.log", 31), ("young.log", 29), ("old.txt", 31)):
        file = settings.EMAIL_FILE_PATH / name
        file.write_bytes(b"x" * 100)
        os.utime(file, (NOW.timestamp() - days_old * 86_400,) * 2)
    dry = run(POLICIES["mail files"], is_dry_run=True)
    assert (dry.rows, dry.bytes_freed) == (1, 100)
    ended = run(POLICIES["mail files"])
    assert (ended.rows, ended.bytes_freed, ended.state) == (1, 100, State.DONE)
    assert {file.name for file in settings.EMAIL_FILE_PATH.iterdir()} == {"young.log", "old.txt"}


@pytest.mark.django_db(transaction=True)
class TestInterruptions:
    """Batches are transactions of their own."""

    def test_a_run_whose_time_is_over_goes_on_in_the_next(self):
        make_scrapes(2_500, days_old=91)
        began = run(SCRAPES, until=time.monotonic())
        assert (began.state, began.rows, left()) == (State.PARTIAL, 0, 2_500)
        ended = run(SCRAPES)
        assert (ended.state, ended.rows, left()) == (State.DONE, 2_500, 0)

    def test_a_killed_run_has_counted_what_it_removed_and_the_next_removes_the_rest(self):
        make_scrapes(2_500, days_old=91)
        batches = []

        def killed(seconds):
            batches.append(seconds)
            if len(batches) == 2:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            run_policy(SCRAPES, pause=killed)
        broken_off = PurgeRun.objects.get()
        assert (broken_off.state, broken_off.rows, left()) == (State.RUNNING, 2_000, 500)
        ended = run(SCRAPES)
        broken_off.refresh_from_db()
        assert (broken_off.state, ended.state, ended.rows, left()) == (State.INTERRUPTED, State.DONE, 500, 0)

    def test_a_second_run_at_the_same_time_does_nothing(self):
        make_scrapes(3, days_old=91)
        with psycopg.connect(dsn(), autocommit=True) as other:
            other.execute("SELECT pg_advisory_lock(hashtext('propscrape purge scrapes'))")
            assert run(SCRAPES) is None
            other.execute("SELECT pg_advisory_unlock_all()")
        assert (left(), PurgeRun.objects.count()) == (3, 0)
        assert run(SCRAPES).rows == 3

    def test_a_row_that_a_writer_holds_is_passed_over_and_nobody_waits(self):
        rows = make_scrapes(5, days_old=91)
        with psycopg.connect(dsn()) as writer:
            writer.execute("SET ROLE propscrape_staff")
            writer.execute("UPDATE listings_scrape SET total_ms = 1 WHERE id = %s", [rows[2].pk])
            began = time.monotonic()
            ended = run(SCRAPES)
            assert time.monotonic() - began < 5
            assert (ended.state, ended.rows) == (State.DONE, 4)
        with staff_scope():
            assert list(Scrape.objects.values_list("pk", flat=True)) == [rows[2].pk]

    def test_what_refers_to_old_rows_and_is_in_use_is_left_for_the_next_run(self):
        account = make_client()
        scrape = make_scrapes(1, account=account)[0]
        with staff_scope():
            scrape.capture = OWNED_ROWS[Capture](account)
            scrape.save()
        later = datetime.now(UTC) + timedelta(days=181)
        with psycopg.connect(dsn()) as writer:
            writer.execute("SET ROLE propscrape_staff")
            writer.execute("SELECT 1 FROM listings_scrape WHERE id = %s FOR UPDATE", [scrape.pk])
            pauses = []
            ended = run_policy(CAPTURES, now=later, pause=pauses.append)
        assert (ended.state, ended.rows, len(pauses)) == (State.PARTIAL, 0, MAX_STUMBLES - 1)
        assert run(CAPTURES, now=later).rows == 1

    def test_a_page_that_comes_again_while_its_old_capture_goes_is_kept_anew(self):
        account, html = make_client(), b"<html>"

        def keep():
            return keep_capture(
                client_id=account.pk, content_hash=digest_of(html), html_zstd=compress(html), html_bytes=6
            )

        with client_scope(account.pk):
            keep()
        with psycopg.connect(dsn()) as purge:
            purge.execute("SET ROLE propscrape_staff")
            with client_scope(account.pk):
                kept = keep()
                # The purge passes over what an import has just taken up
                cursor = purge.execute("SELECT 1 FROM listings_capture FOR UPDATE SKIP LOCKED")
                assert cursor.fetchall() == []
        assert kept.pk is not None

    def test_one_policy_that_fails_keeps_none_of_the_others(self):
        make_scrapes(2, days_old=91)
        broken = Policy(name="broken", table="no_such_table", age_column="at", kept_for=timedelta(1))
        with pytest.raises(ExceptionGroup) as raised:
            run_policies([broken, SCRAPES], until=time.monotonic() + 60)
        assert len(raised.value.exceptions) == 1
        assert PurgeRun.objects.get(policy="broken").state == State.FAILED
        assert "no_such_table" in PurgeRun.objects.get(policy="broken").note
        assert left() == 0

    def test_the_nightly_task_runs_every_policy_once_a_night(self):
        make_scrapes(2, days_old=91)
        night = datetime.now(UTC).isoformat()
        assert purge_old(since=night) == 2
        assert set(PurgeRun.objects.values_list("policy", flat=True)) == set(POLICIES)
        make_scrapes(2, days_old=92)
        assert purge_old(since=night) == 0
        assert purge_old() == 2

    def test_what_a_night_has_no_time_for_goes_on_though_one_policy_fails(self, monkeypatch, again):
        broken = Policy(name="broken", table="no_such_table", age_column="at", kept_for=timedelta(1))
        monkeypatch.setattr("propscrape.tasks.POLICIES", {"broken": broken, "scrapes": SCRAPES})
        monkeypatch.setattr("propscrape.tasks.RUN_FOR_S", 0)
        make_scrapes(2, days_old=91)
        with pytest.raises(ExceptionGroup):
            purge_old()
        assert len(again) == 1
        monkeypatch.setattr("propscrape.tasks.RUN_FOR_S", 60)
        with pytest.raises(ExceptionGroup):
            purge_old(*again.pop())
        assert (left(), again) == (0, [])

    def test_rows_in_use_wait_for_the_next_night_and_are_not_asked_for_all_day(self, monkeypatch, again):
        account = make_client()
        scrape = make_scrapes(1, account=account)[0]
        with staff_scope():
            scrape.capture = OWNED_ROWS[Capture](account)
            scrape.save()
            Capture.objects.update(id=id_made(NOW - timedelta(days=200), 1), created_at=NOW - timedelta(days=200))
            Scrape.objects.update(capture=Capture.objects.get())
        monkeypatch.setattr("propscrape.tasks.POLICIES", {"captures": CAPTURES})
        with psycopg.connect(dsn()) as writer:
            writer.execute("SET ROLE propscrape_staff")
            writer.execute("SELECT 1 FROM listings_scrape WHERE id = %s FOR UPDATE", [scrape.pk])
            purge_old()
        assert (PurgeRun.objects.get().state, again) == (State.PARTIAL, [])

    def test_a_run_that_staff_asked_for_is_a_row_until_a_worker_takes_it(self):
        make_scrapes(2, days_old=91)
        asked = ask_for_run(policy="scrapes", is_dry_run=True, asked_by="boss")
        assert asked.state == State.QUEUED
        assert run_asked(until=time.monotonic() + 60) == 1
        asked.refresh_from_db()
        assert (asked.state, asked.rows, asked.asked_by, left()) == (State.DONE, 2, "boss", 2)
        assert run_asked(until=time.monotonic() + 60) == 0

    def test_a_policy_that_is_running_is_asked_for_again_later(self):
        ask_for_run(policy="scrapes", is_dry_run=False, asked_by="boss")
        with psycopg.connect(dsn(), autocommit=True) as other:
            other.execute("SELECT pg_advisory_lock(hashtext('propscrape purge scrapes'))")
            assert run_asked(until=time.monotonic() + 60) == 0
            other.execute("SELECT pg_advisory_unlock_all()")
        assert run_asked(until=time.monotonic() + 60) == 1


@pytest.mark.django_db(transaction=True)
def test_the_command_prints_a_line_for_each_policy(capsys):
    make_scrapes(3, days_old=91)
    call_command("purge", "--dry-run")
    lines = capsys.readouterr().out.splitlines()
    assert next(line for line in lines if line.startswith("scrapes ")).split()[:4] == ["scrapes", "90", "d", "3"]
    assert left() == 3
    call_command("purge", "--policy", "scrapes")
    assert left() == 0
    with pytest.raises(CommandError, match="there is no policy 'scrape'"):
        call_command("purge", "--policy", "scrape")
