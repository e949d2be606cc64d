"""POST and GET of listings, as a program meets them."""

import gzip
import json
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import MULTIPART_CONTENT

from listings.models import Capture, Listing, Scrape
from listings.services.captures import html_of
from pricehistory.models import CurrentPrice, PriceSnapshot
from propscrape.tenancy import client_scope
from tests.factories import make_client, make_key, make_subscription
from tests.sample_pages import sample
from webhooks.models import Delivery, Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(client_account):
    """Count rows of a model as the client sees them."""

    def count(model):
        with client_scope(client_account.pk):
            return model.objects.count()

    return count


@pytest.fixture
def import_page(call):
    """POST a page."""

    def post(url, html, **more):
        return call("post", "/listings", {"url": url, "html": html, **more})

    return post


def test_a_page_becomes_a_listing_with_title_price_currency_and_position(import_page):
    answer = import_page(*sample("rightmove"))
    assert answer.status_code == 200
    body = answer.json()
    listing = body["listings"][0]
    assert body["success"] is True
    assert body["was_unchanged"] is False
    assert listing["title"] == "3 bedroom semi-detached house for sale in Larkspur Lane, Otley, LS21"
    assert (listing["price_float"], listing["price_cents"], listing["currency"]) == (325000, 32500000, "GBP")
    assert listing["price_currency"] == "GBP"
    assert (listing["latitude"], listing["longitude"]) == (53.9061, -1.6937)
    assert listing["count_toilets"] is None
    assert listing["portal"] == "uk_rightmove"


def test_the_answer_explains_the_extraction(import_page):
    extraction = import_page(*sample("rightmove")).json()["extraction"]
    diagnostics = extraction["diagnostics"]
    assert extraction["scraper_used"] == diagnostics["scraperName"] == "uk_rightmove"
    assert extraction["fields_extracted"] == diagnostics["populatedFields"] > 20
    assert diagnostics["totalFields"] == diagnostics["populatedFields"] + len(diagnostics["emptyFields"])
    assert any(t["field"] == "price" and t["outcome"] == "accepted" for t in diagnostics["fieldTraces"])


def test_an_import_stores_scrape_capture_snapshot_and_events(import_page, rows, client_account):
    url, html = sample("rightmove")
    import_page(url, html)
    with client_scope(client_account.pk):
        scrape, capture = Scrape.objects.get(), Capture.objects.get()
        snapshot, standing = PriceSnapshot.objects.get(), CurrentPrice.objects.get()
        events = list(Event.objects.order_by("sequence").values_list("type", "sequence"))
    assert (scrape.state, scrape.outcome, scrape.source) == ("done", "ok", "html")
    assert scrape.html_bytes == len(html.encode())
    assert scrape.total_ms > scrape.extract_ms > 0
    assert 0 < scrape.fields_filled < scrape.fields_known
    assert scrape.capture_id == capture.pk
    assert html_of(capture) == html.encode()
    assert (snapshot.amount, snapshot.currency, snapshot.portal) == (Decimal(325000), "GBP", "uk_rightmove")
    assert snapshot.area_m2 == pytest.approx(94.95, abs=0.1)
    assert standing.kind == snapshot.kind
    assert events == [("extraction.completed", 1), ("listing.created", 2)]


def test_the_request_id_is_on_the_answer_the_scrape_and_the_events(call, client_account):
    url, html = sample("rightmove")
    answer = call("post", "/listings", {"url": url, "html": html}, headers={"X-Request-Id": "trace-me-12345678"})
    assert answer["X-Request-Id"] == "trace-me-12345678"
    with client_scope(client_account.pk):
        assert Scrape.objects.get().request_id == "trace-me-12345678"
        assert set(Event.objects.values_list("request_id", flat=True)) == {"trace-me-12345678"}


def test_an_unchanged_page_is_recognised_and_nothing_but_the_look_is_stored(import_page, rows, client_account):
    first = import_page(*sample("rightmove")).json()
    again = import_page(*sample("rightmove")).json()
    assert again["was_unchanged"] is True
    assert again["listings"][0]["id"] == first["listings"][0]["id"]
    assert again["listings"][0]["last_retrieved_at"] > first["listings"][0]["last_retrieved_at"]
    assert again["extraction"]["fields_extracted"] == first["extraction"]["fields_extracted"]
    counts = {model: rows(model) for model in (Listing, Capture, PriceSnapshot, Event, Scrape)}
    assert counts == {Listing: 1, Capture: 1, PriceSnapshot: 1, Event: 2, Scrape: 2}
    with client_scope(client_account.pk):
        standing, (second, one) = CurrentPrice.objects.get(), Scrape.objects.order_by("-created_at")
    assert standing.last_seen_at > standing.observed_at
    assert (second.outcome, one.outcome) == ("unchanged", "ok")
    for name in ("quality_grade", "mapping_version", "scraper_name", "fields_filled", "fields_known"):
        assert getattr(second, name) == getattr(one, name) is not None


def test_tracking_parameters_and_www_do_not_make_another_listing(import_page, rows):
    url, html = sample("rightmove")
    import_page(url, html)
    import_page(url.replace("www.", "") + "/?utm_source=mail#photos", html)
    assert rows(Listing) == 1


def test_a_new_price_is_recorded_and_told(import_page, rows, client_account):
    url, html = sample("rightmove")
    import_page(url, html)
    answer = import_page(url, html.replace("£325,000", "£310,000")).json()
    assert answer["listings"][0]["price_float"] == 310000
    with client_scope(client_account.pk):
        changed = Event.objects.get(type="listing.price_changed")
        updated = Event.objects.get(type="listing.updated")
    assert rows(PriceSnapshot) == 2
    assert changed.data["from"]["amount"] == 325000
    assert (changed.data["change_amount"], changed.data["direction"]) == (-15000, "decrease")
    assert changed.data["change_percent"] == pytest.approx(-4.62)
    assert updated.data["changes"]["price_cents"] == {"from": 32500000, "to": 31000000}
    assert changed.sequence > updated.sequence


def test_a_subscription_is_owed_the_events_it_asked_for(import_page, client_account):
    everything, _ = make_subscription(client_account)
    created, _ = make_subscription(client_account, event_types=["listing.created"])
    elsewhere, _ = make_subscription(client_account, portals=["zoopla"])
    import_page(*sample("rightmove"))
    with client_scope(client_account.pk):
        owed = {s: Delivery.objects.filter(subscription=s).count() for s in (everything, created, elsewhere)}
    assert owed == {everything: 2, created: 1, elsewhere: 0}


def test_history_shows_snapshots_newest_first_and_the_moves_between_them(call, import_page):
    url, html = sample("rightmove")
    for price in ("£325,000", "£310,000", "£315,000"):
        import_page(url, html.replace("£325,000", price))
    history = call("get", "/listings/history", {"url": url}).json()
    assert history["snapshot_count"] == 3
    assert [s["price_float"] for s in history["snapshots"]] == [315000, 310000, 325000]
    changes = call("get", "/listings/history", {"url": url, "changes_only": "1"}).json()
    assert changes["change_count"] == 2
    assert [(c["change_amount"], c["direction"]) for c in changes["changes"]] == [
        (5000, "increase"),
        (-15000, "decrease"),
    ]
    assert call("get", "/listings/history", {"url": url, "limit": 1}).json()["snapshot_count"] == 1


def test_history_by_id_is_the_same_as_by_url(call, import_page):
    url, html = sample("rightmove")
    listing_id = import_page(url, html).json()["listings"][0]["id"]
    by_id = call("get", f"/listings/{listing_id}/history").json()
    assert by_id["snapshots"] == call("get", "/listings/history", {"url": url}).json()["snapshots"]


def test_a_stored_listing_is_found_by_url_and_by_id(call, import_page):
    url, html = sample("zoopla")
    stored = import_page(url, html).json()["listings"][0]
    by_url = call("get", "/listings", {"url": url + "?utm_campaign=x"})
    assert by_url.status_code == 200
    assert by_url.json()["listings"][0] == stored
    with_provenance = call("get", f"/listings/{stored['id']}", {"provenance": "1"}).json()["listings"][0]
    assert with_provenance["provenance"]["price_float"]["source"]
    assert "provenance" not in call("get", f"/listings/{stored['id']}").json()["listings"][0]


def test_another_clients_listing_is_not_found(call, import_page):
    url, html = sample("rightmove")
    listing_id = import_page(url, html).json()["listings"][0]["id"]
    stranger = make_key(make_client())
    for answer in (
        call("get", "/listings", {"url": url}, key=stranger),
        call("get", f"/listings/{listing_id}", key=stranger),
        call("get", f"/listings/{listing_id}/history", key=stranger),
    ):
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "LISTING_NOT_FOUND")
    assert call("get", "/listings/history", {"url": url}, key=stranger).json()["snapshot_count"] == 0


def test_an_unknown_listing_is_404_and_not_a_blank_record(call):
    answer = call("get", "/listings", {"url": "https://www.rightmove.co.uk/properties/1"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "LISTING_NOT_FOUND")
    assert call("get", f"/listings/{uuid4()}").status_code == 404


def test_a_page_of_an_unregistered_host_is_extracted_without_a_mapping(import_page):
    _, html = sample("daft")
    listing = import_page("https://homes.example.com/14-harbour-row", html).json()["listings"][0]
    assert (listing["portal"], listing["scraper_name"], listing["price_float"]) == (None, "generic", 245000)


def test_multipart_takes_html_as_a_field_or_a_file(call):
    url, html = sample("rightmove")
    upload = SimpleUploadedFile("page.html", html.encode(), content_type="text/html")
    for form in ({"url": url, "html": html}, {"url": url, "html_file": upload}):
        answer = call("post", "/listings", form, content_type=MULTIPART_CONTENT)
        assert answer.json()["listings"][0]["price_float"] == 325000


def test_a_gzipped_json_body_is_read(call):
    url, html = sample("rightmove")
    body = gzip.compress(json.dumps({"url": url, "html": html}).encode())
    answer = call("post", "/listings", body, headers={"Content-Encoding": "gzip"})
    assert answer.json()["listings"][0]["price_float"] == 325000


def test_ids_are_uuids_of_version_7(import_page):
    assert UUID(import_page(*sample("rightmove")).json()["listings"][0]["id"]).version == 7
