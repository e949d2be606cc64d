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


# Countries of which no portal is registered, by what homes are priced in and the language of most pages
FURTHER_MARKETS = {
    country: Market(country, currency, f"{language}-{country}", "sqmt")
    for country, currency, language in (
        ("AL", "EUR", "sq"), ("AM", "USD", "hy"), ("AO", "AOA", "pt"), ("AZ", "AZN", "az"), ("BA", "BAM", "bs"),
        ("BH", "BHD", "ar"), ("BO", "USD", "es"), ("BW", "BWP", "en"), ("BY", "USD", "ru"), ("CI", "XOF", "fr"),
        ("CM", "XAF", "fr"), ("CN", "CNY", "zh"), ("DZ", "DZD", "fr"), ("ET", "ETB", "en"), ("GE", "USD", "ka"),
        ("GT", "USD", "es"), ("HN", "USD", "es"), ("JM", "JMD", "en"), ("JO", "JOD", "ar"), ("KG", "USD", "ru"),
        ("KH", "USD", "en"), ("KW", "KWD", "ar"), ("KZ", "KZT", "ru"), ("LB", "USD", "ar"), ("MD", "EUR", "ro"),
        ("MK", "EUR", "mk"), ("MU", "MUR", "en"), ("MZ", "USD", "pt"), ("NA", "NAD", "en"), ("NP", "NPR", "en"),
        ("OM", "OMR", "ar"), ("PA", "USD", "es"), ("PY", "USD", "es"), ("QA", "QAR", "en"), ("RW", "RWF", "en"),
        ("SN", "XOF", "fr"), ("SV", "USD", "es"), ("TN", "TND", "fr"), ("TT", "TTD", "en"), ("UZ", "USD", "ru"),
        ("VE", "USD", "es"), ("ZM", "ZMW", "en"), ("ZW", "USD", "en"),
    )
}  # fmt: skip
UNKNOWN_MARKET = Market(country=None, currency=None, locale=None, area_unit=None)
