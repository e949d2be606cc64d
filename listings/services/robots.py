"""What portals ask robots to leave alone: each origin's robots.txt, kept for a day (RFC 9309 2.4)."""

from datetime import timedelta
from functools import lru_cache
from urllib.parse import urlsplit

from django.utils import timezone
from protego import Protego

from listings.errors import FetchFailed, FetchTimeout, RobotsDisallow
from listings.fetching.http import user_agent
from listings.fetching.robots import fetch_robots
from listings.models import Portal, PortalState, RobotsFile

KEPT_FOR = timedelta(days=1)
# While it cannot be read, an older copy holds for so long
STALE_FOR = timedelta(days=30)
MAX_CRAWL_DELAY_S = 60.0


def check_robots(portal: Portal, url: str) -> None:
    """Raises RobotsDisallow when the portal asks not to fetch this page; and what fetch_robots raises.

    What the file asks as crawl delay is noted with the portal's state.
    """
    if not portal.honours_robots:
        return
    agent = product_token(user_agent(portal.user_agent))
    rules = _rules(*_robots_text(portal, origin_of(url), agent))
    if not rules.can_fetch(url, agent):
        raise RobotsDisallow


def product_token(agent: str) -> str:
    """The name by which robots.txt knows a user agent (RFC 9309 2.2.1): what stands before its version."""
    return agent.split("/")[0].split()[0]


def origin_of(url: str) -> str:
    """Scheme, host and port (RFC 6454): what one robots.txt speaks for."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.lower()}"


def _robots_text(portal: Portal, origin: str, agent: str) -> tuple[str, str]:
    """The origin and its rules, from the table while they are fresh."""
    now = timezone.now()
    kept = RobotsFile.objects.filter(origin=origin).first()
    if kept is not None and kept.expires_at > now:
        return origin, kept.body
    try:
        fetched = fetch_robots(origin, agent=portal.user_agent)
    except (FetchFailed, FetchTimeout):
        if kept is not None and kept.fetched_at > now - STALE_FOR:
            return origin, kept.body
        raise
    text = fetched.text.replace("\0", "")
    values = {"portal": portal, "body": text, "http_status": fetched.http_status, "fetched_at": now}
    RobotsFile.objects.update_or_create(origin=origin, defaults=values | {"expires_at": now + KEPT_FOR})
    _note_crawl_delay(portal, _rules(origin, text).crawl_delay(agent))
    return origin, text


def _note_crawl_delay(portal: Portal, delay_s: float | None) -> None:
    bounded = None if delay_s is None or delay_s <= 0 else min(delay_s, MAX_CRAWL_DELAY_S)
    PortalState.objects.filter(portal=portal).update(crawl_delay_s=bounded)


@lru_cache(maxsize=128)
def _rules(origin: str, text: str) -> Protego:
    """Read once per process and text."""
    return Protego.parse(text)
