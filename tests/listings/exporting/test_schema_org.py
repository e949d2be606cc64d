"""schema.org JSON-LD, expanded to RDF by rdflib: every type and property is one of schema.org's own."""

import json

import pytest
from rdflib import RDF, Graph
from rdflib.namespace import SDO

from listings.exporting.schema_org import AVAILABILITY
from listings.extraction.fields import FIELDS, LISTING_STATUSES
from tests.listings.exporting.records import ID, full_record, record, written

# Newer than rdflib's list of terms: https://schema.org/Reserved
NEW_TERMS = {"Reserved"}
# What a node of each type may have, as the pages of schema.org's types list it, beside what every Thing has
THING = {"name", "description", "url", "identifier", "image", "additionalType"}
PROPERTIES = {
    "RealEstateListing": {"offers", "mainEntity", "inLanguage", "sdDatePublished"},
    "Offer": {
        "price", "priceCurrency", "availability", "availabilityStarts", "businessFunction", "priceSpecification",
        "seller",
    },
    "UnitPriceSpecification": {"price", "priceCurrency", "unitText"},
    "RealEstateAgent": {"telephone", "email", "logo", "employee"},
    "Person": set(),
    "PostalAddress": {"streetAddress", "addressLocality", "addressRegion", "postalCode", "addressCountry"},
    "GeoCoordinates": {"latitude", "longitude"},
    "QuantitativeValue": {"value", "unitCode"},
    "PropertyValue": {"value", "unitCode", "unitText"},
    "ImageObject": {"contentUrl", "caption"},
    "FloorPlan": {"layoutImage"},
    "LocationFeatureSpecification": {"value"},
    "Apartment": {
        "accommodationCategory", "numberOfBedrooms", "numberOfBathroomsTotal", "numberOfRooms", "floorSize", "photo",
        "accommodationFloorPlan", "amenityFeature", "yearBuilt", "floorLevel", "address", "geo", "additionalProperty",
    },
}  # fmt: skip


def listing(**values):
    file = json.loads(written("schema_org", full_record(**values)))
    assert file["@context"] == "https://schema.org"
    return file["@graph"][0]


def graph(*records):
    """Its triples; the context, which lies on the network, stands in for by its one rule that matters here."""
    file = json.loads(written("schema_org", *records)) | {"@context": {"@vocab": str(SDO)}}
    return Graph().parse(data=json.dumps(file), format="json-ld")


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # rdflib's own parser uses it
def test_every_term_is_schema_orgs():
    triples = graph(full_record(price_period="month"), record())
    assert len(triples) > 100
    for _, predicate, value in triples:
        assert predicate == RDF.type or predicate.removeprefix(str(SDO)) in SDO, predicate
        if predicate == RDF.type:
            assert value.removeprefix(str(SDO)) in SDO, value


def test_every_property_is_one_that_its_type_has():
    def check(node):
        properties = set(node) - {"@type", "@id"}
        assert properties <= THING | PROPERTIES[node["@type"]], node["@type"]
        for value in node.values():
            for inner in value if isinstance(value, list) else [value]:
                if isinstance(inner, dict):
                    check(inner)

    check(listing(price_period="month"))


def test_names_of_the_vocabulary_are_schema_orgs():
    assert [field.name for field in FIELDS if field.schema_org and field.schema_org not in SDO] == []


def test_where_a_listing_stands_is_an_item_availability():
    assert set(AVAILABILITY) == set(LISTING_STATUSES)
    assert all(term in SDO or term in NEW_TERMS for term in AVAILABILITY.values())
    assert listing(listing_status="sold")["offers"]["availability"] == "https://schema.org/SoldOut"


def test_a_sale_and_a_rent():
    sale = listing(for_rent=False)["offers"]
    assert (sale["price"], sale["priceCurrency"]) == (325000, "the currency")
    assert sale["businessFunction"] == ["http://purl.org/goodrelations/v1#Sell"]
    assert "priceSpecification" not in sale
    rent = listing(for_sale=False, for_rent=True, price_period="month")["offers"]
    assert rent["businessFunction"] == ["http://purl.org/goodrelations/v1#LeaseOut"]
    assert rent["priceSpecification"]["unitText"] == "month"


@pytest.mark.parametrize(
    ("property_type", "type_"),
    [
        ("apartment", "Apartment"),
        ("villa", "House"),
        ("room", "Room"),
        ("land", "Accommodation"),
        (None, "Accommodation"),
    ],
)
def test_what_is_offered_has_the_type_schema_org_has_for_it(property_type, type_):
    assert listing(property_type=property_type)["mainEntity"]["@type"] == type_
    assert type_ in SDO


def test_areas_have_units():
    place = listing(constructed_area=81.0, area_unit="sqft", plot_area=300.5)["mainEntity"]
    assert place["floorSize"] == {"@type": "QuantitativeValue", "value": 81, "unitCode": "FTK"}
    plot = {"@type": "PropertyValue", "name": "plot_area", "value": 300.5, "unitCode": "FTK"}
    assert plot in place["additionalProperty"]
    assert "unitCode" not in listing(area_unit=None)["mainEntity"]["floorSize"]


def test_what_is_not_known_is_left_out():
    (bare,) = json.loads(written("schema_org", record()))["@graph"]
    assert bare == {
        "@type": "RealEstateListing",
        "@id": f"urn:uuid:{ID}",
        "offers": {"@type": "Offer"},
        "mainEntity": {"@type": "Accommodation"},
    }
