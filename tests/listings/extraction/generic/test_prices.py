"""Which of a page's amounts of money are proposed as the price, and which never are."""

import pytest

from listings.extraction.generic.prices import price_candidates
from tests.listings.extraction.generic.snippets import PROSE, best, raws, trust_of, values_of, view_of

ROWS = "".join(f"<p>{word}</p>" for word in ("3 bedrooms", "Garden", "Garage", "Balcony", "Cellar", "Lift"))
HEAD = f"<h1>House</h1>{ROWS}"
DE = "https://www.immobilienscout24.de/expose/900000123"


def prices(body, **page):
    return raws(price_candidates(view_of(HEAD + body, **page)), "price")


@pytest.mark.parametrize(
    ("body", "raw"),
    [
        ("<p>€250,000</p>", "€250,000"),
        ("<p>250.000 €</p>", "250.000 €"),
        ("<p>250 000 Kč</p>", "250 000 Kč"),
        ("<p>CHF 1'250'000.–</p>", "CHF 1'250'000.–"),
        ("<p>USD 1,200 / month</p>", "USD 1,200 / month"),
        ("<p>4,980万円</p>", "4,980万円"),
        ("<p>12 500 000 ₽</p>", "12 500 000 ₽"),
        ("<p>1.2 mln zł</p>", "1.2 mln zł"),
        ("<p>89,9 millió Ft</p>", "89,9 millió Ft"),
        ("<p>1,2 millones de euros</p>", "1,2 millones de euros"),
        ("<p>U$S 185.000</p>", "U$S 185.000"),
        ("<p>R 3 450 000</p>", "R 3 450 000"),
        ("<p>KSh 12,500,000</p>", "KSh 12,500,000"),
        ("<p>S/ 350,000</p>", "S/ 350,000"),
        ("<p>1 200 000 грн</p>", "1 200 000 грн"),
        ("<p>4,500,000 جنيه</p>", "4,500,000 جنيه"),
        ("<p>\u200f3,450,000 \u200f₪</p>", "3,450,000 ₪"),
        ("<p>3,6 tỷ</p>", "3,6 tỷ"),
        ("<p>2,380萬元</p>", "2,380萬元"),
        ("<p>25억 5,000만원</p>", "25억 5,000만원"),
        ("<p>1.25 Cr</p>", "1.25 Cr"),
        ("<p>899 000 zł<small>14 269 zł/m²</small></p>", "899 000 zł"),
        (
            "<div class='priceInfo'><span class='value'>349 000<i> zł</i></span><span>279,65 zł/m2</span></div>",
            "349 000 zł",
        ),
        ("<p><del>€270,000</del> <strong>€250,000</strong></p>", "€250,000"),
        ("<p>€250,000 (was €270,000)</p>", "€250,000 (was €270,000)"),
        ("<p>€250,000 <span><s>€270,000</s></span></p>", "€250,000"),
        ("<p><span>₦</span><b>75,000,000</b><i>/year</i></p>", "₦ 75,000,000 /year"),
        ("<p class='price'><b>350.000</b><i>€</i></p>", "350.000 €"),
        ("<p class='price'><sup>$</sup>350,000</p>", "$ 350,000"),
        ("<div class='price'>Price on request</div>", "Price on request"),
        ("<div class='listing-price'>Preis auf Anfrage</div>", "Preis auf Anfrage"),
        ("<div data-testid='price'>POA</div>", "POA"),
        ("<div itemprop='price'>A consultar €</div>", "A consultar €"),
    ],
)
def test_prices_are_read_with_all_that_belongs_to_them(body, raw):
    assert prices(body) == [raw]


@pytest.mark.parametrize(
    "body",
    [
        "<p>250,000 people live here</p>",
        "<p>Built in 1987</p>",
        "<p>Area by DIN 277</p>",
        "<p>3 din 5</p>",
        "<p>Class R 12</p>",
        "<p>12 lakeside homes</p>",
        "<p>Was €270,000</p>",
        "<p>Antes 270.000 €</p>",
        "<p>€3,100/m²</p>",
        "<p>€3,100 /m2</p>",
        "<p>$310 / sq ft</p>",
        "<p>Average price in the street: €310,000</p>",
        "<p>Last sold for £210,000</p>",
        "<p>£150,000 ten years ago</p>",
        "<p>Mortgage from €1,100 a month</p>",
        "<p>Hipoteca desde 900 €/mes</p>",
        "<p>Rent estimate $2,100</p>",
        "<p>Prix moyen 310 000 €</p>",
        "<p>Deposit €2,000</p>",
        "<p>Kaution: 2.400 €</p>",
        "<p>Admin fee £200</p>",
        "<div class='deposit'>€2,000</div>",
        "<div class='price-per-m2'>€3,100</div>",
        "<div class='price-m2'>€3,100</div>",
        "<dl><dt>Deposit</dt><dd>€2,000</dd></dl>",
        "<dl><dt>Fianza</dt><dd>2.000 €</dd></dl>",
        "<dl><dt>Service charge</dt><dd>€2,000</dd></dl>",
        "<nav><p>€100,000</p></nav>",
        "<footer>€100,000</footer>",
        "<section class='similar-listings'><p>€100,000</p></section>",
        "<section><h2>You may also like</h2><p>€100,000</p></section>",
        "<div class='mortgage-calculator'><p>€100,000</p></div>",
        "<div class='cookie-banner'><p>€100,000</p></div>",
        "<div>Price on request</div>",
        f"<p>{PROSE} Only €250,000.</p>",
    ],
)
def test_other_amounts_are_never_the_price(body):
    assert prices(body) == []


@pytest.mark.parametrize("name", ["deposit", "kaution", "price-per-sqm", "service-charge"])
def test_a_named_amount_is_no_price_either_where_little_stands_beside_it(name):
    assert prices(f"<div><p class='{name}'>€2,000</p><p>on signing</p></div>") == []


def test_cards_of_other_homes_have_prices_that_are_not_the_listing_s():
    cards = "".join(f"<a class='card' href='/{n}'><p>House {n}</p><b>€{n}10,000</b></a>" for n in range(1, 6))
    assert prices(f"<p class='price'>€250,000</p><div>{cards}</div>") == ["€250,000"]


def test_two_amounts_side_by_side_are_two_prices():
    assert prices("<p><b>€250,000</b> <i>€270,000</i></p>") == ["€250,000", "€270,000"]


def test_a_price_by_name_is_believed_more_than_one_that_only_comes_first():
    found = list(price_candidates(view_of(f"{HEAD}<p>€1,000</p><div class='price'>€250,000</div>")))
    assert best(found, "price") == "€250,000"


def test_a_price_behind_the_headline_is_believed_more_than_one_before_it():
    found = list(price_candidates(view_of("<p>€99,000</p><h1>House</h1><p>€250,000</p>")))
    assert trust_of(found, "price", "€250,000") > trust_of(found, "price", "€99,000") - 0.03
    assert best(found, "price") == "€250,000"


def test_only_the_first_prices_are_proposed_and_each_once():
    many = "".join(f"<p>Step {n}: €{n},000</p>" for n in range(1, 40))
    assert len(prices(many)) == 8
    assert prices("<p>€250,000</p><p>€250,000</p>") == ["€250,000"]


@pytest.mark.parametrize(
    ("price", "amount", "period"),
    [
        ("<p class='price'>€250,000</p><p class='deposit'>€25,000</p>", 250_000, "total"),
        ("<p class='price'>€250,000</p><p>€3,100/m²</p>", 250_000, "total"),
        ("<dl><dt>Kaltmiete</dt><dd>950 €</dd><dt>Warmmiete</dt><dd>1.200 €</dd></dl>", 950, None),
        (
            "<dl><dt>Warmmiete</dt><dd>1.200 €</dd><dt>Kaltmiete</dt><dd>950 €</dd></dl>",
            950,
            None,
        ),  # in no country we know
        ("<p class='price'>€950 / month</p>", 950, "month"),
        ("<p class='price'>€950 per week</p>", 950, "week"),
    ],
)
def test_the_price_of_a_whole_page(price, amount, period):
    values = values_of(f"<h1>Flat</h1>{price}<p>90 m²</p><p>3 bedrooms</p><p>{PROSE}</p>")
    assert (values["price_float"], values["price_period"]) == (amount, period)


def test_a_rent_is_by_the_month_where_rents_are():
    body = "<h1>Wohnung</h1><dl><dt>Warmmiete</dt><dd>1.200 €</dd><dt>Kaltmiete</dt><dd>950 €</dd></dl><p>90 m²</p>"
    values = values_of(f"{body}<p>{PROSE}</p>", url=DE, lang="de")
    assert (values["price_float"], values["price_period"], values["for_rent"]) == (950, "month", True)


def test_on_request_is_a_qualifier_without_price_or_currency():
    values = values_of(f"<h1>House for sale</h1><p class='price'>Price on request</p>{HEAD}<p>90 m²</p><p>{PROSE}</p>")
    assert values["price_qualifier"] == "on_request"
    assert (values["price_float"], values["currency"]) == (None, None)


@pytest.mark.parametrize(
    ("markup", "amount"),
    [
        ("£1,300 <small>pcm</small> <span>£300 pw</span>", 1_300),
        ("£1,200<span>/month</span> <span>(£14,400/year)</span>", 1_200),
    ],
)
def test_a_rent_keeps_its_own_period_beside_another(markup, amount):
    values = values_of(f"<h1>House to rent</h1><p class='price'>{markup}</p>{ROWS}<p>90 m²</p><p>{PROSE}</p>")
    assert (values["price_float"], values["price_period"]) == (amount, "month")


@pytest.mark.parametrize(
    "teaser",
    [
        "<a>Estimez vos mensualités <b>à partir de 489 €</b> /mois</a>",
        "<div>Cuota <b>desde 1.012 €</b>/mes</div>",
        "<p>Mortgage <b>from €1,012</b> a month</p>",
    ],
)
def test_an_instalment_is_no_price_whatever_stands_in_front_of_it(teaser):
    values = values_of(HEAD + f"<div class='price'>98 500 €</div><p>90 m²</p>{teaser}")

    assert (values["price_float"], values["currency"]) == (98_500, "EUR")


def test_what_stands_last_in_a_name_says_what_an_element_is():
    assert prices("<div class='prices-and-fees__price'>₱ 28,000</div>") == ["₱ 28,000"]
    assert prices("<div class='similar-homes__price'>₱ 28,000</div>") == []


@pytest.mark.parametrize("text", ["Ask for price", "Price on application", "Preis auf Anfrage", "Cena na zapytanie"])
def test_a_price_that_is_withheld_is_one_on_request_beside_others_homes(text):
    others = "".join(f"<article><a href='/{n}'>Flat {n}</a><p>€9{n}0,000</p></article>" for n in range(2))
    values = values_of(HEAD + f"<p class='price'>{text}</p><h2>Recommended properties for you</h2><div>{others}</div>")

    assert (values["price_float"], values["price_qualifier"]) == (None, "on_request")


@pytest.mark.parametrize(
    "body",
    [
        "<div><span>134.000</span> €</div><div>827 €/m²</div>",
        "<p><b>134 000</b> <i>€</i></p><p>1 200 €/m²</p>",
        "<p><b>134000</b> <i>€</i></p><p>Garden</p>",
    ],
)
def test_a_currency_set_apart_behind_its_number_belongs_to_it(body):
    values = values_of(HEAD + "<p>90 m²</p>" + body)

    assert (values["price_float"], values["currency"]) == (134_000, "EUR")


def test_what_a_search_is_bounded_by_is_no_rent():
    choices = "<ul><li>5000元以下</li><li>5000-10000元</li><li>10000-20000元</li><li>40000元以上</li></ul>"
    body = f"<dl><dt>租金</dt><dd>{choices}</dd></dl><h1>套房</h1>{ROWS}<div class='house-price'>28,500元/月</div>"
    assert values_of(body, url="https://rent.591.com.tw/18827364", lang="zh-TW")["price_float"] == 28_500


def test_of_a_rent_with_and_without_charges_that_are_both_labelled_the_one_without_is_the_price():
    rows = "<dl><dt>Nettomiete</dt><dd>CHF 1’690.–</dd><dt>Bruttomiete</dt><dd>CHF 1’960.–</dd></dl>"
    body = f"<h1>Wohnung mieten</h1>{ROWS}<div class='price'>CHF 1’960.– / Monat</div>{rows}"
    assert values_of(body, url="https://www.homegate.ch/mieten/4001882773", lang="de")["price_float"] == 1_690
