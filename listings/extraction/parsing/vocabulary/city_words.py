"""Words around a city's name, by language, and words of the trade that are cities somewhere."""

# fmt: off
# What stands between an offer and its place: "Piso en venta en Zaragoza".
IN_WORDS: dict[str, frozenset[str]] = {
    "en": frozenset({"in", "at", "near"}), "de": frozenset({"in", "im"}), "fr": frozenset({"à", "a"}),
    "es": frozenset({"en"}), "pt": frozenset({"em", "no", "na"}), "it": frozenset({"a", "ad", "in"}),
    "nl": frozenset({"in", "te"}), "pl": frozenset({"w", "we"}), "cs": frozenset({"v", "ve"}),
    "sk": frozenset({"v", "vo"}), "sl": frozenset({"v"}), "hr": frozenset({"u"}), "sr": frozenset({"u", "у"}),
    "ro": frozenset({"în", "in"}), "sv": frozenset({"i"}), "da": frozenset({"i"}), "nb": frozenset({"i"}),
    "no": frozenset({"i"}), "is": frozenset({"í"}), "ru": frozenset({"в", "во"}), "uk": frozenset({"в", "у"}),
    "bg": frozenset({"в", "във"}), "el": frozenset({"στην", "στο", "στον", "στη", "σε"}), "ar": frozenset({"في"}),
    "id": frozenset({"di"}), "ms": frozenset({"di"}), "vi": frozenset({"tại", "ở"}), "th": frozenset({"ใน", "ที่"}),
    "ca": frozenset({"a"}), "tr": frozenset(), "hu": frozenset(),
}
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
    "and", "apt", "bath", "beds", "best", "bina", "buy", "casa", "casas", "cascina", "center", "central", "centre",
    "centro", "chalet", "city", "commerce", "cottage", "deal", "dom", "downtown", "east", "enterprise", "fazenda",
    "for", "garage", "garden", "hall", "haus", "home", "homes", "homestead", "house", "houses", "industry", "info",
    "kamienica", "kuce", "land", "let", "loja", "maja", "map", "mobile", "nave", "new", "nord", "north",
    "oda", "of", "office", "orange", "ost", "paradise", "park", "parking", "plaza", "plot", "quarto", "rent",
    "riad", "rumah", "sale", "sales", "search", "sell", "soba", "sobrado", "south", "stan", "sud", "terrace",
    "terreno", "terrenos", "the", "tower", "town", "tuba", "venta", "vila", "villa", "village", "villas",
    "vineyard", "west", "with",
})
# fmt: on
