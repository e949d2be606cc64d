"""The province or county."""

from listings.extraction.names.idea import Idea

# fmt: off
PROVINCE = Idea(
    fact="province",
    keys=(
        "province", "provincename", "provincia", "nombreprovincia", "county", "countyname", "countyorparish",
        "addresscounty", "adminarea2", "administrativearealevel2", "provinciaestado", "departement",
        "departementname", "nomdepartement", "codedepartement", "departementcode", "departamento",
        "nombredepartamento", "landkreis", "kreis", "powiat", "okres", "okresname", "judet", "judetul", "megye",
        "zupanija", "nomos", "prefecture", "ilad", "lan", "lansnamn", "fylke", "fylkenavn", "maakunta", "maakond",
        "apskritis", "novads", "nohieusuji", "todofuken", "provinsi", "propinsi", "daerah", "tinh", "tinhthanh",
        "kabupaten", "changwat", "favepropertycountystate", "countystate",
    ),
    labels=(
        "province", "county", "county / province", "prefecture", "county/province", "parish / county",
        "county or parish", "province/state", "provincia", "departamento", "provincia/estado", "département",
        "provincia/comune", "landkreis", "kreis", "provincie", "powiat", "okres", "județ", "județul", "megye",
        "okrug", "област (провинция)", "županija", "nomos", "νομός", "il", "נפה", "المحافظة", "محافظة", "län",
        "fylke", "landsdel", "amt", "maakunta", "sýsla", "maakond", "novads", "apskritis", "都道府県", "省份", "省",
        "도",
        "จังหวัด", "tỉnh", "tỉnh/tp", "provinsi", "kabupaten", "ज़िला",
    ),
    marks=(
        "province", "provincia", "county", "departement", "departamento", "landkreis", "powiat", "okres", "judet",
        "megye", "zupanija", "nomos", "fylke", "lan", "maakond",
    ),
)
# fmt: on
