"""Words for sale and for rent, in titles, labels and URL paths (where "-", "_" and "/" are spaces)."""

from listings.extraction.parsing.words import Words

# fmt: off
SALE = Words((
    "for sale", "sale", "sales", "buy", "buying", "to buy", "forsale", "property for sale", "homes for sale", "sell",
    "resale", "new homes", "venta", "en venta", "comprar", "compra", "vende", "se vende", "venda", "à venda",
    "a venda", "vendo", "vente", "à vendre", "a vendre", "achat", "acheter", "vendre", "kauf", "kaufen", "zu kaufen",
    "zum kauf", "verkauf", "zu verkaufen", "kaufpreis", "verkaufen", "kaufobjekt", "vendita", "in vendita",
    "vendesi", "vendere", "acquisto", "koop", "te koop", "kopen", "koopwoning", "verkoop", "sprzedaż", "na sprzedaż",
    "sprzedam", "kupno", "prodej", "na prodej", "prodám", "predaj", "na predaj", "vânzare", "de vânzare", "vand",
    "vanzari", "продажа", "купить", "продаётся", "продается", "продам", "продаж", "продава", "продажби",
    "продажа квартир", "売買", "販売", "購入", "分譲", "中古マンション", "新築マンション", "till salu", "köpa",
    "säljes", "salu", "til salgs", "selges", "kjøp", "til salg", "sælges", "salg", "køb", "myytävänä", "myydään",
    "myynti", "myytävät", "eladó", "elado", "πώληση", "πωλείται", "πωλήσεις", "προς πώληση", "satılık", "satilik",
    "satış", "parduodamas", "parduodama", "pardavimas", "parduoda", "pārdod", "pārdošana", "müüa", "müük", "prodaja",
    "na prodaju", "prodaje", "prodaja stanova", "til sölu", "למכירה", "מכירה", "للبيع", "매매", "買屋", "出售",
    "ขาย", "bán", "mua bán", "dijual", "ipinagbibili", "bikri",
))
RENT = Words((
    "for rent", "rent", "rental", "rentals", "to rent", "to let", "letting", "lettings", "let", "lease", "for lease",
    "renting", "forrent", "property to rent", "alquiler", "en alquiler", "alquilar", "alquila", "se alquila",
    "arriendo", "en arriendo", "renta", "en renta", "rentar", "arrendar", "arrendamento", "para arrendar", "aluguel",
    "alugar", "aluguer", "aluga", "location appartement", "location maison", "locations appartement",
    "locations maison", "location meublée", "location vide", "annonces locations", "annonces location",
    "location studio", "à louer", "a louer", "louer", "en location", "miete", "mieten", "zu mieten", "zur miete",
    "vermietung", "zu vermieten", "mietwohnung", "mietwohnungen", "kaltmiete", "warmmiete", "mietobjekt",
    "mietpreis", "affitto", "in affitto", "affittasi", "affitti", "locazione", "huur", "te huur", "huren",
    "huurwoning", "huurprijs", "verhuur", "huurwoningen", "wynajem", "na wynajem", "do wynajęcia", "wynajmę",
    "pronájem", "k pronájmu", "pronajem", "pronájmu", "prenájom", "na prenájom", "închiriere", "de închiriat",
    "inchirieri", "închiriez", "аренда", "снять", "сдаётся", "сдается", "сдам", "здам", "здається", "оренда", "наем", "под наем",
    "наеми", "долгосрочная аренда", "賃貸", "賃料", "家賃", "hyra", "uthyres", "att hyra", "hyresrätt",
    "hyreslägenhet", "till uthyrning", "til leie", "leie", "utleie", "leies ut", "til leje", "leje", "udlejes",
    "lejebolig", "vuokrattavana", "vuokrataan", "vuokra", "vuokra-asunnot", "kiadó", "kiado", "bérelhető",
    "albérlet", "ενοικίαση", "ενοικιάζεται", "προς ενοικίαση", "ενοίκιο", "kiralık", "kiralik", "kira", "nuoma",
    "nuomojamas", "išnuomojamas", "īre", "izīrē", "üürile anda", "üür", "üürida", "üürile", "najam", "izdavanje",
    "za najam", "iznajmljivanje", "izdaje", "oddaja", "najem", "zakup", "til leigu", "leiga", "להשכרה", "השכרה",
    "للإيجار", "للايجار", "إيجار", "월세", "전세", "임대", "租屋", "租房", "出租", "lloguer", "iznajmljuje se", "izdaje se", "เช่า", "ให้เช่า", "cho thuê",
    "disewakan", "sewa", "paupahan",
))
SHORT_TERM = Words((
    "short term", "short-term", "short let", "short lets", "holiday let", "holiday lets", "holiday rental",
    "holiday rentals", "vacation rental", "vacation rentals", "per night", "nightly", "alquiler vacacional",
    "alquiler de temporada", "vacacional", "alquiler temporal", "renta vacacional", "location saisonnière",
    "location de vacances", "location vacances", "saisonnière", "ferienwohnung mieten", "kurzzeitmiete",
    "kurzzeitvermietung", "affitto turistico", "affitti brevi", "affitto breve", "casa vacanze", "casa vacanza",
    "aluguel por temporada", "temporada", "arrendamento de férias", "férias", "vakantieverhuur", "vakantiewoning",
    "najem krótkoterminowy", "na doby", "noclegi", "krátkodobý pronájem", "regim hotelier", "посуточно",
    "посуточная аренда", "подобово", "マンスリー", "ウィークリー", "民泊", "korttidsuthyrning", "korttidsleie",
    "ferieutleie", "feriebolig til leje", "lyhytaikainen", "rövid távú", "βραχυχρόνια", "βραχυχρόνια μίσθωση",
    "günlük kiralık", "gunluk kiralik", "kratkoročni najam", "trumpalaikė nuoma", "lühiajaline", "日租",
))
LONG_TERM = Words((
    "long term", "long-term", "long let", "long lets", "long term rental", "long-term rental", "larga estancia",
    "larga temporada", "alquiler de larga duración", "location longue durée", "longue durée", "langzeitmiete",
    "langfristig", "unbefristet", "lungo termine", "affitto lungo termine", "longa duração",
    "arrendamento de longa duração", "lange termijn", "onbepaalde tijd", "długoterminowy", "najem długoterminowy",
    "dlouhodobý pronájem", "termen lung", "на длительный срок", "длительная аренда", "долгосрочная аренда",
    "довгострокова оренда", "långtidsuthyrning", "langtidsleie", "pitkäaikainen", "hosszú távú", "μακροχρόνια",
    "uzun dönem", "dugoročni najam", "ilgalaikė nuoma", "pikaajaline",
))

# A label on a listing.  Sold subject to contract is not sold yet.
LISTING_STATUS_WORDS: dict[str, Words] = {
    "under_offer": Words((
        "under offer", "sold stc", "sstc", "sold subject to contract", "sold stcm", "sale agreed", "sale under offer",
        "rent under offer", "offer accepted", "under contract", "in trattativa", "sous compromis", "sous offre",
        "onder bod", "verkocht onder voorbehoud",
    )),
    "let": Words((
        "let agreed", "let stc", "let", "rented", "leased", "vermietet", "alquilado", "alquilada", "loué", "louée",
        "affittato", "arrendado", "verhuurd", "wynajęte",
    )),
    "sold": Words((
        "sold", "sale completed", "verkauft", "vendido", "vendida", "vendu", "vendue", "venduto", "verkocht",
        "sprzedane", "såld", "solgt",
    )),
    "reserved": Words((
        "reserved", "reserviert", "reservado", "reservada", "réservé", "riservato", "gereserveerd", "zarezerwowane",
    )),
    "withdrawn": Words((
        "withdrawn", "off market", "no longer available", "not available", "unavailable", "deaktiviert", "retirado",
        "retiré",
    )),
    "active": Words(("active", "available", "for sale", "to rent", "to let", "aktiv", "activo", "disponible")),
}
# fmt: on
