"""Requests per client and minute, counted by django-ratelimit on the cache that all processes share (P7, H8)."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django_ratelimit.core import get_usage

from clients.services.api_keys import Caller
from propscrape.errors import RateLimited

PERIOD_S = 60


@dataclass(frozen=True, slots=True)
class Usage:
    """How far a caller is into a limit; `reset_s` seconds remain of the period."""

    limit: int
    remaining: int
    reset_s: int

    def as_headers(self) -> dict[str, str]:
        """RateLimit-Limit, -Remaining and -Reset (IETF draft, in their separate form)."""
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.remaining),
            "RateLimit-Reset": str(self.reset_s),
        }


def count_request(request: HttpRequest, *, caller: Caller, group: str) -> Usage:
    """Count one request of `caller` in `group` (a key of settings.RATE_LIMITS).

    Raises RateLimited, with the usage in its details, when that was one too many.
    """
    own = caller.limits.get(group)
    limit = settings.RATE_LIMITS[group] if own is None else own
    return _count(request, group=group, who=str(caller.client_id), limit=limit)


def count_staff_request(request: HttpRequest, *, user_id: int) -> Usage:
    """Count one request of a member of staff. Raises RateLimited."""
    return _count(request, group="staff", who=f"staff {user_id}", limit=settings.RATE_LIMITS["staff"])


def _count(request: HttpRequest, *, group: str, who: str, limit: int) -> Usage:
    usage = get_usage(request, group=group, key=lambda *_: who, rate=(limit, PERIOD_S), increment=True)
    counted = Usage(limit=limit, remaining=max(0, limit - usage["count"]), reset_s=max(1, usage["time_left"]))
    if usage["should_limit"]:
        raise RateLimited(
            f"More than {limit} requests a minute.",
            details={"limit": limit, "period_s": PERIOD_S},
            retry_after_s=counted.reset_s,
        )
    return counted
