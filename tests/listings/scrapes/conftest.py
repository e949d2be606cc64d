"""A portal to fetch from, and a client who may."""

import pytest

from listings.models import Portal
from listings.services.portals import sync_portals
from tests.factories import make_client
from tests.listings.scrapes.work import PAGE, PATH
from tests.portal_server import HTML, names_lead_to, serving


@pytest.fixture
def client_account():
    """A client, and the registered portals, none of which asks for a pause."""
    sync_portals()
    Portal.objects.update(min_delay_s=0)
    return make_client()


@pytest.fixture
def portal(monkeypatch, settings):
    """A portal server under rightmove's name, and zoopla's."""
    names_lead_to(monkeypatch, {"www.rightmove.co.uk": ["127.0.0.1"], "www.zoopla.co.uk": ["127.0.0.1"]})
    settings.FETCH_ALLOWED_ADDRESSES = ["www.rightmove.co.uk", "www.zoopla.co.uk"]
    with serving({PATH: (200, HTML, PAGE)}) as server:
        yield server
