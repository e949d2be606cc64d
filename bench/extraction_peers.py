"""What others make of the same page: extruct its structured data, BeautifulSoup a tree that lxml parsed."""

import warnings
from collections.abc import Callable
from importlib.metadata import version

from listings.extraction_timing import Work

EXTRUCT, SOUP = "extruct", "bs4"
# The project's name in the package index
DISTRIBUTIONS = {EXTRUCT: "extruct", SOUP: "beautifulsoup4"}
SYNTAXES = ["json-ld", "microdata", "opengraph"]


def installed_peers() -> dict[str, Work]:
    """By name, as a work that can be timed; those that are not installed are not there."""
    makers: dict[str, Callable[[], Work]] = {EXTRUCT: _extruct, SOUP: _soup}
    peers = {}
    for name, make in makers.items():
        try:
            peers[name] = make()
        except ModuleNotFoundError:
            continue
    return peers


def peer_version(name: str) -> str:
    """Of the peer's installed distribution."""
    return version(DISTRIBUTIONS[name])


def _extruct() -> Work:
    import extruct

    def structured_data(url: str, html: str) -> object:
        # A script that is no JSON costs that page its JSON-LD, not the run
        return extruct.extract(html, base_url=url, syntaxes=SYNTAXES, errors="ignore")

    return structured_data


def _soup() -> Work:
    import lxml.etree  # noqa: F401 - without it BeautifulSoup would refuse the first page
    from bs4 import BeautifulSoup, UnusualUsageWarning

    warnings.filterwarnings("ignore", category=UnusualUsageWarning)
    return lambda url, html: BeautifulSoup(html, "lxml")
