"""Askers for tests: of servers on loopback, with money in a pocket and a breaker of their own."""

from decimal import Decimal
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from pydantic import SecretStr

from aimap.asking.asking import Asker
from aimap.asking.breaker import ProviderBreaker
from aimap.asking.providers import Provider
from aimap.asking.purses import PocketPurse
from propscrape.model_prices import ModelPrice

KEY = "sk-secret-key"
PRICE = ModelPrice(Decimal(1), Decimal(10))
MAX_TOKENS = 1_000


def provider(base_url: str, name: str = "gemini", **values: Any) -> Provider:
    """A provider at an address; a dollar a million tokens in, ten out."""
    return Provider(name, base_url, "some-model", SecretStr(KEY), values.pop("price", PRICE), **values)


def breaker(name: str = "", **values: Any) -> ProviderBreaker:
    """A breaker that opens after three failures."""
    store = LocMemCache(f"test {name or id(values)}", {})
    store.clear()
    return ProviderBreaker(store, **{"failures": 3, "open_s": 60.0} | values)


def asker(*providers: Provider, purse: Any = None, **values: Any) -> Asker:
    """An asker that never sleeps for long and has a dollar, unless told otherwise."""
    options: dict[str, Any] = {
        "breaker": breaker(),
        "limit_s": 5.0,
        "max_tokens": MAX_TOKENS,
        "sleep": lambda _: None,
    } | values
    return Asker(providers, purse=purse or PocketPurse(Decimal(1)), **options)
