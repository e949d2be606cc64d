"""Pages by https: through a tunnel to the checked address, with a certificate that somebody vouches for."""

import base64
import hashlib

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from listings.errors import FetchFailed, FetchRefused
from listings.fetching import chromium
from listings.fetching.browser import render_page
from tests.portal_server import HTML
from tests.propscrape.test_outgoing_tls import certificate, serving_tls

__all__ = ["certificate"]  # a fixture

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("own_browser")]

PAGE = (200, HTML, b"<!doctype html><body><script>document.body.append('do' + 'ne')</script>")


def render(server):
    url = server.url("/").replace("http:", "https:")
    return render_page(url, user_agent="propscrape/test", timeout_s=30)


@pytest.fixture
def vouched_for(certificate, monkeypatch):
    """The browser takes this certificate's key for good."""
    key = x509.load_pem_x509_certificate(certificate.read_bytes()).public_key()
    digest = hashlib.sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).digest()
    known = f"--ignore-certificate-errors-spki-list={base64.b64encode(digest).decode()}"
    monkeypatch.setattr(chromium, "ARGUMENTS", (*chromium.ARGUMENTS, known))


def test_a_page_is_rendered_through_a_tunnel(portal, certificate, vouched_for):
    with serving_tls(certificate) as (server, names):
        server.routes["/"] = PAGE
        assert b"done" in render(server).html
    assert set(names) == {"www.rightmove.co.uk"}


def test_a_certificate_that_nobody_vouches_for_is_none(portal, certificate):
    with serving_tls(certificate) as (server, _):
        with pytest.raises(FetchFailed) as raised:
            render(server)
        assert server.requests == []
    assert raised.value.details == {"reason": "net::ERR_CERT_AUTHORITY_INVALID"}


def test_a_redirect_by_https_is_held_like_any_other(portal, certificate, vouched_for):
    with serving_tls(certificate) as (server, _):
        server.routes["/"] = (
            302,
            {"Location": server.url("/", host="www.zoopla.co.uk").replace("http:", "https:")},
            b"",
        )
        with pytest.raises(FetchRefused, match="away from its portal"):
            render(server)
        assert len(server.requests) == 1
