"""The market of a host that nobody registered: where its homes stand, told from what all of its pages say."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from listings.extraction.market import AreaUnit, Market
from listings.extraction.page import Page
from listings.extraction.parsing.vocabulary.country_bounds import COUNTRY_BOUNDS
from listings.extraction.portals import all_portals

ENOUGH_VOTES = 2.0
# Top-level domains that are sold for what they spell rather than to a country's people
_SPELLED = frozenset({"ai", "am", "cc", "co", "fm", "gg", "io", "la", "me", "sh", "to", "tv", "ws", "eu"})
_CODES = {"uk": "GB"}
_REGION = re.compile(r"^[a-z]{2,3}[-_]([A-Za-z]{2})$")
_LANGUAGE = re.compile(r"^([A-Za-z]{2,3})(?:[-_]|$)")


def infer_market(host: str, pages: Sequence[Page], stated: Iterable[dict[str, object]]) -> Market | None:
    """The market that a host's pages speak of, None where they do not say.

    stated: what generic extraction found on each page that is a listing.
    """
    values = list(stated)
    votes: dict[str, float] = defaultdict(float)
    for country, weight in _votes(host, pages, values):
        votes[country] += weight
    for country in list(votes):
        votes[country] -= 2 * _share_outside(country, values)
    best = max(sorted(votes), key=lambda country: votes[country], default=None)
    if best is None or votes[best] < ENOUGH_VOTES:
        return None
    usual = market_of(best)
    language = Counter(_languages(pages)).most_common(1)
    locale = f"{language[0][0]}-{best}" if language else usual.locale if usual else None
    currency = Counter(str(found["currency"]) for found in values if "currency" in found).most_common(1)
    return Market(
        country=best,
        currency=usual.currency if usual else currency[0][0] if currency else None,
        locale=locale,
        area_unit=usual.area_unit if usual else None,
    )


@cache
def market_of(country: str) -> Market | None:
    """What is usual in a country, as most of the portals that we know there have it."""
    markets = [portal.market for portal in all_portals() if portal.market.country == country]
    if not markets:
        return None
    currency = Counter(market.currency for market in markets).most_common(1)[0][0]
    unit: AreaUnit | None = Counter(market.area_unit for market in markets).most_common(1)[0][0]
    return Market(country, currency, markets[0].locale, unit)


def _votes(host: str, pages: Sequence[Page], values: list[dict[str, object]]) -> Iterator[tuple[str, float]]:
    """(country, weight) of everything that names one; what all pages say counts as one voice."""
    domain = host.rpartition(".")[2]
    if len(domain) == 2 and domain not in _SPELLED:
        yield _CODES.get(domain, domain.upper()), 2.0
    tags = [tag for page in pages for name in ("html:lang", "og:locale") for tag in page.meta.get(name, ())[:1]]
    share = 1 / max(len(pages), 1)
    for tag in tags:
        if region := _REGION.match(tag.strip()):
            yield region[1].upper(), 1.0 * share
        elif (language := _LANGUAGE.match(tag.strip())) and (country := _only_country("language", language[1].lower())):
            yield country, 1.0 * share
    share = 1 / max(len(values), 1)
    for found in values:
        if isinstance(stated := found.get("country"), str):
            yield stated, 2.0 * share
        if currencys := _only_country("currency", str(found.get("currency"))):
            yield currencys, 2.0 * share


@cache
def _countries(kind: str) -> dict[str, frozenset[str]]:
    """The countries of the portals that we know, by language or by currency."""
    found: dict[str, set[str]] = defaultdict(set)
    for portal in all_portals():
        name = portal.market.language if kind == "language" else portal.market.currency
        if name and portal.market.country:
            found[name].add(portal.market.country)
    return {name: frozenset(countries) for name, countries in found.items()}


def _only_country(kind: str, name: str) -> str | None:
    """The country of a language or currency that is one country's alone."""
    countries = _countries(kind).get(name, frozenset())
    return next(iter(countries)) if len(countries) == 1 else None


def _languages(pages: Sequence[Page]) -> Iterator[str]:
    for page in pages:
        for tag in page.meta.get("html:lang", ())[:1]:
            if language := _LANGUAGE.match(tag.strip()):
                yield language[1].lower()


def _share_outside(country: str, values: list[dict[str, object]]) -> float:
    """The share of the homes with a position that stand elsewhere."""
    placed = [(found["latitude"], found["longitude"]) for found in values if "latitude" in found]
    bounds = COUNTRY_BOUNDS.get(country)
    if bounds is None or not placed:
        return 0.0
    south, west, north, east = bounds
    inside = [
        1
        for latitude, longitude in placed
        if isinstance(latitude, float) and isinstance(longitude, float)
        if south <= latitude <= north and west <= longitude <= east
    ]
    return 1 - len(inside) / len(placed)
