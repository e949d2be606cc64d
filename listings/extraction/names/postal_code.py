"""The postal code."""

from listings.extraction.names.idea import Idea

# fmt: off
POSTAL_CODE = Idea(
    fact="postal_code",
    keys=(
        "postalcode", "postcode", "postalcodes", "zipcode", "zip", "zippostal", "postalzip", "zippostalcode",
        "postalcodenumber", "addresspostalcode", "addresszip", "postcodefull", "fullpostcode", "eircode", "pincode",
        "codigopostal", "cp", "codpostal", "codepostal", "postalcodefr", "cep", "codigocep", "plz", "postleitzahl",
        "cap", "codiceavviamento", "postcodenl", "postnummer", "postnr", "postinumero", "postiindeks", "sihtnumber",
        "pastaindekss", "pastoindeksas", "pastokodas", "irsz", "iranyitoszam", "kodpocztowy", "psc", "pscnumber",
        "postovnicislo", "postanskibroj", "postnastevilka", "postanski", "indeks", "pochtovyiindeks", "poshtovykod",
        "pochtovindeks", "poshtenski", "tachydromikos", "postakodu", "mikud", "yubinbango", "youbian",
        "youzhengbianma", "upyeonbeonho", "mabuudien", "kodepos", "poskod", "zipcode5", "zip5", "postcode4",
        "rahsaanippost", "favepropertyzip", "propertyzip",
    ),
    labels=(
        "postcode", "postal code", "post code", "zip code", "zip", "zip/postal code", "zipcode", "zip / postal code",
        "postal/zip code", "eircode", "pin code", "pincode", "zip code / postal code", "código postal", "c.p.", "cp",
        "codi postal", "cód. postal", "cep", "código-postal", "code postal", "plz", "postleitzahl", "plz/ort",
        "plz / ort", "plz, ort", "npa", "cap", "codice postale", "c.a.p.", "codice di avviamento postale",
        "kod pocztowy", "psč", "poštovní směrovací číslo", "poštové smerovacie číslo", "cod poștal", "irányítószám",
        "irsz.", "индекс", "почтовый индекс", "поштовий індекс", "пощенски код", "poštanski broj", "poštanski kod",
        "поштански број", "poštna številka", "pošta", "ταχυδρομικός κώδικας", "τ.κ.", "τκ", "posta kodu", "מיקוד",
        "الرمز البريدي", "رمز بريدي", "postnummer", "postnr", "postnr.", "postnummer/ort", "postinumero", "póstnúmer",
        "sihtnumber", "postiindeks", "pasta indekss", "pašto kodas", "郵便番号", "邮编", "邮政编码", "郵遞區號",
        "우편번호",
        "รหัสไปรษณีย์", "mã bưu điện", "mã bưu chính", "kode pos", "poskod", "पिन कोड",
    ),
    marks=(
        "postal-code", "postcode", "postalcode", "zip", "zipcode", "zip-code", "eircode", "codigo-postal",
        "code-postal", "plz", "cep", "psc", "postnummer", "kod-pocztowy",
    ),
)
# fmt: on
