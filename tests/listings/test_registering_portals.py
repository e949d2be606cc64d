"""Portals that staff register: what may be one, and that their pages are read and fetched as any other's."""

import os
import subprocess
import sys
import time

import pytest
from django.db import connection
from django.urls import reverse

from listings.errors import HostNotUsable, PortalKnown
from listings.extraction.portals import shipped_index
from listings.models import Portal, Scrape
from listings.services.importing import import_listing
from listings.services.portal_index import INDEX, find_portal, is_same_portal
from listings.services.portals import sync_portals
from listings.services.queueing import fetchable_page
from listings.services.registering import plain_host, register_portal
from propscrape.environment import PROJECT_ROOT
from propscrape.errors import UnsupportedHost
from propscrape.tenancy import staff_scope
from tests.aimap.console import portal_pages, staff_browser
from tests.factories import make_client

HOST, SLUG = "homes.nobodys.org", "homes_nobodys_org"
URL = f"https://www.{HOST}/1"
AS_FORM = {"host": "WWW.Homes.Nobodys.org.", "country": "IE", "currency": "EUR", "locale": "en-IE",
           "area_unit": "sqmt", "is_enabled": "on", "min_delay_s": "2", "max_concurrency": "2",
           "honours_robots": "on", "renders": "unknown"}  # fmt: skip


def registered(host=HOST, **values):
    """A portal that staff registered."""
    market = {"country": "IE", "currency": "EUR", "locale": "en-IE", "area_unit": "sqmt"}
    return register_portal(Portal(host=host, **market | values), by="boss")


@pytest.mark.parametrize(
    ("given", "host"),
    [
        ("Example.COM", "example.com"),
        ("www.example.com.", "example.com"),
        ("homes.example.co.uk", "homes.example.co.uk"),
        ("häuser.example.de", "xn--huser-gra.example.de"),
    ],
)
def test_a_host_is_made_plain(given, host):
    assert plain_host(given) == host


@pytest.mark.parametrize(
    "host",
    ["", "localhost", "co.uk", "com", "github.io", "127.0.0.1", "[::1]", "2130706433", "a b.com", "http://example.com",
     "example.com/x", "user@example.com", "-a.example.com", f"{'a' * 64}.com", ".".join(["abc"] * 90) + ".com"],
)  # fmt: skip
def test_what_is_no_host_of_a_site_is_refused(host):
    with pytest.raises(HostNotUsable):
        plain_host(host)


@pytest.mark.django_db(transaction=True)
def test_pages_of_a_registered_host_are_its_own_at_once():
    assert find_portal(URL) is None
    with pytest.raises(UnsupportedHost):
        fetchable_page(URL)
    registered()
    assert find_portal(URL).market.currency == "EUR"
    assert fetchable_page(URL).portal == SLUG
    assert is_same_portal(URL, f"https://de.{HOST}/2")
    assert not is_same_portal(URL, "https://nobodys.org/2")


@pytest.mark.django_db(transaction=True)
def test_a_page_is_read_in_the_light_of_the_portals_market():
    sync_portals()
    url, html = portal_pages(1)[0]
    registered()
    import_listing(client_id=make_client().pk, url=url.replace("forsalebyowner.com", HOST), html=html)
    with staff_scope():
        assert Scrape.objects.get().portal == SLUG


@pytest.mark.django_db(transaction=True)
def test_another_process_takes_a_new_portal_up_within_seconds():
    script = (
        "import django, time; django.setup()\n"
        "from listings.services.portal_index import find_portal\n"
        f"assert find_portal({URL!r}) is None; print('ready', flush=True)\n"
        f"end = time.monotonic() + 20\n"
        f"while find_portal({URL!r}) is None and time.monotonic() < end: time.sleep(0.05)\n"
        f"print(find_portal({URL!r}).slug, time.time(), flush=True)\n"
    )
    given = connection.get_connection_params()
    address = (
        f"postgresql://{given['user']}:{given.get('password', '')}@{given['host']}:{given['port']}/{given['dbname']}"
    )
    environ = os.environ | {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "propscrape.settings"}
    with subprocess.Popen(
        [sys.executable, "-c", script], cwd=PROJECT_ROOT, env=environ, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "ready\n"
        registered()
        at = time.time()
        slug, seen = process.stdout.readline().split()
    assert slug == SLUG
    assert float(seen) - at < 5


@pytest.mark.django_db
def test_a_host_is_registered_once():
    sync_portals()
    registered()
    for host in (HOST, f"www.{HOST}", "rightmove.co.uk"):
        with pytest.raises(PortalKnown):
            registered(host)


@pytest.mark.django_db
def test_a_release_that_brings_a_registered_host_leaves_the_row_as_staff_have_it():
    sync_portals()
    Portal.objects.filter(pk="uk_zoopla").delete()
    Portal.objects.create(slug="zoopla_co_uk", host="zoopla.co.uk", origin="staff", country="GB", currency="GBP",
                          locale="en-GB", area_unit="sqft")  # fmt: skip
    INDEX.forget()
    assert sync_portals() == Portal.objects.count() - 1
    assert find_portal("https://www.zoopla.co.uk/1").slug == "zoopla_co_uk"
    assert shipped_index().find("https://www.zoopla.co.uk/1").slug == "uk_zoopla"


@pytest.mark.django_db
def test_staff_add_a_portal_and_change_what_it_is_later():
    browser = staff_browser()
    answer = browser.post(reverse("admin:listings_portal_add"), AS_FORM)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    added = Portal.objects.get()
    assert (added.pk, added.host, added.origin, added.state.breaker) == (SLUG, HOST, "staff", "closed")
    change = reverse("admin:listings_portal_change", args=[SLUG])
    browser.post(change, AS_FORM | {"host": "elsewhere.org", "currency": "GBP"})
    added.refresh_from_db()
    assert (added.host, added.currency) == (HOST, "GBP")


@pytest.mark.django_db
def test_what_a_release_says_of_its_portals_is_not_changed_by_staff():
    sync_portals()
    change = reverse("admin:listings_portal_change", args=["uk_rightmove"])
    assert staff_browser().post(change, AS_FORM | {"max_concurrency": "7"}).status_code == 302
    rightmove = Portal.objects.get(pk="uk_rightmove")
    assert (rightmove.currency, rightmove.max_concurrency) == ("GBP", 7)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "value"),
    [("host", "co.uk"), ("host", "rightmove.co.uk"), ("country", "Ireland"), ("currency", "eur"), ("locale", "<b>"),
     ("area_unit", "miles")],
)  # fmt: skip
def test_a_portal_that_cannot_be_is_refused_beside_its_field(name, value):
    answer = staff_browser().post(reverse("admin:listings_portal_add"), AS_FORM | {name: value})
    assert list(answer.context["adminform"].form.errors) == [name]
    assert not Portal.objects.exists()


@pytest.mark.django_db
def test_only_staff_who_may_add_portals_see_the_form():
    assert staff_browser("view_portal").get(reverse("admin:listings_portal_add")).status_code == 403
