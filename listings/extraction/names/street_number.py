"""The number in the street."""

from listings.extraction.names.idea import Idea

# fmt: off
STREET_NUMBER = Idea(
    fact="street_number",
    keys=(
        "streetnumber", "streetno", "streetnr", "housenumber", "houseno", "housenr", "numberinstreet",
        "addressnumber", "streetaddressnumber", "housenumberaddition", "premisenumber", "civicnumber", "numerocalle",
        "numeroexterior", "numext", "numerovia", "numerorua", "numerologradouro", "numerovoie", "numvoie",
        "numerorue", "hausnummer", "hausnr", "strassennummer", "civico", "numerocivico", "huisnummer", "huisnr",
        "numerdomu", "numerbudynku", "nrdomu", "nrbudynku", "cislopopisne", "cisloorientacni", "cislodomu",
        "numarstrada", "nrstrada", "hazszam", "nomerdoma", "nomerbudynku", "kucnibroj", "binano", "kapino", "disno",
        "misparbait", "gatunummer", "husnummer", "talonumero", "majanumber", "majasnumurs", "namonumeris", "namonr",
        "sonha", "nomorrumah",
    ),
    weak_keys=(
        "number", "housenumberextension", "door",
    ),
    labels=(
        "street number", "house number", "house no.", "house no", "street no.", "civic number", "número exterior",
        "número de calle", "número de la calle", "número da porta", "número de voie", "numéro de rue",
        "numéro civique", "hausnummer", "haus-nr.", "hausnr.", "hausnr", "numero civico", "civico", "n. civico",
        "huisnummer", "huisnr.", "numer domu", "nr domu", "numer budynku", "nr budynku", "číslo popisné",
        "číslo domu", "súpisné číslo", "orientačné číslo", "număr stradă", "nr. stradă", "házszám",
        "номер дома", "номер будинку", "№ дома", "kućni broj", "broj (kućni)", "hišna številka", "αριθμός οδού",
        "αρ. οδού", "bina no", "kapı no", "dış kapı no", "מספר בית", "מס' בית", "رقم المنزل", "رقم المبنى",
        "رقم البناية", "gatunummer", "husnummer", "hus nr.", "talonumero", "maja number", "maja nr", "mājas numurs",
        "māja nr.", "namo numeris", "namo nr.", "番地", "门牌号", "門牌號", "บ้านเลขที่", "เลขที่", "số nhà",
        "nomor rumah",
        "nombor rumah", "मकान नंबर",
    ),
    marks=(
        "street-number", "house-number", "housenumber", "hausnummer", "huisnummer", "numero-civico",
    ),
)
# fmt: on
