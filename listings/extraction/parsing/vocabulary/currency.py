"""How currencies are written, and how big numbers are shortened.  Codes are ISO 4217."""

# fmt: off
# Each mark with every currency it may stand for, the one it stands for elsewhere first.
MARKS: dict[str, tuple[str, ...]] = {
    "$": ("USD", "AUD", "CAD", "NZD", "HKD", "SGD", "TWD", "MXN", "ARS", "CLP", "COP", "UYU", "DOP", "BRL", "JMD",
          "TTD", "BBD", "BSD", "BZD", "FJD", "NAD"),
    "us$": ("USD",), "us $": ("USD",), "u$s": ("USD",), "u$d": ("USD",), "usd": ("USD",), "usd$": ("USD",),
    "us dollars": ("USD",), "dólares": ("USD",), "dollars": ("USD", "AUD", "CAD", "NZD"),
    "a$": ("AUD",), "au$": ("AUD",), "aud": ("AUD",), "aud$": ("AUD",),
    "c$": ("CAD",), "ca$": ("CAD",), "$ca": ("CAD",), "$ ca": ("CAD",), "cad": ("CAD",), "cad$": ("CAD",),
    "$can": ("CAD",), "nz$": ("NZD",), "nzd": ("NZD",), "hk$": ("HKD",), "hkd": ("HKD",), "hkd$": ("HKD",),
    "港幣": ("HKD",), "s$": ("SGD",), "sg$": ("SGD",), "sgd": ("SGD",), "nt$": ("TWD",), "ntd": ("TWD",),
    "twd": ("TWD",), "新台幣": ("TWD",), "r$": ("BRL",), "brl": ("BRL",), "reais": ("BRL",),
    "mx$": ("MXN",), "mxn": ("MXN",), "mxn$": ("MXN",), "mn": ("MXN",), "m.n.": ("MXN",), "m/n": ("MXN",),
    "pesos": ("MXN", "ARS", "CLP", "COP", "UYU", "DOP", "PHP"),
    "ar$": ("ARS",), "ars": ("ARS",), "clp": ("CLP",), "clp$": ("CLP",), "uf": ("CLF",), "clf": ("CLF",),
    "cop": ("COP",), "col$": ("COP",), "cop$": ("COP",), "$u": ("UYU",), "uyu": ("UYU",), "rd$": ("DOP",),
    "dop": ("DOP",), "s/.": ("PEN",), "s/": ("PEN",), "pen": ("PEN",), "soles": ("PEN",), "₡": ("CRC",),
    "crc": ("CRC",), "₲": ("PYG",), "pyg": ("PYG",), "bs.": ("BOB", "VES"),
    "€": ("EUR",), "eur": ("EUR",), "euro": ("EUR",), "euros": ("EUR",), "eiro": ("EUR",), "eurų": ("EUR",),
    "ευρώ": ("EUR",), "евро": ("EUR",), "evra": ("EUR",), "eura": ("EUR",), "eurot": ("EUR",), "euroa": ("EUR",),
    "£": ("GBP", "EGP", "GIP", "LBP"), "gbp": ("GBP",), "stg": ("GBP",), "pounds": ("GBP",),
    "chf": ("CHF",), "sfr.": ("CHF",), "sfr": ("CHF",), "fr.": ("CHF",), "fr": ("CHF",),
    "zł": ("PLN",), "zl": ("PLN",), "pln": ("PLN",), "zlotych": ("PLN",), "złotych": ("PLN",),
    "kč": ("CZK",), "kc": ("CZK",), "czk": ("CZK",), "ft": ("HUF",), "huf": ("HUF",), "forint": ("HUF",),
    "lei": ("RON", "MDL"), "ron": ("RON",), "mdl": ("MDL",), "лв": ("BGN",), "лв.": ("BGN",), "лева": ("BGN",),
    "bgn": ("BGN",), "₽": ("RUB",), "руб": ("RUB",), "руб.": ("RUB",), "р.": ("RUB",), "рублей": ("RUB",),
    "rub": ("RUB",), "₴": ("UAH",), "грн": ("UAH",), "грн.": ("UAH",), "uah": ("UAH",), "₸": ("KZT",),
    "тг": ("KZT",), "kzt": ("KZT",), "₾": ("GEL",), "gel": ("GEL",), "byn": ("BYN",),
    "kr": ("SEK", "NOK", "DKK", "ISK"), "kr.": ("DKK", "ISK", "NOK", "SEK"), "kronor": ("SEK",),
    "kroner": ("NOK", "DKK"), "krónur": ("ISK",), ":-": ("SEK",), "sek": ("SEK",), "nok": ("NOK",), "dkk": ("DKK",),
        "isk": ("ISK",),
    "din": ("RSD",), "din.": ("RSD",), "rsd": ("RSD",), "дин": ("RSD",), "дин.": ("RSD",), "kn": ("HRK",),
    "bam": ("BAM",), "₺": ("TRY",), "tl": ("TRY",), "try": ("TRY",),
    "₪": ("ILS",), "ils": ("ILS",), "nis": ("ILS",), 'ש"ח': ("ILS",), "ש״ח": ("ILS",), "שח": ("ILS",), "שקל": ("ILS",),
    "₹": ("INR",), "inr": ("INR",), "rs": ("INR", "PKR", "LKR", "NPR", "MUR"), "rs.": ("INR", "PKR", "LKR", "NPR",
        "MUR"),
    "rupees": ("INR", "PKR", "LKR"), "pkr": ("PKR",), "lkr": ("LKR",), "රු": ("LKR",), "npr": ("NPR",),
    "৳": ("BDT",), "tk": ("BDT",), "tk.": ("BDT",), "bdt": ("BDT",), "taka": ("BDT",),
    "¥": ("JPY", "CNY"), "￥": ("JPY", "CNY"), "円": ("JPY",), "jpy": ("JPY",), "yen": ("JPY",), "元": ("CNY", "TWD",
        "HKD"),
    "人民币": ("CNY",), "cny": ("CNY",), "rmb": ("CNY",), "₩": ("KRW",), "￦": ("KRW",), "원": ("KRW",),
        "krw": ("KRW",),
    "₫": ("VND",), "đ": ("VND",), "vnd": ("VND",), "vnđ": ("VND",), "đồng": ("VND",),
    "฿": ("THB",), "thb": ("THB",), "บาท": ("THB",), "baht": ("THB",), "rp": ("IDR",), "rp.": ("IDR",), "idr": ("IDR",),
    "rm": ("MYR",), "myr": ("MYR",), "₱": ("PHP",), "php": ("PHP",), "p": ("PHP", "BWP"), "khr": ("KHR",),
    "aed": ("AED",), "dhs": ("AED", "MAD"), "dhs.": ("AED", "MAD"), "dh": ("MAD", "AED"), "د.إ": ("AED",),
    "درهم": ("AED", "MAD"), "sar": ("SAR",), "sr": ("SAR",), "ريال": ("SAR", "QAR", "OMR"), "ر.س": ("SAR",),
        "﷼": ("SAR", "QAR", "IRR"),
    "⃁": ("SAR",), "qar": ("QAR",), "bhd": ("BHD",), "kwd": ("KWD",), "omr": ("OMR",), "jod": ("JOD",),
        "tnd": ("TND",),
    "egp": ("EGP",), "e£": ("EGP",), "le": ("EGP",), "l.e.": ("EGP",), "l.e": ("EGP",), "ج.م": ("EGP",),
        "جنيه": ("EGP",),
    "mad": ("MAD",), "د.م": ("MAD",), "r": ("ZAR",), "zar": ("ZAR",), "₦": ("NGN",), "ngn": ("NGN",), "n": ("NGN",),
    "naira": ("NGN",), "gh₵": ("GHS",), "gh¢": ("GHS",), "₵": ("GHS",), "ghs": ("GHS",), "ghc": ("GHS",),
        "cedis": ("GHS",),
    "ksh": ("KES",), "ksh.": ("KES",), "kshs": ("KES",), "kshs.": ("KES",), "kes": ("KES",), "sh": ("KES", "TZS",
        "UGX"),
    "tsh": ("TZS",), "tsh.": ("TZS",), "tshs": ("TZS",), "tzs": ("TZS",), "ush": ("UGX",), "ush.": ("UGX",),
    "ugx": ("UGX",), "shs": ("UGX", "TZS", "KES"), "shs.": ("UGX", "TZS", "KES"), "zmw": ("ZMW",), "bwp": ("BWP",),
        "mur": ("MUR",),
}

# Also ordinary letters or words: a currency only on a market that uses it.
WEAK_MARKS = frozenset({
    "r", "p", "n", "fr", "fr.", "mn", "sr", "le", "dh", "rm", "ft", "sh", "kc", "zl", "tk", "tk.", "try", "р.", "mad",
    "rs", "rs.", "đ", "bs.", "kr", "kr.", ":-", "元", "원",
})

# Marks that only ever stand in front: behind a number they are something else ("25,000 p.m.").
PREFIX_MARKS = frozenset({"r", "p", "n", "s/"})

# What a shared mark means where it is not the market's own; other shared marks then mean nothing certain.
ELSEWHERE = {"$": "USD", "£": "GBP", "dollars": "USD", "lei": "RON"}

# Portals here price homes in US dollars and write a bare sign for the country's own peso (zonaprop, infocasas).
BARE_DOLLAR = {"AR": "ARS", "UY": "UYU"}

# Currencies in use (ISO 4217, without funds, metals and test codes), and those that the euro replaced since 2008.
ISO_4217 = frozenset((
    "AED", "AFN", "ALL", "AMD", "AOA", "ARS", "AUD", "AWG", "AZN", "BAM", "BBD", "BDT", "BGN", "BHD", "BIF",
    "BMD", "BND", "BOB", "BRL", "BSD", "BTN", "BWP", "BYN", "BZD", "CAD", "CDF", "CHF", "CLF", "CLP", "CNY",
    "COP", "CRC", "CUP", "CVE", "CZK", "DJF", "DKK", "DOP", "DZD", "EEK", "EGP", "ERN", "ETB", "EUR", "FJD",
    "FKP", "GBP", "GEL", "GHS", "GIP", "GMD", "GNF", "GTQ", "GYD", "HKD", "HNL", "HRK", "HTG", "HUF", "IDR",
    "ILS", "INR", "IQD", "IRR", "ISK", "JMD", "JOD", "JPY", "KES", "KGS", "KHR", "KMF", "KPW", "KRW", "KWD",
    "KYD", "KZT", "LAK", "LBP", "LKR", "LRD", "LSL", "LTL", "LVL", "LYD", "MAD", "MDL", "MGA", "MKD", "MMK",
    "MNT", "MOP", "MRU", "MUR", "MVR", "MWK", "MXN", "MYR", "MZN", "NAD", "NGN", "NIO", "NOK", "NPR", "NZD",
    "OMR", "PAB", "PEN", "PGK", "PHP", "PKR", "PLN", "PYG", "QAR", "RON", "RSD", "RUB", "RWF", "SAR", "SBD",
    "SCR", "SDG", "SEK", "SGD", "SHP", "SKK", "SLE", "SOS", "SRD", "SSP", "STN", "SVC", "SYP", "SZL", "THB",
    "TJS", "TMT", "TND", "TOP", "TRY", "TTD", "TWD", "TZS", "UAH", "UGX", "USD", "UYI", "UYU", "UZS", "VED",
    "VES", "VND", "VUV", "WST", "XAF", "XCD", "XCG", "XOF", "XPF", "YER", "ZAR", "ZMW", "ZWG",
))

# ISO 4217 minor units other than two.
MINOR_DIGITS = {
    **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV",
        "XAF",
                     "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
    "CLF": 4,
}

# Every currency that a mark may stand for
CODES = frozenset(code for codes in MARKS.values() for code in codes)

# So many to the euro that a thousand million is an ordinary price: "1.250 millones" is a group there, not a fraction.
SMALL_UNIT_CURRENCIES = frozenset({"IDR", "VND", "COP", "CLP", "KRW", "JPY", "PYG", "TZS", "UGX", "IRR", "LBP", "HUF",
    "NGN"})

_THOUSAND, _LAKH, _MILLION, _CRORE, _BILLION, _TRILLION = 10**3, 10**5, 10**6, 10**7, 10**9, 10**12

# Words right behind a number, without a closing full stop, lower case.
SCALES: dict[str, int] = {
    **dict.fromkeys(("k", "thousand", "tsd", "tausend", "t€", "teur", "tys", "tis", "tisíc", "тыс", "тысяч", "тис",
        "хил", "tkr",
                     "ribu", "rb", "nghìn", "ngàn", "bin", "mille", "mila", "mii", "duizend", "tusen", "tusind",
                     "tuhat",
                     "ezer", "hiljada", "tisuća", "χιλ", "χιλιάδες", "אלף", "ألف", "الف", "พัน"), _THOUSAND),
    **dict.fromkeys(("หมื่น", "万", "萬", "만"), 10**4),
    **dict.fromkeys(("lakh", "lakhs", "lac", "lacs", "lk", "लाख", "แสน"), _LAKH),
    **dict.fromkeys(("million", "millions", "mn", "mio", "mln", "mill", "millionen", "millón", "millon", "millones",
        "mdp", "mm",
                     "milhão", "milhões", "milhoes", "mi", "milione", "milioni", "miljoen", "milion", "miliony",
                     "milionů",
                     "milionov", "milioane", "miljon", "miljoner", "milj", "miljoonaa", "mkr", "msek", "mnok", "mdkk",
                     "millioner", "млн", "мільйонів", "миллион", "миллионов", "милиона", "milyon", "millió", "milijun",
                     "milijuna", "milijona", "mil€", "εκατ", "εκατομμύρια", "מיליון", "מליון", "مليون", "juta", "jt",
                     "triệu",
                     "ล้าน", "ล้านบาท"), _MILLION),
    **dict.fromkeys(("crore", "crores", "cr", "crs", "करोड़"), _CRORE),
    **dict.fromkeys(("億", "亿", "억"), 10**8),
    **dict.fromkeys(("billion", "bn", "mrd", "milliard", "miliarda", "mld", "млрд", "milliárd", "miliar", "milyar",
        "tỷ", "tỉ",
                     "arab", "مليار"), _BILLION),
    **dict.fromkeys(("trillion", "triliun"), _TRILLION),
    "兆": _TRILLION,
}

# What a short word means depends on the country or language: "mil" is a thousand in Lisbon, a million in Prague.
SCALES_BY_PLACE: dict[str, dict[str, int]] = {
    "en": {"m": _MILLION, "mil": _MILLION, "b": _BILLION},
    "IN": {"l": _LAKH}, "PK": {"l": _LAKH}, "BD": {"l": _LAKH},
    "es": {"m": _MILLION, "mil": _THOUSAND}, "pt": {"m": _MILLION, "mil": _THOUSAND},
    "cs": {"mil": _MILLION}, "sk": {"mil": _MILLION}, "da": {"mil": _MILLION}, "sl": {"mil": _MILLION},
    "hr": {"mil": _MILLION}, "sr": {"mil": _MILLION}, "ro": {"mil": _MILLION},
    "hu": {"m": _MILLION, "md": _BILLION, "e": _THOUSAND},
    "vi": {"tr": _MILLION, "t": _BILLION},
    "id": {"m": _BILLION, "t": _TRILLION},
    "sv": {"m": _MILLION, "mn": _MILLION},
    "tr": {"m": _MILLION}, "pl": {"m": _MILLION}, "fr": {"m": _MILLION}, "de": {"m": _MILLION, "t": _THOUSAND},
        "it": {"m": _MILLION, "ml": _MILLION},
    "nl": {"m": _MILLION, "mln": _MILLION}, "fi": {"m": _MILLION}, "el": {"m": _MILLION}, "th": {"m": _MILLION,
        "mb": _MILLION},
}
# fmt: on
