"""The market that a page gives away by its money, its language and its telephone numbers, where its domain tells none.

Money that one country alone has is believed as it is.  A language is not: agencies translate their pages for buyers
abroad, programs write `lang="en-US"` by default, and homes on the Mediterranean are priced in euros in every language.
Beside money or telephone numbers of a country that speaks it, or a town there that the title names, it is, unless the
title names another country.
"""

import re
from collections import Counter

from listings.extraction.market import UNKNOWN_MARKET, Market
from listings.extraction.page import Page
from listings.extraction.parsing.address import parse_country
from listings.extraction.parsing.amounts import MONEY
from listings.extraction.parsing.country_of_form import country_of_form
from listings.extraction.parsing.title_city import city_in_title
from listings.extraction.portals import country_market

MAX_SCANNED_CHARS = 60_000
MAX_SOURCE_CHARS = 500_000  # of a page that a program fills
MAX_TELEPHONES = 40
MARK_CHARS = 3
MAX_TITLE_CHARS = 300
_TITLE_PARTS = re.compile(r" ?[|(·•–—]| - ")
_NAMES = re.compile(r"[,|(·•–—]| - | (?:in|en|em|à|a) ")
MIN_COUNTRY_CHARS = 4  # shorter ones are codes of states as well
MIN_SHARE = 1 / 3  # of a page's amounts: others may be the same price in euros or dollars
# Money in which homes are priced in one country alone
_ONE_COUNTRY = {
    "AE": r"AED|د\.إ", "BD": r"৳|BDT", "BR": r"R\$", "EG": r"EGP|ج\.م|جنيه", "GE": r"₾|GEL", "GH": r"GH[₵¢S]",
    "HK": r"HK\$|HKD|港[幣元]", "ID": r"Rp|IDR|[Jj]uta|[Mm]iliar", "IL": r"₪|ש[\"״]?ח", "IN": r"₹|INR",
    "JP": r"円", "KE": r"KSh|KES", "KR": r"₩|KRW|원|억", "KZ": r"₸|KZT", "MA": r"\bMAD", "MY": r"\bRM ?\d|MYR",
    "NG": r"₦|NGN", "PH": r"₱|PHP", "PK": r"PKR", "QA": r"QAR", "RU": r"₽|руб|RUB", "SA": r"SAR|ر\.س|ريال|﷼",
    "SG": r"\bS\$|SGD", "TH": r"฿|บาท|THB", "TR": r"₺|\bTL\b|TRY", "TW": r"NT\$|TWD", "UA": r"₴|грн|UAH",
    "VN": r"₫|đ\b|VN[DĐ]|tỷ|tỉ|triệu", "ZA": r"ZAR|\bR ?\d",
    "BH": r"BHD", "DZ": r"DZD", "ET": r"ETB", "JO": r"JOD", "KW": r"KWD", "LK": r"LKR", "NP": r"NPR", "OM": r"OMR",
    "RW": r"RWF", "TN": r"TND", "TZ": r"TZS|TSh", "UG": r"UGX|USh", "ZM": r"ZMW",
}  # fmt: skip
# Money in which a country's people are shown homes abroad as well: told only by a page in their language
_OF_LANGUAGE = {
    "pl": {"PL": r"zł|PLN"}, "cs": {"CZ": r"Kč|CZK"}, "hu": {"HU": r"Ft\b|HUF|forint"}, "da": {"DK": r"kr|DKK"},
    "nb": {"NO": r"kr|NOK"}, "no": {"NO": r"kr|NOK"}, "nn": {"NO": r"kr|NOK"}, "sv": {"SE": r"kr|SEK"},
    "is": {"IS": r"kr|ISK"}, "bg": {"BG": r"лв|BGN"}, "ro": {"RO": r"\blei\b|RON"}, "sr": {"RS": r"дин|RSD"},
    "de-ch": {"CH": r"CHF|Fr\."}, "fr-ch": {"CH": r"CHF|Fr\."}, "it-ch": {"CH": r"CHF|Fr\."},
    "en-au": {"AU": r"\$"}, "en-nz": {"NZ": r"\$"}, "en-ca": {"CA": r"\$"}, "fr-ca": {"CA": r"\$"},
    "es-mx": {"MX": r"\$|MXN"}, "es-cl": {"CL": r"\$|UF|CLP"}, "es-co": {"CO": r"\$|COP"}, "es-pe": {"PE": r"S/|PEN"},
    "fr": {"MA": r"\bDHs?\b"}, "zh-tw": {"TW": r"[元萬万]"}, "zh-hk": {"HK": r"[\$元萬]"},
}  # fmt: skip
# Languages in which hardly anybody offers homes abroad under a telephone number of one of these countries
_CALLING_CODES = {
    "fi": {"358": "FI"}, "el": {"30": "GR", "357": "CY"}, "et": {"372": "EE"}, "lv": {"371": "LV"}, "lt": {"370": "LT"},
    "sk": {"421": "SK"}, "sl": {"386": "SI"}, "hr": {"385": "HR"}, "it": {"39": "IT"},
    "es": {
        "34": "ES", "52": "MX", "54": "AR", "56": "CL", "57": "CO", "51": "PE", "593": "EC", "598": "UY", "507": "PA",
        "506": "CR", "502": "GT", "591": "BO", "595": "PY", "58": "VE",
    },
    "pt": {"351": "PT", "55": "BR", "258": "MZ", "244": "AO"},
    "fr": {"33": "FR", "212": "MA", "216": "TN", "225": "CI"},
    "ar": {"966": "SA", "971": "AE", "20": "EG", "212": "MA", "974": "QA", "965": "KW", "962": "JO", "961": "LB"},
}  # fmt: skip
# The countries that speak a language, by the money in which homes are priced there
_EURO, _DOLLAR = r"€|EUR|euro", r"\$|USD|U\$[SD]"
_SPOKEN: dict[str, dict[str, tuple[str, ...]]] = {
    "fr": {_EURO: ("FR", "BE", "LU"), r"CHF|Fr\.": ("CH",), _DOLLAR: ("CA",)},
    "es": {_EURO: ("ES",), _DOLLAR: ("AR", "CO", "MX", "CL", "UY", "PE", "EC", "PA", "CR")},
    "pt": {_EURO: ("PT",)}, "de": {_EURO: ("DE", "AT"), r"CHF|Fr\.": ("CH",)},
    "it": {_EURO: ("IT",), r"CHF|Fr\.": ("CH",)}, "nl": {_EURO: ("NL", "BE")}, "fi": {_EURO: ("FI",)},
    "el": {_EURO: ("GR", "CY")}, "en": {r"£|GBP": ("GB",)},
}  # fmt: skip
_TELEPHONE = re.compile(r"(?:tel:(?:\+|00)|\"\+)(\d{8,15})[\"'<]")
_CODE_IN_DATA = re.compile(r"urrency(?:Code|_code)?\\?\"\s?:\s?\\?\"([A-Z]{3})\\?\"")


def page_market(page: Page) -> Market:
    """The market of the country that the page gives away; nothing known where its signs are weak or disagree."""
    language = next(iter(page.meta.get("html:lang", ())), "").lower().replace("_", "-")
    country = _country_of_title(page)
    if country is None:
        spoken = language.partition("-")[0]
        country = _country_of_money(page, language) or _country_of_telephones(page, spoken)
        country = country or _country_of_place(page, spoken)
        country = None if country is None or _is_abroad(page, country) else country
    return country_market(country) if country else UNKNOWN_MARKET


def _is_abroad(page: Page, country: str) -> bool:
    """Whether a title names another country: "Villa for sale in Canggu, Indonesia", by an agency at home elsewhere."""
    texts = (text[:MAX_TITLE_CHARS] for name in ("title", "og:title") for text in page.meta.get(name, ())[:1])
    parts = (part.strip() for text in texts for part in _NAMES.split(text))
    named = {parse_country(part) for part in parts if len(part) >= MIN_COUNTRY_CHARS}
    return not named <= {None, country}


def _country_of_title(page: Page) -> str | None:
    """The country that the form of an address in the page's title tells: "..., Beaufort, SC 29907 | Homes"."""
    titles = [text for name in ("title", "og:title") for text in page.meta.get(name, ())[:1]]
    parts = (part for title in titles for part in _TITLE_PARTS.split(title[:MAX_TITLE_CHARS]))
    return next((country for part in parts if (country := country_of_form(part)) is not None), None)


def _country_of_money(page: Page, language: str) -> str | None:
    """The country in whose money the page tells its amounts."""
    amounts = _amounts(page.text[:MAX_SCANNED_CHARS]) or _amounts(_head(page))
    amounts = amounts or _CODE_IN_DATA.findall(page.source[:MAX_SOURCE_CHARS])
    marks = _ONE_COUNTRY | _OF_LANGUAGE.get(language.partition("-")[0], {}) | _OF_LANGUAGE.get(language, {})
    counted = Counter(
        country for amount in amounts for country, mark in marks.items() if re.search(mark, amount) is not None
    )
    ranked = counted.most_common(2)
    is_clear = bool(ranked) and ranked[0][1] >= MIN_SHARE * len(amounts)
    return ranked[0][0] if is_clear and (len(ranked) == 1 or ranked[1][1] < ranked[0][1]) else None


def _amounts(text: str) -> list[str]:
    """Amounts of money, each with the letters in front of its sign: "S$ 1,280,000"."""
    return [text[max(found.start() - MARK_CHARS, 0) : found.end()] for found in MONEY.finditer(text)]


def _country_of_telephones(page: Page, language: str) -> str | None:
    """The country whose language the page is in, where all its telephone numbers are of that country."""
    codes = _CALLING_CODES.get(language, {})
    numbers = _TELEPHONE.findall(page.source)[:MAX_TELEPHONES] if codes else []
    countries = {next((codes[code] for code in codes if number.startswith(code)), None) for number in numbers}
    return countries.pop() if len(countries) == 1 else None


def _country_of_place(page: Page, language: str) -> str | None:
    """The one country of those that speak the page's language, and have its money, that has the town of its title."""
    spoken = _SPOKEN.get(language, {})
    amounts = _amounts(page.text[:MAX_SCANNED_CHARS]) or _amounts(_head(page)) if spoken else []
    own = [
        country
        for money, countries in spoken.items()
        if sum(1 for amount in amounts if re.search(money, amount)) > MIN_SHARE * len(amounts)
        for country in countries
    ]
    titles = [text for name in ("title", "og:title") for text in page.meta.get(name, ())[:1]]
    titles = [" ".join(text[:MAX_TITLE_CHARS].split()) for text in (*titles, page.headline) if text.strip()]
    found = {
        country for country in own for text in titles if city_in_title(text, market=country_market(country)) is not None
    }
    return found.pop() if len(found) == 1 else None


def _head(page: Page) -> str:
    names = ("title", "og:title", "description", "og:description")
    return "\n".join(text for name in names for text in page.meta.get(name, ())[:1])
