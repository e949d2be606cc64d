"""Every scrape of a registered portal is counted once, by hour and day; counted anew, the figures are the same."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from listings.errors import PageBlocked
from listings.health.figures import Figures
from listings.models import HealthDay, HealthHour, HealthNote, Scrape
from listings.services.health.folding import figures_of, fold_notes
from listings.services.health.reading import days_of, fill_by_day, hours_of, totals_by_day
from listings.services.importing import import_listing
from listings.services.portals import sync_portals
from propscrape.retention.policies import POLICIES
from propscrape.retention.running import run_policy
from propscrape.tenancy import client_scope, staff_scope
from tests.factories import make_client
from tests.listings.scrapes.work import PATH, RIGHTMOVE, queue, run_due
from tests.sample_pages import sample

pytestmark = pytest.mark.django_db(transaction=True)

URL, HTML = sample("rightmove")
WALL = "<html><head><title>Just a moment...</title></head><body>Checking your browser. cf-chl-bypass</body></html>"


@pytest.fixture
def account():
    sync_portals()
    return make_client()


def look(account, *, url=URL, html=HTML):
    return import_listing(client_id=account.pk, url=url, html=html)


def hours():
    """The figures of all hours, as their rows hold them."""
    with staff_scope():
        return {(row.portal, row.hour): (figures_of(row), row.scrapes, row.good) for row in HealthHour.objects.all()}


def days():
    with staff_scope():
        return {(row.portal, row.day): (figures_of(row), row.scrapes, row.good) for row in HealthDay.objects.all()}


def only_hour():
    ((key, (figures, *_)),) = hours().items()
    return key, figures


def test_an_import_is_counted_with_its_fields_grade_price_and_mapping(account):
    listing = look(account).listing
    assert fold_notes() == 1
    (portal, _), figures = only_hour()
    assert portal == RIGHTMOVE
    assert (figures.outcomes, figures.reads, figures.grades) == ({"ok": 1}, 1, {listing.quality_grade: 1})
    assert figures.fills["price_float"] == figures.fills["title"] == 1
    assert figures.mappings == {listing.mapping_version: 1}
    counted_once = (figures.prices, figures.durations, figures.structures)
    assert [sum(counts.values()) for counts in counted_once] == [1, 1, 1]
    assert figures.last_success_at is not None


def test_the_same_page_again_is_a_good_scrape_and_no_reading(account):
    look(account)
    look(account)
    fold_notes()
    _, figures = only_hour()
    assert (figures.outcomes, figures.reads) == ({"ok": 1, "unchanged": 1}, 1)
    assert figures.pages() == pytest.approx(1)


def test_a_wall_is_counted_as_blocked_and_fills_nothing(account):
    with pytest.raises(PageBlocked):
        look(account, html=WALL)
    fold_notes()
    _, figures = only_hour()
    assert (figures.blocked, figures.good, figures.reads, figures.fills) == (1, 0, 0, {})


def test_hosts_that_nobody_registered_are_not_counted(account):
    look(account, url="https://homes.example/1")
    assert fold_notes() == 0
    assert hours() == {}


def test_fetched_pages_are_counted_like_sent_ones(client_account, portal):
    queue(client_account, portal.url(PATH))
    queue(client_account, portal.url("/properties/404"))
    run_due()
    assert fold_notes() == 2
    _, figures = only_hour()
    assert figures.outcomes == {"ok": 1, "gone": 1}


def test_a_scrape_that_is_rolled_back_is_not_counted(account, monkeypatch):
    def fail(scrape):
        raise RuntimeError("no")

    monkeypatch.setattr("listings.services.importing.observe_scrape", fail)
    with pytest.raises(RuntimeError):
        look(account)
    assert fold_notes() == 0


def test_days_are_the_sum_of_their_hours_however_often_is_folded(account):
    for price in ("£325,000", "£330,000", "£335,000"):
        look(account, html=HTML.replace("£325,000", price))
        fold_notes()
    ((_, (day, scrapes, good)),) = days().items()
    total = Figures()
    for figures, *_ in hours().values():
        total.merge(figures)
    assert day == total
    assert (scrapes, good) == (3, 3)


def test_figures_counted_anew_are_the_same(client_account, portal):
    look(client_account)
    look(client_account)
    look(client_account, html=HTML.replace("£325,000", "£1,000"))
    with pytest.raises(PageBlocked):
        look(client_account, html=WALL)
    queue(client_account, portal.url("/properties/404"))
    run_due()
    fold_notes()
    before = hours(), days()
    with staff_scope():
        HealthHour.objects.all().delete()
        HealthDay.objects.update(scrapes=999, counts={})
    out = StringIO()
    call_command("rebuild_health", since=timezone.now().date(), stdout=out)
    assert (hours(), days()) == before
    assert "5 scrapes" in out.getvalue()


def test_what_is_counted_anew_is_not_counted_again_by_its_notes(account):
    look(account)
    call_command("rebuild_health", stdout=StringIO())
    assert fold_notes() == 0
    ((_, (figures, scrapes, _)),) = days().items()
    assert (figures.reads, scrapes) == (1, 1)


def test_days_whose_scrapes_are_gone_are_not_counted_anew(account):
    long_ago = timezone.now().date() - timedelta(days=89)
    with pytest.raises(CommandError, match="would be lost"):
        call_command("rebuild_health", since=long_ago, stdout=StringIO())


def test_scrapes_that_end_together_are_each_counted_once(account):
    def work(number):
        try:
            for turn in range(5):
                look(account, url=f"{URL}{number}{turn}", html=HTML)
                fold_notes()
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, range(6)))
    fold_notes()
    with client_scope(account.pk):
        ended = Scrape.objects.filter(portal=RIGHTMOVE, finished_at__isnull=False).count()
    assert ended == 30
    assert sum(scrapes for _, scrapes, _ in days().values()) == 30
    assert sum(figures.scrapes for figures, *_ in hours().values()) == 30
    assert HealthNote.objects.count() == 0


def test_a_client_may_write_notes_and_read_none(account):
    look(account)
    with pytest.raises(Exception, match="permission denied"), client_scope(account.pk):
        HealthNote.objects.count()
    assert fold_notes() == 1


def purge():
    for name in ("health by hour", "health by day"):
        run_policy(POLICIES[name], pause=lambda seconds: None)


def test_hours_leave_after_35_days_and_days_after_400(account):
    look(account)
    fold_notes()
    now = timezone.now()
    with staff_scope():
        HealthHour.objects.update(hour=now - timedelta(days=36))
        HealthDay.objects.update(day=(now - timedelta(days=399)).date())
    purge()
    assert (len(hours()), len(days())) == (0, 1)
    with staff_scope():
        HealthDay.objects.update(day=(now - timedelta(days=402)).date())
    purge()
    assert days() == {}


def test_figures_are_there_to_be_shown(account):
    look(account)
    fold_notes()
    today = timezone.now().date()
    ((hour, figures),) = hours_of(RIGHTMOVE, since=timezone.now() - timedelta(hours=2))
    assert hour.minute == 0
    assert [day for day, _ in days_of(RIGHTMOVE, since=today)] == [today]
    ((_, fills),) = fill_by_day(RIGHTMOVE, since=today)
    assert fills["title"] == 1.0
    assert figures.percentile_ms(95) > 0
    assert totals_by_day(since=today)[RIGHTMOVE][0].good == 1
