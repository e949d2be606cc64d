"""The portals we know by host, each with its market; the data is portals.csv beside this module."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import cast
from urllib.parse import urlsplit

from listings.extraction.market import FURTHER_MARKETS, UNKNOWN_MARKET, AreaUnit, Market

# Where portals price homes in dollars or euros beside the country's own money
_ANOTHERS = frozenset({"USD", "EUR"})
_PRICED_IN_ANOTHERS = frozenset({"AR", "CR", "DO", "GH", "PE", "RO", "RS", "UY"})


@dataclass(frozen=True, slots=True)
class Portal:
    """One site: host without "www.", where its pages keep their content, and how far we stand behind it.

    content_source: html, json-ld, script-json or flight-data.  tier: core, experimental or manual-only
    (its pages must be sent in, the site refuses to be fetched).
    """

    slug: str
    host: str
    market: Market
    content_source: str
    tier: str
    needs_javascript: bool


@cache
def all_portals() -> tuple[Portal, ...]:
    """Every portal, in the file's order."""
    text = files("listings.extraction").joinpath("portals.csv").read_text(encoding="utf-8")
    return tuple(_portal(row) for row in csv.DictReader(text.splitlines()))


class PortalIndex:
    """Portals by host: of two with the same host the later one counts."""

    def __init__(self, portals: Iterable[Portal]) -> None:
        self._by_host = {portal.host: portal for portal in portals}

    def find(self, url: str) -> Portal | None:
        """The portal of a URL's host or of its nearest parent domain; "www." and the port do not matter.

        A URL within a URL, as web archives write them, is that of the page.
        """
        found = self.of_host(url)
        inner = url.rfind("://", url.find("://") + 3) if found is None else -1
        return self._of(_host(f"https{url[inner:]}")) if inner > 0 else found

    def of_host(self, url: str) -> Portal | None:
        """The portal that a URL's own host belongs to, whatever else the URL says: who answers when it is asked for."""
        return self._of(_host(url))

    def _of(self, host: str) -> Portal | None:
        while "." in host:
            if portal := self._by_host.get(host):
                return portal
            host = host.partition(".")[2]
        return None


def find_portal(url: str) -> Portal | None:
    """The shipped portal of a page, as PortalIndex.find tells it."""
    return shipped_index().find(url)


def host_portal(url: str) -> Portal | None:
    """The shipped portal of a URL's own host, as PortalIndex.of_host tells it."""
    return shipped_index().of_host(url)


@cache
def shipped_index() -> PortalIndex:
    """Every shipped portal by host."""
    return PortalIndex(all_portals())


def domain_market(url: str) -> Market:
    """The market of a page's country-code domain (ISO 3166-1, .uk for GB), for a portal that nobody registered.

    It is as that of the portals that we know in the country; the currency is left open where those price in another
    country's.  Without such a domain nothing is known of it.

    A URL in another one's path, as web archives write them, is that of the page; one in its query is not.
    """
    place = url.partition("?")[0].partition("#")[0]
    host = _host(f"https{place[inner:]}") if (inner := place.rfind("://")) > 0 else ""
    name, _, last = host.rpartition(".")
    if last == "co" and not name.endswith(".com"):  # taken by companies everywhere
        return UNKNOWN_MARKET
    return country_market("GB" if last == "uk" else last.upper())


def country_market(country: str) -> Market:
    """The market of the portals that we know in a country (ISO 3166-1 alpha-2), as domain_market tells it.

    Of a country without one what is known of it; where homes are priced in another's money the currency is left open.
    """
    return _country_markets().get(country, UNKNOWN_MARKET)


@cache
def _country_markets() -> dict[str, Market]:
    found = {
        country: replace(market, currency=None) if market.currency in _ANOTHERS else market
        for country, market in FURTHER_MARKETS.items()
    }
    for portal in all_portals():
        market, country = portal.market, portal.market.country or ""
        found.setdefault(country, replace(market, currency=None) if country in _PRICED_IN_ANOTHERS else market)
    return found


def _portal(row: dict[str, str]) -> Portal:
    market = Market(
        country=row["country"],
        currency=row["currency"],
        locale=row["locale"],
        area_unit=cast(AreaUnit, row["area_unit"]),
    )
    return Portal(
        slug=row["slug"],
        host=row["host"],
        market=market,
        content_source=row["content_source"],
        tier=row["tier"],
        needs_javascript=row["needs_javascript"] == "yes",
    )


def _host(url: str) -> str:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:  # "http://[" and the like
        return ""
    return host.rstrip(".").removeprefix("www.")
