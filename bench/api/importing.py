"""Pages sent one after another over one connection; every answer is held against the page it is for."""

import time
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

import httpx2
import orjson

from bench.instance import Instance
from bench.portal_pages import PortalPage, portal_page
from propscrape.launch.progress import Progress
from propscrape.supervisor.stop_request import StopRequest

ROUTE = "/public_api/v1/listings"
TIMEOUT_S = 30
WARM_UP = 30
REPEATS = 60
# Every listing is seen twice: an insert, then an update with a new price
VISITS = 2
NO_ADDRESS = "ftp://example.com/"
# Pages are made ahead of the requests, so that these follow each other at once; no more than memory is good for
BATCH = 50


@dataclass(frozen=True, slots=True)
class Answered:
    """One request: its id, whose page it sent, how long its answer took; what was wrong with that, if anything."""

    request_id: str
    host: str
    is_first_visit: bool
    ms: float
    fault: str | None


@dataclass(slots=True)
class Measured:
    """New pages, the same pages again, and requests that are refused once they have been read."""

    imports: list[Answered] = field(default_factory=list)
    unchanged: list[Answered] = field(default_factory=list)
    refused: list[Answered] = field(default_factory=list)
    page_bytes: list[int] = field(default_factory=list)

    def faults(self) -> list[str]:
        """What was wrong with the answers that were."""
        answers = (*self.imports, *self.unchanged, *self.refused)
        return [answered.fault for answered in answers if answered.fault is not None]


class ApiClient:
    """One client of the API on one kept-alive connection; a context manager."""

    def __init__(self, instance: Instance) -> None:
        headers = {"X-Api-Key": instance.api_key, "Content-Type": "application/json"}
        self._http = httpx2.Client(base_url=instance.base_url, headers=headers, timeout=TIMEOUT_S, trust_env=False)
        self._sent = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def post(self, body: bytes) -> tuple[httpx2.Response, str, float]:
        """The answer, the request's id, and the milliseconds from the first byte out to the last byte in."""
        self._sent += 1
        request_id = f"bench-{self._sent:06}"
        started = time.perf_counter()
        answer = self._http.post(ROUTE, content=body, headers={"X-Request-Id": request_id})
        return answer, request_id, (time.perf_counter() - started) * 1000


def measure_imports(api: ApiClient, *, requests: int, progress: Progress, stop_request: StopRequest) -> Measured:
    """Warm up, then `requests` imports (at least 2), repeats, refusals. Raises StopRequested, httpx2.HTTPError."""
    measured, listings = Measured(), -(-requests // VISITS)
    with progress.step(f"Warming up with {WARM_UP} pages"):
        for page in _pages(range(listings, listings + WARM_UP), visit=0):
            stop_request.pause(0)
            _import(api, page)
    for visit, numbers in enumerate((range(listings), range(requests - listings))):
        for start in range(0, len(numbers), BATCH):
            for page in _pages(numbers[start : start + BATCH], visit=visit):
                stop_request.pause(0)
                measured.page_bytes.append(len(page.html.encode()))
                measured.imports.append(_import(api, page))
            progress.say(f"  {len(measured.imports)} of {requests} pages imported")
    again = _pages(range(requests - listings)[-REPEATS:], visit=VISITS - 1)
    with progress.step(f"Sending {len(again)} pages again, and requests without an address"):
        for page in again:
            stop_request.pause(0)
            measured.unchanged.append(_import(api, page, expect_unchanged=True))
            measured.refused.append(_refused(api, page))
    return measured


def _pages(listings: range, *, visit: int) -> list[PortalPage]:
    return [portal_page(listing=listing, visit=visit) for listing in listings]


def _import(api: ApiClient, page: PortalPage, *, expect_unchanged: bool = False) -> Answered:
    answer, request_id, ms = api.post(orjson.dumps({"url": page.url, "html": page.html}))
    fault = _fault_of(answer, page, expect_unchanged=expect_unchanged)
    return Answered(request_id, page.shape.host, page.visit == 0, ms, fault)


def _refused(api: ApiClient, page: PortalPage) -> Answered:
    """As large a request that ends before the import: what receiving, key and checks cost."""
    answer, request_id, ms = api.post(orjson.dumps({"url": NO_ADDRESS, "html": page.html}))
    fault = None if answer.status_code == httpx2.codes.BAD_REQUEST else f"{answer.status_code} {answer.text[:200]}"
    return Answered(request_id, page.shape.host, page.visit == 0, ms, fault)


def _fault_of(answer: httpx2.Response, page: PortalPage, *, expect_unchanged: bool) -> str | None:
    if answer.status_code != httpx2.codes.OK:
        return f"{page.url}: {answer.status_code} {answer.text[:200]}"
    given: dict[str, Any] = answer.json()
    listing = given["listings"][0]
    expected = {"price_float": page.price, "scraper_name": page.shape.scraper_name, "import_url": page.url}
    wrong = {name: listing[name] for name, value in expected.items() if listing[name] != value}
    if given["was_unchanged"] is not expect_unchanged:
        wrong["was_unchanged"] = given["was_unchanged"]
    return f"{page.url}: {wrong}" if wrong else None
