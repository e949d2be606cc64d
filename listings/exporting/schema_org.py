"""schema.org JSON-LD: a @graph of RealEstateListing, each with its Offer, and the Accommodation it is about.

The terms' names come from the vocabulary. A field for which schema.org has no term is a PropertyValue under
additionalProperty, by our name.
"""

from collections.abc import Mapping, Set
from typing import Any, TypeAlias

from listings.exporting.file_format import FileFormat
from listings.exporting.records import Record, plain_number, stated_fields
from listings.extraction.fields import Field
from propscrape.json_text import to_json

Node: TypeAlias = dict[str, Any]

SCHEMA = "https://schema.org/"
TYPES = {"apartment": "Apartment", "studio": "Apartment", "house": "House", "villa": "House", "room": "Room"}
# Where the listing stands, as ItemAvailability
AVAILABILITY = {
    "active": "InStock",
    "under_offer": "Reserved",
    "reserved": "Reserved",
    "sold": "SoldOut",
    "let": "SoldOut",
    "withdrawn": "Discontinued",
    "gone": "Discontinued",
}
# UN/CEFACT Common Codes, which unitCode is made of
UNIT_CODES = {"sqmt": "MTK", "sqft": "FTK"}
# The period of a sale's price
ONCE = "total"
BUSINESS_FUNCTION = "http://purl.org/goodrelations/v1#"

# The node that a term belongs to; the accommodation has the others
LISTING_TERMS = frozenset({"name", "description", "url", "identifier", "image", "inLanguage"})
OFFER_TERMS = frozenset({"price", "priceCurrency", "availability", "availabilityStarts"})
ADDRESS_TERMS = frozenset({"streetAddress", "addressLocality", "addressRegion", "postalCode", "addressCountry"})
SELLER_TERMS = frozenset({"telephone", "email", "logo"})
# Terms that other nodes are made of
BUILT = frozenset({"address", "latitude", "longitude", "seller", "unitCode", "unitText"})
# Fields that other nodes are made of, though they have no term of their own
TOLD_ELSEWHERE = frozenset({"agent_name", "for_sale", "for_rent", "last_retrieved_at"})


def as_schema_org(record: Record) -> Node:
    """A listing as a RealEstateListing."""
    terms = {
        field.schema_org: _value(field, value, record) for field, value in stated_fields(record) if field.schema_org
    }
    listing: Node = {"@type": "RealEstateListing", "@id": f"urn:uuid:{record['id']}"}
    listing |= _pick(terms, LISTING_TERMS) | {"offers": _offer(record, terms), "mainEntity": _place(record, terms)}
    if record["last_retrieved_at"] is not None:
        listing["sdDatePublished"] = record["last_retrieved_at"].date()
    return listing


def _value(field: Field, value: Any, record: Record) -> Any:
    match field.schema_org:
        case "availability":
            return SCHEMA + AVAILABILITY[value]
        case "floorSize":
            return _area(value, record["area_unit"])
        case "photo":
            return [_image(image) for image in value]
        case "accommodationFloorPlan":
            return [{"@type": "FloorPlan", "layoutImage": _image(image)} for image in value]
        case "amenityFeature":
            return [{"@type": "LocationFeatureSpecification", "name": text, "value": True} for text in value]
        case _:
            return value


def _offer(record: Record, terms: Mapping[str, Any]) -> Node:
    offer: Node = {"@type": "Offer"} | _pick(terms, OFFER_TERMS)
    functions = [name for name, is_so in (("Sell", record["for_sale"]), ("LeaseOut", record["for_rent"])) if is_so]
    if functions:
        offer["businessFunction"] = [BUSINESS_FUNCTION + name for name in functions]
    if record["price_period"] not in (None, ONCE):
        price = _pick(terms, frozenset({"price", "priceCurrency", "unitText"}))
        offer["priceSpecification"] = {"@type": "UnitPriceSpecification"} | price
    if seller := _seller(record, terms):
        offer["seller"] = {"@type": "RealEstateAgent"} | seller
    return offer


def _seller(record: Record, terms: Mapping[str, Any]) -> Node:
    seller = _pick(terms, SELLER_TERMS)
    if record["agent_company"] is not None:
        seller["name"] = record["agent_company"]
    if record["agent_name"] is not None:
        seller["employee"] = {"@type": "Person", "name": record["agent_name"]}
    return seller


def _place(record: Record, terms: Mapping[str, Any]) -> Node:
    """What is offered: the terms of no other node, where it is, and what schema.org has no term for."""
    place: Node = {"@type": TYPES.get(record["property_type"], "Accommodation")}
    place |= _pick(terms, terms.keys() - LISTING_TERMS - OFFER_TERMS - ADDRESS_TERMS - SELLER_TERMS - BUILT)
    if address := _address(record, terms):
        place["address"] = {"@type": "PostalAddress"} | address
    if record["latitude"] is not None and record["longitude"] is not None:
        place["geo"] = {"@type": "GeoCoordinates"} | _pick(terms, frozenset({"latitude", "longitude"}))
    others = [field for field, _ in stated_fields(record) if not field.schema_org and field.name not in TOLD_ELSEWHERE]
    if others:
        place["additionalProperty"] = [_property(field, record) for field in others]
    return place


def _address(record: Record, terms: Mapping[str, Any]) -> Node:
    address = _pick(terms, ADDRESS_TERMS)
    if record["address_string"] is not None:
        address["name"] = record["address_string"]
    return address


def _property(field: Field, record: Record) -> Node:
    """A PropertyValue; its values are texts, numbers and booleans, so lists are given item by item."""
    value = record[field.name]
    if field.unit == "area_unit":
        return {"@type": "PropertyValue", "name": field.name} | _measure(value, record["area_unit"])
    unit = record["currency"] if field.unit == "currency" else field.unit
    node: Node = {"@type": "PropertyValue", "name": field.name, "value": value}
    return node | ({"unitText": unit} if unit else {})


def _area(value: float, unit: str | None) -> Node:
    return {"@type": "QuantitativeValue"} | _measure(value, unit)


def _measure(value: float, unit: str | None) -> Node:
    return {"value": plain_number(value)} | ({"unitCode": UNIT_CODES[unit]} if unit else {})


def _image(image: Mapping[str, str]) -> Node:
    return {"@type": "ImageObject", "contentUrl": image["url"]} | _pick(image, frozenset({"caption"}))


def _pick(terms: Mapping[str, Any], wanted: Set[str]) -> Node:
    return {term: value for term, value in terms.items() if term in wanted}


def _write(record: Record) -> bytes:
    return to_json(as_schema_org(record))


SCHEMA_ORG = FileFormat(
    media_type="application/ld+json",
    extension="jsonld",
    opening=b'{"@context":"https://schema.org","@graph":[\n',
    between=b",\n",
    closing=b"\n]}\n",
    write=_write,
)
