"""Opening the pages: over HTTP with a watch, and within this process with a count of the queries."""

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import requests
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.figures import percentile, table
from listings.models import Scrape
from propscrape.launch.progress import Progress
from propscrape.supervisor.stop_request import StopRequest
from propscrape.tenancy import staff_scope

from .loading import Ground

TIMES, BAR_MS, TIMEOUT_S = 30, 300, 30.0


@dataclass(slots=True)
class Timed:
    """Milliseconds of each page: the first time that it was opened, and the times after it.

    `load`: the machine's load average of the last minute when all were opened; beyond its cores, pages wait for others.
    """

    cold_ms: dict[str, float] = field(default_factory=dict)
    warm_ms: dict[str, list[float]] = field(default_factory=dict)
    load: float = 0.0

    def above(self, bar_ms: float) -> list[str]:
        """The pages whose p95, the first time included, is no less."""
        return [name for name in self.warm_ms if self._p95(name) >= bar_ms]

    def as_table(self) -> str:
        """For people."""
        first = "\n".join(f"{name:<24}  {ms:7.1f}" for name, ms in self.cold_ms.items())
        return (
            f"{table(list(self.warm_ms.items()))}\n\nLoad of the machine: {self.load:.1f}. The first time, ms:\n{first}"
        )

    def figures(self) -> dict[str, Any]:
        """For programs."""
        return {
            "p95_ms": {name: round(self._p95(name), 1) for name in self.warm_ms},
            "load": round(self.load, 1),
            "cold_ms": {name: round(ms, 1) for name, ms in self.cold_ms.items()},
        }

    def _p95(self, name: str) -> float:
        return percentile([self.cold_ms[name], *self.warm_ms[name]], 95)


def log_in() -> str:
    """The session of a member of staff who may see everything."""
    browser = Browser()
    browser.force_login(get_user_model().objects.create_superuser("bench"))
    return browser.cookies[settings.SESSION_COOKIE_NAME].value


def pages_of(ground: Ground) -> dict[str, str]:
    """The pages by name."""
    portal = reverse("scraper_health:portal", args=[ground.portals[0]])
    with staff_scope():
        latest = Scrape.objects.filter(portal=ground.portals[0], capture__isnull=False).order_by("-created_at")
        scrape = latest.values_list("pk", flat=True)[0]
    return {
        "first page": reverse("admin:index"),
        "all scrapers": reverse("scraper_health:overview"),
        "all scrapers, sorted": f"{reverse('scraper_health:overview')}?sort=-success&country=DE",
        "a portal, 30 days": portal,
        "a portal, 90 days": f"{portal}?days=90",
        "a scrape": reverse("admin:listings_scrape_change", args=[scrape]),
        "a scrape's page": reverse("admin:listings_scrape_page", args=[scrape]),
        "list of scrapes": reverse("admin:listings_scrape_changelist"),
    }


def count_queries(pages: Mapping[str, str], session: str) -> dict[str, int]:
    """How often each page asks the database, once what a process keeps is there."""
    browser = Browser(headers={"host": "localhost"})
    browser.cookies[settings.SESSION_COOKIE_NAME] = session
    counts = {}
    for name, address in pages.items():
        browser.get(address)
        with CaptureQueriesContext(connection) as captured:
            answer = browser.get(address)
        assert answer.status_code == requests.codes.ok, f"{address}: {answer.status_code}"
        counts[name] = len(captured)
    return counts


def time_pages(
    base_url: str, pages: Mapping[str, str], session: str, *, progress: Progress, stop_request: StopRequest
) -> Timed:
    """Open all pages in turn, over one connection, again and again."""
    timed, http = Timed(), requests.Session()
    http.cookies.set(settings.SESSION_COOKIE_NAME, session)
    with progress.step(f"Opening {len(pages)} pages {TIMES + 1} times each"):
        for turn in range(TIMES + 1):
            for name, address in pages.items():
                stop_request.pause(0)
                began = time.perf_counter()
                answer = http.get(base_url + address, timeout=TIMEOUT_S, allow_redirects=False)
                took_ms = (time.perf_counter() - began) * 1000
                assert answer.status_code == requests.codes.ok, f"{address}: {answer.status_code}"
                if turn == 0:
                    timed.cold_ms[name] = took_ms
                else:
                    timed.warm_ms.setdefault(name, []).append(took_ms)
    timed.load = os.getloadavg()[0]
    return timed
