"""Counters of what scraping comes to (I4)."""

from prometheus_client import Counter, Gauge, Histogram

from listings.models import Scrape

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 120.0)
SCRAPES = Counter("propscrape_scrapes_total", "Scrapes by portal and outcome", ["portal", "outcome"])
DURATION = Histogram(
    "propscrape_scrape_seconds", "From start to stored, fetching included", ["source"], buckets=SECONDS
)
EXTRACTION = Histogram("propscrape_extraction_seconds", "HTML to listing, no database", buckets=SECONDS)

BREAKER_CHANGES = Counter(
    "propscrape_portal_breaker_changes_total", "Breakers by what they became", ["portal", "breaker"]
)
RESTS = Counter("propscrape_portal_rests_total", "Rests after a wall or a 429", ["portal"])
RETRIES = Counter("propscrape_scrape_retries_total", "Attempts that are made again, by error", ["portal", "code"])
CONTRACT_CHECKS = Counter(
    "propscrape_contract_checks_total", "Golden pages of a portal read again, kept or broken", ["portal", "result"]
)
HEALTH_CHANGES = Counter(
    "propscrape_portal_health_changes_total", "Portals by the state that they came into", ["portal", "state"]
)
QUARANTINED = Counter("propscrape_scrapes_quarantined_total", "Looks whose values were held back", ["portal"])
# Set by detection
HEALTH = Gauge(
    "propscrape_portals_by_health",
    "Portals by how their scraper does",
    ["state"],
    multiprocess_mode="mostrecent",
)
# Set by the sweep; whichever process ran it last is right
QUEUED = Gauge("propscrape_scrapes_waiting", "Scrapes whose time has come", ["queue"], multiprocess_mode="mostrecent")
OLDEST_WAITING = Gauge(
    "propscrape_scrapes_oldest_waiting_seconds", "For how long the first has been due", multiprocess_mode="mostrecent"
)
BREAKERS = Gauge(
    "propscrape_portals_by_breaker",
    "Portals by the state of their breaker",
    ["breaker"],
    multiprocess_mode="mostrecent",
)


def observe_scrape(scrape: Scrape) -> None:
    """Count a finished scrape. Unregistered hosts share one label, so that callers cannot grow the metric."""
    SCRAPES.labels(scrape.portal or "unregistered", scrape.outcome).inc()
    if scrape.total_ms is not None:
        DURATION.labels(scrape.source).observe(scrape.total_ms / 1000)
    if scrape.extract_ms is not None:
        EXTRACTION.observe(scrape.extract_ms / 1000)
