"""The street, with or without its number."""

from listings.extraction.names.idea import Idea

# fmt: off
STREET = Idea(
    fact="street_name",
    keys=(
        "streetaddress", "street", "streetname", "streetnamenumber", "streetline", "streetline1", "streetaddress1",
        "streetaddressline", "addressstreet", "addressline1", "address1", "addressstreetname", "thoroughfare",
        "streettext", "streetfull", "streetandnumber", "streetnumbername", "road", "roadname", "route", "calle",
        "nombrecalle", "via", "nombrevia", "tipovia", "calleynumero", "rua", "logradouro", "nomerua", "arruamento",
        "rue", "voie", "nomvoie", "adresserue", "libellevoie", "strasse", "strassename", "strassenname",
        "strassehausnummer", "strassenr", "indirizzovia", "straat", "straatnaam", "straatnaamhuisnummer", "ulica",
        "nazwaulicy", "ulice", "nazevulice", "ulicanazev", "strada", "utca", "utcanev", "kozterulet", "ulitsa",
        "vulitsia", "ulicaibroj", "odos", "dromos", "sokak", "cadde", "caddesokak", "rehov", "rechov", "gata",
        "gatuadress", "gatunamn", "gateadresse", "gatenavn", "vej", "vejnavn", "gade", "adressevej", "katu",
        "katuosoite", "lahiosoite", "tanav", "tanavanimi", "iela", "gatve", "gatvepavadinimas", "duong", "tenduong",
        "jalan", "namajalan", "streetnamehn",
    ),
    labels=(
        "street", "street name", "street address", "address line 1", "road", "street name and number", "calle", "vía",
        "nombre de la calle", "calle y número", "carrer", "rua", "logradouro", "arruamento", "rue", "voie",
        "nom de rue", "n° et rue", "straße", "straße/hausnummer", "straße / hausnummer", "straße, hausnummer",
        "straße, nr.", "strasse/nr.", "straße und hausnummer", "strasse & nr.", "indirizzo (via)", "via/piazza",
        "straat", "straatnaam", "ulica", "nazwa ulicy", "ulice", "ulica i broj", "ulice a číslo", "stradă",
        "numele străzii", "utca", "közterület", "utca, házszám", "улица", "улица, дом", "вулиця", "ул.",
        "улица и номер", "οδός", "δρόμος", "sokak", "cadde", "cadde/sokak", "cadde / sokak", "רחוב", "שם רחוב",
        "الشارع", "شارع", "اسم الشارع", "gata", "gatuadress", "gateadresse", "gate", "vej", "gade", "vejnavn", "katu",
        "katuosoite", "lähiosoite", "gata og númer", "tänav", "iela", "gatvė", "街道", "路名", "街道名稱", "ถนน", "ซอย",
        "đường", "đường phố", "tên đường", "đường/phố", "jalan", "nama jalan", "सड़क", "गली",
    ),
    marks=(
        "street", "street-address", "streetaddress", "street-name", "address-street", "address-line-1", "calle",
        "rua", "logradouro", "rue", "strasse", "straat", "ulica", "ulice", "strada", "utca", "ulitsa", "katu", "gata",
        "vej", "tanav", "iela", "gatve", "sokak", "rechov",
    ),
)
# fmt: on
