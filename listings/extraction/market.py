"""The market a page belongs to: what a bare "$", "1.250" or "120" means there."""

from dataclasses import dataclass, replace
from typing import Literal

AreaUnit = Literal["sqmt", "sqft"]


@dataclass(frozen=True, slots=True)
class Market:
    """Country ISO 3166-1 alpha-2, currency ISO 4217, locale BCP 47; None where it is not known."""

    country: str | None
    currency: str | None
    locale: str | None
    area_unit: AreaUnit | None

    @property
    def language(self) -> str | None:
        """The locale's primary language subtag, lower case: "pt" of "pt-BR"."""
        return self.locale.split("-", 1)[0].lower() if self.locale else None

    def moved_to(self, country: str | None) -> "Market":
        """The same market in another country."""
        return self if country == self.country else replace(self, country=country)


UNKNOWN_MARKET = Market(country=None, currency=None, locale=None, area_unit=None)
