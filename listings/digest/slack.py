"""One POST to an incoming webhook of Slack or one of its likes."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx2
from django.conf import settings

from propscrape import __version__
from propscrape.address_policy import AddressPolicy, AddressRefused
from propscrape.outgoing import GuardedTransport
from propscrape.retry_after import parse_retry_after

TIMEOUT_S = 15
MAX_WAIT = timedelta(hours=6)
# Asked again these say the same: the webhook was taken away, or the address never was one
FOR_GOOD = frozenset({400, 403, 404, 405, 410})


class NotPosted(Exception):
    """Why a message was not taken; whether it is of no use to try again, and how long to wait at least."""

    def __init__(self, reason: str, *, is_final: bool = False, wait: timedelta = timedelta(0)) -> None:
        super().__init__(reason)
        self.reason, self.is_final, self.wait = reason, is_final, wait


def slack_policy() -> AddressPolicy:
    """Which addresses a client may name: those that its webhooks may have."""
    return AddressPolicy(
        schemes=frozenset(settings.WEBHOOK_SCHEMES),
        ports=frozenset(settings.WEBHOOK_PORTS),
        allowed=frozenset(settings.WEBHOOK_ALLOWED_ADDRESSES),
    )


def post_to_slack(url: str, body: dict[str, Any], *, is_trusted: bool) -> None:
    """Send it; `is_trusted` exempts the host of an address that staff set. Raises NotPosted."""
    allowed = (urlsplit(url).hostname or "",) if is_trusted else ()
    transport = GuardedTransport(deadline_s=TIMEOUT_S, allowed=allowed, policy=slack_policy())
    headers = {"User-Agent": f"propscrape/{__version__} (digests)"}
    try:
        with (
            httpx2.Client(transport=transport, timeout=TIMEOUT_S, follow_redirects=False, trust_env=False) as http,
            http.stream("POST", url, json=body, headers=headers) as response,
        ):
            _check(response)
    except AddressRefused as error:
        raise NotPosted("the address is refused", is_final=True) from error
    except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as error:
        raise NotPosted(type(error).__name__) from error


def _check(response: httpx2.Response) -> None:
    """What the answer says is not read: the status alone counts."""
    if response.is_success:
        return
    header = response.headers.get("Retry-After") if response.status_code in (429, 503) else None
    wait = parse_retry_after(header, now=datetime.now(UTC), at_most=MAX_WAIT)
    raise NotPosted(f"HTTP {response.status_code}", is_final=response.status_code in FOR_GOOD, wait=wait)
