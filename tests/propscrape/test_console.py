"""The console: every page opens, shows all clients' rows to staff, and facts stay facts."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from clients.models import ApiKey
from clients.services.api_keys import find_caller
from listings.models import Portal
from listings.services.importing import import_listing
from listings.services.portals import sync_portals
from propscrape.tenancy import staff_scope
from tests.factories import OWNED_ROWS, make_client
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
def full_tables():
    """A row in every table, of two clients."""
    sync_portals()
    url, html = sample("rightmove")
    for _ in range(2):
        account = make_client()
        with staff_scope():
            for make in OWNED_ROWS.values():
                make(account)
        import_listing(client_id=account.pk, url=url, html=html)


def test_every_model_is_registered():
    assert [model._meta.label for model in our_models() if not admin.site.is_registered(model)] == []


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_list_and_detail_of_every_model_open(staff, full_tables, model, django_assert_max_num_queries):
    base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    with staff_scope():
        pk = model._default_manager.values_list("pk", flat=True).first()
    with django_assert_max_num_queries(30):
        listing = staff.get(reverse(f"{base}_changelist"))
    assert listing.status_code == 200
    assert listing.context["cl"].result_count >= 1
    assert staff.get(reverse(f"{base}_change", args=[pk])).status_code == 200
    assert staff.get(reverse(f"{base}_changelist"), {"q": "otley"}).status_code == 200


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_the_list_of_every_model_opens_while_it_is_empty(staff, model):
    page = staff.get(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"))
    assert page.status_code == 200


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
