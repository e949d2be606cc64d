"""The console: every page opens, shows all clients' rows to staff, and facts stay facts."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clients.errors import BudgetExceededError
from clients.models import ApiKey, BudgetSwitch, BudgetTotal
from clients.services.api_keys import find_caller
from clients.services.budgets import reserve
from clients.services.staff_tokens import create_token
from listings.console_facts import SUBJECTS
from listings.extraction.fields import FIELDS
from listings.models import BreakerChange, Capture, Listing, Portal, RobotsFile, Scrape
from listings.services.importing import import_listing
from listings.services.portals import sync_portals
from pricehistory.services.recording import record_snapshot
from propscrape.console_cells import is_linkable, money, outside_link, share, shortened, size
from propscrape.console_filters import MAX_CHOICES
from propscrape.row_counts import count_rows
from propscrape.tenancy import client_scope, staff_scope
from tests.aimap.console import make_proposal
from tests.factories import OWNED_ROWS, asking_price, make_client
from tests.listings.console.portal_history import make_health
from tests.listings.mappings.versions import make_mapping_work
from tests.sample_pages import sample

pytestmark = pytest.mark.django_db

OURS = ("clients", "listings", "pricehistory", "webhooks", "aimap")


@pytest.fixture
def staff():
    """A browser with a staff member logged in."""
    user = get_user_model().objects.create_superuser("boss", password="a-long-password")
    browser = Client()
    browser.force_login(user)
    return browser


def our_models():
    """Every model of our own apps."""
    return [model for model in apps.get_models() if model._meta.app_label in OURS]


@pytest.fixture
def full_tables(staff):
    """A row in every table, of two clients."""
    sync_portals()
    create_token(user=get_user_model().objects.get(), name="script")
    BreakerChange.objects.create(portal_id="uk_rightmove", breaker="open", reason="FETCH_FAILED 500")
    RobotsFile.objects.create(origin="https://rightmove.co.uk", portal_id="uk_rightmove", expires_at=timezone.now())
    BudgetSwitch.objects.get_or_create(pk=BudgetSwitch.THE_ONE)
    BudgetTotal.objects.create(day=timezone.now().date())
    make_proposal(1)
    make_mapping_work()
    make_health()
    url, html = sample("rightmove")
    for _ in range(2):
        account = make_client()
        with staff_scope():
            for make in OWNED_ROWS.values():
                make(account)
        import_listing(client_id=account.pk, url=url, html=html)


def test_every_model_is_registered():
    assert [model._meta.label for model in our_models() if not admin.site.is_registered(model)] == []


def address_of(model, page="changelist", *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def test_list_and_detail_of_every_model_open(staff, full_tables, subtests, django_assert_max_num_queries):
    for model in our_models():
        with subtests.test(model._meta.label):
            with staff_scope():
                pk = model._default_manager.values_list("pk", flat=True).first()
            with django_assert_max_num_queries(30):
                listing = staff.get(address_of(model))
            assert listing.status_code == 200
            assert listing.context["cl"].result_count >= 1
            assert staff.get(address_of(model, "change", pk)).status_code == 200
            assert staff.get(address_of(model), {"q": "otley"}).status_code == 200


def test_the_list_of_every_model_opens_while_it_is_empty(staff, subtests):
    for model in our_models():
        with subtests.test(model._meta.label):
            assert staff.get(address_of(model)).status_code == 200


def test_a_list_costs_the_same_queries_however_many_rows_it_has(staff, full_tables, subtests):
    for model in our_models():
        with subtests.test(model._meta.label):
            with CaptureQueriesContext(connection) as few:
                staff.get(address_of(model))
            with staff_scope():
                for _ in range(10):
                    account = make_client()
                    if make := OWNED_ROWS.get(model):
                        make(account)
            with CaptureQueriesContext(connection) as many:
                staff.get(address_of(model))
            # One more at most: a filter whose rows gained a second value asks for what the values are called
            assert len(many) <= len(few) + 1


def test_a_listing_costs_the_same_queries_however_long_its_history(staff):
    listing = imported(make_client())
    url = reverse("admin:listings_listing_change", args=[listing.pk])
    staff.get(url)  # the first page of a process asks for content types, which it then keeps
    with CaptureQueriesContext(connection) as few:
        staff.get(url)
    for step in range(5):
        record(listing, Decimal(300_000 + step))
    with staff_scope():
        for _ in range(5):
            Scrape.objects.create(
                client=listing.client, url=listing.import_url, canonical_url=listing.canonical_url, source="html",
                listing=listing, outcome="ok", state="done",
            )  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        page = staff.get(url).content.decode()
    assert len(many) == len(few)
    assert "300,004 GBP" in page


def imported(account, name="rightmove"):
    """A sample page's listing."""
    url, html = sample(name)
    return import_listing(client_id=account.pk, url=url, html=html).listing


def record(listing, amount):
    """Another price of a listing's page."""
    with client_scope(listing.client_id):
        record_snapshot(
            client_id=listing.client_id,
            canonical_url=listing.canonical_url,
            price=asking_price(amount),
            observed_at=timezone.now(),
        )


def test_staff_see_the_rows_of_all_clients(staff, full_tables):
    page = staff.get(reverse("admin:listings_scrape_changelist"))
    with staff_scope():
        assert page.context["cl"].result_count == 2 * len(("factory", "import"))


@pytest.mark.parametrize(
    "name", ["listings_listing", "listings_scrape", "webhooks_event", "pricehistory_pricesnapshot"]
)
def test_facts_can_be_neither_added_nor_changed_nor_deleted(staff, full_tables, name):
    assert staff.get(reverse(f"admin:{name}_add")).status_code == 403
    model = admin.site.get_model_admin(apps.get_model(name.replace("_", "."))).model
    with staff_scope():
        row = model._default_manager.first()
    assert staff.post(reverse(f"admin:{name}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403
    assert b'name="_save"' not in staff.get(reverse(f"admin:{name}_change", args=[row.pk])).content


def test_strangers_are_sent_to_the_login():
    page = Client().get(reverse("admin:listings_listing_changelist"))
    assert page.status_code == 302
    assert page["Location"].startswith("/admin/login/")


def test_a_new_key_is_shown_once_and_works(staff):
    account = make_client()
    form = {"client": str(account.pk), "name": "laptop", "scopes": ["read"], "expires_at_0": "", "expires_at_1": ""}
    page = staff.post(reverse("admin:clients_apikey_add"), form, follow=True)
    (message,) = [str(m) for m in page.context["messages"] if "ps_live_" in str(m)]
    key = message.rsplit(" ", 1)[1]
    assert find_caller(key).client_id == account.pk
    assert key not in staff.get(reverse("admin:clients_apikey_changelist")).content.decode()


def test_a_key_is_revoked_from_the_list(staff, api_key, client_account):
    with staff_scope():
        pk = ApiKey.objects.get(client=client_account).pk
    staff.post(reverse("admin:clients_apikey_changelist"), {"action": "revoke", "_selected_action": [str(pk)]})
    assert find_caller(api_key) is None


def test_staff_stop_paid_calls_and_allow_them_again(staff):
    BudgetSwitch.objects.get_or_create(pk=BudgetSwitch.THE_ONE)
    change = reverse("admin:clients_budgetswitch_change", args=[BudgetSwitch.THE_ONE])
    staff.post(change, {"is_stopped": "on", "note": "bills to be looked at"})
    with pytest.raises(BudgetExceededError):
        reserve(client_id=None, purpose="test", worst_cost=Decimal("0.01"))
    assert b"stopped" in staff.get(reverse("admin:clients_budgetswitch_changelist")).content
    staff.post(change, {"note": ""})
    reserve(client_id=None, purpose="test", worst_cost=Decimal("0.01"))
    assert staff.get(reverse("admin:clients_budgetswitch_add")).status_code == 403


def test_a_portal_is_switched_off_and_on_and_the_switch_survives_a_sync(staff):
    sync_portals()
    for action, expected in (("disable", False), ("enable", True), ("disable", False)):
        form = {"action": action, "_selected_action": ["uk_rightmove"]}
        staff.post(reverse("admin:listings_portal_changelist"), form)
        assert Portal.objects.get(pk="uk_rightmove").is_enabled is expected
    assert sync_portals() == Portal.objects.count() == 129
    assert Portal.objects.get(pk="uk_rightmove").is_enabled is False


def test_the_schedule_is_visible_and_can_only_be_switched(staff):
    from django_celery_beat.models import IntervalSchedule, PeriodicTask

    every = IntervalSchedule.objects.create(every=15, period="seconds")
    entry = PeriodicTask.objects.create(name="sweep", task="listings.tasks.sweep_scrapes", interval=every)
    changelist = reverse("admin:django_celery_beat_periodictask_changelist")
    assert b"sweep" in staff.get(changelist).content
    staff.post(changelist, {"action": "switch_off", "_selected_action": [str(entry.pk)]})
    entry.refresh_from_db()
    assert entry.enabled is False
    assert staff.get(reverse("admin:django_celery_beat_periodictask_add")).status_code == 403


HOSTILE = "<script>alert(1)</script>"
JAVASCRIPT = "javascript:alert(1)"


def test_hostile_text_of_a_page_is_shown_as_text_and_never_linked(staff):
    account = make_client()
    with staff_scope():
        listing = Listing.objects.create(
            client=account, canonical_url=JAVASCRIPT, import_url=JAVASCRIPT, title=HOSTILE, city=HOSTILE,
            description=HOSTILE * 20, description_html="<img src=x onerror=alert(1)>", main_image_url=JAVASCRIPT,
            image_urls=[{"url": JAVASCRIPT}], features=[HOSTILE], agent_name='"><b>', last_retrieved_at=timezone.now(),
            provenance={"title": {"source": HOSTILE, "path": HOSTILE, "confidence": 0.5, "agrees_with": [HOSTILE]}},
        )  # fmt: skip
        scrape = Scrape.objects.create(
            client=account, url=JAVASCRIPT, canonical_url=JAVASCRIPT, source="html", listing=listing, outcome="failed",
            state="done", error_code="X", error_message=HOSTILE,
        )  # fmt: skip
    for name, args in (
        ("listings_listing_changelist", []),
        ("listings_listing_change", [listing.pk]),
        ("listings_scrape_changelist", []),
        ("listings_scrape_change", [scrape.pk]),
    ):
        page = staff.get(reverse(f"admin:{name}", args=args)).content.decode()
        assert "alert(1)" in page
        assert HOSTILE not in page
        assert "<img src=x" not in page
        assert 'href="javascript' not in page
        assert '"><b>' not in page


def test_a_capture_is_described_and_never_rendered(staff):
    imported(make_client())
    with staff_scope():
        capture = Capture.objects.get()
    page = staff.get(reverse("admin:listings_capture_change", args=[capture.pk])).content.decode()
    assert bytes(capture.content_hash).hex() in page
    assert "Larkspur" not in page


def test_a_listing_shows_each_value_with_its_source_and_names_what_is_not_stated(staff):
    listing = imported(make_client())
    page = staff.get(reverse("admin:listings_listing_change", args=[listing.pk]))
    rows = {row.field.name: row for subject in page.context["subjects"] for row in subject.stated}
    missing = {name for subject in page.context["subjects"] for name in subject.not_stated}
    assert (rows["price_float"].value, rows["price_float"].source) == ("325,000", "json")
    assert rows["tenure"].confidence == "98%"
    assert "plot_area" in missing
    assert rows.keys() | missing == {field.name for field in FIELDS}
    assert f'href="{listing.import_url}"' in page.content.decode()
    assert 'rel="noopener noreferrer"' in page.content.decode()


def test_every_group_of_the_vocabulary_has_its_place_on_the_page():
    assert {field.group for field in FIELDS} == {group for groups in SUBJECTS.values() for group in groups}


def tiles(staff):
    """The first page's tiles by label."""
    return {tile.label: tile for tile in staff.get(reverse("admin:index")).context["tiles"]}


def test_the_first_page_counts_what_is_there(staff):
    account = make_client()
    listing = imported(account)
    record(listing, Decimal(310_000))
    with staff_scope():
        Scrape.objects.create(
            client=account, url="x", canonical_url="x", source="url",
            next_attempt_at=timezone.now() - timedelta(minutes=5),
        )  # fmt: skip
    shown = tiles(staff)
    assert list(shown) == [
        "Sick scrapers", "Listings", "Scrapes, last 24 h", "Queue, due now", "Price moves, last 7 days",
        "Webhooks, due now", "Prices held", "Mappings to decide",
    ]  # fmt: skip
    assert [tile.figure for tile in shown.values()] == ["0", "1", "2", "1", "1", "0", "0", "0"]
    assert shown["Scrapes, last 24 h"].note == "100% of the finished read"
    assert (shown["Queue, due now"].tone, shown["Queue, due now"].note) == ("bad", "the first for 300 s")


def test_a_first_price_is_no_move(staff):
    imported(make_client())
    assert tiles(staff)["Price moves, last 7 days"].figure == "0"


def test_a_price_that_is_held_waits_on_the_first_page(staff):
    listing = imported(make_client())
    record(listing, Decimal(31_000))
    assert (tiles(staff)["Prices held"].figure, tiles(staff)["Prices held"].note) == ("1", "since today")


def test_a_filter_lists_what_the_newest_rows_have_and_the_value_it_stands_on(staff):
    account = make_client()
    with staff_scope():
        for number in range(MAX_CHOICES + 5):
            Listing.objects.create(client=account, canonical_url=f"https://example.com/{number}", portal=f"p_{number}")
    url = reverse("admin:listings_listing_changelist")
    page = staff.get(url, {"portal__exact": "p_0"})
    (spec,) = [spec for spec in page.context["cl"].filter_specs if getattr(spec, "parameter", "") == "portal__exact"]
    choices = list(spec.choices(page.context["cl"]))
    assert page.context["cl"].result_count == 1
    assert len(choices) == MAX_CHOICES + 2
    assert [choice["display"] for choice in choices if choice["selected"]] == ["p_0"]


def test_an_empty_list_says_what_to_do_and_an_empty_search_how_to_leave_it(staff):
    url = reverse("admin:listings_listing_changelist")
    assert "POST /public_api/v1/listings" in staff.get(url).content.decode()
    assert "Nothing matches." in staff.get(url, {"q": "nowhere"}).content.decode()


def test_rows_of_a_small_table_are_counted_exactly():
    make_client()
    with staff_scope():
        Listing.objects.create(client=make_client(), canonical_url="https://example.com/1")
        assert count_rows(Listing) == (1, True)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.rightmove.co.uk/properties/1", True),
        ("http://example.com", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        ("data:text/html,<b>", False),
        ("//example.com/a", False),
        ("https:", False),
        ("https://[broken", False),
        ("ftp://example.com", False),
    ],
)
def test_only_web_addresses_become_links(url, expected):
    assert is_linkable(url) is expected
    assert ("href=" in outside_link(url)) is expected


@pytest.mark.parametrize(
    ("amount", "currency", "period", "expected"),
    [
        (Decimal(325_000), "GBP", "total", "325,000 GBP"),
        (Decimal("1150.00"), "GBP", "month", "1,150 GBP / month"),
        (Decimal("99.5"), "EUR", "night", "99.50 EUR / night"),
        (Decimal(12), None, None, "12"),
        (None, "GBP", "month", "–"),
    ],
)
def test_money_is_written_as_people_write_it(amount, currency, period, expected):
    assert money(amount, currency, period) == expected


@pytest.mark.parametrize(("count_bytes", "expected"), [(None, "–"), (0, "0 B"), (2143, "2 KB"), (1_572_864, "1.5 MB")])
def test_sizes_are_short(count_bytes, expected):
    assert size(count_bytes) == expected


@pytest.mark.parametrize(
    ("part", "expected"), [(None, "–"), (0, "0%"), (0.444, "44%"), (0.98, "98%"), (0.9951, "99%"), (1, "100%")]
)
def test_only_the_whole_is_called_a_hundred_per_cent(part, expected):
    assert share(part) == expected


def test_a_long_text_is_cut_where_no_title_needs_more():
    assert len(shortened("x" * 100_000)) < 1_200


@pytest.mark.parametrize(
    "address",
    ["listings/listing/?portal=%00", "listings/listing/?created_at__year=99999", "listings/portal/xx%00/change/"],
)
def test_an_address_that_cannot_be_is_a_bad_request(staff, address):
    assert staff.get(f"/admin/{address}").status_code == 400
