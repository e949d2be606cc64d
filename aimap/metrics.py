"""Counters of what becomes of proposals (I4)."""

from prometheus_client import Counter, Histogram

SECONDS = (0.5, 1.0, 2.5, 5.0, 10.0, 20.0, 40.0, 80.0, 160.0, 600.0)
PROPOSALS = Counter(
    "propscrape_mapping_proposals_total", "Proposals by who asked and what became of them", ["origin", "state"]
)
LEARNING = Histogram("propscrape_mapping_learning_seconds", "From claim to a tried mapping", buckets=SECONDS)
REPAIRS = Counter("propscrape_mapping_repairs_total", "Self-repairs by what became of them", ["outcome"])
