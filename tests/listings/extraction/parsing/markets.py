"""Markets the parsers' tests speak of by country."""

from listings.extraction.market import Market
from listings.extraction.portals import all_portals

MARKETS = {
    "GB": Market("GB", "GBP", "en-GB", "sqft"),
    "US": Market("US", "USD", "en-US", "sqft"),
    "CA": Market("CA", "CAD", "en-CA", "sqft"),
    "IN": Market("IN", "INR", "en-IN", "sqft"),
    "DE": Market("DE", "EUR", "de-DE", "sqmt"),
    "AT": Market("AT", "EUR", "de-AT", "sqmt"),
    "ES": Market("ES", "EUR", "es-ES", "sqmt"),
    "FR": Market("FR", "EUR", "fr-FR", "sqmt"),
    "IT": Market("IT", "EUR", "it-IT", "sqmt"),
    "NL": Market("NL", "EUR", "nl-NL", "sqmt"),
    "PL": Market("PL", "PLN", "pl-PL", "sqmt"),
    "PT": Market("PT", "EUR", "pt-PT", "sqmt"),
    "RU": Market("RU", "RUB", "ru-RU", "sqmt"),
    "SE": Market("SE", "SEK", "sv-SE", "sqmt"),
    "JP": Market("JP", "JPY", "ja-JP", "sqmt"),
    "TH": Market("TH", "THB", "th-TH", "sqmt"),
    "?": Market(None, None, None, None),
}
for portal in all_portals():
    MARKETS.setdefault(portal.market.country or "?", portal.market)
