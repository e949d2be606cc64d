"""What becomes of prices, in figures (I4)."""

from prometheus_client import Counter, Gauge

SNAPSHOTS = Counter("propscrape_price_snapshots_total", "Prices written down, by portal", ["portal"])
HELD = Counter("propscrape_price_holds_total", "Prices held for staff, by reason", ["reason"])
CORRECTED = Counter("propscrape_price_corrections_total", "Histories of pages that were corrected")
# Set by the beat; whichever process ran it last is right
WAITING = Gauge("propscrape_price_holds_waiting", "Prices that wait for staff", multiprocess_mode="mostrecent")
