"""What a portal's robots.txt asks to leave alone is left alone (RFC 9309)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from listings.models import Portal, PortalState, RobotsFile
from tests.listings.scrapes.work import PATH, RIGHTMOVE, queue, reload, run_due, state_of
from tests.portal_server import HTML

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = {"Content-Type": "text/plain"}


def robots(portal, text, status=200):
    portal.routes["/robots.txt"] = (status, TEXT, text.encode())


def look(account, portal):
    scrape = queue(account, portal.url(PATH))
    run_due()
    return reload(scrape)


@pytest.mark.parametrize(
    ("text", "is_allowed"),
    [
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow: /properties/", False),
        ("User-agent: *\nDisallow: /properties/\nAllow: /properties/9*", True),
        ("User-agent: *\nDisallow: /*00101$", False),
        ("User-agent: *\nDisallow:", True),
        ("User-agent: propscrape\nDisallow: /\n\nUser-agent: *\nDisallow:", False),
        ("User-agent: PropScrape\nAllow: /\n\nUser-agent: *\nDisallow: /", True),
        ("User-agent: otherbot\nDisallow: /", True),
        ("User-agent: extraction\nDisallow: /", True),
        ("\0\0not a robots file <html>", True),
    ],
)
def test_the_rules_for_us_are_kept(client_account, portal, text, is_allowed):
    robots(portal, text)
    ended = look(client_account, portal)
    assert (ended.outcome == "ok") is is_allowed
    if not is_allowed:
        assert (ended.state, ended.outcome, ended.error_code) == ("done", "refused", "FORBIDDEN")
        assert portal.pages_asked_for == []


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_portal_without_rules_may_be_fetched(client_account, portal, status):
    robots(portal, "User-agent: *\nDisallow: /", status=status)
    assert look(client_account, portal).outcome == "ok"


def test_while_the_rules_cannot_be_read_nothing_is_fetched(client_account, portal):
    robots(portal, "", status=503)
    ended = look(client_account, portal)
    assert (ended.state, ended.error_code, portal.pages_asked_for) == ("failed", "FETCH_FAILED", [])
    assert state_of().failures == 1


def test_an_older_copy_holds_while_the_rules_cannot_be_read(client_account, portal):
    assert look(client_account, portal).outcome == "ok"
    RobotsFile.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    robots(portal, "", status=503)
    assert look(client_account, portal).outcome in {"ok", "unchanged"}
    RobotsFile.objects.update(fetched_at=timezone.now() - timedelta(days=31))
    assert look(client_account, portal).state == "failed"


def test_rules_hold_for_where_a_redirect_leads_too(client_account, portal):
    robots(portal, "User-agent: *\nDisallow: /private/")
    portal.routes |= {PATH: (302, {"Location": "/private/1"}, b""), "/private/1": portal.routes[PATH]}
    ended = look(client_account, portal)
    assert (ended.outcome, ended.error_code, portal.pages_asked_for) == ("refused", "FORBIDDEN", [PATH])


def test_rules_are_asked_for_once_a_day(client_account, portal):
    for _ in range(3):
        look(client_account, portal)
    assert [path for path, _ in portal.requests].count("/robots.txt") == 1
    RobotsFile.objects.update(expires_at=timezone.now())
    look(client_account, portal)
    assert [path for path, _ in portal.requests].count("/robots.txt") == 2


def test_redirects_of_the_rules_are_followed_a_few_times(client_account, portal):
    portal.routes["/robots.txt"] = (301, {"Location": "/rules.txt"}, b"")
    portal.routes["/rules.txt"] = (200, TEXT, b"User-agent: *\nDisallow: /")
    assert look(client_account, portal).outcome == "refused"
    RobotsFile.objects.all().delete()
    portal.routes["/rules.txt"] = (301, {"Location": "/robots.txt"}, b"")
    assert look(client_account, portal).outcome == "ok"


def test_the_delay_that_the_rules_ask_for_is_kept_within_reason(client_account, portal):
    robots(portal, "User-agent: *\nCrawl-delay: 7")
    look(client_account, portal)
    assert state_of().crawl_delay_s == 7
    RobotsFile.objects.all().delete()
    robots(portal, "User-agent: *\nCrawl-delay: 86400")
    come_due_again(portal)
    look(client_account, portal)
    assert state_of().crawl_delay_s == 60


def come_due_again(portal):
    PortalState.objects.update(next_fetch_at=timezone.now())


def test_of_rules_without_end_the_start_is_read(client_account, portal):
    robots(portal, "User-agent: *\nDisallow: /properties\n" + "# padding\n" * 100_000)
    assert look(client_account, portal).outcome == "refused"


def test_staff_may_say_that_a_portals_rules_do_not_hold_for_us(client_account, portal):
    Portal.objects.filter(pk=RIGHTMOVE).update(honours_robots=False)
    robots(portal, "User-agent: *\nDisallow: /")
    assert look(client_account, portal).outcome == "ok"
    assert "/robots.txt" not in [path for path, _ in portal.requests]


def test_a_portal_gets_the_user_agent_that_staff_gave_it(client_account, portal):
    Portal.objects.filter(pk=RIGHTMOVE).update(user_agent="AgreedBot/2 (by contract)")
    robots(portal, "User-agent: agreedbot\nDisallow: /\n\nUser-agent: *\nDisallow:")
    assert look(client_account, portal).outcome == "refused"
    assert portal.requests[0][1]["User-Agent"] == "AgreedBot/2 (by contract)"


def test_html_in_the_place_of_rules_allows(client_account, portal):
    portal.routes["/robots.txt"] = (200, HTML, b"<html><body>Disallow: /</body></html>")
    assert look(client_account, portal).outcome == "ok"
