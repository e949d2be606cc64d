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
        ("GB", "Elm Park, Herne Bay CT6, 4 bed semi-detached house for sale, £550,000 - Homes", "Herne Bay"),
        ("GB", "4 bedroom detached house for sale in Harp Road, Headington, OX3", "Headington"),
        ("AU", "133 Wattle Road, Hoppers Crossing VIC 3029 | Homes", "Hoppers Crossing"),
        ("JP", "東京都足立区栗原２丁目(C123)｜一戸建て購入", "足立区"),
        ("JP", "【リハウス】北区王子3丁目 中古戸建", "北区"),
        ("FR", "Vente : une maison à Vézac-les-Pins (Dordogne) - n°12", "Vézac-les-Pins"),
        ("FR", "Maison à vendre T4 117 m² Castelnau-le-Lez (34170)", "Castelnau-le-Lez"),
        ("ES", "Chalet en Cala Pinar / Llucmajor", "Llucmajor"),
        ("ES", "Pisos en venta en Alcalá de Henares", "Alcalá de Henares"),
        ("PT", "Cascais, Lisboa", "Cascais"),
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
        ("AT", "Böden, Küche, Möbel"),
        ("AT", "Copyright 1999 - 2026 Muster Österreich GmbH"),
        ("FR", "Mise à prix : 228 800 €"),
        ("BR", "PRONTO PARA MORAR"),
        ("US", "Brick, Gas Logs"),
        ("DE", "PLZ oder Ort"),
        ("GB", "Contact agent, London office"),
        ("GB", "Cottage 10 minutes from Leeds"),
        ("JP", "中古一戸建て"),
        ("?", "Flat in London"),
    ],
)
def test_no_city_is_guessed_from_a_street_a_quarter_or_the_trades_words(country, title):
    assert city_in_title(title, market=MARKETS[country]) is None


@given(st.text(max_size=400), st.sampled_from(list(MARKETS.values())))
def test_a_city_is_always_a_piece_of_the_title(title, market):
    city = city_in_title(title, market=market)
    assert city is None or city in title
