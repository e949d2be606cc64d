"""Fetching one page over plain HTTP: bounded in time and size, redirects checked hop by hop."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from http import HTTPStatus
from urllib.parse import urljoin

import httpx2
from django.conf import settings
from django.utils import timezone

from listings.errors import (
    FetchFailed,
    FetchRefused,
    FetchTimeout,
    ListingGone,
    NotAListing,
    PageBlocked,
    PortalThrottles,
)
from listings.extraction.page import Page
from listings.extraction.walls import find_wall
from listings.services.portal_index import is_same_portal
from propscrape import __version__
from propscrape.canonical_url import canonicalize_url, check_url
from propscrape.errors import InvalidUrl
from propscrape.outgoing import AddressPolicy, AddressRefused, GuardedTransport
from propscrape.retry_after import parse_retry_after

ACCEPT = "text/html,application/xhtml+xml;q=0.9"
MAX_REDIRECTS = 5
HTML_TYPES = ("text/html", "application/xhtml+xml")
GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
WALLED = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.METHOD_NOT_ALLOWED})
# A wall, or a portal that is asked too often: the page tells which
THROTTLING = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})
PERMANENT = frozenset({HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT})
MAX_RETRY_AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Validators:
    """What a page said of its version when it was last read (RFC 9110 8.8): sent back to ask whether it changed."""

    etag: str | None = None
    last_modified: str | None = None

    def as_headers(self) -> dict[str, str]:
        """If-None-Match and If-Modified-Since, as far as they are known and fit for a header."""
        headers = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in headers.items() if value and value.isascii() and value.isprintable()}


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """A page as it came: its bytes after inflation, the status, and the address it was finally found at.

    `has_moved`: every redirect on the way said that it is for good.
    """

    url: str
    html: bytes
    http_status: int
    validators: Validators = Validators()
    has_moved: bool = False


@dataclass(frozen=True, slots=True)
class NotModified:
    """The portal says that the page is the one whose validators were sent (304)."""

    http_status: int = HTTPStatus.NOT_MODIFIED


def user_agent(own: str | None = None) -> str:
    """What a request says of us: a portal's own, or our name, version and where to find us."""
    contact = f"; +{settings.FETCH_CONTACT_URL}" if settings.FETCH_CONTACT_URL else ""
    return own or f"propscrape/{__version__} (property-listing extraction{contact})"


def fetch_page(
    url: str,
    *,
    agent: str | None = None,
    known: Validators | None = None,
    check_hop: Callable[[str], None] = lambda url: None,
) -> FetchedPage | NotModified:
    """GET a registered portal's page, as `agent`; with `known`, only if it is another one.

    `check_hop` may object to each address that a redirect leads to, by what it raises. Raises FetchTimeout
    (FETCH_TIMEOUT_S in all), FetchFailed (no answer, 5xx), FetchRefused (too large, a redirect that leaves the portal
    or never ends, an address that may not be reached), ListingGone (404, 410), NotAListing (not HTML), PageBlocked
    (401, 403, 405) and PortalThrottles (429, 503 without a wall).
    """
    try:
        with client(agent) as http:
            return _follow(http, url, known or Validators(), check_hop)
    except httpx2.TimeoutException as error:
        raise FetchTimeout from error
    except AddressRefused as error:
        raise FetchRefused("The address may not be fetched.") from error
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise FetchFailed(details={"reason": type(error).__name__}) from error


def address_policy() -> AddressPolicy:
    """Where pages may be fetched from: every public address, and what the settings add."""
    return _policy(frozenset(settings.FETCH_ALLOWED_ADDRESSES), frozenset(settings.FETCH_NAMES.items()))


@lru_cache(maxsize=1)
def _policy(allowed: frozenset[str], names: frozenset[tuple[str, str]]) -> AddressPolicy:
    """One for the process: a policy remembers the addresses it has passed, and they keep it."""
    return AddressPolicy(allowed=allowed, names=names)


def client(agent: str | None) -> httpx2.Client:
    """A client on the guarded transport for one errand of FETCH_TIMEOUT_S at most, redirects included."""
    return httpx2.Client(
        transport=GuardedTransport(deadline_s=settings.FETCH_TIMEOUT_S, policy=address_policy()),
        timeout=settings.FETCH_TIMEOUT_S,
        headers={"User-Agent": user_agent(agent), "Accept": ACCEPT, "Accept-Encoding": "gzip, deflate"},
        follow_redirects=False,
        trust_env=False,
    )


def _follow(
    http: httpx2.Client, url: str, known: Validators, check_hop: Callable[[str], None]
) -> FetchedPage | NotModified:
    here = url
    hops: list[int] = []
    for _ in range(MAX_REDIRECTS + 1):
        with http.stream("GET", here, headers=known.as_headers()) as response:
            if not response.has_redirect_location:
                has_moved = bool(hops) and PERMANENT.issuperset(hops)
                return _read(response, here, has_moved=has_moved, may_be_known=bool(known.as_headers()))
            hops.append(response.status_code)
            here = _redirected(here, response.headers["Location"])
        if not is_same_portal(url, here):
            raise FetchRefused("The page redirects away from its portal.")
        check_hop(here)
    raise FetchRefused(f"The page redirects more than {MAX_REDIRECTS} times.")


def _redirected(here: str, location: str) -> str:
    try:
        led_to = check_url(urljoin(here, location))
        canonicalize_url(led_to)
    except (InvalidUrl, ValueError) as error:  # ValueError: what urljoin says of "http://["
        raise FetchRefused("The page redirects to no address.") from error
    return led_to


def _read(response: httpx2.Response, url: str, *, has_moved: bool, may_be_known: bool) -> FetchedPage | NotModified:
    status = response.status_code
    if status == HTTPStatus.NOT_MODIFIED and may_be_known:
        return NotModified()
    if status in GONE:
        raise ListingGone
    if status in WALLED:
        raise PageBlocked(details={"http_status": status})
    if status in THROTTLING:
        raise _throttled(response, url)
    if not response.is_success:
        raise FetchFailed(details={"http_status": status})
    if not response.headers.get("Content-Type", HTML_TYPES[0]).lower().startswith(HTML_TYPES):
        raise NotAListing("The address does not answer with HTML.")
    validators = Validators(response.headers.get("ETag"), response.headers.get("Last-Modified"))
    return FetchedPage(url, _bounded_body(response), status, validators, has_moved)


def _throttled(response: httpx2.Response, url: str) -> PageBlocked | PortalThrottles:
    wall = find_wall(Page(url=url, html=_bounded_body(response)))
    asked = parse_retry_after(response.headers.get("Retry-After"), now=timezone.now(), at_most=MAX_RETRY_AFTER)
    details = {"http_status": response.status_code}
    if wall:
        return PageBlocked(wall, details=details, retry_after_s=round(asked.total_seconds()))
    return PortalThrottles(details=details, retry_after_s=round(asked.total_seconds()))


def _bounded_body(response: httpx2.Response) -> bytes:
    """The inflated body, read in pieces so that one that grows without end is left in time."""
    body = bytearray()
    for piece in response.iter_bytes(64 * 1024):
        body += piece
        if len(body) > settings.MAX_HTML_BYTES:
            raise FetchRefused("The page is too large.", details={"max_bytes": settings.MAX_HTML_BYTES})
    return bytes(body)
