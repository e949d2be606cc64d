"""Sale or rent, from titles and URL paths."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listings.extraction.parsing.offer import parse_offer


@pytest.mark.parametrize(
    "text",
    ["/for-sale/details/71365505/", "kauf/wohnung", "Piso en venta en Madrid", "/comprar/vivienda/", "à vendre",
        "Na sprzedaż", "/prodej/byt/", "купить квартиру",
     "販売価格", "Till salu", "satilik-daire", "/te-koop/", "Eladó lakás", "myytävänä", "π%CF%8Eληση", "vânzare"],
)  # fmt: skip
def test_sale_is_named(text):
    offer = parse_offer(text)
    assert offer is not None
    assert (offer.for_sale, offer.for_rent) == (True, False)


@pytest.mark.parametrize(
    "text",
    ["/to-rent/", "/miete/", "Piso en alquiler", "/huur/amsterdam/", "Kaltmiete", "/location/../en-location",
        "wynajem", "pronájem", "аренда", "賃貸", "hyra", "kiralık daire",
     "Mietwohnung", "affitto", "arrendar", "vuokrattavana", "kiadó", "ενοικίαση", "til leie"],
)  # fmt: skip
def test_rent_is_named(text):
    offer = parse_offer(text)
    assert offer is not None
    assert (offer.for_sale, offer.for_rent) == (False, True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "/property/1",
        "Wohnung kaufen oder mieten",
        "Moradias para arrendar e vender",
        "Great location",
        "Parent",
        "Wholesaler",
        "Leasehold",
    ],
)
def test_both_or_neither_is_none(text):
    assert parse_offer(text) is None


@pytest.mark.parametrize(
    ("text", "long", "short"),
    [
        ("Holiday let", False, True),
        ("alquiler-vacacional", False, True),
        ("Long term rental", True, False),
        ("To rent", None, None),
    ],
)
def test_terms_of_a_rent_are_null_where_not_said(text, long, short):
    offer = parse_offer(text)
    assert offer is not None
    assert (offer.for_rent_long_term, offer.for_rent_short_term) == (long, short)


@given(st.text(max_size=600))
def test_any_text_is_survived(text):
    offer = parse_offer(text)
    assert offer is None or offer.for_sale != offer.for_rent
