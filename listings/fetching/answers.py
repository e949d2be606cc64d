"""What came of a browser's request for a page, before the page is read: the rules of `http.py`."""

from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import Any, Self
from urllib.parse import urlsplit

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
from listings.fetching.http import GONE, HTML_TYPES, MAX_RETRY_AFTER, THROTTLING, WALLED
from propscrape.address_policy import DEFAULT_PORTS
from propscrape.egress_proxy import Admission
from propscrape.errors import ServiceError
from propscrape.retry_after import parse_retry_after

REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, and headers by their names in lower case."""

    status: int
    headers: dict[str, str]

    @classmethod
    def of(cls, event: dict[str, Any]) -> Self:
        """Of a Fetch.requestPaused event in the response stage."""
        headers = {header["name"].lower(): header["value"] for header in event.get("responseHeaders", ())}
        return cls(event["responseStatusCode"], headers)

    @property
    def is_redirect(self) -> bool:
        """Whether it names another address to go to."""
        return self.status in REDIRECTS and "location" in self.headers


def error_of_answer(answer: Answer) -> ServiceError | None:
    """Why there is no page in this answer; None when there may be one. A wall behind 429 or 503 shows in the body."""
    details = {"http_status": answer.status}
    if answer.status in GONE:
        return ListingGone()
    if answer.status in WALLED:
        return PageBlocked(details=details)
    if answer.status in THROTTLING:
        return PortalThrottles(details=details, retry_after_s=_retry_after_s(answer))
    if not HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES:
        return FetchFailed(details=details)
    if not _is_html(answer) or answer.headers.get("content-disposition", "").lower().startswith("attachment"):
        return NotAListing("The address does not answer with HTML.")
    return None


def error_of_refusal(url: str, admission: Admission) -> ServiceError | None:
    """Why our proxy did not let a page's own address through; None where it did."""
    parts = urlsplit(url)
    refusal = admission.refusals.get((parts.hostname or "", parts.port or DEFAULT_PORTS[parts.scheme]))
    if refusal is None:
        return None
    if refusal.status is HTTPStatus.FORBIDDEN:
        return FetchRefused("The address may not be fetched.")
    if refusal.status is HTTPStatus.GATEWAY_TIMEOUT:
        return FetchTimeout()
    return FetchFailed(details={"reason": refusal.reason})


def _is_html(answer: Answer) -> bool:
    return answer.headers.get("content-type", HTML_TYPES[0]).lower().startswith(HTML_TYPES)


def _retry_after_s(answer: Answer) -> int:
    asked = parse_retry_after(answer.headers.get("retry-after"), now=timezone.now(), at_most=MAX_RETRY_AFTER)
    return round(asked / timedelta(seconds=1))
