"""Units of area, as written, and how many square metres each is."""

SQUARE_METRES: dict[str, float] = {
    "sqmt": 1.0,
    "sqft": 0.09290304,
    "sqyd": 0.83612736,
    "acre": 4046.8564224,
    "ha": 10_000.0,
    "are": 100.0,
    "tsubo": 400 / 121,
    "marla": 25.29285264,
    "kanal": 505.8570528,
    "rai": 1600.0,
    "ngan": 400.0,
    "wah": 4.0,
    "katha": 66.8901888,
    "cent": 40.468564224,
    "guntha": 101.17141056,
    "dunam": 1000.0,
}

LAND_UNITS = frozenset({"acre", "ha"})

# fmt: off
UNIT_NAMES: dict[str, tuple[str, ...]] = {
    "sqmt": ("m²", "m2", "m^2", "m 2", "м 2", "㎡", "sqm", "sq m", "sq.m", "sq. m", "sq mt", "sq. mt", "sq mtr",
        "sq. mtr",
        "sqmt", "sqmtr", "sq. mtrs", "sq meter", "sq meters", "sq. meters",
             "square metre", "square metres", "square meter", "square meters", "sq metres", "m q", "mq",
             "metri quadri", "metri quadrati", "metros cuadrados", "metros quadrados",
             "mètres carrés", "metres carres", "mts2", "mts²", "mt2", "mt²", "mtrs2", "quadratmeter", "qm",
             "vierkante meter", "м²", "м2", "кв. м", "кв.м", "кв м", "кв.м.", "квадратных метров", "квм", "m kw",
             "m kw.", "mkw", "metrów kwadratowych", "metrů čtverečních",
             "mp", "m.p.", "metri pătrați", "kvm", "kv.m", "kv. m", "kvadratmeter", "neliömetriä", "neliötä",
             "négyzetméter", "nm²", "τ.μ", "τ.μ.", "τμ", "metrekare", "ruutmeetrit", "平米", "平方米", "平方公尺",
             "м. кв", "מ\"ר", "מ״ר", "מטר", "متر مربع", "م²", "م2", "متر", "ตร.ม", "ตร.ม.", "ตารางเมตร", "sqms"),
    "sqft": ("sq ft", "sq.ft", "sq. ft", "sqft", "sq feet", "square feet", "square foot", "ft²", "ft2", "ft 2", "ft^2",
        "sf", "sq. feet", "sq foot", "pi²", "pi2", "pieds carrés", "pieds²", "呎", "平方呎", "قدم مربع", "قدم²",
        "قدم", "sqfeet", "sq-ft", "fuss²", "pies²", "sq.feet", "sft"),
    "sqyd": ("sq yd", "sq. yd", "sq.yd", "sqyd", "sq yds", "sq. yds", "sq yard", "sq. yard", "sq.yards", "sq yards",
        "sq. yards", "square yard", "square yards", "gaj", "yd²", "sq.yrd", "sq.yd."),
    "acre": ("acre", "acres", "ac", "ac."),
    "ha": ("ha", "hectare", "hectares", "hectárea", "hectáreas", "hektar", "hektara", "hektarów", "ettari",
        "ettaro", "га", "hect", "hektaria"),
    "are": ("are", "ares", "ar", "aar", "arów", "сот", "соток", "сотки", "сотка"),
    "tsubo": ("坪", "tsubo", "평"),
    "marla": ("marla", "marlas"),
    "kanal": ("kanal", "kanals"),
    "rai": ("rai", "ไร่"),
    "ngan": ("ngan", "งาน"),
    "wah": ("sq wah", "wah", "ตร.ว", "ตร.ว.", "ตารางวา", "sq. wah"),
    "katha": ("katha", "kathas", "cottah"),
    "cent": ("cent", "cents"),
    "guntha": ("guntha", "gunthas"),
    "dunam": ("dunam", "dunams", "דונם"),
}
# fmt: on

# Parts of a home whose areas are told beside its own, folded
PARTS_OF_HOMES = frozenset(
    {
        "terrace", "balcony", "garden", "patio", "cellar", "basement", "garage", "loggia", "veranda", "terrasse",
        "balkon", "garten", "keller", "balcon", "jardin", "cave", "cour", "terraza", "trastero", "sotano",
        "terrazza", "terrazzo", "balcone", "giardino", "cantina", "terraco", "varanda", "quintal", "taras", "ogrod",
        "piwnica", "terasa", "zahrada", "sklep", "balkon/loggia", "kelder", "tuin", "berging", "terras", "pince",
        "erkely", "terasz", "gradina", "pivnita", "parveke", "terassi",
    }
)  # fmt: skip
