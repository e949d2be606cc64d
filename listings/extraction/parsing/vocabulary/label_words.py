"""Labels that mean something else in one language, are other words in most, or name a unit."""

import re

# What a label means in one language and not in another: rooms to live in, in Romanian; a letting, in French
MEANT_IN = {
    "it": {"camere": "camere da letto", "n. camere": "camere da letto", "numero camere": "camere da letto"},
    "fr": {"location": ""},
}

# Labels so short that they are other words elsewhere: "ár" (price) and "ar", "by" (town) and "By", "il" and "IL"
ONLY_IN = {
    "ar": frozenset({"hu"}),
    "by": frozenset({"da", "nb", "no", "nn"}),
    "il": frozenset({"tr"}),
    "uf": frozenset({"pt", "es"}),
    **dict.fromkeys(("km", "kt", "lb"), frozenset({"id", "ms"})),
    "sc": frozenset({"ro", "it", "pt", "es"}),
    "mq": frozenset({"it"}),
    "dt": frozenset({"vi"}),
    "ki": frozenset({"nl", "fr", "en"}),
    "de": frozenset({"de"}),
}

# A unit that a label names, with how it is written behind a number: "Sq. Ft.: 1,050", "Plot (m²)"
UNITS_OF_LABELS = (
    (re.compile(r"sq(?:uare|\.)? ?f|\bft²|\bft2|sqft"), "sq ft"),
    (re.compile(r"acre"), "acres"),
    (re.compile(r"m²|\bm2\b|sq(?:uare|\.)? ?m|\bqm\b|\bmq\b"), "m²"),
    (re.compile(r"\bha\b|hectare"), "ha"),
)
