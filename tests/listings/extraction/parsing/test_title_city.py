"""Headlines of many countries: which city they name (homes and streets invented)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listings.extraction.parsing.title_city import city_in_title
from tests.listings.extraction.parsing.markets import MARKETS


@pytest.mark.parametrize(
    ("country", "title", "city"),
    [
        ("NG", "3 bedroom flat for sale in Ikeja, Lagos", "Lagos"),
        ("ES", "Piso en venta en Calle del Olmo, Chamberí, Madrid", "Madrid"),
        ("PL", "Mieszkanie Warszawa Mokotów", "Warszawa"),
        ("PL", "Kawalerka. Bezpośrednio. Warszawa Praga-Północ • Ogłoszenia", "Warszawa"),
        ("AT", "Eigentumswohnung in 1020 Wien", "Wien"),
        ("AT", "Neuer Preis | Eigentum | Wien 1220 | Immobilien", "Wien"),
        ("DE", "Etagenwohnung in Gießen, 150 m² - Muster Immobilien", "Gießen"),
        ("DE", "3-Zimmer Wohnung mieten in Berlin 12524 - 55 m²", "Berlin"),
        ("DE", "WG Düsseldorf-Derendorf", "Düsseldorf"),
        ("IT", "Vendita Appartamento Milano. Trilocale in via del Tiglio, 20.", "Milano"),
        ("IN", "3 BHK House for Rent in Harp Town, Pondicherry (HT12)", "Pondicherry"),
        ("RU", "Продажа двухкомнатной квартиры ул. Липовая, 44, Москва, ЦАО", "Москва"),
        ("BR", "Apartamento com 2 quartos na Zona Leste em Vila Ema, São Paulo - Imóveis", "São Paulo"),
        ("US", "15 Elm CT, SAN JOSE, CA 95121 ( For Sale )", "SAN JOSE"),
        ("AE", "Villa for sale in Palm Jumeirah, Dubai", "Dubai"),
        ("GB", "3 bed house for sale in Harp Street London SE17, SE17", "London"),
        ("TR", "İstanbul Kadıköy Satılık 3+1 Daire", "İstanbul"),
        ("SE", "Lägenhet i Göteborg", "Göteborg"),
        ("GR", "Διαμέρισμα προς πώληση, Κολωνάκι, Αθήνα", "Αθήνα"),
        ("ID", "Rumah dijual di Bandung", "Bandung"),
        ("KE", "2 Bedroom Apartment to Let in Westlands, Nairobi", "Nairobi"),
    ],
)
def test_city_of_a_title_is_found(country, title, city):
    assert city_in_title(title, market=MARKETS[country]) == city


@pytest.mark.parametrize(
    ("country", "title"),
    [
        ("GB", "House for Sale"),
        ("GB", "2 bed 1 Bath flat"),
        ("GB", "3 bed house, London Road, Headington"),
        ("ES", "Acogedor piso en Anton Martin"),
        ("DE", "2-Zimmer-Wohnung in Lichtenberg | Muster"),
        ("ES", "Piso en venta en Calle Sevilla"),
        ("IT", "Trilocale via Milano 3"),
        ("US", "Washington Street condo"),
        ("FR", "Studio à louer"),
        ("?", "Flat in London"),
    ],
)
def test_no_city_is_guessed_from_a_street_a_quarter_or_the_trades_words(country, title):
    assert city_in_title(title, market=MARKETS[country]) is None


@given(st.text(max_size=400), st.sampled_from(list(MARKETS.values())))
def test_a_city_is_always_a_piece_of_the_title(title, market):
    city = city_in_title(title, market=market)
    assert city is None or city in title
