"""What tests of proposals share: pages of a portal, somebody of staff, and a worker."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client

from aimap.models import Proposal
from aimap.services.claiming import claim_proposal
from aimap.services.proposing import GivenPage, propose
from aimap.services.running import run_proposal
from bench.made_portals import make_pages

# A registered portal whose pages are built as the bench's made-up ones, under its own host
HOST, SLUG = "forsalebyowner.com", "us_forsalebyowner"


def portal_pages(count: int = 4, style: str = "labels") -> list[tuple[str, str]]:
    """(url, html) of so many pages of the registered portal."""
    made = make_pages(style, count)
    return [(f"https://www.{HOST}/properties/{page.home.reference}", page.html) for page in made]


def given_pages(count: int = 4, **values: Any) -> list[GivenPage]:
    """The same, as a proposal takes them."""
    return [GivenPage(url=url, html=html.encode(), **values) for url, html in portal_pages(count)]


def make_proposal(count: int = 4, **values: Any) -> Proposal:
    """A queued proposal for the portal."""
    return propose(**{"pages": given_pages(count), "origin": Proposal.Origin.CONSOLE, "by": "boss", **values})


def work_off(proposal: Proposal | None = None) -> Proposal:
    """Let a worker run what is due; the proposal afterwards."""
    claimed = claim_proposal()
    assert claimed is not None
    run_proposal(claimed)
    return Proposal.objects.get(pk=(proposal or claimed).pk)


def staff_browser(*permissions: str, name: str = "boss") -> Client:
    """A browser with somebody of staff logged in; without permissions named a superuser."""
    users = get_user_model().objects
    if not permissions:
        user = users.create_superuser(name, password="a-long-password")
    else:
        user = users.create_user(name, password="a-long-password", is_staff=True)
        user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    browser = Client(raise_request_exception=False)
    browser.force_login(user)
    return browser
