"""Kinds of property in the markets' words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listings.extraction.fields import PROPERTY_TYPES
from listings.extraction.parsing.property_type import parse_property_type
from listings.extraction.parsing.vocabulary.property_types import PROPERTY_TYPE_WORDS, WHOLE_TEXT_TYPES


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Flat", "apartment"), ("Terraced house", "house"), ("Studio flat", "studio"), ("Single Family", "house"),
        ("3 bed semi-detached house for sale", "house"), ("Building plot", "land"), ("Apartment building", "building"),
        ("Office to let", "office"), ("Warehouse", "commercial"), ("Garage", "garage"), ("Penthouse", "apartment"),
        ("Piso en venta", "apartment"), ("Chalet adosado", "house"), ("Local comercial", "commercial"), ("Terreno",
            "land"),
        ("Plaza de garaje", "garage"), ("Trastero", "storage"), ("Ático", "apartment"), ("Appartement 3 pièces",
            "apartment"),
        ("Maison", "house"), ("Immeuble", "building"), ("Terrain à bâtir", "land"), ("Eigentumswohnung", "apartment"),
        ("2-Zimmer-Wohnung", "apartment"), ("Doppelhaushälfte", "house"), ("Zimmer", "room"), ("WG-Zimmer", "room"),
        ("Grundstück", "land"), ("Büro", "office"), ("Mehrfamilienhaus", "building"), ("Bilocale", "apartment"),
        ("Villetta a schiera", "house"), ("Moradia T3", "house"), ("Apartamento T2", "apartment"), ("Tussenwoning",
            "house"),
        ("Bovenwoning", "apartment"), ("Mieszkanie na sprzedaż", "apartment"), ("Działka budowlana", "land"),
        ("Prodej bytu 2+kk", "apartment"), ("Rodinný dům", "house"), ("Casă", "house"), ("2-к. квартира", "apartment"),
        ("Дом", "house"), ("中古マンション", "apartment"), ("中古一戸建て", "house"), ("土地", "land"), ("Lägenhet",
            "apartment"),
        ("Radhus", "house"), ("Enebolig", "house"), ("Leilighet", "apartment"), ("Rækkehus", "house"),
            ("Omakotitalo", "house"),
        ("Kerrostaloasunto", "apartment"), ("Családi ház", "house"), ("Lakás", "apartment"), ("Διαμέρισμα",
            "apartment"),
        ("Μονοκατοικία", "house"), ("Satılık Daire", "apartment"), ("Arsa", "land"), ("stan", "apartment"),
    ],
)  # fmt: skip
def test_word_names_the_kind(text, kind):
    assert parse_property_type(text) == kind


@pytest.mark.parametrize("text", ["", "Property", "3 Zimmer", "Landsberg", "Officer", "Immobilie", "Flatiron"])
def test_part_of_a_word_names_nothing(text):
    assert parse_property_type(text) is None


def test_every_kind_is_of_the_vocabulary():
    assert {*PROPERTY_TYPE_WORDS, *WHOLE_TEXT_TYPES.values()} == set(PROPERTY_TYPES)


@given(st.text(max_size=400))
def test_any_text_is_survived(text):
    assert parse_property_type(text) in {None, *PROPERTY_TYPES}
