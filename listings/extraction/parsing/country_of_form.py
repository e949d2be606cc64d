"""The country that the form of an address alone gives away, for a page of which nothing else tells it."""

import re

MAX_CHARS = 200
# "Austin, TX 78702" (USPS Publication 28), "Ottawa, ON K1S 2B2" (Canada Post)
_UNITED_STATES = re.compile(r"[ ,]([A-Z]{2}),? (\d{3})\d{2}(?:-\d{4})?$")
_CANADA = re.compile(r"[ ,]([A-Z]{2}),? ([ABCEGHJ-NPR-TVXY])\d[A-Z] ?\d[A-Z]\d$")
# The first three figures of each state's ZIP codes (USPS Publication 65), as provinces elsewhere have such letters, too
_ZIPS = {
    "AL": "350-369", "AK": "995-999", "AZ": "850-865", "AR": "716-729", "CA": "900-961", "CO": "800-816",
    "CT": "060-069", "DE": "197-199", "DC": "200-205", "FL": "320-349", "GA": "300-319", "HI": "967-968",
    "ID": "832-838", "IL": "600-629", "IN": "460-479", "IA": "500-528", "KS": "660-679", "KY": "400-427",
    "LA": "700-714", "ME": "039-049", "MD": "206-219", "MA": "010-027", "MI": "480-499", "MN": "550-567",
    "MS": "386-397", "MO": "630-658", "MT": "590-599", "NE": "680-693", "NV": "889-898", "NH": "030-038",
    "NJ": "070-089", "NM": "870-884", "NY": "100-149", "NC": "270-289", "ND": "580-588", "OH": "430-459",
    "OK": "730-749", "OR": "970-979", "PA": "150-196", "RI": "028-029", "SC": "290-299", "SD": "570-577",
    "TN": "370-385", "TX": "750-799", "UT": "840-847", "VT": "050-059", "VA": "220-246", "WA": "980-994",
    "WV": "247-268", "WI": "530-549", "WY": "820-831",
}  # fmt: skip
# The first letter of each province's postal codes
_PROVINCES = {
    "NL": "A", "NS": "B", "PE": "C", "NB": "E", "QC": "GHJ", "ON": "KLMNP", "MB": "R", "SK": "S", "AB": "T", "BC": "V",
    "NT": "X", "NU": "X", "YT": "Y",
}  # fmt: skip


def country_of_form(text: str) -> str | None:
    """US or CA where a line ends in a state or province and a postal code that is one of it; ISO 3166-1 alpha-2."""
    line = text[:MAX_CHARS].strip(" .,")
    if found := _UNITED_STATES.search(line):
        first, _, last = _ZIPS.get(found[1], "").partition("-")
        return "US" if first <= found[2] <= last else None
    found = _CANADA.search(line)
    return "CA" if found and found[2] in _PROVINCES.get(found[1], "") else None
