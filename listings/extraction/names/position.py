"""The object that holds latitude and longitude."""

from listings.extraction.names.idea import Idea

# fmt: off
POSITION = Idea(
    fact="position",
    keys=(
        "coordinates", "coordinate", "coords", "coord", "latlng", "latlong", "latlon", "latitudelongitude",
        "latlngposition", "lnglat", "lonlat", "longlat", "geo", "geolocation", "geolocationrpt", "geolocalisation", "geolocalizacion",
        "geocode", "geocodes", "geocoordinates", "geocoordinate", "geopoint", "geopoints", "geoposition", "geopos",
        "geodata", "geoloc", "gps", "gpscoordinates", "gpscoords", "gpslocation", "gpsposition", "gpspoint",
        "mapcoordinates", "mapposition", "maplocation", "mapcenter", "mapcentre", "maplatlng", "mapmarker",
        "mapmarkers", "mappoint", "mapdata", "mapinfo", "markerposition", "marker", "markercoordinates",
        "markerlocation", "propertycoordinates", "listingcoordinates", "locationcoordinates", "exactlocation",
        "pinlocation", "pinposition", "latlnglocation", "favepropertylocation", "realestatepropertylocation",
        "coordinatesgps", "centroid", "centerpoint", "pointlocation", "locationpoint", "locationgeo", "coordenadas",
        "posiciongps", "coordenadasgps", "geolocalizacao", "coordonnees", "coordonneesgps", "koordinaten",
        "geokoordinaten", "kartenposition", "posizionegps", "coordinaten", "wspolrzedne", "wspolrzednegeograficzne",
        "souradnice", "suradnice", "coordonate", "koordinatak", "koordinaty", "koordynaty", "koordinati",
        "koordinate", "syntetagmenes", "koordinat", "konumkoordinat", "koordinater", "koordinaatit", "koordinaadid",
        "koordinates", "zahyo", "zuobiao", "zuobiaodian", "toado", "titikkoordinat",
    ),
    weak_keys=(
        "position", "point", "map", "center", "location", "loc", "latitudes",
    ),
    labels=(
        "coordinates", "gps coordinates", "gps", "latitude/longitude", "lat/lng", "lat / long", "latitude, longitude",
        "coordenadas", "coordenadas gps", "coordonnées gps", "koordinaten", "geokoordinaten", "gps-koordinaten",
        "coordinate", "coordinate gps", "coördinaten", "współrzędne", "gps souřadnice", "souřadnice", "súradnice",
        "gps súradnice", "coordonate", "coordonate gps", "koordináták", "координаты", "координати", "koordinate",
        "gps koordinate", "συντεταγμένες", "koordinatlar", "koordinat", "קואורדינטות", "الإحداثيات", "إحداثيات",
        "koordinater", "koordinaatit", "hnit", "koordinaadid", "koordinātas", "koordinatės", "座標", "坐标", "經緯度",
        "经纬度",
        "좌표", "พิกัด", "tọa độ", "koordinat lokasi", "निर्देशांक",
    ),
    marks=(
        "map", "maps", "google-map", "gmap", "leaflet", "mapbox", "map-canvas", "map-container", "map-wrapper",
        "property-map", "listing-map", "location-map", "map-view", "geo", "geolocation", "coordinates", "latlng",
        "mapa", "karte", "carte", "kaart", "mappa", "kort", "kartta", "harita", "terkep",
    ),
)
# fmt: on
