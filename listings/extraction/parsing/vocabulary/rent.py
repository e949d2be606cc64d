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
