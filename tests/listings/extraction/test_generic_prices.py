"""Which of a page's amounts of money is taken for the price where no mapping says."""

import json

from listings.extraction_batch import MappingChoice, extract_page

URL = "https://www.onthemarket.com/details/9000001/"
HOME = {"@type": "House", "name": "Mill House", "address": {"streetAddress": "1 Mill Lane"}}


def price_of(html, url=URL, headline="House for sale"):
    text = "<p>" + "A brick house with a garden in a quiet street. " * 5 + "</p>"
    values = extract_page(url, f"<h1>{headline}</h1><p>1,200 sq ft</p>{html}{text}", MappingChoice()).values
    return values["price_float"], values["price_period"]


def structured(**stated):
    return f"<script type='application/ld+json'>{json.dumps({**HOME, **stated})}</script>"


def test_an_offer_s_price_is_the_price():
    assert price_of(structured(offers={"price": 250_000, "priceCurrency": "GBP"})) == (250_000, "total")
    assert price_of(structured(offers=[{"price": 250_000, "priceCurrency": "GBP"}])) == (250_000, "total")


def test_of_offers_that_differ_none_is_the_price():
    instalment = {"price": 1200, "priceCurrency": "GBP", "name": "Mortgage per month"}
    assert price_of(structured(offers=[instalment, {"price": 250_000, "priceCurrency": "GBP"}])) == (None, None)


def test_a_rent_is_per_what_its_offer_says():
    rent = {"priceSpecification": {"price": 300, "priceCurrency": "GBP", "unitText": "WEEK"}}
    assert price_of(structured(offers=rent), headline="House to rent") == (300, "week")


def test_prices_per_area_instalments_and_other_homes_are_no_price():
    html = (
        "<div class='price-per-sqft'>£310 per sq ft</div><div class='price'>£250,000</div>"
        "<div class='mortgage-price'>£1,100 per month</div><div class='similar-price'>£99,000</div>"
    )
    assert price_of(html + structured()) == (250_000, "total")


def test_deposits_charges_and_former_prices_are_no_price():
    html = (
        "<dl><dt>Deposit</dt><dd>£1,500</dd><dt>Service charge</dt><dd>£900</dd><dt>Price</dt><dd>£250,000</dd>"
        "<dt>Price history</dt><dd>£150,000</dd></dl>"
    )
    assert price_of(html + structured()) == (250_000, "total")
