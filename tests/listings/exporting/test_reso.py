"""RESO: names and lookups of Data Dictionary 2.0 as dd.reso.org prints them."""

import json

import pytest

from listings.exporting.reso import AREA_UNITS, FREQUENCIES, STATUSES, SUBTYPES
from listings.extraction.fields import FIELDS, FIELDS_BY_NAME
from tests.listings.exporting.records import ID, full_record, record, written

# https://dd.reso.org/DD2.0/Property/
PROPERTY = {
    "ListingKey", "ModificationTimestamp", "ListPrice", "LeaseAmountFrequency", "PropertyType", "PropertySubType",
    "BedroomsTotal", "BathroomsTotalInteger", "GarageSpaces", "RoomsTotal", "LivingArea", "LivingAreaUnits",
    "LotSizeArea", "LotSizeUnits", "Latitude", "Longitude", "UnparsedAddress", "StreetName", "StreetNumber", "City",
    "CountyOrParish", "StateOrProvince", "PostalCode", "Country", "PublicRemarks", "Media", "ListingId", "YearBuilt",
    "EntryLevel", "Furnished", "AssociationFee", "AvailabilityDate", "StandardStatus", "ListAgentFullName",
    "ListOfficeName", "ListAgentDirectPhone", "ListAgentEmail", "ListingURL",
}  # fmt: skip
# https://dd.reso.org/DD2.0/lookups/<name>/
LOOKUPS = {
    "PropertyType": {
        "Business Opportunity", "Commercial Lease", "Commercial Sale", "Farm", "Land", "Manufactured In Park",
        "Residential", "Residential Income", "Residential Lease",
    },
    "PropertySubType": {
        "Agriculture", "Apartment", "Boat Slip", "Business", "Cabin", "Co-Ownership", "Condominium", "Deeded Parking",
        "Duplex", "Farm", "Hotel/Motel", "Industrial", "Manufactured Home", "Manufactured On Land", "Mixed Use",
        "Mobile Home", "Mobile Home Park", "Multi Family", "Office", "Own Your Own", "Quadruplex", "Ranch", "Retail",
        "Single Family Residence", "Stock Cooperative", "Tenancy in Common", "Timeshare", "Townhouse", "Triplex",
        "Unimproved Land", "Warehouse",
    },
    "StandardStatus": {
        "Active", "Active Under Contract", "Canceled", "Closed", "Coming Soon", "Delete", "Expired", "Hold",
        "Incomplete", "Pending", "Withdrawn",
    },
    "FeeFrequency": {
        "Annually", "Bi-Monthly", "Bi-Weekly", "Daily", "Monthly", "One Time", "Quarterly", "Seasonal",
        "Semi-Annually", "Semi-Monthly", "Weekly",
    },
    "AreaUnits": {"Square Feet", "Square Meters"},
}  # fmt: skip


def home(**values):
    file = json.loads(written("reso", record(**values)))
    assert file["@reso.context"] == "urn:reso:metadata:2.0:resource:property"
    (one,) = file["value"]
    return one


def test_each_name_is_the_data_dictionarys_or_marked_as_local():
    (full,) = json.loads(written("reso", full_record()))["value"]
    local = {name for name in full if name.startswith("X_")}
    assert set(full) - local <= PROPERTY
    assert {name.removeprefix("X_") for name in local} <= set(FIELDS_BY_NAME)
    assert {field.reso for field in FIELDS if field.reso} <= PROPERTY


def test_each_lookup_is_one_of_the_data_dictionary():
    assert set(FREQUENCIES.values()) <= LOOKUPS["FeeFrequency"]
    assert set(STATUSES.values()) <= LOOKUPS["StandardStatus"]
    assert set(SUBTYPES.values()) <= LOOKUPS["PropertySubType"]
    assert set(AREA_UNITS.values()) <= LOOKUPS["AreaUnits"]


@pytest.mark.parametrize(
    ("property_type", "offer", "type_"),
    [
        ("house", {"for_sale": True}, "Residential"),
        ("house", {"for_rent": True}, "Residential Lease"),
        ("house", {"for_sale": True, "for_rent": True}, "Residential"),
        ("house", {}, None),
        ("house", {"for_sale": False}, None),
        ("office", {"for_rent": True}, "Commercial Lease"),
        ("commercial", {"for_sale": True}, "Commercial Sale"),
        ("land", {}, "Land"),
        ("garage", {"for_sale": True}, None),
    ],
)
def test_the_property_type_says_how_it_is_offered(property_type, offer, type_):
    told = home(property_type=property_type, **offer)
    assert told.get("PropertyType") == type_
    assert type_ is None or type_ in LOOKUPS["PropertyType"]
    assert told["X_property_type"] == property_type


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"count_bathrooms": 2.5}, {"BathroomsTotalInteger": 3, "X_count_bathrooms": 2.5}),
        ({"count_bathrooms": 2.0}, {"BathroomsTotalInteger": 2}),
        ({"count_rooms": 3.5}, {"X_count_rooms": 3.5}),
        ({"count_rooms": 3.0}, {"RoomsTotal": 3}),
        ({"count_bedrooms": 0.0}, {"BedroomsTotal": 0}),
        ({"floor": "3"}, {"EntryLevel": 3}),
        ({"floor": "ground"}, {"X_floor": "ground"}),
        ({"floor": "²"}, {"X_floor": "²"}),
        ({"property_subtype": "Semi-Detached"}, {"X_property_subtype": "Semi-Detached"}),
        ({"property_subtype": "town-house"}, {"PropertySubType": "Townhouse", "X_property_subtype": "town-house"}),
        ({"price_period": "week"}, {"LeaseAmountFrequency": "Weekly"}),
        ({"price_period": "night"}, {"X_price_period": "night"}),
        ({"listing_status": "let"}, {"StandardStatus": "Closed", "X_listing_status": "let"}),
        ({"listing_status": "gone"}, {"X_listing_status": "gone"}),
        ({"furnished": False}, {"Furnished": "Unfurnished"}),
        ({"tenure": "freehold"}, {"X_tenure": "freehold"}),
        ({"currency": "GBP"}, {"X_currency": "GBP"}),
        ({"constructed_area": 80.0, "area_unit": "sqmt"}, {"LivingArea": 80, "LivingAreaUnits": "Square Meters"}),
        (
            {"plot_area": 80.0, "area_unit": "sqft"},
            {"LotSizeArea": 80, "LotSizeUnits": "Square Feet", "X_area_unit": "sqft"},
        ),
        ({"plot_area": 80.0}, {"LotSizeArea": 80}),
    ],
)
def test_values_are_in_resos_terms_or_local(values, told):
    facts = home(**values)
    del facts["ListingKey"], facts["ModificationTimestamp"]
    assert facts == told


def test_photos_and_plans_are_media():
    media = home(
        image_urls=[{"url": "https://x.example/1", "caption": "Front"}],
        floor_plan_urls=[{"url": "https://x.example/2"}],
    )["Media"]
    assert [(one["Order"], one["MediaURL"], one["MediaCategory"]) for one in media] == [
        (1, "https://x.example/1", "Photo"),
        (2, "https://x.example/2", "Floor Plan"),
    ]
    assert media[0]["ShortDescription"] == "Front"
    assert "ShortDescription" not in media[1]
    assert {one["ResourceRecordKey"] for one in media} == {str(ID)}
    assert len({one["MediaKey"] for one in media}) == 2
