"""The cells of this app's pages, beside those of propscrape.console_cells."""

from decimal import Decimal

from propscrape.console_cells import money

ON_REQUEST = "on request"


def price_in_words(amount: Decimal | None, currency: str | None, period: str | None) -> str:
    """Amount, currency and what it is per; or that there is none."""
    return ON_REQUEST if amount is None else money(amount, currency, period)
