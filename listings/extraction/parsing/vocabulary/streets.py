"""What streets are called by language: words in front of the name, words behind it, endings of one-word names; folded.

"Calle del Olmo" and "ul. Lipowa", "Elm Road" and "Fő utca", "Lindenweg" and "Storgatan".
"""

from listings.extraction.parsing.cities.names import name_key

# fmt: off
BEFORE: dict[str, str] = {
    "fr": "rue avenue av ave boulevard bd bld blvd place allee allees chemin impasse route quai cours square passage "
          "sentier ruelle faubourg",
    "es": "calle c/ cl cll carrera cra kr avenida avda av plaza pza paseo camino carretera ctra ronda travesia "
          "glorieta pasaje jiron jr callejon calzada autopista bulevar rambla via diagonal transversal circunvalacion",
    "ca": "carrer placa passeig cami avinguda travessera rambla ronda passatge",
    "it": "via viale piazza piazzale corso largo vicolo strada contrada lungomare",
    "pt": "rua r avenida av travessa tv praca alameda al estrada rodovia beco ladeira praceta calcada largo rod estr",
    "pl": "ul ulica aleja aleje al pl plac os osiedle rondo skwer",
    "cs": "ulice namesti nam trida nabrezi ul",
    "sl": "ul ulica trg cesta",
    "hr": "ul ulica trg obala setaliste cesta put bulevar bul улица ул булевар трг",
    "ro": "str strada bulevardul bd bdul bulevard calea sos soseaua aleea intrarea splaiul piata drumul",
    "ru": "ул улица просп проспект пер переулок бул бульвар ш шоссе наб набережная пл площадь проезд "
          "тупик аллея",
    "uk": "вул вулиця провулок пров просп проспект бульвар площа набережна шосе",
    "bg": "ул улица бул булевард пл площад ul bul",
    "el": "οδος λεωφορος λεωφ πλατεια",
    "he": "רחוב רח שדרות שד דרך סמטת",
    "ar": "شارع طريق",
    "id": "jalan jl jln lorong lrg gang persiaran lebuh lebuhraya",
    "vi": "duong pho ngo hem",
    "th": "ถนน ซอย ถ ซ soi thanon",
    "mt": "triq misrah",
}
BEHIND: dict[str, str] = {
    "en": "street st road rd avenue ave av lane ln drive dr close cl way court ct place pl crescent cres gardens gdns "
          "grove terrace tce ter parade pde boulevard blvd highway hwy parkway pkwy circle cir trail trl square sq "
          "walk mews hill rise row path view loop green vale esplanade esp mount wharf quay bend crossing marg "
          "expressway alley cove run ridge",
    "de": "strasse str weg gasse platz allee ring damm ufer steig zeile chaussee promenade",
    "nl": "straat laan plein weg gracht kade singel dreef steenweg baan markt",
    "sv": "gatan vagen gata vag grand vej gade alle vei veien gate gata plass plads",
    "fi": "katu tie kuja polku",
    "hu": "utca u ut utja ter tere korut krt setany koz sor fasor rakpart",
    "lv": "iela prospekts bulvaris",
    "lt": "gatve g prospektas pr alejos al plentas pl skersgatvis",
    "et": "tanav tn mnt maantee tee puiestee pst",
    "tr": "sokak sokagi sok sk cadde caddesi cad cd bulvari blv bulv bulvar",
    "sl": "ulica cesta trg ul",
    "cs": "ulice trida namesti",
    "ru": "улица проспект переулок бульвар шоссе набережная площадь проезд ул пер",
}
# "Lindenweg", "Kerkstraat", "Storgatan", "Mannerheimintie".
ENDINGS: dict[str, tuple[str, ...]] = {
    "de": ("strasse", "str", "weg", "gasse", "platz", "allee", "damm", "ufer", "steig", "zeile", "chaussee", "ring",
           "stieg", "pfad", "graben", "promenade", "gurtel", "kai"),
    "nl": ("straat", "laan", "plein", "weg", "gracht", "kade", "singel", "dreef", "steenweg", "dijk", "hof"),
    "sv": ("gatan", "vagen", "gata", "vag", "grand", "vej", "vejen", "gade", "gaden", "straede", "veien", "vei", "gate",
           "gaten", "gt"),
    "fi": ("katu", "tie", "kuja", "polku", "kaari", "raitti", "gatan", "vagen"),
    "is": ("vegur", "gata", "stigur", "braut", "gerdi", "hlid"),
}
# Of these words many a quarter is named ("Notting Hill", "Bethnal Green"): a street only beside a number.
ALSO_QUARTERS = frozenset((
    "hill", "green", "vale", "rise", "view", "mount", "wharf", "quay", "cross", "row", "bend", "crossing", "park",
    "court", "ct", "walk", "cove", "run", "ridge", "loop", "circle", "grove", "gardens", "pl", "os", "osiedle",
    "hof", "markt", "baan", "al", "r", "u", "st", "cl", "av",
))
# fmt: on
LANGUAGES: dict[str, str] = {
    "GB": "en",
    "IE": "en",
    "US": "en",
    "CA": "en fr",
    "AU": "en",
    "NZ": "en",
    "ZA": "en",
    "IN": "en",
    "SG": "en id",
    "HK": "en",
    "MY": "id en",
    "KE": "en",
    "NG": "en",
    "GH": "en",
    "UG": "en",
    "TZ": "en",
    "PK": "en",
    "LK": "en",
    "BD": "en",
    "AE": "en ar",
    "SA": "en ar",
    "EG": "en ar",
    "PH": "en",
    "CY": "en el",
    "MT": "mt en",
    "DE": "de",
    "AT": "de",
    "CH": "de fr it",
    "LI": "de",
    "LU": "fr de",
    "BE": "nl fr",
    "NL": "nl",
    "FR": "fr",
    "MA": "fr ar",
    "ES": "es ca",
    "AD": "es ca",
    "MX": "es",
    "AR": "es",
    "CO": "es",
    "CL": "es",
    "PE": "es",
    "UY": "es",
    "EC": "es",
    "CR": "es",
    "DO": "es",
    "IT": "it",
    "PT": "pt",
    "BR": "pt",
    "PL": "pl",
    "CZ": "cs",
    "SK": "cs",
    "SI": "sl",
    "HR": "hr",
    "RS": "hr",
    "BA": "hr",
    "ME": "hr",
    "RO": "ro",
    "RU": "ru",
    "BY": "ru",
    "KZ": "ru",
    "UA": "uk ru",
    "BG": "bg",
    "GR": "el",
    "IL": "he",
    "ID": "id",
    "VN": "vi",
    "TH": "th en",
    "SE": "sv",
    "NO": "sv",
    "DK": "sv",
    "FI": "fi sv",
    "IS": "is",
    "EE": "et",
    "LV": "lv",
    "LT": "lt",
    "HU": "hu",
    "TR": "tr",
}  # fmt: skip


def words_of(by_language: dict[str, str], country: str | None) -> frozenset[str]:
    """The words of the country's languages; of all of them for a country that is not known."""
    languages = LANGUAGES[country].split() if country in LANGUAGES else list(by_language)
    return frozenset(name_key(word) for language in languages for word in by_language.get(language, "").split())
