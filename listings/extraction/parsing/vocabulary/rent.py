"""What a rent is per where nobody says so.  ISO 3166-1 alpha-2 to a price period; countries that mix are left out."""

RENT_PERIODS: dict[str, str] = {
    **dict.fromkeys(("AU", "NZ"), "week"),
    **dict.fromkeys(("AE", "NG"), "year"),
    **dict.fromkeys(
        ("AR", "AT", "BD", "BE", "BG", "BR", "CA", "CH", "CL", "CO", "CY", "CZ", "DE", "DK", "EC", "EE", "ES", "FI",
            "FR",
         "GR", "HK", "HR", "HU", "IE", "IL", "IN", "IS", "IT", "JP", "KE", "KR", "LK", "LT", "LU", "LV", "MA", "MT",
         "MX",
         "MY", "NL", "NO", "PE", "PH", "PK", "PL", "PT", "RO", "RS", "RU", "SE", "SG", "SI", "SK", "TH", "TR", "TW",
         "UA",
         "US", "UY", "VN", "ZA"),
        "month",
    ),
}  # fmt: skip

# Amounts no home is sold for: Japanese rents are shown bare ("12.5万円"), and sales start above a million yen.
RENTS_BELOW: dict[str, int] = {"JPY": 1_000_000}

# Amounts that no ordinary home is let for, by the month or by the year: with no period beside them they are prices.
# Currencies of countries where rents are asked by the year (AED, NGN) are left out.
SALES_FROM: dict[str, int] = {
    **dict.fromkeys(("EUR", "GBP", "USD", "CHF", "AUD", "CAD", "NZD", "SGD"), 60_000),
    **dict.fromkeys(("PLN", "BRL", "RON", "BGN", "ILS", "MYR"), 200_000),
    **dict.fromkeys(("SEK", "NOK", "DKK", "CZK", "TRY", "ZAR", "MXN", "HKD"), 600_000),
    **dict.fromkeys(("JPY", "HUF", "INR", "RUB", "RSD", "THB", "PHP", "TWD"), 8_000_000),
}

# Labels and keys of a rent with charges and heating in it, folded: true, but not the rent where that stands beside it.
WARM_RENT = frozenset(
    {
        "warmmiete",
        "gesamtmiete",
        "bruttomiete",
        "gesamtmiete (brutto)",
        "miete inkl. nebenkosten",
        "gesamtbelastung",
        "loyer charges comprises",
        "loyer cc",
        "alquiler con gastos",
        "canone comprese spese",
        "totale huur",
        "huurprijs inclusief",
        "czynsz z oplatami",
        "total rent",
        "total monthly cost",
        "totalrent",
        "warmrent",
    }
)
