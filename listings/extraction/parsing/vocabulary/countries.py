"""Country names, in English and at home, by ISO 3166-1 alpha-2 code; and the states a US address names."""

# fmt: off
COUNTRY_NAMES: dict[str, tuple[str, ...]] = {
    "AE": ("united arab emirates", "uae", "الإمارات", "الإمارات العربية المتحدة"), "AR": ("argentina",),
        "AT": ("austria", "österreich"), "AU": ("australia",),
    "BD": ("bangladesh",), "BE": ("belgium", "belgië", "belgique", "belgien"), "BG": ("bulgaria", "българия"),
        "BR": ("brazil", "brasil"), "CA": ("canada",),
    "CH": ("switzerland", "schweiz", "suisse", "svizzera"), "CL": ("chile",), "CN": ("china", "中国"),
        "CO": ("colombia",), "CR": ("costa rica",), "CY": ("cyprus", "κύπρος"),
    "CZ": ("czech republic", "czechia", "česko", "česká republika"), "DE": ("germany", "deutschland"),
        "DK": ("denmark", "danmark"), "DO": ("dominican republic", "república dominicana"),
    "EC": ("ecuador",), "EE": ("estonia", "eesti"), "EG": ("egypt", "مصر"), "ES": ("spain", "españa", "espagne",
        "spanien"), "FI": ("finland", "suomi"), "FR": ("france", "frankreich"),
    "GB": ("united kingdom", "uk", "great britain", "england", "scotland", "wales", "northern ireland"),
        "GH": ("ghana",), "GR": ("greece", "ελλάδα", "hellas"), "HK": ("hong kong", "香港"),
    "HR": ("croatia", "hrvatska"), "HU": ("hungary", "magyarország"), "ID": ("indonesia",), "IE": ("ireland",
        "éire"), "IL": ("israel", "ישראל"), "IN": ("india", "भारत"), "IS": ("iceland", "ísland"),
    "IT": ("italy", "italia", "italien"), "JP": ("japan", "日本"), "KE": ("kenya",), "KR": ("south korea", "korea",
        "대한민국"), "LK": ("sri lanka",), "LT": ("lithuania", "lietuva"), "LU": ("luxembourg", "luxemburg"),
    "LV": ("latvia", "latvija"), "MA": ("morocco", "maroc", "المغرب"), "MC": ("monaco",), "ME": ("montenegro",
        "crna gora"), "MT": ("malta",), "MX": ("mexico", "méxico"), "MY": ("malaysia",), "NG": ("nigeria",),
    "NL": ("netherlands", "the netherlands", "nederland", "holland"), "NO": ("norway", "norge"),
        "NZ": ("new zealand",), "PE": ("peru", "perú"), "PH": ("philippines", "pilipinas"), "PK": ("pakistan",),
    "PL": ("poland", "polska"), "PT": ("portugal",), "RO": ("romania", "românia"), "RS": ("serbia", "srbija",
        "србија"), "RU": ("russia", "россия", "russian federation"), "SA": ("saudi arabia", "السعودية"),
    "SE": ("sweden", "sverige"), "SG": ("singapore",), "SI": ("slovenia", "slovenija"), "SK": ("slovakia",
        "slovensko"), "TH": ("thailand", "ประเทศไทย"), "TR": ("turkey", "türkiye"), "TW": ("taiwan", "台灣"),
    "TZ": ("tanzania",), "UA": ("ukraine", "україна"), "UG": ("uganda",), "US": ("united states",
        "united states of america", "usa", "u.s.", "u.s.a.", "estados unidos"), "UY": ("uruguay",),
        "VN": ("vietnam", "việt nam"), "ZA": ("south africa",),
}
ISO3: dict[str, str] = {
    "ARE": "AE", "ARG": "AR", "AUT": "AT", "AUS": "AU", "BEL": "BE", "BGR": "BG", "BRA": "BR", "CAN": "CA",
        "CHE": "CH", "CHL": "CL", "COL": "CO", "CZE": "CZ", "DEU": "DE", "DNK": "DK", "ESP": "ES", "EST": "EE",
    "FIN": "FI", "FRA": "FR", "GBR": "GB", "GRC": "GR", "HRV": "HR", "HUN": "HU", "IND": "IN", "IRL": "IE",
        "ITA": "IT", "JPN": "JP", "LTU": "LT", "LUX": "LU", "LVA": "LV", "MEX": "MX", "NGA": "NG", "NLD": "NL",
    "NOR": "NO", "NZL": "NZ", "POL": "PL", "PRT": "PT", "ROU": "RO", "RUS": "RU", "SRB": "RS", "SVK": "SK",
        "SVN": "SI", "SWE": "SE", "TUR": "TR", "UKR": "UA", "USA": "US", "ZAF": "ZA",
}
US_STATES = frozenset((
    "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "DC", "FL", "GA", "HI", "ID", "IL", "IN", "IA", "KS", "KY",
    "LA", "ME", "MD", "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ", "NM",
    "NY", "NC", "ND", "OH", "OK", "OR", "PA", "PR", "RI", "SC", "SD", "TN", "TX", "UT", "VT", "VA", "WA", "WV",
    "WI", "WY",
))
# fmt: on
