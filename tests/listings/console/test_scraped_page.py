"""A scrape's page: its captured page beside the values, each leading to its place, and nothing of the page alive."""

import json
import re

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client as Browser
from django.urls import reverse

from listings.models import Capture, MappingVersion, Portal, Scrape
from listings.services.importing import import_listing
from listings.services.mapping_versions import activate
from propscrape.tenancy import staff_scope
from tests.factories import make_client
from tests.listings.console.portal_history import make_portal, make_scrapes
from tests.listings.mappings.versions import HTML, PORTAL, URL, draft

pytestmark = pytest.mark.django_db(transaction=True)
HOSTILE = HTML.replace(
    "</h1>", '</h1><script>alert(1)</script><p onclick="alert(2)" style="color:red">&lt;script&gt;alert(3)</p>'
)


@pytest.fixture
def staff():
    return logged_in(get_user_model().objects.create_superuser("boss", password="a-long-password"))


def logged_in(user):
    browser = Browser()
    browser.force_login(user)
    return browser


@pytest.fixture
def scrape():
    """A page that v1 read its price from #asking."""
    activate(version_id=draft().pk, by="ann")
    return import_listing(client_id=make_client().pk, url=URL, html=HOSTILE).scrape


def change_page(browser, scrape):
    answer = browser.get(reverse("admin:listings_scrape_change", args=[scrape.pk]))
    assert answer.status_code == 200
    return answer


def document(browser, scrape):
    return browser.get(reverse("admin:listings_scrape_page", args=[scrape.pk]))


def row_of(answer, name):
    return next(row for row in answer.context["page_values"] if row["name"] == name)


def test_a_page_of_a_portal_that_staff_registered_is_read_as_it_was_then(staff):
    portal = make_portal(
        "au_meadow", "meadow.example", "AU", currency="AUD", locale="en-AU", area_unit="sqmt", origin="staff"
    )
    address = {"streetAddress": "1 Mill Lane", "addressLocality": "Perth"}
    offer = {
        "@type": "Apartment",
        "name": "A flat",
        "numberOfRooms": 3,
        "address": address,
        "offers": {"price": "250,000"},
    }
    html = f'<script type="application/ld+json">{json.dumps(offer)}</script><h1>A flat</h1><p>$250,000</p>'
    done = import_listing(client_id=make_client().pk, url=f"https://{portal.host}/homes/1", html=html)
    assert done.listing.currency == "AUD"
    assert row_of(change_page(staff, done.scrape), "currency")["value"] == "AUD"


def test_a_number_of_the_pages_data_is_marked_where_it_is_shown_with_its_currency(staff):
    offer = {"@type": "Offer", "price": "250000", "priceCurrency": "GBP"}
    home = {"@type": "Apartment", "name": "A flat", "numberOfRooms": 3, "address": {"addressLocality": "Leeds"}}
    data = json.dumps(home | {"offers": offer})
    html = f"""<script type="application/ld+json">{data}</script><h1>A flat</h1><p>2,500 GBP a year</p>
        <p>Ref 250-001</p><p><b>£250,000</b></p><p>250,000 people live here, more than ever before.</p>"""
    done = import_listing(client_id=make_client().pk, url="https://homes.example/1", html=html)
    row = row_of(change_page(staff, done.scrape), "price_float")
    place = row["href"].partition("#")[2]
    shown = document(staff, done.scrape).content.decode()
    assert row["source"] == "jsonld"
    assert re.search(rf'<b class="shown">(?:<span[^>]*>\d+</span>)*<span class="field" id="{place}">', shown)


def test_each_value_leads_to_its_place_in_the_frame(staff, scrape):
    row = row_of(change_page(staff, scrape), "price_float")
    place = row["href"].partition("#")[2]
    shown = document(staff, scrape).content.decode()
    assert row["href"].startswith(reverse("admin:listings_scrape_page", args=[scrape.pk]))
    (labels,) = re.findall(r'<p[^>]* class="chosen">((?:<span class="field"[^>]*>\d+</span>)+)£250,000</p>', shown)
    assert f'<span class="field" id="{place}">{row["number"]}</span>' in labels
    assert shown.count(f'id="{place}"') == 1
    assert (row["source"], row["value"]) == ("css", "250,000")


def test_nothing_of_the_page_is_alive_in_the_frame(staff, scrape):
    answer = document(staff, scrape)
    shown = answer.content.decode()
    assert "<script" not in shown
    assert "onclick" not in shown
    assert "style=" not in shown
    assert "&lt;script&gt;alert(3)" in shown
    policy = answer["Content-Security-Policy"]
    assert policy.startswith("sandbox; default-src 'none'; style-src 'sha256-")
    assert "frame-ancestors 'self'" in policy
    assert answer["X-Frame-Options"] == "SAMEORIGIN"


def test_a_page_is_read_by_the_version_that_read_it_and_else_by_the_present_one(staff, scrape):
    activate(version_id=draft("#other").pk, by="ann")
    answer = change_page(staff, scrape)
    assert row_of(answer, "price_float")["value"] == "250,000"
    assert "is gone: this is what" not in answer.content.decode()
    with staff_scope():
        Scrape.objects.filter(pk=scrape.pk).update(mapping_version="v99")
    answer = change_page(staff, scrape)
    assert row_of(answer, "price_float")["value"] == "240,000"
    assert "is gone: this is what" in answer.content.decode()
    assert MappingVersion.objects.filter(portal=PORTAL).count() == 2


def test_a_page_that_no_mapping_reads_is_shown_with_what_is_read_anyway(staff):
    imported = import_listing(client_id=make_client().pk, url="https://homes.example/1", html=HTML)
    answer = change_page(staff, imported.scrape)
    assert row_of(answer, "title")["href"]
    assert document(staff, imported.scrape).status_code == 200


def test_a_scrape_without_its_page_has_no_frame(staff):
    (scrape,) = make_scrapes(make_client(), make_portal(), 1)
    assert b"<iframe" not in change_page(staff, scrape).content
    assert document(staff, scrape).status_code == 404


def test_who_may_not_see_captures_sees_the_scrape_alone(scrape):
    user = get_user_model().objects.create_user("guest", password="a-long-password", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="view_scrape"))
    browser = logged_in(user)
    assert b"<iframe" not in change_page(browser, scrape).content
    assert document(browser, scrape).status_code == 403
    assert Browser().get(reverse("admin:listings_scrape_page", args=[scrape.pk])).status_code == 302


def test_the_page_is_found_where_its_capture_was_erased_meanwhile(staff, scrape):
    with staff_scope():
        Capture.objects.all().delete()
    assert b"<iframe" not in change_page(staff, scrape).content
    assert Portal.objects.filter(pk=PORTAL).exists()
