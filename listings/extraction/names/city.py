"""The city, town or village."""

from listings.extraction.names.idea import Idea

# fmt: off
CITY = Idea(
    fact="city",
    keys=(
        "city", "cityname", "citylabel", "town", "townname", "townorcity", "citytown", "addresscity",
        "addresslocality", "locality", "localityname", "municipality", "municipalityname", "village", "citytext",
        "citytitle", "citylocalized", "postaltown", "postalcity", "placeofproperty", "settlement", "citymunicipality",
        "cityortown", "favepropertycity", "propertycity", "realestatecity", "cityvillage", "locationcity", "ciudad",
        "poblacion", "localidad", "municipio", "nombremunicipio", "nombreciudad", "comuna", "cidade",
        "municipiocidade", "concelho", "ville", "commune", "nomville", "nomcommune", "villename", "localite", "stadt",
        "ortschaft", "gemeinde", "ort", "ortsname", "stadtname", "wohnort", "citta", "comune", "nomecomune", "paese",
        "woonplaats", "plaats", "plaatsnaam", "gemeentenaam", "gemeente", "miasto", "miejscowosc", "gmina", "mesto",
        "obec", "nazevobce", "mestoobec", "oras", "localitate", "comunavillage", "varos", "telepules", "gorod",
        "naselennyipunkt", "naselenypunkt", "misto", "nasvane", "grad", "opstina", "opcina", "naseljenomesto",
        "obcina", "poli", "dimos", "sehir", "ir", "yishuv", "almadina", "stad", "kommun", "kommunnamn", "postort",
        "tettsted", "poststed", "kommune", "bynavn", "kunta", "kaupunki", "paikkakunta", "postitoimipaikka", "linn",
        "asula", "pilseta", "miestas", "gyvenviete", "savivaldybe", "baer", "sveitarfelag", "shikuchouson", "shiku",
        "chengshi", "thanhpho", "kota", "kabupatenkota", "bandar", "kotakabupaten",
    ),
    weak_keys=(
        "localitytitle", "metro", "suburbcity", "capital", "settlementname",
    ),
    labels=(
        "city", "town", "city/town", "town/city", "locality", "municipality", "city / town", "village",
        "city or town", "town / city", "city name", "city/municipality", "post town", "city / village",
        "municipality / city",
        "ciudad", "población", "localidad", "municipio", "comuna", "ciudad/localidad", "ciutat", "població",
        "municipi", "localidad/ciudad", "ciudad / municipio", "hiria", "cidade", "concelho", "cidade/município",
        "ville", "commune", "localité", "ville/commune", "municipalité", "ville ou quartier", "stadt", "ort",
        "ortschaft", "gemeinde", "stadt/ort", "stadt / gemeinde", "wohnort", "città", "comune", "località",
        "comune/località", "paese", "città/comune", "woonplaats", "plaats", "gemeente", "stad", "plaatsnaam",
        "plaats/gemeente",
        "miasto", "miejscowość", "gmina", "miasto/gmina", "miasto / miejscowość", "město", "obec", "obec/město",
        "město/obec", "mesto / obec", "oraș", "localitate", "localitatea", "oraș/comună", "város", "település",
        "helység", "helységnév", "város/település",
        "город", "населенный пункт", "город/населенный пункт", "місто", "населений пункт", "населено място", "град",
        "град/село", "село", "grad", "naseljeno mesto", "općina", "opština", "grad/općina", "grad / općina",
        "grad/opština", "mjesto", "grad/mjesto", "општина", "mesto/naselje", "občina", "kraj (naselje)",
        "πόλη", "δήμος", "πόλη/δήμος", "δήμος / πόλη", "şehir", "עיר", "יישוב", "ישוב", "שם עיר", "المدينة", "مدينة",
        "المدينة/البلدة",
        "kommun", "postort", "ort/stad", "kommune", "poststed", "sted", "by", "postby", "kunta", "kaupunki",
        "paikkakunta", "kaupunki/kunta", "bær", "sveitarfélag", "staður", "linn", "vald", "linn/vald", "asula",
        "pilsēta", "pilsēta/pagasts", "pilsēta, rajons", "apdzīvota vieta", "pilsēta / novads", "miestas",
        "gyvenvietė", "savivaldybė", "miestas/gyvenvietė",
        "市区町村", "市町村", "市区", "城市", "所在城市", "縣市", "도시", "시/군/구", "시군구", "เมือง", "อำเภอ/เขต",
        "thành phố",
        "tỉnh/thành phố", "tỉnh / thành phố", "tỉnh thành", "kota", "kota/kabupaten", "kabupaten/kota", "bandar",
        "bandar/pekan", "शहर", "नगर",
    ),
    marks=(
        "city", "town", "city-name", "locality", "municipality", "ciudad", "poblacion", "localidad", "municipio",
        "cidade", "ville", "commune", "stadt", "gemeinde", "citta", "comune", "woonplaats", "plaats", "gemeente",
        "miasto", "miejscowosc", "mesto", "obec", "oras", "localitate", "varos", "telepules", "gorod", "grad", "poli",
        "sehir", "kommun", "kunta", "kaupunki", "linn", "pilseta", "miestas", "kota",
    ),
)
# fmt: on
