"""What comparing listings comes to (K10)."""

from prometheus_client import Counter, Histogram

from listings.matching.comparing import Comparison

SIMILARITIES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.82, 0.9, 0.95, 1.0)
SCORES = (0.05, 0.2, 0.5, 0.8, 0.9, 0.95, 0.99, 1.0)
COUNTS = (0, 1, 2, 5, 10, 20, 40, 80)
SIMILARITY = Histogram(
    "propscrape_match_similarity",
    "Cosine of two listings' texts, by whether they are taken for one property",
    ["match"],
    buckets=SIMILARITIES,
)
SCORE = Histogram("propscrape_match_score", "How sure it is that two listings are one property", buckets=SCORES)
CANDIDATES = Histogram("propscrape_match_candidates", "Listings that one was compared with", buckets=COUNTS)
FAILED = Counter("propscrape_match_failures_total", "Listings whose comparing failed and is tried again")


def observe_comparison(found: Comparison) -> None:
    """Count a comparison that is done."""
    SCORE.observe(found.score)
    if found.similarity is not None:
        SIMILARITY.labels("yes" if found.is_match else "no").observe(found.similarity)


def observe_matched(candidates: int) -> None:
    """Count a listing that was compared with so many."""
    CANDIDATES.observe(candidates)
