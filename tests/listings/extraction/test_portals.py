"""Which portal, and so which market, a URL belongs to."""

import pytest

from listings.extraction.market import UNKNOWN_MARKET, Market
from listings.extraction.portals import all_portals, domain_market, find_portal, host_portal


@pytest.mark.parametrize(
    ("url", "slug"),
    [
        ("https://www.rightmove.co.uk/properties/1", "uk_rightmove"),
        ("https://rightmove.co.uk", "uk_rightmove"),
        ("HTTPS://WWW.Rightmove.CO.UK:443/x?y=1#z", "uk_rightmove"),
        ("https://m.fotocasa.es/es/comprar/", "es_fotocasa"),
        ("https://www.remax-malta.com/listings/9", "mt_remax"),
        ("https://casa.it./x", "it_casa"),
    ],
)
def test_host_or_parent_domain_names_the_portal(url, slug):
    portal = find_portal(url)
    assert portal is not None
    assert portal.slug == slug


@pytest.mark.parametrize(
    "url",
    [
        "",
        "rightmove.co.uk",
        "https://notrightmove.co.uk/",
        "https://co.uk/",
        "http://[",
        "https://localhost/",
        "mailto:a@casa.it",
    ],
)
def test_other_hosts_have_no_portal(url):
    assert find_portal(url) is None


def test_an_archived_page_is_read_as_its_portals_and_answered_by_the_archive():
    url = "https://archive.example/web/2024/https://www.rightmove.co.uk/properties/1"
    assert find_portal(url) is not None
    assert host_portal(url) is None


def test_dollar_portals_differ_in_currency():
    markets = {portal.slug: portal.market for portal in all_portals()}
    assert markets["au_domain"] == Market("AU", "AUD", "en-AU", "sqmt")
    assert markets["ca_realtor"].currency == "CAD"
    assert markets["us_redfin"].area_unit == "sqft"


def test_every_portal_is_whole_and_unique():
    portals = all_portals()
    assert len({portal.slug for portal in portals}) == len({portal.host for portal in portals}) == len(portals) == 129
    for portal in portals:
        assert portal.market.area_unit in ("sqmt", "sqft")
        assert portal.market.country is not None
        assert len(portal.market.country) == 2
        assert portal.market.currency is not None
        assert len(portal.market.currency) == 3
        assert portal.tier in ("core", "experimental", "manual-only")
        assert portal.content_source in ("html", "json-ld", "script-json", "flight-data")
        assert not portal.host.startswith("www.")


def test_idealista_needs_javascript_and_rightmove_does_not():
    needs = {portal.slug: portal.needs_javascript for portal in all_portals()}
    assert needs["es_idealista"] is True
    assert needs["uk_rightmove"] is False


def test_language_is_the_locales_first_part():
    assert Market("BR", "BRL", "pt-BR", "sqmt").language == "pt"
    assert Market("PT", "EUR", "pt", "sqmt").language == "pt"
    assert UNKNOWN_MARKET.language is None


@pytest.mark.parametrize(
    ("url", "country", "currency"),
    [
        ("https://www.nobody-knows.fi/kohde/1", "FI", "EUR"),
        ("https://homes.example.co.uk/1", "GB", "GBP"),
        ("https://casas.com.mx:8443/1", "MX", "MXN"),
        ("https://casas.com.co/1", "CO", "COP"),
        ("https://web.archive.org/web/2019/https://www.nobody-knows.se/1", "SE", "SEK"),
        ("https://homes.co.uk/1?from=https://other.se/2#https://other.de", "GB", "GBP"),
        ("https://www.nobody-knows.ro/1", "RO", None),  # priced in euros as often
    ],
)
def test_a_portal_that_nobody_registered_is_of_its_domain_s_country(url, country, currency):
    market = domain_market(url)
    assert (market.country, market.currency) == (country, currency)


@pytest.mark.parametrize(
    "url", ["https://homes.example/1", "https://homes.com/1", "https://firm.co/1?a=https://b.se", "http://[", ""]
)
def test_of_other_domains_no_market_is_known(url):
    assert domain_market(url) == UNKNOWN_MARKET
