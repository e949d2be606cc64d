"""After a mapping was mended, captures are read again: history and listing are put right, and the client is told."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from listings.errors import ListingNotFound
from listings.extraction.engine import extract
from listings.extraction.mapping import shipped_mapping
from listings.management.commands import reextract as command
from listings.models import Correction, Listing, Scrape
from listings.services.correcting import correct_field
from listings.services.correcting_history import correct_listing
from listings.services.importing import import_listing
from listings.services.portals import sync_portals
from listings.services.rereading import reread
from pricehistory.models import PriceSnapshot
from pricehistory.services.history import snapshots_of
from propscrape.tenancy import client_scope, staff_scope
from tests.factories import make_client
from tests.sample_pages import sample
from webhooks.models import Event

pytestmark = pytest.mark.django_db

URL, HTML = sample("rightmove")
PRICE = "£325,000"


@pytest.fixture
def misreading(monkeypatch):
    """Imports read twice the price and a wrong title, as with a bad mapping; reading again does not."""

    def misread(page, **options):
        found = extract(page, **options)
        if found.values.get("price_cents"):
            found.values["price_cents"] *= 2
            found.values["price_float"] *= 2
            found.values["title"] = "Misread"
        return found

    monkeypatch.setattr("listings.services.importing.extract", misread)
    return lambda: monkeypatch.setattr("listings.services.importing.extract", extract)


def look(account, price=PRICE, *, html=HTML):
    return import_listing(client_id=account.pk, url=URL, html=html.replace(PRICE, price)).listing


def prices(account, listing):
    return [
        int(p.amount or 0) for p in snapshots_of(client_id=account.pk, canonical_url=listing.canonical_url, limit=9)
    ]


def again(account, listing, **options):
    return correct_listing(client_id=account.pk, listing_id=listing.pk, **options)


def fresh(account):
    with client_scope(account.pk):
        return Listing.objects.get()


def events(account, *types):
    with client_scope(account.pk):
        return list(Event.objects.filter(type__in=types).order_by("sequence"))


def test_every_look_is_corrected_at_its_own_time(client_account, misreading):
    for price in (PRICE, "£315,000"):
        listing = look(client_account, price)
    assert prices(client_account, listing) == [630_000, 650_000]
    result = again(client_account, listing)
    assert (result.looks, result.unread) == (2, 0)
    assert prices(client_account, listing) == [315_000, 325_000]
    with client_scope(client_account.pk):
        rows = PriceSnapshot.objects.order_by("observed_at", "recorded_at")
        ended = set(Scrape.objects.values_list("pk", "finished_at"))
        assert [row.superseded_at is None for row in rows] == [False, True, False, True]
        assert {(row.scrape_id, row.observed_at) for row in rows} == ended


def test_the_listing_says_what_its_latest_page_says(client_account, misreading):
    before = look(client_account)
    again(client_account, before)
    listing = fresh(client_account)
    assert (listing.price_cents, listing.title) == (32_500_000, sample_title())
    assert listing.last_retrieved_at == before.last_retrieved_at  # nobody looked at the page
    assert listing.updated_at > before.updated_at


def sample_title():
    return "3 bedroom semi-detached house for sale in Larkspur Lane, Otley, LS21"


def test_the_client_is_told_once_with_the_difference(client_account, misreading):
    for price in (PRICE, "£315,000"):
        listing = look(client_account, price)
    told = len(events(client_account, "listing.updated", "listing.price_changed"))
    again(client_account, listing)
    (corrected,) = events(client_account, "listing.corrected")
    assert corrected.key == str(listing.pk)
    data = corrected.data
    assert [price["amount"] for price in data["superseded"]] == [650_000, 630_000]
    assert [price["amount"] for price in data["added"]] == [325_000, 315_000]
    assert (data["superseded_count"], data["added_count"]) == (2, 2)
    assert data["changes"]["price_cents"] == {"from": 63_000_000, "to": 31_500_000}
    assert data["price_cents"] == 31_500_000
    assert len(events(client_account, "listing.updated", "listing.price_changed")) == told + 1


def test_reading_again_what_was_right_changes_nothing(client_account):
    listing = look(client_account)
    for _ in range(2):
        assert not again(client_account, listing).has_changes
    assert events(client_account, "listing.corrected") == []
    assert fresh(client_account).updated_at == listing.updated_at


def test_a_second_run_finds_nothing(client_account, misreading):
    listing = look(client_account)
    assert again(client_account, listing).has_changes
    assert not again(client_account, listing).has_changes
    assert len(events(client_account, "listing.corrected")) == 1


def test_a_dry_run_says_what_it_would_correct_and_does_not(client_account, misreading):
    listing = look(client_account)
    result = again(client_account, listing, dry_run=True)
    assert [point.amount for point in result.history.added] == [325_000]
    assert set(result.changes) >= {"price_cents", "title"}
    assert prices(client_account, listing) == [650_000]
    assert fresh(client_account).title == "Misread"
    assert events(client_account, "listing.corrected") == []


def test_what_staff_put_right_stands_from_when_they_did(client_account, misreading):
    listing = look(client_account)
    correct_field(
        client_id=client_account.pk, listing_id=listing.pk, field="price_float", value=320_000, made_by="boss",
        reason="rang them up",
    )  # fmt: skip
    look(client_account, "£315,000")
    again(client_account, listing)
    assert prices(client_account, listing) == [320_000, 325_000]
    assert fresh(client_account).price_cents == 32_000_000
    with client_scope(client_account.pk):
        assert Correction.objects.get().page_value == 315_000


def test_a_capture_that_no_listing_can_be_read_from_any_more_changes_nothing(client_account, monkeypatch):
    listing = look(client_account)
    monkeypatch.setattr(
        "listings.services.rereading.extract", lambda page, **o: extract(type(page)(url=page.url, html="<p>x"), **o)
    )
    result = again(client_account, listing)
    assert (result.unread, result.has_changes) == (1, False)
    assert prices(client_account, listing) == [325_000]


def test_a_listing_whose_page_came_anew_meanwhile_keeps_what_that_said(client_account, misreading, monkeypatch):
    listing = look(client_account)

    def reread_while_a_page_comes(looks, **options):
        found = list(reread(looks, **options))
        misreading()
        look(client_account, "£299,000")
        return found

    monkeypatch.setattr("listings.services.correcting_history.reread", reread_while_a_page_comes)
    again(client_account, listing)
    assert fresh(client_account).price_cents == 29_900_000
    assert prices(client_account, listing) == [299_000, 325_000]


def test_a_listing_that_is_gone_stays_gone_and_its_history_is_corrected(client_account, misreading):
    listing = look(client_account)
    with client_scope(client_account.pk):
        Listing.objects.update(gone_seen_at=timezone.now(), gone_at=timezone.now(), listing_status="gone")
    again(client_account, listing)
    assert (fresh(client_account).listing_status, fresh(client_account).title) == ("gone", "Misread")
    assert prices(client_account, listing) == [325_000]


def test_another_clients_listing_is_not_found(client_account):
    listing = look(client_account)
    with pytest.raises(ListingNotFound):
        again(make_client(), listing)


# The command


def run(*arguments):
    out = StringIO()
    call_command("reextract", *arguments, stdout=out)
    return out.getvalue().splitlines()


@pytest.fixture
def three(misreading):
    """The same page of three clients, misread."""
    sync_portals()
    accounts = [make_client() for _ in range(3)]
    return [(account, look(account)) for account in accounts]


def test_the_command_corrects_the_listings_of_a_portal_and_prints_a_line_for_each(three):
    lines = run("--portal", "uk_rightmove")
    assert len(lines) == 5
    assert lines[-1] == "3 listings read again, 3 corrected."
    for account, listing in three:
        (line,) = [line for line in lines if str(listing.pk) in line]
        assert line.endswith("650,000 GBP -> 325,000 GBP")
        assert prices(account, listing) == [325_000]
    assert run("--portal", "uk_rightmove")[-1] == "3 listings read again, 0 corrected."


def test_the_command_goes_on_where_it_stopped(three):
    lines = run("--portal", "uk_rightmove", "--limit", "2")
    _, second, third = sorted(listing.pk for _, listing in three)
    assert lines[-1] == f"More may follow: --after {second}"
    lines = run("--portal", "uk_rightmove", "--after", str(second))
    assert [line.split()[0] for line in lines[1:-1]] == [str(third)]


def test_the_command_takes_one_listing_and_a_dry_run(three):
    account, listing = three[1]
    lines = run("--portal", "uk_rightmove", "--listing", str(listing.pk), "--dry-run")
    assert lines[-1] == "1 listings read again, 1 would be corrected."
    assert prices(account, listing) == [650_000]


@pytest.mark.parametrize("arguments", [("--portal", "nowhere"), ("--portal", "uk_rightmove", "--limit", "0")])
def test_the_command_refuses_what_makes_no_sense(arguments):
    sync_portals()
    with pytest.raises(CommandError) as refused:
        run(*arguments)
    assert refused.value.returncode == 2


def test_the_command_leaves_other_portals_alone(three):
    assert shipped_mapping("uk_zoopla") is not None
    assert run("--portal", "uk_zoopla")[-1] == "0 listings read again, 0 corrected."


def test_a_listing_that_is_deleted_meanwhile_is_passed_over(three, monkeypatch):
    with staff_scope():
        gone = Listing.objects.order_by("pk").first()
    chosen = command._listings("uk_rightmove", None, None, 10)
    assert chosen[0][0] == gone.pk
    with client_scope(gone.client_id):
        Listing.objects.filter(pk=gone.pk).delete()
    monkeypatch.setattr(command, "_listings", lambda *a: chosen)
    assert run("--portal", "uk_rightmove")[-1] == "2 listings read again, 2 corrected."
