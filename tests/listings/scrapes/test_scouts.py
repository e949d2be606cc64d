"""A scout finds the listings of a search page and queues those that the client does not have."""

import pytest

from listings.models import Scrape, Watch
from listings.services.queueing import queue_scrape
from listings.services.watch_outcomes import MAX_FAILURES
from listings.services.watches import create_watch, queue_due_watches
from propscrape.tenancy import client_scope
from tests.factories import make_client
from tests.listings.scrapes.work import PATH, let_pass, reload, run_due, state_of
from tests.portal_server import HTML

pytestmark = pytest.mark.django_db(transaction=True)
SEARCH = "/property-for-sale/find"


def search_page(portal, numbers):
    """A page of results, as portals mark theirs up."""
    cards = "".join(
        f'<article class="card"><a href="/properties/{number}"><h2>{number % 7} bedroom house, Mill Lane</h2></a>'
        f"<p>£{200_000 + number % 1000:,}</p></article>"
        for number in numbers
    )
    menu = '<nav><a href="/">Home</a><a href="/agents">Agents</a><a href="/property-for-sale/find?page=2">2</a></nav>'
    page = f"<html><title>Houses for sale</title><body>{menu}<main>{cards}</main></body></html>"
    portal.routes[SEARCH] = (200, HTML, page.encode())


def scout(account, portal):
    return create_watch(client_id=account.pk, url=portal.url(SEARCH), kind=Watch.Kind.SEARCH)


def pages_of(account):
    with client_scope(account.pk):
        return sorted(Scrape.objects.filter(kind="page").values_list("url", flat=True))


def look_of(watch):
    with client_scope(watch.client_id):
        return Scrape.objects.filter(watch=watch).order_by("-created_at").first()


def test_a_search_pages_listings_are_queued_and_nothing_else_of_it(client_account, portal):
    numbers = range(900000101, 900000111)
    search_page(portal, numbers)
    watch = scout(client_account, portal)
    assert run_due(limit=1) == 1
    look = look_of(watch)
    assert (look.state, look.outcome, look.links_found) == ("done", "ok", 10)
    assert pages_of(client_account) == [portal.url(f"/properties/{number}") for number in numbers]
    run_due()
    with client_scope(client_account.pk):
        assert Scrape.objects.get(url=portal.url(PATH)).outcome == "ok"


def test_the_next_look_queues_only_what_is_new(client_account, portal):
    search_page(portal, range(900000101, 900000106))
    scout(client_account, portal)
    run_due(limit=1)
    search_page(portal, range(900000101, 900000108))
    let_pass(hours=27)
    queue_due_watches(limit=9)
    run_due()
    assert len(pages_of(client_account)) == 7


def test_what_another_client_has_is_new_to_this_one(client_account, portal):
    search_page(portal, range(900000101, 900000104))
    for account in (make_client(), client_account):
        scout(account, portal)
    run_due(limit=2)
    assert len(pages_of(client_account)) == 3


def test_a_page_of_navigation_alone_finds_nothing_and_says_so(client_account, portal):
    search_page(portal, [])
    watch = scout(client_account, portal)
    run_due()
    look = look_of(watch)
    assert (look.outcome, look.error_code, look.links_found) == ("not_a_listing", "NOT_A_LISTING", 0)
    assert pages_of(client_account) == []


def look_again(watch, portal, times):
    for _ in range(times):
        let_pass(hours=27)
        queue_due_watches(limit=9)
        run_due()
    with client_scope(watch.client_id):
        return Watch.objects.get(pk=watch.pk)


def test_a_search_that_has_no_results_for_now_is_looked_at_on(client_account, portal):
    search_page(portal, [])
    watch = look_again(scout(client_account, portal), portal, MAX_FAILURES + 1)
    assert (watch.state, watch.failures, watch.last_outcome) == ("active", 0, "not_a_listing")


def test_a_search_page_that_wants_javascript_is_told_as_such_and_pauses_its_scout(client_account, portal):
    shell = b'<html><title>Search</title><body><div id="root"></div><script src="/app.js"></script></body></html>'
    portal.routes[SEARCH] = (200, HTML, shell)
    watch = scout(client_account, portal)
    run_due()
    look = look_of(watch)
    assert (look.outcome, look.error_code, look.links_found) == ("needs_javascript", "NEEDS_JAVASCRIPT", 0)
    watch = look_again(watch, portal, MAX_FAILURES)
    assert (watch.state, watch.paused_reason) == ("paused", "failing")


def test_two_hundred_at_most_are_taken_of_one_page(client_account, portal):
    search_page(portal, range(900000101, 900000401))
    scout(client_account, portal)
    run_due(limit=1)
    assert len(pages_of(client_account)) == 200


def test_a_wall_ends_the_look_and_the_portal_rests(client_account, portal):
    wall = b"<title>Just a moment...</title><script>window._cf_chl_opt={}</script>"
    portal.routes[SEARCH] = (200, HTML, wall)
    watch = scout(client_account, portal)
    run_due()
    look = look_of(watch)
    assert (look.state, look.outcome, look.lease_token) == ("done", "blocked", None)
    assert state_of().rest_until is not None


def test_links_that_are_no_addresses_are_passed_over(client_account, portal):
    search_page(portal, range(900000101, 900000105))
    status, headers, page = portal.routes[SEARCH]
    broken = (
        '<article class="card"><a href="http://a..rightmove.co.uk/properties/900000301"><h2>2 bedroom house</h2></a>'
        "<p>£200,001</p></article>"
        f'<article class="card"><a href="/properties/{"é" * 700}"><h2>2 bedroom house</h2></a><p>£200,001</p></article>'
    )
    portal.routes[SEARCH] = (status, headers, page.replace(b"</main>", f"{broken}</main>".encode()))
    watch = scout(client_account, portal)
    run_due(limit=1)
    assert (look_of(watch).outcome, len(pages_of(client_account))) == ("ok", 4)


def test_a_search_page_that_is_gone_is_told_as_such(client_account, portal):
    watch = scout(client_account, portal)
    run_due()
    assert (look_of(watch).outcome, reload(look_of(watch)).error_code) == ("gone", "LISTING_GONE")


def test_a_page_that_waits_already_is_not_queued_again(client_account, portal):
    search_page(portal, [900000101, 900000102, 900000103])
    queue_scrape(client_id=client_account.pk, url=portal.url("/properties/900000102"))
    scout(client_account, portal)
    for _ in range(2):
        run_due(limit=1)
    assert len(pages_of(client_account)) == 3
