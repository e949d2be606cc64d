"""The country that a page gives away, and pages that only seem to."""

import pytest

from listings.extraction.engine import extract
from listings.extraction.page import Page
from listings.extraction.page_market import page_market


def country(body, lang="en"):
    return page_market(Page("https://homes.example.com/1", f"<html lang='{lang}'><body>{body}</body></html>")).country


@pytest.mark.parametrize(
    ("lang", "body", "told"),
    [
        ("tr", "<p>4.250.000 TL</p>", "TR"),
        ("en", "<p>₦75,000,000</p>", "NG"),
        ("en", "<p>S$ 1,280,000</p>", "SG"),
        ("vi", "<p>3,28 tỷ</p>", "VN"),
        ("ko", "<p>5억 2,000만원</p>", "KR"),
        ("ja", "<p>3,480万円</p>", "JP"),
        ("fr", "<p>2 650 000 DH</p>", "MA"),
        ("pl", "<p>650 000 zł</p>", "PL"),
        ("sv-SE", "<p>4 495 000 kr</p>", "SE"),
        ("nb", "<p>4 495 000 kr</p>", "NO"),
        ("zh-HK", "<p>HK$ 6,800,000</p>", "HK"),
        ("es-CL", "<p>UF 14.900</p><p>$ 585.227.000</p>", "CL"),
        ("en-AU", "<p>$850,000</p>", "AU"),
        ("tr", "<p>4.250.000 ₺</p><p>120.000 €</p><p>130.000 $</p>", "TR"),
        ("fi", "<p>219 000 €</p><a href='tel:+358401234567'>Call</a>", "FI"),
        ("es", """<p>$ 2.650.000</p><script>{"phone":"+573215504418"}</script>""", "CO"),
        ("en", """<script>{"price":{"amount":420,"currency":"JOD"}}</script>""", "JO"),
        ("en", "<p>420 JOD</p>", "JO"),
        ("fr", "<p>219 000 €</p><a href='tel:0033144556677'>Appeler</a>", "FR"),
    ],
)
def test_a_page_s_money_language_and_telephones_tell_its_country(lang, body, told):
    assert country(body, lang) == told


@pytest.mark.parametrize(
    ("lang", "body"),
    [
        ("en-US", "<p>$850,000</p>"),
        ("en", "<p>£212,000</p><a href='tel:+441234567890'>Call</a>"),
        ("fi", "<p>219 000 €</p>"),
        ("fi", "<p>219 000 €</p><a href='tel:+34911234567'>Call</a>"),
        ("fi", "<p>219 000 €</p><a href='tel:+34911234567'>Call</a><a href='tel:+358401234567'>Call</a>"),
        ("de", "<p>219.000 €</p><a href='tel:+49301234567'>Anrufen</a>"),
        ("sv", "<p>219 000 €</p>"),
        ("pl", "<p>219 000 €</p>"),
        ("en", "<p>4 495 000 kr</p>"),
        ("en", "<p>₺4.250.000</p><p>€120,000</p><p>$130,000</p><p>£99,000</p>"),
        ("en", "<p>₦75,000,000</p><p>₱7,000,000</p>"),
        ("", "<p>No price</p>"),
        ("es", """<p>$ 2.650.000</p><script>{"phone":"+573215504418","fax":"+34911234567"}</script>"""),
        ("en", """<script>{"price":{"amount":420,"currency":"USD"}}</script>"""),
        ("en", "<p>1,500,000 DH</p>"),
        ("en-AU", "<title>Villa for sale in Canggu, Indonesia</title><p>$850,000</p>"),
        ("pt", "<title>Casa em Marbella, Spain</title><p>850.000 €</p><a href='tel:+351210000000'>Ligar</a>"),
    ],
)
def test_what_may_be_said_of_homes_abroad_tells_no_country(lang, body):
    assert country(body, lang) is None


def test_what_a_domain_tells_is_not_asked_of_the_page():
    html = "<html lang=tr><body><h1>Konak</h1><p>4.250.000 TL</p><p>120 m²</p></body></html>"

    assert extract(Page("https://homes.example.de/1", html)).values["country"] != "TR"


def test_a_town_is_known_once_the_country_is():
    html = (
        "<html lang=fi><body><h1>Omakotitalo</h1><p class=price>219 000 €</p><p>145 m²</p><div class=address>"
        "Suoramaantie 41, 36220 Kangasala</div><a href='tel:+358401234567'>Soita</a></body></html>"
    )
    values = extract(Page("https://homes.example.com/kohde/900000123", html)).values

    assert (values["city"], values["postal_code"], values["country"]) == ("Kangasala", "36220", "FI")


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("1908 SW Heron Point Drive, Beaufort, SC 29907 (MLS # 26018734)", "US"),
        ("TBD County Road 214, Llano, TX 78643 | Hill Country Acres", "US"),
        ("45 Maple Street, Ottawa, ON K1S 2B2 - Homes", "CA"),
        ("Villa in Palermo, PA 90133 | Case", None),
        ("House for sale", None),
    ],
)
def test_the_form_of_an_address_in_the_title_tells_the_country(title, told):
    page = Page(
        "https://homes.example.com/1", f"<html><head><title>{title}</title></head><body><p>$1</p></body></html>"
    )

    assert page_market(page).country == told


def test_a_country_of_one_city_that_the_page_only_gives_away_is_not_its_city():
    def city(headline):
        html = f"<title>{headline}</title><h1>{headline}</h1><p>S$ 1,280,000</p><p>3 bedrooms</p><p>90 sqm</p>"
        return extract(Page("https://homes.example.com/listing/900000123", html)).values.get("city")

    assert city("Condo for sale in Johor Bahru") is None
    assert city("Condo for sale, Singapore") == "Singapore"


@pytest.mark.parametrize(
    ("language", "title", "price", "country"),
    [
        ("fr", "Vente appartement Lyon 3 pièces", "245 000 €", "FR"),
        ("fr", "Appartement à vendre, Liège", "245 000 €", "BE"),
        ("es", "Piso en venta en Zaragoza", "189.000 €", "ES"),
        ("es", "Apartamento en arriendo en Medellín", "$ 2.650.000", "CO"),
        ("fi", "Kerrostalo, Tampere", "139 000 €", "FI"),
        ("en", "2 bedroom flat in Edinburgh", "£1,250 pcm", "GB"),
        ("fr", "Appartement à vendre, Alicante", "245 000 €", None),  # a translation for buyers abroad
        ("es", "Casa en venta en Córdoba", "$ 890.000", None),  # in Argentina, Colombia and Mexico
        ("en", "Villa in Paphos", "£245,000", None),
        ("fr", "Vente appartement Lyon", "$ 245,000", None),
        ("sv", "Lägenhet i Lyon", "245 000 €", None),
    ],
)
def test_a_town_of_the_title_tells_the_country_of_its_language_and_money(language, title, price, country):
    html = f"<html lang={language}><title>{title}</title><h1>{title}</h1><p>{price}</p></html>"
    assert page_market(Page("https://homes.example.com/900000123", html)).country == country
