"""What stands beside a price, in the languages of the portals: the period, how firm it is, and what is no price."""

import re

from listings.extraction.parsing.words import Words

# fmt: off
PERIODS: dict[str, Words] = {
    "month": Words((
        "pcm", "p.c.m.", "p/m", "p.m.", "pm", "per month", "per calendar month", "a month", "each month",
        "monthly",
        "/month", "/mo", "/mth", "/ month", "/ mo", "mo.", "month", "cal. month", "/mes", "/ mes", "al mes",
        "por mes", "mensual", "mensuales", "mensualmente", "€/mes", "mes", "/mês", "/ mês", "por mês", "ao mês",
        "mensal", "mensais", "mês", "/mois", "/ mois", "par mois", "mensuel", "mensuels", "mois",
        "charges comprises", "hors charges", "/Monat", "/ Monat", "pro Monat", "im Monat", "monatlich", "mtl",
        "mtl.", "/Mon", "Monat", "p. M.", "mon.", "/mese", "/ mese", "al mese", "mensili", "mensile", "mese",
        "per maand", "/maand", "/mnd", "p/mnd", "p. mnd", "p.mnd", "maand", "maandelijks", "/miesiąc", "miesięcznie",
        "miesiąc", "/mies", "mies.", "/mc", "/m-c", "na miesiąc", "/měsíc", "měsíčně", "za měsíc", "měsíc", "/měs",
        "mesačne", "/mesiac", "za mesiac", "mesiac", "mes.", "/lună", "pe lună", "lunar", "lună", "luna", "в месяц",
        "/мес", "мес.", "/месяц", "месяц", "ежемесячно", "на місяць", "/міс", "місяць", "на месец", "/месец",
        "месечно", "/月", "月額", "毎月", "每月", "月租", "/월", "월세", "매월", "per månad", "i månaden", "/mån",
        "månad", "månadshyra", "kr/mån", "mån", "/mnd.", "per måned", "pr. måned", "pr måned", "pr. mnd", "måned",
        "månedlig", "/md", "pr. md", "pr md", "månedsleje", "månedsleie", "/kk", "€/kk", "kk", "kuukaudessa",
        "kuukausi", "kuussa", "/kuu", "kuus", "/hó", "/hónap", "havonta", "havi", "hónap", "ft/hó", "/μήνα",
        "τον μήνα", "το μήνα", "μήνα", "μηνιαίως", "μήνας", "μηνιαίο", "/ay", "aylık", "ayda", "/mėn", "per mėnesį",
        "mėn", "mėnesį", "/mēn", "mēnesī", "mēn", "mēnesi", "/mesec", "mesečno", "na mesec", "mesec", "/mj",
        "mjesečno", "mjesec", "mj.", "á mánuði", "/mán", "mánuði", "לחודש", "חודש", "שכירות חודשית", "شهريا",
        "شهرياً", "/شهر", "في الشهر", "شهري", "/เดือน", "ต่อเดือน", "เดือน", "/tháng", "tháng", "mỗi tháng",
        "/bulan", "per bulan", "/bln", "bulan", "bln", "sebulan", "buwan", "monthly rent", "प्रति माह",
    )),
    "week": Words((
        "pw", "p.w.", "p/w", "per week", "a week", "weekly", "/week",
        "/wk", "/w", "wk", "per wk", "week",
        "por semana", "/semana", "a la semana", "semanal", "semanales", "par semaine", "/semaine", "semaine",
        "pro Woche", "/Woche", "Woche", "wöchentlich", "a settimana", "/settimana", "alla settimana", "settimana",
        "settimanale", "tygodniowo", "/tydzień", "týdně", "za týden", "в неделю", "/неделя", "на тиждень",
        "per vecka", "i veckan", "/vecka", "per uke", "pr. uke", "pr. uge", "/uke", "/uge", "viikossa", "/vko",
        "viikko", "/hét", "hetente", "την εβδομάδα", "/εβδομάδα", "haftalık", "/hafta", "/週", "/周", "/주",
        "săptămână", "pe săptămână", "אסבוע", "לשבוע", "أسبوعيا", "/สัปดาห์", "/tuần", "per minggu", "/minggu",
    )),
    "day": Words((
        "per day", "/day", "a day", "daily", "p.d.", "per diem", "por día", "/día", "al día", "por dia", "/dia",
        "diária", "par jour", "/jour", "/j", "pro Tag", "/Tag", "Tag", "al giorno", "/giorno", "per dag", "/dag",
        "pr. dag", "za dzień", "/dzień", "doba", "/doba", "za den", "/den", "/deň", "pe zi", "/zi", "в день",
        "/день", "в сутки", "/сутки", "сутки", "на добу", "на день", "за сутки", "/pv", "päivässä", "/nap",
        "naponta", "την ημέρα", "/ημέρα", "günlük", "/gün", "/日", "日額", "/일", "/วัน", "ต่อวัน", "/ngày",
        "per hari", "/hari", "يوميا", "/يوم", "ליום", "dnevno", "/dan", "na dan",
    )),
    "year": Words((
        "per year", "/year", "/yr", "a year", "yearly", "per annum", "p.a.", "pa", "p/a", "annually", "annual",
        "/annum", "year", "al año", "por año", "/año", "anual", "anuales", "/an", "par an", "annuel", "/ano",
        "por ano", "ao ano", "anuais", "pro Jahr", "/Jahr", "im Jahr", "jährlich", "Jahr", "all'anno", "/anno",
        "annuo", "annui", "per jaar", "/jaar", "p/j", "jaar", "rocznie", "/rok", "ročně", "za rok", "ročne", "в год",
        "/год", "на рік", "/рік", "per år", "/år", "om året", "årlig", "årligen", "vuodessa", "/vuosi", "/év",
        "évente", "τον χρόνο", "/έτος", "ετησίως", "yıllık", "/yıl", "/年", "年額", "/년", "ต่อปี", "/ปี", "/năm",
        "per tahun", "/tahun", "/thn", "tahun", "سنويا", "سنوياً", "/سنة", "في السنة", "سنوي", "לשנה", "godišnje",
        "/god", "pe an",
    )),
    "night": Words((
        "per night", "/night", "a night", "nightly", "/nt", "night", "por noche", "/noche", "la noche", "noche",
        "por noite", "/noite", "noite", "par nuit", "/nuit", "la nuit", "nuit", "pro Nacht", "/Nacht", "Nacht",
        "a notte", "per notte", "/notte", "notte", "per nacht", "/nacht", "za noc", "/noc", "noc", "za dobę",
        "/dobę", "pe noapte", "/noapte", "за ночь", "/ночь", "ночь", "за ніч", "/ніч", "за нощ", "/нощ", "per natt",
        "/natt", "pr. nat", "/nat", "pr. natt", "/yö", "yössä", "yö", "/éj", "éjszaka", "/éjszaka", "τη βραδιά",
        "/βράδυ", "βραδιά", "gecelik", "/gece", "/泊", "/晚", "/박", "/คืน", "ต่อคืน", "/đêm", "per malam", "/malam",
        "ללילה", "/ليلة", "noć", "/noć", "po noći", "noćenje", "öö",
    )),
}

# A rent, whatever it is per.
RENT = Words((
    "rent", "rental", "to let", "to rent", "for rent", "renta", "alquiler", "en alquiler", "arriendo",
    "arrendamiento", "aluguel", "aluguer", "arrendamento", "renda", "loyer", "à louer", "cc", "c.c.", "hc",
    "Kaltmiete", "Warmmiete", "Nettokaltmiete", "Bruttomiete", "Gesamtmiete", "Grundmiete", "Miete", "Mietpreis",
    "Monatsmiete", "Nettomiete", "zzgl. NK", "inkl. NK", "+ NK", "zzgl. Nebenkosten", "kalt", "warm", "affitto",
    "in affitto", "canone", "huur", "huurprijs", "te huur", "czynsz najmu", "+ czynsz", "wynajem", "nájem",
    "nájemné", "prenájom", "chirie", "аренда", "арендная плата", "оренда", "под наем", "наем", "家賃", "賃料",
    "租金", "임대료", "hyra", "husleje", "leje", "leie", "husleie", "månadsavgift hyra", "vuokra", "bérleti díj",
    "kiadó", "ενοίκιο", "ενοικίαση", "kira", "kiralık", "nuoma", "īre", "üür", "üürihind", "zakup", "najem", "najam",
    "najamnina", "zakupnina", "leiga", "שכירות", "שכר דירה", "إيجار", "للإيجار", "ค่าเช่า", "ให้เช่า", "giá thuê",
    "cho thuê", "sewa", "disewakan", "किराया",
))

QUALIFIERS: dict[str, Words] = {
    "shared_ownership": Words((
        "shared ownership", "shared equity", "part buy", "part-buy", "part buy part rent", "propiedad compartida",
        "nuda propiedad parcial", "deelverkoop", "osaomistus", "osaomistusasunto", "andelsboligbevis",
    )),
    "auction": Words((
        "auction", "for sale by auction", "auction guide", "starting bid", "opening bid", "subasta", "enchères",
        "vente aux enchères", "mise à prix", "Versteigerung", "Zwangsversteigerung", "Auktion", "Verkehrswert",
        "asta", "asta giudiziaria", "all'asta", "leilão", "em leilão", "lance mínimo", "veiling", "licytacja",
        "przetarg", "dražba", "dražby", "licitație", "аукцион", "торги", "аукціон", "търг", "tvångsauktion",
        "auktion", "tvangsauktion", "huutokauppa", "árverés", "δημοπρασία", "πλειστηριασμός", "açık artırma",
        "icradan", "競売", "入札", "拍賣", "拍卖", "경매", "dražbi", "aukcija", "aukcionas", "izsole", "oksjon",
        "ประมูล", "đấu giá", "lelang", "מכירה פומבית", "مزاد",
    )),
    "guide": Words((
        "guide price", "price guide", "guide", "offers in the region of", "offers in region of", "in the region of",
        "oiro", "o.i.r.o.", "oiro.", "iro", "offers around", "offers circa", "region of", "precio orientativo",
        "precio guía", "prix indicatif", "Richtpreis", "prezzo indicativo", "preço indicativo", "richtprijs",
        "cena orientacyjna", "orientační cena", "ориентировочная цена", "riktpris", "indikativ pris", "ohjehinta",
        "irányár", "ενδεικτική τιμή", "参考価格", "preț orientativ", "AMV", "advised minimum value",
        "buyer enquiry over", "buyers guide", "buyer's guide",
    )),
    "offers_over": Words((
        "offers over", "offers in excess of", "offers in excess", "in excess of", "oieo", "o.i.e.o.", "offers above",
        "offers from", "excess of", "bids over", "beo", "enquiries over", "buyer interest over", "bieden vanaf",
        "bieden boven", "ofertas desde", "ofertas superiores a", "offres à partir de", "Gebote ab", "Gebot ab",
        "offerte a partire da", "offerte da", "propostas acima de", "propostas a partir de", "oferty od",
        "tarjoukset yli", "bud över", "bud fra", "bud over", "bod over", "mindestgebot", "mindestgebot ab",
    )),
    "fixed": Words((
        "fixed price", "fixed asking price", "price fixed", "firm price", "no offers", "non-negotiable",
        "non negotiable", "precio fijo", "precio cerrado", "no negociable", "prix ferme", "prix fixe",
        "non négociable", "Festpreis", "Fixpreis", "prezzo fisso", "prezzo non trattabile", "non trattabile",
        "preço fixo", "vaste prijs", "vaste vraagprijs", "cena stała", "cena stala", "bez negocjacji", "pevná cena",
        "конечная цена", "фиксированная цена", "без торга", "fast pris", "fastpris", "fastprisbolig",
        "kiinteä hinta", "fix ár", "nem alkuképes", "σταθερή τιμή", "μη διαπραγματεύσιμη", "sabit fiyat",
        "pazarlık yok", "fiksna cijena", "fiksna cena", "preț fix",
    )),
    "from": Words((
        "priced from", "prices from", "price from", "starting from", "starting at", "starts from", "starts at",
        "starting price", "from only", "onwards", "precio desde", "precios desde", "prix à partir de", "à partir de",
        "a partir de", "a partire da", "prezzo da", "Preis ab", "Preise ab", "Kaufpreis ab", "prijs vanaf", "vanaf",
        "cena od", "ceny od", "цена от", "цены от", "ціна від", "от цена", "pris från", "pris fra", "priser från",
        "hinta alkaen", "alkaen", "τιμή από", "ξεκινώντας από", "başlayan", "'den başlayan", "itibaren", "から",
        "起", "부터", "เริ่มต้น", "ราคาเริ่มต้น", "chỉ từ", "giá từ", "mulai dari", "mulai", "harga mulai", "החל מ",
        "تبدأ من", "ابتداء من", "preț de la", "prețuri de la", "kaina nuo", "cena no", "hind alates", "alates",
        "verð frá", "od cene",
    )),
}

# Short words that mean "from" only right in front of a price.
FROM_BEFORE = Words((
    "from", "desde", "ab", "da", "dal", "dès", "vanaf", "od", "от", "від", "från", "fra", "frá", "από", "-tól", "từ",
    "dari", "nuo", "no", "alates", "de la", "minimum", "alk.", "מ-", "من",
))
# ... and only right behind it.
FROM_BEHIND = Words((
    "~", "～", "〜", "から", "起", "부터", "-tól", "-től", "tól", "től", "'den", "'dan", "alkaen", "alk.", "onwards",
    "upwards", "and up", "itibaren", "plus", "feletti", "onward",
))

ON_REQUEST = Words((
    "poa", "non quoting", "p.o.a", "p.o.a.", "p.o.r.", "price on application", "on application", "price on request",
    "price upon request", "upon request", "on request", "price on enquiry", "price on inquiry", "call for price",
    "call for pricing", "contact agent", "contact the agent", "contact for price", "contact us for price",
    "contact agent for price", "contact for details", "ask for price", "ask agent", "ask for pricing",
    "request price", "price by request", "enquire", "enquire for price", "inquire for price", "price withheld",
    "price not disclosed", "undisclosed", "price tba", "tba", "tbc", "tbd", "to be advised", "to be confirmed",
    "by negotiation", "price by negotiation", "negotiation", "deadline sale", "tender", "for sale by tender",
    "expressions of interest", "expression of interest", "eoi", "offers invited", "price unavailable", "call agent",
    "price negotiable", "sale by negotiation", "enquiries over", "no price", "get price", "price not available",
    "precio a consultar", "a consultar", "consultar precio", "consultar", "precio a convenir", "consulte precio",
    "consulta precio", "precio bajo consulta", "a petición", "preguntar precio", "sin precio", "a convenir",
    "consulte", "preço sob consulta", "sob consulta", "preço a consultar", "a combinar", "sob pedido",
    "valor sob consulta", "preço sob pedido", "consulte-nos", "prix sur demande", "sur demande", "nous consulter",
    "prix nous consulter", "prix à consulter", "à consulter", "nc", "prix non communiqué", "prix non précisé",
    "prix à débattre", "sur dossier", "consulter", "Preis auf Anfrage", "auf Anfrage", "Preis a. A.", "a. A.",
    "a.A.", "Preis nach Vereinbarung", "nach Vereinbarung", "auf Nachfrage", "Preis nach Absprache", "keine Angabe",
    "k. A.", "k.A.", "VHS", "n.V.", "Preis a.A.", "Preisauskunft auf Anfrage", "prezzo su richiesta", "su richiesta",
    "trattativa riservata", "trattativa privata", "prezzo da concordare", "da concordare", "tratt. riservata",
    "prezzo riservato", "info in sede", "informazioni in agenzia", "prijs op aanvraag", "op aanvraag", "n.o.t.k.",
    "notk", "prijs n.o.t.k.", "prijs in overleg", "in overleg", "nader overeen te komen",
    "prijs nader overeen te komen", "cena na zapytanie", "na zapytanie", "zapytaj o cenę", "cena do uzgodnienia",
    "do uzgodnienia", "do negocjacji cena", "cena do ustalenia", "zapytaj", "cena ukryta", "cena na vyžádání",
    "na vyžádání", "cena na dotaz", "na dotaz", "cena dohodou", "dohodou", "cena v RK", "info v RK",
    "informace v RK", "informace o ceně u realitní kanceláře", "info o ceně", "informace o ceně v rk",
    "cena na vyžiadanie", "na vyžiadanie", "cena v rk", "vyžiadať cenu", "preț la cerere", "la cerere",
    "preț negociabil la cerere", "cere preț", "cere detalii", "цена по запросу", "по запросу", "цена договорная",
    "договорная", "уточняйте цену", "цена не указана", "ціна за запитом", "за запитом", "договірна",
    "ціна договірна", "цена при запитване", "при запитване", "по договаряне", "цена по договаряне", "по договору",
    "договор", "応相談", "価格応相談", "お問い合わせ", "お問合せ", "要問合せ", "要問い合わせ", "価格未定", "未定",
    "相談", "面議", "面议", "電洽", "电议", "洽詢", "洽询", "價格待定", "价格待定", "협의", "가격문의", "문의",
    "가격협의", "pris på förfrågan", "pris på begäran", "pris vid förfrågan", "på förfrågan", "på begäran",
    "pris saknas", "kontakta mäklaren", "kontakta mäklare", "begär pris", "pris på forespørsel", "på forespørsel",
    "pris på forespørgsel", "på forespørgsel", "pris ved henvendelse", "ved henvendelse", "kontakt megler",
    "kontakt mægler", "pris efter aftale", "pris etter avtale", "hinta pyynnöstä", "pyynnöstä", "kysy hintaa",
    "hinta kysyttäessä", "sopimuksen mukaan", "ota yhteyttä", "kysy hinta", "hinta sopimuksen mukaan", "ár kérésre",
    "érdeklődésre", "ár érdeklődésre", "ár megegyezés szerint", "megegyezés szerint", "kérjen árat",
    "ár: érdeklődjön", "érdeklődjön", "τιμή κατόπιν αιτήματος", "κατόπιν αιτήματος", "κατόπιν συνεννόησης",
    "τιμή κατόπιν επικοινωνίας", "κατόπιν επικοινωνίας", "ρωτήστε τιμή", "ζητήστε τιμή", "κατόπιν συμφωνίας",
    "fiyat sorunuz", "fiyat için arayınız", "fiyat için arayın", "fiyat sorun", "fiyat bilgisi için",
    "fiyat belirtilmemiş", "talep üzerine", "fiyat için iletişime geçin", "fiyat alınız", "cijena na upit",
    "cena na upit", "na upit", "po dogovoru", "cijena po dogovoru", "cena po dogovoru", "цена на упит", "на упит",
    "cena na zahtevo", "kaina sutartinė", "sutartinė", "kaina pagal susitarimą", "dėl kainos teirautis",
    "pēc vienošanās", "cena pēc vienošanās", "pēc pieprasījuma", "hind kokkuleppel", "kokkuleppel", "hind küsimisel",
    "küsi hinda", "tilboð", "óskað eftir tilboði", "מחיר לפי פנייה", "לא צוין מחיר", "לפי פנייה", "צור קשר",
    "السعر عند الطلب", "عند الطلب", "السعر عند الاتصال", "اتصل للسعر", "اسأل عن السعر", "على السوم", "ติดต่อสอบถาม",
    "สอบถามราคา", "ราคาต่อรอง", "ติดต่อ", "thỏa thuận", "thoả thuận", "giá thỏa thuận", "liên hệ", "giá liên hệ",
    "hubungi agen", "hubungi kami", "harga hubungi", "harga nego hubungi", "hubungi", "कीमत के लिए संपर्क करें",
))

# Amounts beside the price: what stands in front of them ...
NOT_PRICE_BEFORE = Words((
    "deposit", "holding deposit", "security deposit", "tenancy deposit", "bond", "service charge", "ground rent",
    "maintenance", "maintenance fee", "management fee", "council tax", "stamp duty", "hoa", "hoa fee", "hoa dues",
    "strata", "body corporate", "levy", "levies", "rates", "rates and taxes", "property tax", "taxes", "tax", "fee",
    "fees", "admin fee", "agency fee", "commission", "mortgage", "est. payment", "est. mortgage",
    "estimated payment", "monthly payment", "estimated mortgage", "down payment", "zestimate", "redfin estimate",
    "zestimate®", "homeowners insurance", "utilities", "price per sq ft", "price per sqft", "price per m²",
    "price per sqm", "price/sqft", "price/sqm", "per sq ft", "per sqft", "per sqm", "rental yield", "rateable value",
    "yield", "bond of", "fianza", "depósito", "señal", "gastos de comunidad", "gastos comunidad", "comunidad", "ibi",
    "cuota", "hipoteca", "cuota hipotecaria", "honorarios", "expensas", "mantenimiento", "cuota de mantenimiento",
    "administración", "precio por m²", "precio m²", "precio/m²", "gastos comunes", "garantía", "predial", "entrada",
    "caução", "condomínio", "iptu", "prestação", "seguro", "taxa", "taxas", "preço por m²", "preço/m²",
    "taxa de condomínio", "dépôt de garantie", "dépôt", "caution", "charges", "dont charges", "honoraires",
    "frais d'agence", "frais de notaire", "taxe foncière", "mensualité", "prix au m²", "prix/m²",
    "provision sur charges", "provision pour charges", "charges mensuelles", "charges de copropriété", "frais",
    "Kaution", "Nebenkosten", "NK", "Betriebskosten", "Heizkosten", "Hausgeld", "Provision", "Maklerprovision",
    "Ablöse", "Abstand", "Genossenschaftsanteil", "monatliche Rate", "Stellplatz", "Tiefgarage", "Preis pro m²",
    "Preis/m²", "Quadratmeterpreis", "€/m²", "Nebenkosten ca.", "Grunderwerbsteuer", "Finanzierungsrate", "Akonto",
    "nebenkosten akonto", "NK akonto", "deposito", "cauzione", "deposito cauzionale", "spese condominiali",
    "spese condominio", "condominio", "spese", "rata", "mutuo", "provvigione", "prezzo al m²", "prezzo al mq",
    "rata mutuo", "imu", "borg", "waarborgsom", "borgsom", "servicekosten", "bijdrage vve", "vve", "vve bijdrage",
    "maandlasten", "prijs per m²", "makelaarskosten", "waarborg", "kadastraal inkomen", "k.i.", "kaucja",
    "czynsz administracyjny", "czynsz dodatkowo", "opłaty", "opłaty dodatkowe", "cena za m²", "cena za m2",
    "rata kredytu", "prowizja", "czynsz", "kauce", "poplatky", "jistota", "provize", "vratná kauce", "hypotéka",
    "splátka", "kaucia", "provízia", "energie", "zálohy", "garanție", "depozit", "comision", "preț pe m²", "preț/m²",
    "rată", "întreținere", "залог", "депозит", "комиссия", "коммунальные", "коммунальные платежи", "цена за м²",
    "ипотека", "ежемесячный платёж", "первый взнос", "комісія", "застава", "комисионна", "предоплата", "敷金",
    "礼金", "管理費", "共益費", "修繕積立金", "保証金", "仲介手数料", "敷", "礼", "坪単価", "平米単価", "m²単価",
    "月々支払", "月々のお支払い", "支払例", "借地料", "地代", "押金", "管理费", "物业费", "单价", "單價", "보증금",
    "관리비", "권리금", "depå", "deposition", "avgift", "månadsavgift", "driftskostnad", "driftkostnad",
    "pris per m²", "pris/m²", "kontantinsats", "lån", "pantbrev", "depositum", "a conto", "aconto", "acontoforbrug",
    "forbrug", "ejerudgift", "ejerudgifter", "udbetaling", "kvm-pris", "m²-pris", "felleskostnader", "felleskost",
    "fellesgjeld", "kommunale avgifter", "omkostninger", "eiendomsskatt", "felleskost/mnd.", "felleskost/mnd",
    "takuu", "vakuus", "takuuvuokra", "vastike", "hoitovastike", "yhtiövastike", "vesimaksu", "neliöhinta",
    "rahoitusvastike", "pääomavastike", "velkaosuus", "kunnossapitovastike", "kaució", "rezsi", "közös költség",
    "jutalék", "négyzetméterár", "m²-ár", "εγγύηση", "κοινόχρηστα", "προκαταβολή", "τιμή ανά m²", "τιμή/m²",
    "τιμή ανά τ.μ.", "depozito", "aidat", "komisyon", "peşinat", "m² fiyatı", "kapora", "užstatas", "depozitas",
    "drošības nauda", "komunalieji", "tagatisraha", "tagatis", "maakleritasu", "kommunaalkulud", "kõrvalkulud",
    "haldustasu", "polog", "varščina", "režije", "pričuva", "provizija", "trygging", "húsfélagsgjald",
    "fasteignamat", "brunabótamat", "ועד בית", "ארנונה", "פיקדון", "ערבות", "تأمين", "مقدم", "القسط", "عمولة",
    "ค่ามัดจำ", "เงินประกัน", "ค่าส่วนกลาง", "เงินดาวน์", "đặt cọc", "tiền cọc", "phí quản lý", "cọc", "uang muka",
    "dp", "cicilan", "angsuran", "biaya", "ipl", "token amount", "booking amount", "brokerage", "emi", "was",
    "previously", "reduced from", "down from", "formerly", "old price", "rrp", "originally", "antes",
    "precio anterior", "avant", "ancien prix", "au lieu de", "statt", "vorher", "früher", "alter Preis",
    "prezzo precedente", "voorheen", "was:", "poprzednia cena", "wcześniej", "původně", "původní cena",
    "pôvodná cena", "старая цена", "раньше", "tidigare pris", "tidligere pris", "tidligere", "aiemmin", "korábbi ár",
    "korábban", "πριν", "eski fiyat", "assessed value", "tax value",
))
# ... or right behind them.
NOT_PRICE_BEHIND = Words((
    "deposit", "security deposit", "holding deposit", "bond", "service charge", "ground rent", "hoa", "maintenance",
    "per room deposit", "fianza", "de fianza", "depósito", "de gastos", "de gastos de comunidad", "de comunidad",
    "dépôt de garantie", "de charges", "de dépôt", "de caution", "de dépôt de garantie", "d'honoraires", "Kaution",
    "Nebenkosten", "NK", "Provision", "Hausgeld", "Ablöse", "cauzione", "di spese", "di cauzione", "borg",
    "waarborg", "servicekosten", "kaucji", "kaucja", "kauce", "poplatky", "garanție", "залог", "комиссия", "депозит",
    "depositum", "aconto", "takuu", "kaució", "rezsi", "εγγύηση", "depozito", "aidat", "užstatas", "tagatisraha",
    "condomínio", "iptu", "off", "cashback", "stamp duty", "tax", "taxes", "fee", "fees", "deposito",
    "di spese condominiali", "opłat", "administration fee", "moving cost", "discount",
    # A bound of what is searched for
    "以下", "以上", "以内", "以內", "未満", "이하", "이상",
))

# A price per area is not the price: in front ...
PER_AREA_BEFORE = Words((
    "per m²", "per sqm", "per sq m", "per sq ft", "per sqft", "per square", "/m²", "/sqm", "/sqft", "/sq ft",
    "por m²", "por metro", "au m²", "pro m²", "pro qm", "al mq", "al m²", "za m²", "za m2", "za metr", "за м²",
    "за кв", "pe m²", "坪単価", "平米単価", "単価", "m²単価", "单价", "單價", "평당", "kvm-pris", "m²-pris",
    "neliöhinta", "ανά τ.μ.", "ανά m²", "négyzetméterár", "kvadratmeterpris", "kvadratmeterpreis", "m² fiyatı",
    "/m2", "$/m²", "€/m²",
))
# ... and behind.
PER_AREA_BEHIND = Words((
    "/m²", "/m2", "/m^2", "/sqm", "/sq m", "/sq.m", "/sq. m", "/sqft", "/sq ft", "/sq.ft", "/sq. ft", "/ft²", "/ft2",
    "/sf", "psf", "psm", "per m²", "per m2", "per sqm", "per sq m", "per sq.m", "per sq. m", "per sq ft",
    "per sq.ft", "per sq. ft", "per sqft", "per square foot", "per square metre", "per square meter", "per acre",
    "/acre", "/ac", "per hectare", "/ha", "per ha", "per sq yd", "/sq yd", "/sq. yd", "per sq. yard", "por m²",
    "el m²", "por metro cuadrado", "por metro quadrado", "o m²", "au m²", "le m²", "par m²", "le mètre carré",
    "pro m²", "pro qm", "/qm", "je m²", "al mq", "/mq", "al m²", "a mq", "il mq", "za m²", "za 1 m²", "/kvm",
    "per kvm", "pr. m²", "pr m²", "pr. kvm", "/neliö", "за м²", "за кв", "/м²", "/м2", "/кв", "за метр", "на кв",
    "на м²", "pe m²", "/mp", "pe mp", "pe metru pătrat", "/坪", "/㎡", "/平", "/呎", "/평", "/m²-től", "/τ.μ",
    "ανά τ.μ", "ανά m²", "το τ.μ", "m² başına", "/kv", "už m²", "už kv", "kvadrātmetrā", "ruutmeeter", "po m²",
    "/מ\"ר", 'למ"ר', "למטר", "للمتر", "/متر", "/ตร.ม", "ต่อตารางเมตร", "/ตร.ว", "/marla", "per marla", "/kanal",
    "per person", "pppw", "per sqyd", "a m²", "/m² havonta", "на m²", "/кв.м", "per bed",
))

# Labels and fillers around a bare number that is nothing but the price.
LABELS = Words((
    "price", "asking price", "asking", "sale price", "list price", "sold price", "only", "now", "reduced to",
    "offers", "the", "to", "up to", "and", "ono", "o.n.o.", "obo", "o.b.o.", "or nearest offer", "neg", "negotiable",
    "for sale", "sale", "circa", "c.", "approx", "plus", "inc", "incl", "excl", "gst", "vat", "range", "price range",
    "precio", "precio de venta", "venta", "en venta", "preço", "valor", "venda", "à venda", "prix", "prix de vente",
    "vente", "à vendre", "Preis", "Kaufpreis", "Verkaufspreis", "VB", "VHB", "ca.", "ca", "bis", "prezzo",
    "prezzo di vendita", "in vendita", "prijs", "vraagprijs", "koopprijs", "k.k.", "v.o.n.", "cena",
    "cena sprzedaży", "preț", "цена", "ціна", "стоимость", "価格", "販売価格", "税込", "售價", "售价", "총액",
    "매매", "pris", "utgångspris", "begärt pris", "prisantydning", "totalpris", "kontantpris", "hinta",
    "velaton hinta", "myyntihinta", "ár", "vételár", "τιμή", "fiyat", "fiyatı", "satılık", "kaina", "hind", "verð",
    "cijena", "מחיר", "السعر", "ราคา", "giá", "harga", "negotiabil", "euro", "a", "y", "à", "e",
))
# fmt: on

# Words beside an amount that is another one than the price: estimates, averages, instalments
OTHER_AMOUNT = re.compile(
    r"\b(?:median|average|avg|ago|estimate[ds]?|last sold|sold for|rent estimate|moyen|durchschnitt\w*|promedio|medio|"
    r"mortgage|mensualit\w+|monatsrate|rata\b|rat[ay] kredytu|splátk\w*|taksit\w*|hypothe\w*|hipoteca\w*|mutuo|cuota|"
    r"mensual estimada|finanz\w*|deposit|kaution|bonus|savings?|fee)\b"
    r"|/m2|/m²|/ ?sq",
    re.IGNORECASE,
)
