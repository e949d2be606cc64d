"""The mapped portals' less usual pages: lettings, land, offices, homes abroad, private sellers, missing keys.

Each case is a page's state with nothing around it, changed in the one way that the case is about.
"""

import copy
import json

import pytest

from listings.extraction_batch import MappingChoice, extract_page

RIGHTMOVE = {
    "propertyData": {
        "id": "900000001",
        "transactionType": "BUY",
        "channel": "RES_BUY",
        "bedrooms": 3,
        "bathrooms": 1,
        "propertySubType": "Terraced",
        "text": {
            "pageTitle": "3 bedroom house for sale in Mill Lane, Northmoor, NM1",
            "propertyPhrase": "3 bedroom house",
            "description": "A brick house on the lane. " * 10,
        },
        "prices": {"primaryPrice": "£250,000", "displayPriceQualifier": ""},
        "address": {
            "displayAddress": "Mill Lane, Northmoor, NM1",
            "countryCode": "GB",
            "outcode": "NM1",
            "incode": "2AB",
        },
        "location": {"latitude": 53.5, "longitude": -2.2},
        "sizings": [{"unit": "sqft", "minimumSize": 900, "maximumSize": 900}],
    },
    "analyticsInfo": {"analyticsProperty": {"currency": "GBP", "price": 250_000, "beds": 3}},
}
ZOOPLA = {
    "listingId": "900000002",
    "section": "for-sale",
    "title": "2 bed flat for sale",
    "propertyType": "flat",
    "displayAddress": "Dock Street, Northmoor NM2",
    "detailedDescription": "A flat above the dock. " * 10,
    "counts": {"numBedrooms": 2, "numBathrooms": 1},
    "pricing": {"label": "£180,000", "currencyCode": "GBP"},
    "adTargeting": {"countryCode": "gb", "priceActual": 180_000, "listingStatus": "for_sale"},
}
FOTOCASA = {
    "realEstateAdDetailEntityV2": {
        "propertyId": 900000003,
        "transactionTypeId": 3,
        "price": {"amount": 950, "periodicity": 3},
        "features": [{"type": "TYPOLOGY", "value": "FLAT"}],
        "address": {"locality": "Villaclara", "zipCode": "40001", "coordinates": {"lat": 40.9, "lng": -4.1}},
        "description": "Piso luminoso junto al parque. " * 10,
    },
    "realEstate": {"features": {"rooms": 2, "bathrooms": 1, "surface": 70}},
}
WILLHABEN = {
    "id": "900000004",
    "description": "Helle Wohnung am Park",
    "advertStatus": {"id": "active"},
    "advertAddressDetails": {"postCode": "8010", "postalName": "Graz", "country": "Österreich"},
    "sellerProfileUserData": {"name": "Immo Murblick GmbH", "private": False},
    "attributes": {
        "PROPERTY_TYPE": "Wohnung",
        "OWNAGETYPE": "Miete",
        "PRICE_FOR_DISPLAY": "€ 840",
        "NO_OF_ROOMS": "2",
        "ESTATE_SIZE/LIVING_AREA": "54,5",
        "DESCRIPTION": "Zwei Zimmer mit Balkon. " * 10,
        "LOCATION/ADDRESS_2": "Graz",
        "LOCATION/ADDRESS_4": "Steiermark",
    },
}
REMOVED = object()


def changed(state, changes):
    """The state with values put at (or removed from) dotted paths; a slash stays within a key."""
    state = copy.deepcopy(state)
    for path, value in changes.items():
        *parents, last = path.split(".")
        node = state
        for key in parents:
            node = node.setdefault(key, {})
        if value is REMOVED:
            del node[last]
        else:
            node[last] = value
    return state


def values_of(url, html):
    extraction = extract_page(url, html, MappingChoice())
    assert extraction.status == "ok", extraction.reason
    return extraction.values


def rightmove(**changes):
    model = changed(RIGHTMOVE, {path.replace("__", "."): value for path, value in changes.items()})
    return values_of(
        "https://www.rightmove.co.uk/properties/900000001", f"<script>window.PAGE_MODEL = {json.dumps(model)}</script>"
    )


def zoopla(changes):
    state = {"props": {"pageProps": {"listingDetails": changed(ZOOPLA, changes)}}}
    return values_of(
        f"https://www.zoopla.co.uk/{changes.get('section', 'for-sale')}/details/900000002/",
        f"<script id='__NEXT_DATA__' type='application/json'>{json.dumps(state)}</script>",
    )


def fotocasa(changes):
    return values_of(
        "https://www.fotocasa.es/es/alquiler/vivienda/villaclara/terraza/900000003/d",
        f"<script id='__initial_props__' type='application/json'>{json.dumps(changed(FOTOCASA, changes))}</script>",
    )


def willhaben(changes, category="mietwohnungen"):
    advert = changed(WILLHABEN, changes)
    attributes = [{"name": name, "values": [value]} for name, value in advert["attributes"].items()]
    state = {"props": {"pageProps": {"advertDetails": {**advert, "attributes": {"attribute": attributes}}}}}
    return values_of(
        f"https://www.willhaben.at/iad/immobilien/d/{category}/steiermark/graz/helle-wohnung-900000004/",
        f"<script id='__NEXT_DATA__' type='application/json'>{json.dumps(state)}</script>",
    )


def test_a_rent_by_the_square_foot_is_no_price_and_no_other_number_stands_in_for_it():
    values = rightmove(
        propertyData__transactionType="RENT",
        propertyData__channel="COM_LET",
        propertyData__propertySubType="Office",
        propertyData__prices={"primaryPrice": "£25 per sq. ft"},
        analyticsInfo__analyticsProperty__price=2083,
    )
    assert (values["price_float"], values["property_type"], values["for_rent"]) == (None, "office", True)


def test_a_home_that_comes_soon_does_not_cost_one_pound():
    values = rightmove(
        propertyData__prices={"primaryPrice": "Coming Soon"}, analyticsInfo__analyticsProperty__price=1.0
    )
    assert values["price_float"] is None


def test_a_studio_flat_is_a_studio_without_bedrooms():
    values = rightmove(
        propertyData__propertySubType="Flat",
        propertyData__bedrooms=0,
        analyticsInfo__analyticsProperty__beds=0,
        propertyData__text__propertyPhrase="Studio flat",
    )
    assert (values["property_type"], values["count_bedrooms"]) == ("studio", 0)


def test_a_home_abroad_stands_in_its_own_country_and_no_british_town():
    values = rightmove(
        propertyData__channel="OVERSEAS",
        propertyData__address={"displayAddress": "Villaclara, Segovia, Spain", "countryCode": "ES"},
        propertyData__prices={"primaryPrice": "€320,000", "secondaryPrice": "£275,000"},
        analyticsInfo__analyticsProperty__currency="EUR",
    )
    assert (values["country"], values["city"], values["postal_code"]) == ("ES", None, None)
    assert (values["price_float"], values["currency"]) == (320_000, "EUR")


@pytest.mark.parametrize(
    ("subtype", "sizings", "constructed_area", "plot_area"),
    [
        ("Terraced", [("ac", 0.02), ("sqft", 900)], 900, None),  # one size, in the portal's several units
        ("Farm House", [("ac", 2.5)], None, 108_900),
        ("Plot", [("ac", 2.5)], None, 108_900),
        ("Plot", [("ha", 1)], None, 107_639.1),
        ("Plot", [("sqft", 5000)], None, 5000),
        ("Office", [("sqft", 0)], None, None),
    ],
)
def test_acres_and_hectares_are_land(subtype, sizings, constructed_area, plot_area):
    sizes = [{"unit": unit, "minimumSize": size, "maximumSize": size} for unit, size in sizings]
    values = rightmove(propertyData__propertySubType=subtype, propertyData__sizings=sizes)
    assert values["constructed_area"] == constructed_area
    assert values["plot_area"] == (None if plot_area is None else pytest.approx(plot_area, abs=0.1))


def test_the_mark_of_a_shown_price_counts_more_than_the_page_s_currency_code():
    values = zoopla({"section": "overseas", "pricing": {"label": "£275,000", "currencyCode": "EUR"}})
    assert (values["price_float"], values["currency"], values["price_cents"]) == (275_000, "GBP", 27_500_000)
    assert values["for_sale"] is True


@pytest.mark.parametrize(
    ("label", "value", "area", "unit", "plot"),
    [
        ("1,200 sq. ft", 1200, 1200, "sqft", None),
        ("112 sq. m", 112, 112, "sqmt", None),
        ("2.5 acres", 2.5, None, "sqft", 108_900),
        (None, 640, 640, "sqft", None),
    ],
)
def test_an_area_s_label_names_its_unit(label, value, area, unit, plot):
    values = zoopla({"floorArea": {"label": label, "value": value}})
    assert (values["constructed_area"], values["area_unit"], values["plot_area"]) == (area, unit, plot)


@pytest.mark.parametrize(
    ("label", "status"),
    [
        ("Under offer", "under_offer"),
        ("Sold STC", "under_offer"),
        ("Let agreed", "let"),
        ("Sold", "sold"),
        (None, "active"),
    ],
)
def test_the_label_on_a_listing_says_where_it_stands(label, status):
    assert zoopla({"statusSummary": label and {"label": label}})["listing_status"] == status


@pytest.mark.parametrize(
    ("stated", "qualifier"),
    [
        ("offers_in_region_of", "guide"),
        ("guide_price", "guide"),
        ("fixed_price", "fixed"),
        ("offers_over", "offers_over"),
    ],
)
def test_a_qualifier_may_be_a_program_s_word(stated, qualifier):
    assert zoopla({"pricing.qualifier": stated})["price_qualifier"] == qualifier


def test_a_price_on_application_hides_the_number_that_advertisers_see():
    values = zoopla({"pricing": {"label": "POA"}})
    assert (values["price_float"], values["price_qualifier"]) == (None, "on_request")


def test_a_new_home_of_fotocasa_has_no_second_record_and_its_features_in_one_object():
    values = fotocasa(
        {
            "realEstate": REMOVED,
            "realEstateAdDetailEntityV2.features": {"rooms": 3, "bathrooms": 2, "surface": 88},
        }
    )
    assert (values["count_bedrooms"], values["count_bathrooms"], values["constructed_area"]) == (3, 2, 88)
    assert (values["price_float"], values["price_period"]) == (950, "month")


def test_a_price_that_fotocasa_does_not_show_is_on_request():
    values = fotocasa({"realEstate.showPrice": False})
    assert (values["price_float"], values["price_qualifier"], values["currency"]) == (None, "on_request", None)
    assert fotocasa({"realEstate.showPrice": True})["price_float"] == 950


@pytest.mark.parametrize(
    ("stated", "kind"),
    [
        ("SemidetachedHouse", "house"),
        ("GroundFloorWithGarden", "apartment"),
        ("Attic", "apartment"),
        ("Study", "studio"),
        ("House_Chalet", "house"),
        ("BoxRoom", "storage"),
        ("Premises", "commercial"),
        ("Building", "building"),
        ("Land", "land"),
    ],
)
def test_fotocasa_names_kinds_as_programs_do(stated, kind):
    changes = {"realEstateAdDetailEntityV2.features": [], "realEstate.buildingSubtype": stated}
    assert fotocasa(changes)["property_type"] == kind


@pytest.mark.parametrize(
    "stated",
    [{"attributes.RENTAL_PRICE/PER_MONTH_FOR_DISPLAY": "€ 559,74"}, {"attributes.RENT/PER_MONTH_LETTINGS": "559.74"}],
)
def test_a_rent_may_stand_under_another_name(stated):
    values = willhaben({"attributes.PRICE_FOR_DISPLAY": REMOVED, **stated})
    assert (values["price_float"], values["price_period"], values["for_rent"]) == (559.74, "month", True)


def test_a_private_seller_is_no_company():
    values = willhaben({"sellerProfileUserData": {"name": "Maria", "private": True}})
    assert (values["agent_name"], values["agent_company"]) == ("Maria", None)


def test_the_town_is_not_the_federal_state():
    assert willhaben({"advertAddressDetails": {}})["city"] == "Graz"


@pytest.mark.parametrize(("stated", "country"), [("Kroatien", "HR"), ("Österreich", "AT"), ("Atlantis", None)])
def test_a_home_is_in_the_portal_s_country_only_where_the_page_names_none(stated, country):
    assert willhaben({"advertAddressDetails.country": stated})["country"] == country


@pytest.mark.parametrize(
    ("kind", "rooms", "expected"),
    [
        ("Garçonnière", "1", ("studio", 0, 1)),
        ("Wohnung", "3", ("apartment", None, 3)),
        ("WG-Zimmer", "1", ("room", None, 1)),
    ],
)
def test_rooms_are_no_bedrooms(kind, rooms, expected):
    values = willhaben({"attributes.PROPERTY_TYPE": kind, "attributes.NO_OF_ROOMS": rooms})
    assert (values["property_type"], values["count_bedrooms"], values["count_rooms"]) == expected


def test_land_is_known_by_its_category_and_has_a_plot_only():
    changes = {
        "attributes.PROPERTY_TYPE": REMOVED,
        "attributes.ESTATE_SIZE/LIVING_AREA": REMOVED,
        "attributes.ESTATE_SIZE": "812",
        "description": "Sonnige Lage",
    }
    values = willhaben(changes, category="grundstuecke")
    assert (values["property_type"], values["constructed_area"], values["plot_area"]) == ("land", None, 812)


def test_a_reserved_home_says_so():
    assert willhaben({"advertStatus.id": "reserved"})["listing_status"] == "reserved"


def zoopla_of_2019(*, title, price, section, taxonomy):
    """The generation before __NEXT_DATA__: a headline, JSON-LD, and what the page tells its trackers."""
    tracked = {
        "listing_id": "50000009", "display_address": "Park Row, Northmoor NM3", "outcode": "NM3", "incode": "5HD",
        "post_town_name": "Northmoor", "country_code": "gb", "currency_code": "GBP", "branch_name": "Sparrow & Finch",
        "num_baths": "1", **taxonomy,
    }  # fmt: skip
    agent = {"@type": "RealEstateAgent", "name": "Sparrow & Finch", "geo": {"latitude": 53.9, "longitude": -2.9}}
    home = {"@type": "Residence", "name": title, "geo": {"latitude": 53.5, "longitude": -2.2}}
    return values_of(
        f"https://www.zoopla.co.uk/{section}/details/50000009",
        f"<title>{title} in Park Row, Northmoor NM3 - 50000009 - Zoopla</title>"
        f"<script type='application/ld+json'>{json.dumps({'@graph': [agent, home]})}</script>"
        f"<h1 class='ui-property-summary__title'>{title}</h1><p class='ui-pricing__main-price'>{price}</p>"
        f"<div class='dp-description__text'>{'Near the park. Service charge £1,200 a year. ' * 9}</div>"
        f"<div class='ui-property-card'><p class='ui-pricing__main-price'>£99,000</p></div>"
        f"<script>ZPG.trackData.taxonomy = {json.dumps(tracked)};</script>",
    )


def test_an_older_zoopla_page_for_sale():
    values = zoopla_of_2019(
        title="2 bed flat for sale", price="£180,000", section="for-sale",
        taxonomy={"section": "for-sale", "num_beds": "2", "property_type": "flat", "price_actual": "180000",
                  "price_qualifier": "guide_price", "listing_status": "sale_under_offer"},
    )  # fmt: skip
    assert values["title"] == "2 bed flat for sale in Park Row, Northmoor NM3"
    assert (values["price_float"], values["price_period"], values["price_qualifier"]) == (180_000, "total", "guide")
    assert (values["latitude"], values["postal_code"], values["city"]) == (53.5, "NM3 5HD", "Northmoor")
    assert (values["listing_status"], values["count_bedrooms"]) == ("under_offer", 2)


def test_an_older_zoopla_page_of_a_studio_to_rent():
    values = zoopla_of_2019(
        title="Studio to rent", price="£850 pcm<br>(£196 pw)", section="to-rent",
        taxonomy={"section": "to-rent", "num_beds": "0", "property_type": "flat", "price_actual": "850"},
    )  # fmt: skip
    assert (values["price_float"], values["price_period"], values["for_rent"]) == (850, "month", True)


def test_a_fotocasa_page_whose_state_is_missing_is_read_as_it_is_shown():
    values = values_of(
        "https://www.fotocasa.es/es/alquiler/vivienda/villaclara/centro/150000001/d",
        "<span class='re-DetailHeader-price'>1.250 € /mes</span>"
        "<ul><li class='re-DetailHeader-rooms'>3 habs.</li><li class='re-DetailHeader-bathrooms'>2 baños</li>"
        "<li class='re-DetailHeader-surface'>110 m²</li></ul>"
        "<h1 class='re-DetailHeader-propertyTitle'>Piso de alquiler en Calle del Almendro, 3, Centro</h1>"
        "<p class='re-DetailHeader-municipalityTitle'>Villaclara</p>"
        f"<div class='re-DetailDescription'>{'Piso exterior. Fianza 2.500 €. ' * 9}</div>"
        "<div class='re-DetailMortgage-price'>450 €/mes</div><div class='re-CardPrice'>99.000 €</div>",
    )
    assert (values["price_float"], values["price_period"], values["for_rent"]) == (1250, "month", True)
    assert (values["address_string"], values["city"]) == ("Calle del Almendro, 3, Centro", "Villaclara")
    assert (values["count_bedrooms"], values["count_bathrooms"], values["constructed_area"]) == (3, 2, 110)
