"""Fetching one page over plain HTTP: bounded in time and size, redirects checked hop by hop."""

from dataclasses import dataclass
from urllib.parse import urljoin

import httpx2
from django.conf import settings

from listings.errors import FetchFailed, FetchTimeout, ListingGone, NotAListing
from listings.services.portals import is_same_portal
from propscrape import __version__
from propscrape.canonical_url import check_url
from propscrape.errors import InvalidUrl
from propscrape.outgoing import AddressRefused, GuardedTransport

USER_AGENT = f"propscrape/{__version__} (property-listing extraction)"
ACCEPT = "text/html,application/xhtml+xml;q=0.9"
MAX_REDIRECTS = 5
HTML_TYPES = ("text/html", "application/xhtml+xml")
GONE = frozenset({404, 410})
# What portals answer when they take us for a robot; the engine reads the page to say which wall it is
WALLED = frozenset({401, 403, 405, 429, 503})


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """A page as it came: its bytes after inflation, the status, and the address it was finally found at."""

    url: str
    html: bytes
    http_status: int


def fetch_page(url: str) -> FetchedPage:
    """GET a registered portal's page.

    Raises FetchTimeout (FETCH_TIMEOUT_S in all), FetchFailed (refused, reset, 5xx, too large, a redirect that leaves
    the portal), ListingGone (404, 410) or NotAListing (not HTML). A bot wall's page is returned, to be judged.
    """
    try:
        with _client() as client:
            return _follow(client, url)
    except httpx2.TimeoutException as error:
        raise FetchTimeout from error
    except AddressRefused as error:
        raise FetchFailed("The address may not be fetched.") from error
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise FetchFailed(details={"reason": type(error).__name__}) from error


def _client() -> httpx2.Client:
    return httpx2.Client(
        transport=GuardedTransport(deadline_s=settings.FETCH_TIMEOUT_S, allowed=settings.FETCH_ALLOWED_ADDRESSES),
        timeout=settings.FETCH_TIMEOUT_S,
        headers={"User-Agent": USER_AGENT, "Accept": ACCEPT, "Accept-Encoding": "gzip, deflate"},
        follow_redirects=False,
        trust_env=False,
    )


def _follow(client: httpx2.Client, url: str) -> FetchedPage:
    here = url
    for _ in range(MAX_REDIRECTS + 1):
        with client.stream("GET", here) as response:
            if not response.has_redirect_location:
                return _read(response, here)
            here = _redirected(here, response.headers["Location"])
        if not is_same_portal(url, here):
            raise FetchFailed("The page redirects away from its portal.")
    raise FetchFailed(f"The page redirects more than {MAX_REDIRECTS} times.")


def _redirected(here: str, location: str) -> str:
    try:
        return check_url(urljoin(here, location))
    except (InvalidUrl, ValueError) as error:  # ValueError: what urljoin says of "http://["
        raise FetchFailed("The page redirects to no address.") from error


def _read(response: httpx2.Response, url: str) -> FetchedPage:
    if response.status_code in GONE:
        raise ListingGone
    if not response.is_success and response.status_code not in WALLED:
        raise FetchFailed(details={"http_status": response.status_code})
    if not response.headers.get("Content-Type", HTML_TYPES[0]).lower().startswith(HTML_TYPES):
        raise NotAListing("The address does not answer with HTML.")
    return FetchedPage(url=url, html=_bounded_body(response), http_status=response.status_code)


def _bounded_body(response: httpx2.Response) -> bytes:
    """The inflated body, read in pieces so that one that grows without end is left in time."""
    body = bytearray()
    for piece in response.iter_bytes(64 * 1024):
        body += piece
        if len(body) > settings.MAX_HTML_BYTES:
            raise FetchFailed("The page is too large.", details={"max_bytes": settings.MAX_HTML_BYTES})
    return bytes(body)
