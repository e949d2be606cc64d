"""Nothing leaves for an address that is not public, whatever name it goes by."""

import httpx2
import pytest

from propscrape.outgoing import AddressPolicy, AddressRefused, GuardedTransport, UnresolvableHost, is_public_address
from tests.portal_server import HTML, names_lead_to, serving

INSIDE = [
    "127.0.0.1", "127.9.9.9", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "169.254.169.254",
    "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fe80::1%eth0",
    "fc00::1", "fd12::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "64:ff9b::7f00:1", "64:ff9b:1::1",
    "2002:7f00:1::1", "2001:0:1::1", "2001:db8::1", "fec0::1", "3fff::1", "192.88.99.1", "192.0.0.8",
    "168.63.129.16", "fd00:ec2::254", "::127.0.0.1", "4000::1", "5f00::1", "2606:4700::1111%eth0", "127.1", "nonsense",
]  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_addresses_that_are_not_public(address):
    assert not is_public_address(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2606:4700::1111"])
def test_addresses_that_are(address):
    assert is_public_address(address)


@pytest.fixture
def inner():
    """A server inside, which must not be reached."""
    with serving({"/": (200, HTML, b"secret")}) as server:
        yield server


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "0.0.0.0", "127.1", "2130706433", "0x7f000001", "017700000001"]
)
def test_ways_to_write_loopback_are_refused(inner, host):
    policy = AddressPolicy(ports=frozenset({inner.port}))  # its address alone is what is wrong
    with (
        httpx2.Client(transport=GuardedTransport(deadline_s=5, policy=policy)) as client,
        pytest.raises(AddressRefused),
    ):
        client.get(f"http://{host}:{inner.port}/")
    assert inner.requests == []


@pytest.mark.parametrize("addresses", [["127.0.0.1"], ["8.8.8.8", "127.0.0.1"], ["169.254.169.254"]])
def test_a_name_that_leads_inside_is_refused_even_beside_a_public_address(inner, monkeypatch, addresses):
    names_lead_to(monkeypatch, {"evil.example": addresses})
    with httpx2.Client(transport=GuardedTransport(deadline_s=5)) as client, pytest.raises(AddressRefused):
        client.get("http://evil.example/")
    assert inner.requests == []


def test_a_name_without_an_address_is_unresolvable(monkeypatch):
    names_lead_to(monkeypatch, {})
    with httpx2.Client(transport=GuardedTransport(deadline_s=5)) as client, pytest.raises(UnresolvableHost):
        client.get("http://nowhere.example/")


@pytest.mark.parametrize("url", ["http://public.example:22/", "http://public.example:6379/"])
def test_ports_of_other_services_are_refused(monkeypatch, url):
    names_lead_to(monkeypatch, {"public.example": ["8.8.8.8"]})
    with httpx2.Client(transport=GuardedTransport(deadline_s=5)) as client, pytest.raises(AddressRefused):
        client.get(url)


def test_credentials_in_an_address_are_refused():
    with httpx2.Client(transport=GuardedTransport(deadline_s=5)) as client, pytest.raises(AddressRefused):
        client.send(httpx2.Request("GET", "http://user:secret@public.example/"))


def test_a_host_allowed_by_setting_is_reached_at_the_address_its_name_had_once(inner, monkeypatch):
    names_lead_to(monkeypatch, {"portal.example": ["127.0.0.1"]})
    with httpx2.Client(transport=GuardedTransport(deadline_s=5, allowed=["portal.example"])) as client:
        answer = client.get(inner.url("/", host="portal.example"))
    assert answer.text == "secret"
    assert inner.requests[0][1]["Host"] == f"portal.example:{inner.port}"


def test_a_name_whose_address_is_given_is_not_asked_for(inner, monkeypatch):
    names_lead_to(monkeypatch, {})
    policy = AddressPolicy(
        ports=frozenset({inner.port}),
        allowed=frozenset({"127.0.0.1"}),
        names=frozenset({("portal.example", "127.0.0.1")}),
    )
    with httpx2.Client(transport=GuardedTransport(deadline_s=5, policy=policy)) as client:
        assert client.get(inner.url("/", host="portal.example")).text == "secret"


def test_an_address_that_is_given_for_a_name_is_judged_like_any_other(inner):
    policy = AddressPolicy(ports=frozenset({inner.port}), names=frozenset({("portal.example", "127.0.0.1")}))
    with (
        httpx2.Client(transport=GuardedTransport(deadline_s=5, policy=policy)) as client,
        pytest.raises(AddressRefused),
    ):
        client.get(inner.url("/", host="portal.example"))
    assert inner.requests == []
