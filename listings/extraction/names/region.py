"""The region or state."""

from listings.extraction.names.idea import Idea

# fmt: off
REGION = Idea(
    fact="region",
    keys=(
        "region", "regionname", "addressregion", "stateorprovince", "statename", "statecode", "stateprovince",
        "addressstate", "statetext", "regioncode", "regionlabel", "administrativearea", "administrativearealevel1",
        "adminarea1", "stateabbr", "stateabbreviation", "usstate", "favepropertystate", "provincestate",
        "comunidadautonoma", "ccaa", "regionnombre", "nombreestado", "uf", "estadosigla", "siglaestado", "nomeestado",
        "regionfr", "nomregion", "bundesland", "bundeslandname", "kanton", "canton", "regione", "nomeregione",
        "regio", "gewest", "provincienaam", "wojewodztwo", "wojewodztwonazwa", "kraj", "kraje", "krajname",
        "krajnazev", "regiune", "regiunea", "oblast", "oblastname", "oblastnazva", "regija", "periferia",
        "perifereia", "bolge", "mahoz", "maakunnat", "mintaqa", "negeri", "vung", "khuvuc", "favestate",
    ),
    weak_keys=(
        "state", "regions", "estado", "regiao",
    ),
    labels=(
        "region", "state", "state / region", "state/province", "region / state", "state or province", "state/region",
        "emirate", "state / province", "territory", "comunidad autónoma", "comunitat autònoma",
        "estado/provincia", "região", "região/estado", "uf", "estado (uf)", "bundesland", "kanton", "canton",
        "region/kanton", "land / region", "regione", "gewest", "regio", "województwo", "kraj", "regiune", "regiunea",
        "tájegység", "область", "регион", "край", "республика", "область/регион", "регіон", "regija", "pokrajina",
        "regija/območje", "περιφέρεια", "bölge", "מחוז", "الإمارة", "الولاية", "الجهة", "الإقليم", "landskap",
        "region/landsdel", "piirkond/maakond", "reģions", "regionas", "地方", "エリア", "地域区分", "州", "ภาค", "vùng",
        "vùng miền", "negeri", "negeri/wilayah", "राज्य", "प्रदेश",
    ),
    marks=(
        "region", "state", "bundesland", "kanton", "regione", "wojewodztwo", "kraj", "oblast", "regiune",
    ),
)
# fmt: on
