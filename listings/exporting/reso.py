"""RESO Common Format (RCP-25): Property records by the names and lookups of Data Dictionary 2.0.

What the Data Dictionary has no name for, or cannot hold, stands under X_ and our name: nothing is dropped, and nothing
is forced into a name that means something else.
"""

import math
from collections.abc import Callable
from typing import Any, TypeAlias

from listings.exporting.file_format import FileFormat
from listings.exporting.records import Record, plain_number, stated_fields
from listings.extraction.fields import Field
from propscrape.json_text import to_json

# A value of ours in RESO's terms, in sight of the whole record; None where RESO has none for it
Translation: TypeAlias = Callable[[Any, Record], Any]

LOCAL = "X_"
CONTEXT = b"urn:reso:metadata:2.0:resource:property"

# FeeFrequency. A sale's price is paid once and has none, and a night is not a day
FREQUENCIES = {"month": "Monthly", "week": "Weekly", "day": "Daily", "year": "Annually"}
# StandardStatus. Of a page that is gone nobody knows whether the property was sold
STATUSES = {
    "active": "Active",
    "under_offer": "Active Under Contract",
    "reserved": "Pending",
    "sold": "Closed",
    "let": "Closed",
    "withdrawn": "Withdrawn",
}
# AreaUnits and LotSizeUnits
AREA_UNITS = {"sqmt": "Square Meters", "sqft": "Square Feet"}
MEDIA_CATEGORIES = {"image_urls": "Photo", "floor_plan_urls": "Floor Plan"}
DWELLINGS = frozenset({"apartment", "house", "villa", "studio", "room"})
WORKPLACES = frozenset({"commercial", "office"})
# PropertySubType, by the words that portals use for it
SUBTYPES = {
    "apartment": "Apartment", "flat": "Apartment", "condo": "Condominium", "condominium": "Condominium",
    "duplex": "Duplex", "triplex": "Triplex", "farm": "Farm", "ranch": "Ranch", "cabin": "Cabin",
    "townhouse": "Townhouse", "town house": "Townhouse", "single family": "Single Family Residence",
    "single family residence": "Single Family Residence", "single family home": "Single Family Residence",
    "detached house": "Single Family Residence", "office": "Office", "retail": "Retail", "warehouse": "Warehouse",
    "industrial": "Industrial", "mobile home": "Mobile Home", "manufactured home": "Manufactured Home",
    "mixed use": "Mixed Use", "multi family": "Multi Family", "timeshare": "Timeshare",
}  # fmt: skip


def as_reso(record: Record) -> dict[str, Any]:
    """A listing as a record of the Property resource."""
    told: dict[str, Any] = {"ListingKey": record["id"], "ModificationTimestamp": record["updated_at"]}
    for field, value in stated_fields(record):
        if field.name not in MEDIA_CATEGORIES:
            told |= _translated(field, value, record)
    media = _media(record)
    return told | ({"Media": media} if media else {})


def _translated(field: Field, value: Any, record: Record) -> dict[str, Any]:
    """One field by RESO's name, under X_ and ours, or both where RESO's says less."""
    if field.reso is None:
        return {LOCAL + field.name: value}
    translate = TRANSLATIONS.get(field.name)
    in_reso = value if translate is None else translate(value, record)
    if in_reso is None:
        return {LOCAL + field.name: value}
    told = {field.reso: in_reso}
    if field.name in ALSO_LOCAL and in_reso != value:
        told[LOCAL + field.name] = value
    return told | _unit_of(field, record)


def _unit_of(field: Field, record: Record) -> dict[str, Any]:
    unit = AREA_UNITS.get(record["area_unit"])
    return {"LotSizeUnits": unit} if field.name == "plot_area" and unit else {}


def _whole(value: float, _: Record) -> int | None:
    return int(value) if value == int(value) else None


def _number(value: Any, _: Record) -> int | float:
    return plain_number(value)


def _bathrooms(value: float, _: Record) -> int:
    """Two full bathrooms and a half one are three to BathroomsTotalInteger."""
    return math.ceil(value)


def _level(value: str, _: Record) -> int | None:
    return int(value) if value.strip().isascii() and value.strip().isdigit() else None


def _property_type(value: str, record: Record) -> str | None:
    """PropertyType says whether it is sold or let, too."""
    if value == "land":
        return "Land"
    if not (record["for_sale"] or record["for_rent"]):
        return None
    is_sold = bool(record["for_sale"])
    if value in DWELLINGS:
        return "Residential" if is_sold else "Residential Lease"
    if value in WORKPLACES:
        return "Commercial Sale" if is_sold else "Commercial Lease"
    return None


def _subtype(value: str, _: Record) -> str | None:
    return SUBTYPES.get(" ".join(value.casefold().replace("-", " ").split()))


def _living_area_units(value: str, record: Record) -> str | None:
    return AREA_UNITS[value] if record["constructed_area"] is not None else None


def _furnished(value: bool, _: Record) -> str:
    return "Furnished" if value else "Unfurnished"


def _media(record: Record) -> list[dict[str, Any]]:
    """The Media resource, expanded: photos, then floor plans."""
    images = [(category, image) for name, category in MEDIA_CATEGORIES.items() for image in record[name]]
    return [_medium(record, order, *of_kind) for order, of_kind in enumerate(images, start=1)]


def _medium(record: Record, order: int, category: str, image: dict[str, str]) -> dict[str, Any]:
    medium = {
        "MediaKey": f"{record['id']}-{order}",
        "MediaURL": image["url"],
        "MediaCategory": category,
        "Order": order,
        "ResourceName": "Property",
        "ResourceRecordKey": record["id"],
    }
    return medium | ({"ShortDescription": image["caption"]} if image.get("caption") else {})


TRANSLATIONS: dict[str, Translation] = {
    "price_float": _number,
    "price_period": lambda value, _: FREQUENCIES.get(value),
    "property_type": _property_type,
    "property_subtype": _subtype,
    "count_bedrooms": _whole,
    "count_bathrooms": _bathrooms,
    "count_garages": _number,
    "count_rooms": _whole,
    "constructed_area": _number,
    "plot_area": _number,
    "area_unit": _living_area_units,
    "floor": _level,
    "furnished": _furnished,
    "service_charge": _number,
    "listing_status": lambda value, _: STATUSES.get(value),
}
# RESO says less than we know
ALSO_LOCAL = frozenset({"count_bathrooms", "property_type", "property_subtype", "listing_status"})


def _write(record: Record) -> bytes:
    return to_json(as_reso(record))


RESO = FileFormat(
    media_type="application/json",
    extension="reso.json",
    opening=b'{"@reso.context":"' + CONTEXT + b'","value":[\n',
    between=b",\n",
    closing=b"\n]}\n",
    write=_write,
)
