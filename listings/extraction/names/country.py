"""The country."""

from listings.extraction.names.idea import Idea

# fmt: off
COUNTRY = Idea(
    fact="country",
    keys=(
        "country", "countryname", "countrycode", "countryiso", "countryisocode", "addresscountry", "countrylabel",
        "countryabbr", "countryabbreviation", "isocountry", "isocountrycode", "countryid", "countrytext",
        "countrycodes", "pais", "nombrepais", "codigopais", "codpais", "pays", "nompays", "codepays", "landcode",
        "landname", "laendercode", "nazione", "landnaam", "kodkraju", "zeme", "stat", "krajina", "tara", "orszag",
        "strana", "kraina", "darzhava", "drzava", "drzavakod", "xora", "chora", "ulke", "eretz", "medina", "aldawla",
        "landkod", "maa", "riik", "riigikood", "valsts", "salis", "kuni", "guojia", "gukga", "prathet", "quocgia",
        "negara", "favepropertycountry", "propertycountry", "countrytwoletter", "countryiso2",
    ),
    weak_keys=(
        "nation",
    ),
    labels=(
        "country", "country/region", "país", "pays", "nation", "staat", "nazione", "nazione/regione",
        "stato estero", "państwo", "kraj (państwo)", "stát", "krajina", "țară", "ország", "страна", "країна",
        "държава", "država", "zemlja", "држава", "χώρα", "ülke", "מדינה", "ארץ", "الدولة", "البلد", "دولة", "maa",
        "riik", "valsts", "šalis", "国", "国家", "國家", "국가", "ประเทศ", "quốc gia", "negara", "देश",
    ),
    marks=(
        "country", "country-name", "country-code", "pais", "pays",
    ),
)
# fmt: on
