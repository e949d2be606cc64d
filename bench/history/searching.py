"""`python -m bench.history.searching`: searches among 200,000 listings of one client, beside 100,000 of others.

Through the service, in the client's scope, as a login that no policy lets pass. `python -m bench.history` does the same
on a database of its own. Progress and a table for people, and one JSON object as the last line; exit 1 when the bar is
missed.
"""

import argparse
import json
import os
import random
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter
from types import MappingProxyType
from typing import TYPE_CHECKING
from uuid import UUID

import django

from bench.cores import choose_cores, move_to
from bench.figures import percentile
from bench.instance import standing_instance
from propscrape.embedded.errors import EmbeddedServerError
from propscrape.launch.errors import LaunchError
from propscrape.launch.progress import Progress
from propscrape.supervisor.stop_request import StopRequest, StopRequested
from propscrape.supervisor.supervisor import ServiceFailed

if TYPE_CHECKING:
    from .search_kinds import Kind

COUNTS = {"searching": 200_000, "its neighbour": 70_000, "a small one": 20_000, "a smaller one": 10_000}
QUERIES = 30  # of each kind, each with values of its own
LIMIT = 50
MAX_P95_MS = 100
SEED = 20_260_702
INTERRUPTED = 130
INDEX = re.compile(r"(?:using|Bitmap Index Scan on|Seq Scan on) (\w+)")


@dataclass(frozen=True, slots=True)
class SearchFigures:
    """The ms of each search by its kind, how many rows there were, and with which indexes each kind was answered."""

    ms: Mapping[str, Sequence[float]]
    rows: int
    indexes: Mapping[str, str]

    @property
    def all_ms(self) -> list[float]:
        """Those of all kinds."""
        return [value for values in self.ms.values() for value in values]

    def is_within_bar(self) -> bool:
        """Whether 95 of 100 searches were fast enough."""
        return percentile(self.all_ms, 95) < MAX_P95_MS

    def as_json(self) -> dict[str, float | None]:
        """For the last line."""
        slowest = max(self.ms, key=lambda kind: percentile(self.ms[kind], 95))
        return {
            "search_rows": self.rows,
            "searches": len(self.all_ms),
            "search_p50_ms": round(percentile(self.all_ms, 50), 1),
            "search_p95_ms": round(percentile(self.all_ms, 95), 1),
            "search_slowest_kind_p95_ms": round(percentile(self.ms[slowest], 95), 1),
        }

    def in_words(self) -> str:
        """For people."""
        return (
            f"{len(self.all_ms):,} searches of {len(self.ms)} kinds among {self.rows:,} listings of the client: p50 "
            f"{percentile(self.all_ms, 50):.1f} ms, p95 {percentile(self.all_ms, 95):.1f} ms (bar: {MAX_P95_MS})."
        )

    def table(self, *, with_indexes: bool) -> str:
        """A line for each kind: its p50, p95 and maximum, and the indexes it was answered with."""
        width = max(map(len, self.ms))
        lines = [f"{'ms':<{width}}      p50      p95      max"]
        for kind, values in self.ms.items():
            shown = "".join(
                f"  {value:7.1f}" for value in (percentile(values, 50), percentile(values, 95), max(values))
            )
            lines.append(f"{kind:<{width}}{shown}" + (f"  {self.indexes[kind]}" if with_indexes else ""))
        return "\n".join(lines)


def measure_search(
    *,
    progress: Progress,
    stop_request: StopRequest,
    counts: Mapping[str, int] = MappingProxyType(COUNTS),
    queries: int = QUERIES,
) -> SearchFigures:
    """Make listings and search those of the first client. Django must be set up. Raises StopRequested."""
    from .listing_rows import RowMaker, make_listings
    from .search_kinds import kinds_of

    searching = next(iter(counts))
    with progress.step(f"Making {sum(counts.values()):,} listings of {len(counts)} clients"):
        client_id = make_listings(counts=counts, stop_request=stop_request)[searching]
    pick = random.Random(SEED)
    ms: dict[str, list[float]] = {}
    indexes: dict[str, str] = {}
    with progress.step("Searching"):
        for kind in kinds_of(RowMaker()):
            stop_request.pause(0)
            _search(client_id, kind, pick)  # once before it counts
            ms[kind.name] = [_search(client_id, kind, pick) for _ in range(queries)]
            indexes[kind.name] = _indexes(client_id, kind, pick)
    return SearchFigures(ms=ms, rows=counts[searching], indexes=indexes)


def _search(client_id: UUID, kind: "Kind", pick: random.Random) -> float:
    """ms of one page; those before it are walked first."""
    from listings.services.searching import search_listings

    filters, after = kind.filters(pick), None
    for page in range(kind.page):
        begun = perf_counter()
        found = search_listings(client_id=client_id, filters=filters, sort=kind.sort, after=after, limit=LIMIT)
        took = 1000 * (perf_counter() - begun)
        after = found.last
        if after is None and page + 1 < kind.page:
            break
    return took


def _indexes(client_id: UUID, kind: "Kind", pick: random.Random) -> str:
    """The indexes of the plan for one page of a kind, besides the primary key."""
    from listings.services.searching import bounded_time, page_of_listings
    from propscrape.tenancy import client_scope

    with client_scope(client_id), bounded_time():
        plan = page_of_listings(filters=kind.filters(pick), sort=kind.sort, limit=LIMIT + 1).explain()
    return ", ".join(sorted(set(INDEX.findall(plan)) - {"listings_listing_pkey"})) or "ids found by words"


def main() -> int:
    """Exit status: 0 within the bar, 1 when it is missed or nothing could be measured, 130 when stopped."""
    arguments = _arguments()
    progress, stop_request, cores = Progress(sys.stdout), StopRequest(), choose_cores()
    stop_request.listen()
    progress.say(f"Searches: {cores}. Load of this machine before the start: {os.getloadavg()[0]:.1f}.")
    move_to(cores.servers)
    try:
        with standing_instance(progress=progress, stop_request=stop_request) as instance:
            move_to(cores.client)
            os.environ.update(DATABASE_URL=instance.database_url, LOG_LEVEL="WARNING", PROMETHEUS_MULTIPROC_DIR="")
            django.setup()
            figures = measure_search(progress=progress, stop_request=stop_request)
    except StopRequested:
        progress.say("Stopped.")
        return INTERRUPTED
    except (EmbeddedServerError, LaunchError, ServiceFailed, OSError) as error:
        progress.say(f"Nothing measured: {error}")
        return 1
    progress.say(f"\n{figures.table(with_indexes=arguments.explain)}\n\n{figures.in_words()}")
    progress.say(json.dumps(figures.as_json()))
    return 0 if figures.is_within_bar() else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.history.searching", description=__doc__)
    parser.add_argument("--explain", action="store_true", help="with the indexes that each kind was answered with")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
