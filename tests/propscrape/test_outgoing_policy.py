"""What the text of a URL and the answers of a name service give away."""

import httpx2
import pytest
import yarl
from hypothesis import example, given
from hypothesis import strategies as st

from propscrape.outgoing import AddressPolicy, AddressRefused
from tests.propscrape.hostile_attempts import name_service
from tests.propscrape.hostile_urls import HOSTILE, LOOPBACK, PUBLIC

GIVEN_AWAY = [h for h in HOSTILE if h.trick not in {"name that leads inside", "rebinding", "redirect"}]
PIECES = [
    "public.example", "127.0.0.1", "0x7f", "1", "8.8.8.8", "xn--", "user", "80", "22", "a", "ß", "é", "１", "①", "ⓛ",
    "ſ", ".", "。", "．", "@", ":", "/", "\\", "#", "?", "[", "]", "::1", "%", "%2e", "%25", "-", "_", ";", ",", "&",
    "+", " ", "\t", "\u200b", "\u00ad", "℀", "⁄", "＠", "：", "\ud800",
]  # fmt: skip


@pytest.mark.parametrize("hostile", GIVEN_AWAY, ids=str)
def test_a_url_whose_text_gives_it_away_is_refused_without_asking_for_its_name(hostile):
    with name_service({}) as asked, pytest.raises(AddressRefused):
        AddressPolicy().check_url(hostile.url)
    assert asked == []


def test_credentials_that_are_empty_are_refused_too():
    with pytest.raises(AddressRefused):
        AddressPolicy().check_url("http://@public.example/")


@pytest.mark.parametrize(
    "url",
    [
        "https://public.example/hook", "http://public.example:8080/?a=b", "https://8.8.8.8/", "HTTPS://Public.Example",
        "https://[2001:4860:4860::8888]:8443/", "https://bücher.example/ü", "https://a_b.public.example/x@y",
        "https://public.example/#@127.0.0.1", "https://public.example:/", "https://1.public.example/",
    ],
)  # fmt: skip
def test_a_public_url_passes(url):
    AddressPolicy().check_url(url)


def test_a_policy_may_pass_fewer_schemes_and_ports():
    strict = AddressPolicy(schemes=frozenset({"https"}), ports=frozenset({443}))
    strict.check_url("https://public.example/")
    for url in ("http://public.example:443/", "https://public.example:8443/"):
        with pytest.raises(AddressRefused):
            strict.check_url(url)


@pytest.mark.parametrize("host", ["receiver", "localhost", "127.0.0.1", "[::1]"])
def test_a_host_exempt_by_setting_passes_at_any_port(host):
    policy = AddressPolicy(allowed=frozenset({"receiver", "localhost", "127.0.0.1", "::1"}))
    policy.check_url(f"http://{host}:45678/")


@pytest.mark.parametrize("url", ["ftp://receiver/", "http://user@receiver/", "http://receiver.evil.example:22/"])
def test_an_exempt_host_excuses_neither_scheme_nor_credentials_nor_other_hosts(url):
    with pytest.raises(AddressRefused):
        AddressPolicy(allowed=frozenset({"receiver"})).check_url(url)


@pytest.mark.parametrize("addresses", [[], [LOOPBACK], [PUBLIC, LOOPBACK], [PUBLIC, "fe80::1%2"], ["nonsense"]])
def test_a_host_passes_only_when_it_has_addresses_and_all_are_public(addresses):
    with pytest.raises(AddressRefused):
        AddressPolicy().check_addresses("public.example", 443, addresses)


def test_an_exempt_address_does_not_excuse_those_beside_it():
    policy = AddressPolicy(allowed=frozenset({LOOPBACK}))
    policy.check_addresses("evil.example", 45678, [LOOPBACK])
    with pytest.raises(AddressRefused):
        policy.check_addresses("evil.example", 80, [LOOPBACK, "10.0.0.1"])
    with pytest.raises(AddressRefused):
        policy.check_addresses("evil.example", 45678, [LOOPBACK, PUBLIC])


def host_and_port(read, url):
    """Of a URL as a client reads it; None when it will not."""
    try:
        parsed = read(url)
    except (ValueError, httpx2.InvalidURL):
        return None
    return parsed.raw_host, parsed.port or 80


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map("".join))
@example(rest="public.example0x7f/")
def test_what_passes_leads_both_clients_to_one_host_that_passes_by_itself(rest):
    url = f"http://public{rest}.example/"
    try:
        AddressPolicy().check_url(url)
    except AddressRefused:
        return
    host, port = host_and_port(yarl.URL, url)
    AddressPolicy().check_url(f"http://{host}:{port}/")
    assert host_and_port(httpx2.URL, url) in {None, (host.encode(), port)}
