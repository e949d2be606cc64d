"""For sale or for rent: many weak signs, of which the most decide."""

import pytest

from listings.extraction.generic.offers import offer_candidates
from tests.listings.extraction.generic.snippets import PROSE, raws, script, trust_of, values_of, view_of

PHOTOS = "".join(f"<img src='/photos/{n}.jpg' width=800 height=600>" for n in range(3))
HOME = f"<div class=gallery>{PHOTOS}</div><p>90 m²</p><p>3 bedrooms</p><p>{PROSE}</p>"


def offered(body, **page):
    values = values_of(body + HOME, **page)
    return {(True, False): "sale", (False, True): "rent"}.get((values["for_sale"], values["for_rent"]))


@pytest.mark.parametrize(
    ("body", "offer"),
    [
        ("<h1>House for sale</h1>", "sale"),
        ("<h1>Flat to rent</h1>", "rent"),
        ("<h1>Haus</h1><p>zu verkaufen</p>", "sale"),
        ("<h1>Wohnung</h1><p>Zu vermieten</p>", "rent"),
        ("<h1>Piso en alquiler</h1>", "rent"),
        ("<h1>Piso en venta</h1>", "sale"),
        ("<h1>Appartement à louer</h1>", "rent"),
        ("<h1>Maison à vendre</h1>", "sale"),
        ("<h1>Appartamento in affitto</h1>", "rent"),
        ("<h1>Mieszkanie na sprzedaż</h1>", "sale"),
        ("<h1>Woning te huur</h1>", "rent"),
        ("<h1>Casa</h1><nav class='breadcrumb'><a>Home</a><a>Comprar casas en venta</a></nav>", "sale"),
        ("<h1>House</h1><p>FOR SALE</p>", "sale"),
        ("<h1>Haus</h1><dl><dt>Kaufpreis</dt><dd>350.000 €</dd></dl>", "sale"),
        ("<h1>Haus</h1><dl><dt>Kaltmiete</dt><dd>950 €</dd></dl>", "rent"),
        ("<h1>Huis</h1><dl><dt>Vraagprijs</dt><dd>€ 350.000 k.k.</dd></dl>", "sale"),
        ("<h1>Bolig</h1><dl><dt>Månedsleie</dt><dd>9 000 kr</dd></dl>", "rent"),
        ("<h1>House</h1><p class='price'>€950 / month</p>", "rent"),
        ("<h1>House</h1><p class='price'>€350,000</p>", "sale"),
        ("<h1>House</h1><p class='price'>€9,500</p>", None),
        ("<h1>House</h1>", None),
    ],
)
def test_what_a_page_offers(body, offer):
    assert offered(body) == offer


def test_an_amount_far_above_any_rent_is_no_sale_where_rents_are_by_the_year():
    assert offered("<h1>Villa</h1><p class='price'>AED 350,000</p>") is None


@pytest.mark.parametrize(
    "menu",
    [
        "<a>Buy</a><a>Rent</a>",
        "<a>For sale</a><a>To rent</a>",
        "<a>Kaufen</a><a>Mieten</a>",
        "<a>Acheter</a><a>Louer</a><a>Vendre</a>",
        "<a><span>Comprar</span></a><a><span>Alquilar</span></a>",
    ],
)
def test_a_menu_of_both_offers_says_nothing(menu):
    assert offered(f"<div>{menu}</div><h1>House</h1>") is None


def test_a_menu_of_both_does_not_outvote_the_headline():
    assert offered("<div><a>For sale</a><a>To rent</a></div><h1>Flat to let</h1>") == "rent"


def test_a_link_of_one_offer_near_the_headline_speaks_for_it():
    assert offered("<div><a>Apartments for rent</a></div><h1>Bright apartment</h1>") == "rent"


def test_navigation_is_not_asked():
    assert offered("<nav><a>Homes for sale</a></nav><h1>House</h1>") is None


def test_short_texts_far_from_the_headline_are_not_asked():
    far = "".join(f"<p>Room {n}</p>" for n in range(30))
    assert offered(f"<h1>House</h1>{far}<p>For rent</p>") is None


def test_many_places_outvote_one_of_a_little_more_trust():
    body = (
        "<nav class='breadcrumb'><a>For rent</a></nav><h1>House</h1><p>For sale</p>"
        "<dl><dt>Asking price</dt><dd>€350,000</dd></dl>"
    )
    assert offered(body, url="https://www.homes.example/for-sale/house-900000123") == "sale"


def test_a_deposit_speaks_for_a_rent_but_less_than_a_purchase_price():
    body = "<h1>House</h1><dl><dt>Kaution</dt><dd>900 €</dd></dl>"
    found = list(offer_candidates(view_of(body)))
    assert trust_of(found, "offer", "rent") < 0.6
    assert offered(body + "<dl><dt>Kaufpreis</dt><dd>350.000 €</dd></dl>") == "sale"


def test_the_names_of_a_breadcrumb_list_are_asked():
    items = [
        {"@type": "ListItem", "name": "For rent"},
        {"@type": "ListItem", "item": {"name": "Flats"}},
        "x",
        {"item": 3},
    ]
    crumbs = script({"@type": "BreadcrumbList", "itemListElement": items}, type="application/ld+json")
    assert raws(offer_candidates(view_of(crumbs)), "offer") == ["For rent", "Flats"]
    assert offered("<h1>Flat</h1>" + crumbs) == "rent"


@pytest.mark.parametrize("name", ["description", "keywords"])
def test_the_head_is_asked(name):
    assert offered("<h1>House</h1>", head=f"<meta name='{name}' content='House for sale in Graz'>") == "sale"


def test_the_address_is_asked():
    assert offered("<h1>House</h1>", url="https://www.homes.example/to-rent/900000123") == "rent"


@pytest.mark.parametrize("first", ["Home", "Start", "homes.example"])
def test_the_crumb_of_the_site_s_first_page_is_no_kind_of_home(first):
    crumbs = f"<ul class='breadcrumb'><li><a>{first}</a></li><li><a>Apartments</a></li></ul>"

    assert first not in raws(offer_candidates(view_of(f"{crumbs}<h1>3 rooms</h1>{HOME}")), "property_type")
    assert values_of(f"{crumbs}<h1>3 rooms</h1>{HOME}")["property_type"] == "apartment"
