"""Counters of what exports come to (I4)."""

from prometheus_client import Counter, Histogram

from listings.models import Export

SECONDS = (0.1, 0.5, 1.0, 5.0, 15.0, 60.0, 300.0, 1800.0)
EXPORTS = Counter("propscrape_exports_total", "Ended exports by format and outcome", ["format", "outcome"])
ROWS = Counter("propscrape_export_rows_total", "Listings written to files", ["format"])
DURATION = Histogram("propscrape_export_seconds", "From start to stored", ["format"], buckets=SECONDS)


def observe_export(export: Export, *, seconds: float | None) -> None:
    """Count an export that is done, or, without `seconds`, given up."""
    EXPORTS.labels(export.format, "dead" if seconds is None else "done").inc()
    if seconds is not None:
        ROWS.labels(export.format).inc(export.rows_done)
        DURATION.labels(export.format).observe(seconds)
