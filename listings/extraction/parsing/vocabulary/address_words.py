"""Words beside an address that are no part of it, folded as places are."""

# fmt: off
ADDRESS_LABELS = frozenset({
    "address", "full address", "property address", "location", "adresse", "standort", "lage", "anschrift", "ort",
    "localisation", "situation", "direccion", "ubicacion", "indirizzo", "dove", "ubicazione", "endereco", "morada",
    "localizacao", "adres", "adresa", "adresa nemovitosti", "lokalita", "lokalizacja", "lokacija", "locatie", "locatia",
    "ligging", "adress", "osoite", "sijainti", "aadress", "asukoht", "adrese", "adresas", "cim", "konum", "alamat",
    "lokasi", "адрес", "адреса", "локация", "местоположение", "розташування", "διευθυνση", "τοποθεσια", "περιοχη",
    "כתובת", "מיקום", "العنوان", "الموقع", "địa chi", "dia chi", "vi tri", "ที่อยู", "ทําเล", "所在地", "住所", "地址",
    "位置", "주소", "위치", "poststed", "beliggenhet", "heimilisfang", "naslov", "postal address", "place", "area",
})
MAP_LINKS = frozenset({
    "map", "view map", "view on map", "show map", "show on map", "see map", "google maps", "google map", "street view",
    "directions", "karte", "auf karte zeigen", "karte anzeigen", "auf karte anzeigen", "ver mapa", "ver en el mapa",
    "ver en mapa", "mapa", "ver no mapa", "mappa", "vedi mappa", "vedi sulla mappa", "voir la carte", "carte",
    "voir sur la carte", "plan", "bekijk op kaart", "op kaart", "kaart", "zobacz na mapie", "na mapie",
    "pokaz na mapie",
    "на карте", "показать на карте", "на мапі", "zobrazit na mape", "na mape", "harta", "vezi pe harta",
    "haritada goster",
    "googleマップ", "地図", "地図を見る", "kort", "vis pa kort", "kart", "vis kart", "karta", "visa karta", "kartta",
})
# fmt: on
