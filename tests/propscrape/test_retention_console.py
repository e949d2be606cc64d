"""What is kept, in the console: the policies, their runs, their buttons, and what the tables take."""

from datetime import date, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_celery_beat.models import CrontabSchedule, PeriodicTask

from pricehistory.services.partitions import TABLE
from propscrape.models import PurgeRun, StorageReport
from propscrape.retention.console import NIGHTLY, next_night
from propscrape.retention.policies import KEPT, POLICIES
from propscrape.retention.storage import keep_report, kept_for, report_before, table_sizes, take_report
from propscrape.tasks import report_storage

pytestmark = pytest.mark.django_db
RUNS, START = reverse("admin:propscrape_purgerun_changelist"), reverse("admin:propscrape_purgerun_start")


@pytest.fixture
def boss():
    """A browser with a member of staff who may do everything."""
    browser = Client()
    browser.force_login(get_user_model().objects.create_superuser("boss", password="a-long-password"))
    return browser


@pytest.fixture
def onlooker():
    """One with a member of staff who may only look."""
    user = get_user_model().objects.create_user("eve", password="a-long-password", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_purgerun"))
    browser = Client()
    browser.force_login(user)
    return browser


def test_each_policy_is_shown_with_its_last_run_and_the_next_night(boss):
    now = timezone.now()
    PurgeRun.objects.create(policy="scrapes", state="done", rows=4_321, bytes_freed=3 * 1024**2, finished_at=now)
    PurgeRun.objects.create(policy="scrapes", state="done", rows=9, is_dry_run=True)
    page = boss.get(RUNS).content.decode()
    assert all(name in page for name in POLICIES)
    assert "4,321" in page
    assert "3.0 MB" in page
    assert f"{next_night(now):%Y-%m-%d %H:%M}" in page


def test_every_table_has_a_policy_or_a_reason_to_stay():
    assert [row.table for row in table_sizes(take_report(), None) if row.kept == "no policy"] == []


def test_a_page_of_policies_costs_the_same_queries_however_many_runs_there_are(boss, django_assert_max_num_queries):
    PurgeRun.objects.bulk_create(PurgeRun(policy=name, state="done") for name in POLICIES for _ in range(20))
    with django_assert_max_num_queries(20):
        assert boss.get(RUNS).status_code == 200


def test_no_next_night_is_promised_while_the_schedule_is_switched_off(boss):
    crontab = CrontabSchedule.objects.create(hour="3", minute="15")
    PeriodicTask.objects.create(name=NIGHTLY, task="propscrape.tasks.purge_old", crontab=crontab, enabled=False)
    assert "switched off" in boss.get(RUNS).content.decode()


@pytest.mark.parametrize("is_dry_run", [True, False])
def test_a_button_asks_for_a_run_and_says_who_pressed_it(boss, is_dry_run):
    boss.post(START, {"policy": "scrapes"} | ({"dry_run": "1"} if is_dry_run else {}))
    run = PurgeRun.objects.get()
    assert (run.policy, run.state, run.is_dry_run, run.asked_by) == ("scrapes", "queued", is_dry_run, "boss")
    assert "retention policy scrapes" in LogEntry.objects.get().change_message


def test_who_may_only_look_has_no_buttons_and_may_not_press_them(onlooker):
    page = onlooker.get(RUNS)
    assert page.status_code == 200
    assert "Run now" not in page.content.decode()
    assert onlooker.post(START, {"policy": "scrapes"}).status_code == 403
    assert not PurgeRun.objects.exists()


def test_a_run_is_asked_for_by_post_with_a_token_alone(boss):
    assert boss.get(START, {"policy": "scrapes"}).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(get_user_model().objects.get(username="boss"))
    assert strict.post(START, {"policy": "scrapes"}).status_code == 403
    boss.post(START, {"policy": "no such policy"})
    assert not PurgeRun.objects.exists()


def test_every_table_of_a_policy_exists_and_is_not_said_to_be_kept():
    tables = {row["table"] for row in take_report().tables}
    assert {policy.table for policy in POLICIES.values() if policy.table} <= tables
    assert not {policy.table for policy in POLICIES.values() if policy.age_column} & set(KEPT)


def test_a_report_has_each_table_with_its_indexes_and_partitions_count_to_their_table():
    report = take_report()
    rows = {row["table"]: row for row in report.tables}
    scrapes = rows["listings_scrape"]
    assert sum(scrapes["indexes"].values()) == scrapes["index_bytes"] > 0
    assert sum(rows[TABLE]["indexes"].values()) == rows[TABLE]["index_bytes"] > 0
    assert not [table for table in rows if table.startswith(f"{TABLE}_")]
    assert report.database_bytes > sum(size.total_bytes for size in table_sizes(report, None)) > 0


def test_growth_is_that_since_the_latest_earlier_month():
    before = keep_report(today=date(2026, 4, 9))
    assert before.month == date(2026, 4, 1)
    for row in before.tables:
        row["table_bytes"] -= 1_000
    before.tables = before.tables[1:]
    before.save()
    now = take_report(today=date(2026, 5, 2))
    first, second = table_sizes(now, report_before(now.month))[:2]
    assert (first.grown_bytes, second.grown_bytes) == (None, 1_000)


def test_one_report_is_kept_each_month():
    assert (report_storage(), report_storage()) == (True, False)
    StorageReport.objects.update(month=timezone.now().date().replace(day=1) - timedelta(days=1))
    assert report_storage() is True


def test_a_table_says_how_long_it_is_kept_or_that_nobody_said():
    assert kept_for("listings_scrape") == "90 d, by batches"
    assert kept_for(TABLE) == "365 d, by partition drop"
    assert kept_for("listings_deletedlisting") == "30 d, as tombstones"
    assert kept_for("listings_listing") == "as long as its client wants it"
    assert kept_for("a_new_table") == "no policy"


def test_the_console_shows_what_tables_take_now_and_took_in_a_month(boss):
    page = reverse("admin:propscrape_storagereport_changelist")
    assert "listings_scrape" in boss.get(page).content.decode()
    report = keep_report()
    assert (
        "listings_scrape_by_time"
        in boss.get(reverse("admin:propscrape_storagereport_change", args=[report.pk])).content.decode()
    )


def test_the_command_prints_every_table_and_index(capsys):
    call_command("storage_report", "--all")
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("listings_scrape ") and "90 d, by batches" in line for line in lines)
    assert any(line.strip().startswith("listings_scrape_by_time") for line in lines)
