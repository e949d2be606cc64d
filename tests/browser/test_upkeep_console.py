"""Retention, storage and digests in a real browser: whole on a telephone, readable, silent under the strict policy."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone
from playwright.sync_api import expect

from listings.digest.unsubscribing import unsubscribe_url
from listings.models import Digest
from propscrape.models import PurgeRun
from propscrape.retention.policies import POLICIES
from propscrape.retention.storage import take_report
from propscrape.tenancy import staff_scope
from tests.browser.windows import faults_in_both, log_in
from tests.factories import make_client

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "a-long-password"
NOTE = "OperationalError: canceling statement due to lock timeout while deleting rows of listings_scrape " * 3
HOSTILE = "<script>document.title='taken'</script> & Sons " + "with-a-name-that-never-ends" * 2
RUNS, REPORTS = "/admin/propscrape/purgerun/", "/admin/propscrape/storagereport/"
DIGESTS, CLIENTS = "/admin/listings/digest/", "/admin/clients/client/"


@pytest.fixture
def boss():
    """A member of staff who may do everything."""
    return get_user_model().objects.create_superuser("boss", password=PASSWORD)


@pytest.fixture
def account(boss):
    """A client with digests in every state; policies with runs in every state; a report of last month."""
    client, now = make_client(HOSTILE, digest_email="reader@example.com"), timezone.now()
    plain = make_client("Harbour Homes")
    with staff_scope():
        for back, state in enumerate(Digest.State):
            for to in (plain if back else client, None):
                Digest.objects.create(
                    client=to, channel="slack" if back % 2 else "email", day=now.date() - timedelta(days=back),
                    state=state, attempts=back % 4, sent_at=now if state == "sent" else None,
                    subject="propscrape, 2026-05-04: prices down 3, new 14, gone 2" if state == "sent" else "",
                    error="SMTPServerDisconnected: Connection unexpectedly closed" if state == "failed" else "",
                )  # fmt: skip
    ways = [*PurgeRun.State]
    for number in range(len(POLICIES) * len(ways)):
        name, how = [*POLICIES][number // len(ways)], ways[(number - number // 50) % len(ways) - 2]
        PurgeRun.objects.create(
            policy=name, state=how, rows=number * 31_337, bytes_freed=number * 10**7, is_dry_run=number % 3 == 0,
            started_at=now - timedelta(minutes=3), finished_at=now if number % 2 else None,
            note=NOTE if number % 7 == 0 else "", asked_by="boss" if number % 5 == 0 else "",
        )  # fmt: skip
    report = take_report(today=(now - timedelta(days=31)).date())
    for row in report.tables:
        row["table_bytes"] = row["table_bytes"] // 2
    report.save()
    return client


def open_all(browsing, base, pages, width):
    """Open each page, keep pictures of it, and ask what each has to fulfil."""
    page = browsing.page
    for name, path in pages.items():
        page.goto(f"{base}{path}")
        assert browsing.errors == [], name
        assert faults_in_both(page, width, name) == [], name
        browsing.errors.clear()  # axe tries to style the page, which the policy refuses


@pytest.mark.parametrize("width", [390, 1280])
def test_upkeep_is_looked_at(live_server, account, browsing, width):
    page, base = browsing.page, live_server.url
    log_in(page, f"{base}{RUNS}", PASSWORD)
    link = re.sub("^https?://[^/]+", "", unsubscribe_url(account.pk, account.digest_email))
    pages = {"retention": RUNS, "storage": REPORTS, "digests": DIGESTS, "unsubscribe": link}
    pages |= {"client": f"{CLIENTS}{account.pk}/change/", "clients": CLIENTS}
    open_all(browsing, base, pages, width)
    for name, path in (("purge-run", RUNS), ("storage-month", REPORTS), ("digest", DIGESTS)):
        page.goto(f"{base}{path}")
        page.locator("#result_list tbody th a").first.click()
        open_all(browsing, base, {name: page.url.removeprefix(base)}, width)
    assert page.title() != "taken"


@pytest.mark.parametrize("width", [390, 1280])
def test_without_any_run_or_digest_the_pages_say_so(live_server, boss, browsing, width):
    log_in(browsing.page, f"{live_server.url}{RUNS}", PASSWORD)
    pages = {"retention-empty": RUNS, "storage-empty": REPORTS, "digests-empty": DIGESTS}
    open_all(browsing, live_server.url, pages, width)


def test_a_policy_is_run_dry_and_digests_are_ended_by_keyboard(live_server, account, browsing):
    page, base = browsing.page, live_server.url
    log_in(page, f"{base}{RUNS}", PASSWORD)
    page.get_by_role("button", name="Dry run: scrapes", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Dry run asked for: scrapes")).to_be_visible()
    page.goto(f"{base}{re.sub('^https?://[^/]+', '', unsubscribe_url(account.pk, account.digest_email))}")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("No more digests are sent")).to_be_visible()
    assert browsing.errors == []
