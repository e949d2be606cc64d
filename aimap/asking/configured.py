"""The asker that the settings describe."""

from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.core.cache import DEFAULT_CACHE_ALIAS, BaseCache, caches
from django.core.cache.backends.locmem import LocMemCache

from aimap.asking.asking import Asker
from aimap.asking.breaker import ProviderBreaker
from aimap.asking.providers import configured_providers
from aimap.asking.purses import CappedPurse, LedgerPurse, PocketPurse, Purse


def configured_asker(client_id: UUID | None, *, subject: UUID | None = None, max_usd: Decimal | None = None) -> Asker:
    """One that spends from a client's budget, or from staff's where client_id is None, in the ledger.

    subject: what it is for, a proposal's id.  max_usd: no more than this of it.
    """
    purse: Purse = LedgerPurse(client_id, subject=subject)
    if max_usd is not None:
        purse = CappedPurse(purse, max_usd)
    return _asker(purse, _breaker_in(caches[DEFAULT_CACHE_ALIAS]))


def asker_on_its_own(max_usd: Decimal) -> Asker:
    """One that needs no server: its amount and its breaker are this process's."""
    return _asker(PocketPurse(max_usd), _breaker_in(LocMemCache("asking", {})))


def _breaker_in(store: BaseCache) -> ProviderBreaker:
    return ProviderBreaker(store, failures=settings.BREAKER_FAILURES, open_s=settings.BREAKER_OPEN_S)


def _asker(purse: Purse, breaker: ProviderBreaker) -> Asker:
    return Asker(
        configured_providers(),
        purse=purse,
        breaker=breaker,
        limit_s=settings.AI_TIMEOUT_S,
        max_tokens=settings.AI_MAX_OUTPUT_TOKENS,
    )
