"""Counters of paid calls (K8, I4)."""

from prometheus_client import Counter

RESERVED = Counter("propscrape_budget_reservations_total", "Paid calls that were reserved", ["payer"])
REFUSED = Counter("propscrape_budget_refusals_total", "Paid calls refused by a budget or the switch", ["reason"])
ALERTS = Counter("propscrape_budget_alerts_total", "Budgets of which 80 % were reserved or spent", ["budget"])
ENDED = Counter("propscrape_budget_calls_ended_total", "Paid calls by how they ended", ["provider", "outcome"])
SPENT = Counter("propscrape_budget_spent_usd_total", "Booked cost in USD", ["provider"])
TOKENS = Counter("propscrape_budget_tokens_total", "Booked tokens", ["provider", "direction"])
