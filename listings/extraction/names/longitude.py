"""Degrees east, WGS 84."""

from listings.extraction.names.idea import Idea

# fmt: off
LONGITUDE = Idea(
    fact="longitude",
    keys=(
        "longitude", "lng", "lon", "long", "longitudevalue", "maplng", "maplon", "maplong", "maplongitude", "geolng",
        "geolon", "geolong", "geolongitude", "gpslng", "gpslon", "gpslong", "gpslongitude", "poslng", "poslong",
        "lngcoord", "lnggps", "locationlng", "locationlon", "locationlong", "locationlongitude", "addresslng",
        "addresslong", "addresslongitude", "propertylng", "propertylong", "centerlng", "centerlon", "centerlongitude",
        "placelng", "lngdeg", "longitud", "laengengrad", "geolaenge", "longitudine", "dlugoscgeograficzna", "dlugosc",
        "dolgota", "zemepisnadelka", "boylam", "longi", "markerlng", "pinlng", "lngx", "datalng", "datalong",
        "mapcenterlng", "gpse", "listinglng", "listinglong", "longitudedegrees", "houzezgeolocationlong",
    ),
    weak_keys=(
        "x", "posx", "coordx",
    ),
    labels=(
        "longitude", "lng", "lon", "long", "long.", "longitud", "längengrad", "longitudine", "lengtegraad",
        "długość geograficzna", "zeměpisná délka", "hosszúsági fok", "долгота", "довгота", "γεωγραφικό μήκος",
        "boylam", "קו אורך", "خط الطول", "longitud (º)", "pituusaste", "経度", "经度", "經度", "경도", "ลองจิจูด",
        "kinh độ",
        "garis bujur", "bujur",
    ),
    marks=(
        "longitude", "lng", "lon",
    ),
)
# fmt: on
