"""Words around a city's name, by language, and words of the trade that are cities somewhere."""

# fmt: off
# What stands between an offer and its place: "Piso en venta en Zaragoza".
_IN_WORDS: dict[str, frozenset[str]] = {
    "en": frozenset({"in", "at"}), "de": frozenset({"in", "im"}), "fr": frozenset({"à", "a"}),
    "es": frozenset({"en"}), "pt": frozenset({"em", "no", "na"}), "it": frozenset({"a", "ad", "in"}),
    "nl": frozenset({"in", "te"}), "pl": frozenset({"w", "we"}), "cs": frozenset({"v", "ve"}),
    "sk": frozenset({"v", "vo"}), "sl": frozenset({"v"}), "hr": frozenset({"u"}), "sr": frozenset({"u", "у"}),
    "ro": frozenset({"în", "in"}), "sv": frozenset({"i"}), "da": frozenset({"i"}), "nb": frozenset({"i"}),
    "no": frozenset({"i"}), "is": frozenset({"í"}), "ru": frozenset({"в", "во"}), "uk": frozenset({"в", "у"}),
    "bg": frozenset({"в", "във"}), "el": frozenset({"στην", "στο", "στον", "στη", "σε"}), "ar": frozenset({"في"}),
    "id": frozenset({"di"}), "ms": frozenset({"di"}), "vi": frozenset({"tại", "ở"}), "th": frozenset({"ใน", "ที่"}),
    "ca": frozenset({"a"}), "tr": frozenset(), "hu": frozenset(),
}
# "45000 Euro" is no town with its code; folded.
UNITS = frozenset({
    "eur", "euro", "euros", "chf", "usd", "dkk", "sek", "nok", "kr", "czk", "kc", "pln", "zl", "huf", "ft", "ron",
    "lei", "tl", "m2", "m²", "qm", "sqm", "kwh", "km", "m",
})
# Of firms and lines named after a city: "Köln Immobilien GmbH", "Dublin Bus"; folded.
COMPANY_WORDS = frozenset({
    "gmbh", "ag", "kg", "ltd", "limited", "llc", "inc", "group", "immobilien", "immobilier", "immobiliare", "realty",
    "inmobiliaria", "imobiliaria", "imoveis", "makelaars", "nieruchomosci", "reality", "nekretnine", "properties",
    "estates", "homes", "office", "offices", "branch", "agency", "bank", "bus", "airport", "university", "hotel",
    "недвижимость", "агентство", "emlak", "gayrimenkul", "estate", "agents", "school", "college", "hospital",
})
# Of what lies near a city, and is not in it: "10 minutes from Leeds", "Nähe Wien"; folded.
NEAR_WORDS = frozenset({
    "near", "close", "minutes", "minute", "min", "mins", "km", "miles", "outside", "nahe", "bei", "minuten",
    "umgebung", "raum", "cerca", "minutos", "pres", "proche", "proximite", "vicino", "vicinanze", "minuti", "perto",
    "proximo", "nabij", "kolo", "blisko", "obok", "okolice", "okolica", "blizko", "pobliz", "blizu", "kod", "aproape",
    "langa", "рядом", "около", "близ", "біля", "поруч", "близо", "κοντα", "nara", "naer", "lahella", "yakin", "dekat",
    "view", "vistas",
})
# "г. Москва", "Gemeinde Lech", "Kota Bandung": the kind of a settlement, in front of its name, without its stop.
KINDS_OF_SETTLEMENT = frozenset({
    "г", "город", "гор", "м", "місто", "гр", "град", "с", "село", "пос", "пгт", "city", "town", "village", "stadt",
    "gemeinde", "ville", "commune", "ciudad", "municipio", "cidade", "concelho", "comune", "città", "gemeente", "stad",
    "miasto", "m", "město", "obec", "mesto", "oraș", "oras", "orasul", "orașul", "municipiul", "mun", "grad", "općina",
    "opština", "comuna", "kota", "kabupaten", "kab", "tp", "thành", "δήμος", "πόλη", "עיר", "مدينة", "kommune",
    "kommun", "linn", "αμφ",
})
# In a breadcrumb these are the trade's words or the page's, and not Sale in Cheshire, Rum in Tyrol or Venta.
NO_CITY = frozenset({
    "along", "and", "apt", "are", "areal", "ares", "argent", "ask", "available", "avez", "bagni", "bagno", "bain",
    "bains", "band", "bano", "banos", "bar", "bare", "barn", "bas", "base", "bath", "beach", "beacon", "bed",
    "beds", "belle", "best", "big", "bina", "boden", "bon", "brick", "buen", "buy", "campo", "can", "carrieres",
    "casa", "casas", "cascina", "cash", "center", "central", "centre", "centro", "chalet", "charge", "city", "come",
    "commerce", "cottage", "deal", "del", "dom", "downtown", "duplex", "east", "electric", "energy", "enterprise",
    "etre", "eu", "ever", "farm", "farmhouse", "fazenda", "fha", "flat", "for", "freehold", "furnished", "ganz",
    "garage", "garden", "gas", "gif", "give", "grove", "hall", "haus", "heating", "home", "homes", "homestead",
    "hong", "hope", "house", "houses", "human", "independence", "industry", "info", "jardim", "jardin", "justice",
    "kamienica", "kanal", "kuce", "kuche", "lage", "lake", "land", "lat", "let", "liberal", "ligne", "lodge",
    "loft", "loi", "loja", "lon", "look", "loue", "made", "main", "maja", "map", "mark", "may", "media", "mercato",
    "meta", "mission", "mobile", "modern", "much", "name", "nave", "new", "none", "nord", "normal", "north", "nowe",
    "oda", "oder", "of", "off", "office", "opportunity", "orange", "ort", "ost", "outer", "page", "para",
    "paradise", "park", "parking", "pets", "plan", "plaza", "plot", "poll", "pool", "port", "post", "price", "prix",
    "publier", "quarto", "rent", "riad", "rumah", "run", "sala", "sale", "sales", "salon", "same", "search", "see",
    "sell", "selon", "send", "sens", "sera", "serre", "set", "side", "sloneczne", "soba", "sobrado", "solar",
    "soll", "south", "stan", "still", "street", "studio", "sucha", "sud", "sur", "temple", "ten", "terrace",
    "terreno", "terrenos", "than", "the", "them", "time", "tower", "town", "trail", "tuba", "union", "venta", "vie",
    "vila", "villa", "village", "villas", "ville", "villes", "vineyard", "vous", "wall", "welcome", "west", "with",
    "worth", "young",
})
# fmt: on

_IN_ANY_LANGUAGE = _IN_WORDS["en"]  # portals of every country show homes in English, too
_IN_WORDS = {language: words | _IN_ANY_LANGUAGE for language, words in _IN_WORDS.items()}


def in_words(language: str) -> frozenset[str]:
    """What stands between an offer and its place in a language, and in English."""
    return _IN_WORDS.get(language, _IN_ANY_LANGUAGE)
