"""What language models cost, USD per million tokens in and out; AI_PRICES adds to these and overrules them.

As their providers published it in November 2026. Of gemini-3.6-flash the price from 2027 on, twice that of 2026: what
is reserved for a call must not be too little.
"""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import NamedTuple


class ModelPrice(NamedTuple):
    """USD per million tokens that are sent, and that come back."""

    tokens_in: Decimal
    tokens_out: Decimal


SHIPPED_PRICES: Mapping[str, ModelPrice] = MappingProxyType(
    {
        "gemini-3.6-flash": ModelPrice(Decimal("1.50"), Decimal("7.50")),
        "gpt-5.6-luna": ModelPrice(Decimal("0.20"), Decimal("1.20")),
    }
)


def parse_prices(parts: list[str]) -> dict[str, ModelPrice]:
    """Of `some-model=0.30/2.50`.  Raises ValueError."""
    return dict(_parse_price(part) for part in parts)


def _parse_price(part: str) -> tuple[str, ModelPrice]:
    name, _, amounts = part.rpartition("=")
    tokens_in, _, tokens_out = amounts.partition("/")
    try:
        price = ModelPrice(Decimal(tokens_in), Decimal(tokens_out))
    except InvalidOperation:
        price = ModelPrice(Decimal(-1), Decimal(-1))
    if not name or not all(amount.is_finite() and 0 <= amount <= 100_000 for amount in price):
        raise ValueError(
            "AI_PRICES: must be models with USD per million tokens in and out, such as some-model=0.30/2.50"
        )
    return name.strip(), price
