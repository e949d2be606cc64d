"""What matching costs among 200,000 listings of one client: through its service, as a login no policy lets pass."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter
from uuid import UUID

from django.db import connection

from bench.figures import percentile
from bench.history.listing_rows import BATCH, insert_rows
from clients.models import Client
from listings.matching.grouping import pair_of
from listings.models import Listing, MatchKey, MatchPair, MatchWork
from listings.services.match_claiming import claim_matching
from listings.services.match_queueing import queue_matching
from listings.services.matching import match_listings
from propscrape.launch.progress import Progress
from propscrape.supervisor.stop_request import StopRequest
from propscrape.tenancy import client_scope, staff_scope

from .rows import TwinMaker, store_keys

LISTINGS, SAMPLE, AT_ONCE = 200_000, 1_000, 50
MAX_MS = 50.0


@dataclass(frozen=True, slots=True)
class ScaleFigures:
    """Of a sample of listings, half of them on two portals: what comparing each took, and what came of it."""

    listings: int
    keys: int
    candidates: Sequence[int]
    ms: Sequence[float]
    twins: int
    twins_found: int
    others_found: int
    queue_ms: Sequence[float]

    def as_json(self) -> dict[str, float]:
        """For the last line."""
        return {
            "listings": self.listings,
            "keys_per_listing": round(self.keys / self.listings, 1),
            "candidates_per_listing": round(sum(self.candidates) / len(self.candidates), 1),
            "candidates_max": max(self.candidates),
            "ms_per_listing": round(sum(self.ms) / len(self.ms), 1),
            "ms_per_listing_p95": round(percentile(self.ms, 95), 1),
            "queue_ms": round(percentile(self.queue_ms, 50), 2),
            "twins": self.twins,
            "twins_found": self.twins_found,
            "others_found": self.others_found,
        }

    def is_within_bar(self) -> bool:
        """Whether a listing took 50 ms at most, in the mean."""
        return sum(self.ms) / len(self.ms) <= MAX_MS


def measure_scale(
    *, progress: Progress, stop_request: StopRequest, listings: int = LISTINGS, sample: int = SAMPLE
) -> ScaleFigures:
    """Make listings of a client, and match a sample of them. Django must be set up. Raises StopRequested."""
    maker, keys = TwinMaker(), 0
    with staff_scope():
        client_id = Client.objects.create(name="bench of matching").pk
    with progress.step(f"Making {listings:,} listings of one client, and their keys"):
        for start in range(0, listings, BATCH):
            stop_request.pause(0)
            rows = maker.rows(client_id, min(BATCH, listings - start))
            insert_rows(rows)
            keys += store_keys(rows)
        _tidy()
    pick = random.Random(11)
    chosen = pick.sample(maker.twins, min(sample // 2, len(maker.twins)))
    with client_scope(client_id):
        known = list(Listing.objects.values_list("pk", flat=True))
        wanted = [first for first, _ in chosen] + pick.sample(known, min(sample - len(chosen), len(known)))
        queue_ms = _queue(list(dict.fromkeys(wanted)))
    with progress.step(f"Matching {len(set(wanted)):,} of them"):
        ms = _match(stop_request)
    with client_scope(client_id):
        pairs = set(MatchPair.objects.values_list("first_id", "second_id"))
        candidates = list(MatchWork.objects.filter(state="done").values_list("candidates", flat=True))
    twins = {pair_of(*pair) for pair in maker.twins}
    found = pairs & {pair_of(*pair) for pair in chosen}
    return ScaleFigures(
        listings=listings,
        keys=keys,
        candidates=[count or 0 for count in candidates],
        ms=ms,
        twins=len(chosen),
        twins_found=len(found),
        others_found=len(pairs - twins),
        queue_ms=queue_ms,
    )


def _queue(listing_ids: Sequence[UUID]) -> list[float]:
    """ms of what an import does for each."""
    took = []
    for listing in Listing.objects.filter(pk__in=listing_ids).only("pk", "client_id"):
        begun = perf_counter()
        queue_matching(listing)
        took.append(1000 * (perf_counter() - begun))
    return took


def _match(stop_request: StopRequest) -> list[float]:
    """ms of each listing, its share of the claim included."""
    took: list[float] = []
    while True:
        stop_request.pause(0)
        begun = perf_counter()
        works = claim_matching(limit=AT_ONCE)
        if not works:
            return took
        match_listings(works)
        took += [1000 * (perf_counter() - begun) / len(works)] * len(works)


def _tidy() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        for model in (Listing, MatchKey):
            cursor.execute(f"VACUUM (ANALYZE) {model._meta.db_table}")
        cursor.execute("RESET statement_timeout")
