"""Fetching a robots.txt (RFC 9309)."""

from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from urllib.parse import urljoin

import httpx2
from django.utils import timezone

from listings.errors import FetchFailed, FetchTimeout, PortalThrottles
from listings.fetching.http import MAX_REDIRECTS, MAX_RETRY_AFTER, client
from propscrape.canonical_url import check_url
from propscrape.errors import InvalidUrl
from propscrape.outgoing import AddressRefused
from propscrape.retry_after import parse_retry_after

# RFC 9309 2.5 asks for at least 500 KiB; what stands behind that is not read
MAX_BYTES = 512 * 1024
ALLOWS_ALL = ""


@dataclass(frozen=True, slots=True)
class FetchedRobots:
    """The rules as text; empty where the portal states none (2.3.1.3: any 4xx)."""

    http_status: int | None
    text: str


def fetch_robots(origin: str, *, agent: str | None = None) -> FetchedRobots:
    """GET /robots.txt of `https://host[:port]`, five redirects at most (2.3.1.2).

    Raises FetchTimeout; FetchFailed when it cannot be reached or the portal fails (2.3.1.4: nothing may be fetched
    meanwhile); PortalThrottles for a 429, which is no permission.
    """
    try:
        with client(agent) as http:
            return _follow(http, f"{origin}/robots.txt")
    except httpx2.TimeoutException as error:
        raise FetchTimeout from error
    except (httpx2.HTTPError, httpx2.InvalidURL, AddressRefused) as error:
        raise FetchFailed("robots.txt could not be read.", details={"reason": type(error).__name__}) from error


def _follow(http: httpx2.Client, url: str) -> FetchedRobots:
    for _ in range(MAX_REDIRECTS + 1):
        with http.stream("GET", url) as response:
            if not response.has_redirect_location:
                return _read(response)
            location = response.headers["Location"]
        try:
            url = check_url(urljoin(url, location))
        except (InvalidUrl, ValueError):
            break
    return FetchedRobots(None, ALLOWS_ALL)


def _read(response: httpx2.Response) -> FetchedRobots:
    status = response.status_code
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        asked = parse_retry_after(response.headers.get("Retry-After"), now=timezone.now(), at_most=MAX_RETRY_AFTER)
        raise PortalThrottles(details={"http_status": status}, retry_after_s=round(asked / timedelta(seconds=1)))
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise FetchFailed("robots.txt could not be read.", details={"http_status": status})
    if not response.is_success:
        return FetchedRobots(status, ALLOWS_ALL)
    return FetchedRobots(status, _start_of(response).decode("utf-8", "replace"))


def _start_of(response: httpx2.Response) -> bytes:
    body = bytearray()
    for piece in response.iter_bytes(16 * 1024):
        body += piece
        if len(body) >= MAX_BYTES:
            break
    return bytes(body[:MAX_BYTES])
