"""Degrees north, WGS 84."""

from listings.extraction.names.idea import Idea

# fmt: off
LATITUDE = Idea(
    fact="latitude",
    keys=(
        "latitude", "lat", "latitudevalue", "maplat", "maplatitude", "geolat", "geolatitude", "gpslat", "gpslatitude",
        "poslat", "latcoord", "latgps", "locationlat", "locationlatitude", "addresslat", "addresslatitude",
        "propertylat", "centerlat", "centerlatitude", "placelat", "latdeg", "latitud", "breitengrad", "geobreite",
        "latitudine", "szerokoscgeograficzna", "szerokosc", "gpslatitudine", "shirota", "zemepisnasirka", "enlem",
        "houserentallat", "lati", "markerlat", "pinlat", "latx", "datalat", "mapcenterlat", "gpsn", "listinglat",
        "latitudedegrees", "schemalatitude", "favelat", "houzezgeolocationlat",
    ),
    weak_keys=(
        "y", "posy", "coordy",
    ),
    labels=(
        "latitude", "lat", "lat.", "latitud", "breitengrad", "latitudine", "breedtegraad", "szerokość geograficzna",
        "zeměpisná šířka", "szélességi fok", "широта", "γεωγραφικό πλάτος", "enlem", "קו רוחב", "خط العرض",
        "breddgrad", "leveysaste", "緯度", "纬度", "위도", "ละติจูด", "vĩ độ", "garis lintang", "lintang",
        "latitud (º)",
    ),
    marks=(
        "latitude", "lat",
    ),
)
# fmt: on
