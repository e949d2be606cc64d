"""Counters of what language models are asked (I4); what that costs is counted by the ledger of clients."""

from prometheus_client import Counter, Histogram

SECONDS = (0.5, 1.0, 2.5, 5.0, 10.0, 20.0, 30.0, 45.0, 60.0)
CALLS = Counter("propscrape_model_calls_total", "Calls to language models", ["provider", "outcome"])
CALL_SECONDS = Histogram("propscrape_model_call_seconds", "How long a call took", ["provider"], buckets=SECONDS)
BREAKERS = Counter("propscrape_model_breakers_opened_total", "Providers that were left alone for a while", ["provider"])
RULES = Counter("propscrape_model_rules_total", "Rules that models proposed, and what came of each", ["fate"])
