"""Counters and gauges of deliveries (I4)."""

from prometheus_client import Counter, Gauge, Histogram

SECONDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0, 60.0, 300.0, 1800.0, 7200.0, 86400.0)
ATTEMPTS = Counter("propscrape_webhook_attempts_total", "Attempts by type of event and outcome", ["type", "outcome"])
RECEIPT = Histogram(
    "propscrape_webhook_receipt_seconds", "From the event to the receiver's 2xx", ["type"], buckets=SECONDS
)
STANDING = Counter("propscrape_webhook_standing_total", "Subscriptions warned of or disabled", ["event"])
BREAKERS = Counter("propscrape_webhook_breakers_opened_total", "Hosts that were left alone for a while")
# Set by the sweep; whichever process ran it last is right
DELIVERIES = Gauge("propscrape_webhook_deliveries", "Open and dead ones", ["state"], multiprocess_mode="mostrecent")
OLDEST_DUE = Gauge(
    "propscrape_webhook_oldest_due_seconds", "For how long the first has been due", multiprocess_mode="mostrecent"
)
