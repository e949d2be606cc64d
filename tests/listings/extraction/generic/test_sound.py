"""Whether a text that nobody vouched for has the form of the fact at all."""

import pytest

from listings.extraction.generic.sound import is_sound


@pytest.mark.parametrize(
    ("fact", "raw"),
    [
        ("city", "Wien"), ("city", "St. Pölten"), ("city", "東京都"), ("region", "North Rhine-Westphalia"),
        ("street_name", "12 Example Lane"), ("street_name", "Musterstraße 3/4"),
        ("address", "Flat 2, 12 Example Lane, EX1 2PL"),
        ("address", "ul. Przykładowa 5, 00-001 Miasto"), ("postal_code", "EX1 2PL"), ("postal_code", 8010),
        ("reference", "AB-1203"), ("reference", 900000123), ("agent_name", "Ann Exemplar"),
        ("agent_company", "Exemplar & Sons 24"), ("agent_company", "見本不動産"), ("floor", "3rd floor"),
        ("tenure", "Leasehold"), ("title", "Bright house"), ("count_bedrooms", "3"),
        ("constructed_area", "ca. 120"), ("constructed_area", "120"), ("plot_area", "about 1.2 acres"),
        ("constructed_area", "Gesamt 120 m²"),
        ("price", "whatever is judged later"),
        ("city", {"name": "Wien"}), ("images", ["/1.jpg"]), ("description", ""),
    ],
)  # fmt: skip
def test_what_has_the_form_of_its_fact_passes(fact, raw):
    assert is_sound(fact, raw)


@pytest.mark.parametrize(
    ("fact", "raw"),
    [
        ("postal_code", "430 m"), ("postal_code", "2 km"),
        ("constructed_area", "Lebanon +961"), ("constructed_area", "Subdivision Preston #4"), ("plot_area", "large"),
        ("agent_company", "2. OG"), ("agent_name", "Emlak Ofisinden"), ("agent_name", "Senior Lettings Negotiator"),
        ("agent_name", "Privat"),
        ("agent_name", "Eiendomsmegler MNEF"),
        ("address", "Der Ort liegt acht Kilometer nördlich der Stadt und ist gut angebunden."),
        ("address", "Mall 180 m · Park 350 m"), ("address", "Contact 06 61 88 32 07 12"), ("address", "From €489"),
        ("address", "Posizione approssimativa"),
        ("city", "8010"), ("city", "City"), ("city", "Location"), ("city", "{{city}}"),
        ("city", "Where do you want to live?"),
        ("city", "a" * 50), ("city", 5), ("region", "page_region"),
        ("street_name", "12345"), ("address", "View on map"), ("address", "Show map"), ("address", "Karte anzeigen"),
        ("address", "The house stands in a quiet street. It is near the school."), ("address", "Address"),
        ("address", "Address: on request"), ("address", "word " * 25), ("address", "x" * 200), ("address", 12),
        ("postal_code", "Postcode"), ("postal_code", "1234567890123"),
        ("reference", "Reference"), ("reference", "ab"), ("reference", 7), ("reference", "+442079460000"),
        ("reference", "12 rooms with a view"), ("reference", "1" * 50),
        ("agent_name", "Contact agent"), ("agent_name", "ann"), ("agent_name", "Call 020 7946 0000"),
        ("agent_name", "A?"),
        ("agent_name", "ann@homes.example"), ("agent_name", "Price"), ("agent_name", "12"), ("agent_name", 3),
        ("agent_name", "A" * 70), ("agent_company", "Nachricht senden"), ("agent_company", "Ver perfil | enviar"),
        ("floor", "Floor"), ("floor", "x" * 70), ("tenure", "Tenure"),
        ("title", "Flat"), ("title", "x" * 301), ("title", 4711),
    ],
)  # fmt: skip
def test_buttons_labels_sentences_and_numbers_do_not(fact, raw):
    assert not is_sound(fact, raw)
