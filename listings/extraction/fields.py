"""The vocabulary: every field of a listing once, with its type, unit, weight and its names elsewhere.

Models, serializers, OpenAPI, exports and quality derive from FIELDS.  Unknown is None, and [] for lists: never
0, "" or False.  RESO names follow Data Dictionary 2.0, schema.org names the vocabulary's Accommodation,
RealEstateListing, Offer and PostalAddress.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

PRICE_PERIODS = ("total", "month", "week", "day", "year", "night")
PRICE_QUALIFIERS = ("guide", "from", "offers_over", "fixed", "auction", "on_request", "shared_ownership")
PROPERTY_TYPES = (
    "apartment", "house", "villa", "studio", "room", "land", "commercial", "office", "garage", "storage",
    "building", "other",
)  # fmt: skip
AREA_UNITS = ("sqmt", "sqft")
GONE = "gone"
LISTING_STATUSES = ("active", "under_offer", "sold", "let", "reserved", "withdrawn", GONE)
QUALITY_GRADES = ("A", "B", "C", "F")

MAX_URL_LENGTH = 2048


class Kind(StrEnum):
    """The type of a field's value."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    HTML = "html"
    NUMBER = "number"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    DATE = "date"
    TIMESTAMP = "timestamp"
    URL = "url"
    TEXTS = "texts"
    IMAGES = "images"


@dataclass(frozen=True, slots=True)
class Field:
    """One field.  `group` names the row of the vocabulary it stands in: fields that state one fact together.

    weight: share in quality, 0 for bookkeeping.  critical: the fact graded on most that this field
    states, by its first name; one field of a fact is enough.  max_length: of TEXT and URL, in characters.
    """

    name: str
    kind: Kind
    weight: int
    meaning: str
    unit: str | None = None
    reso: str | None = None
    schema_org: str | None = None
    choices: tuple[str, ...] = ()
    max_length: int = 255
    critical: str | None = None
    group: str | None = None


def empty_value(field: Field) -> list[object] | None:
    """What a field holds when nothing is known: a new empty list for lists, else None."""
    return [] if field.kind in (Kind.TEXTS, Kind.IMAGES) else None


# fmt: off
FIELDS: tuple[Field, ...] = (
    Field("title", Kind.TEXT, 3, "The listing's own headline, without the site's suffix", schema_org="name",
          max_length=500, critical="title", group="title"),

    Field("price_string", Kind.TEXT, 3, "The price as shown", group="price"),
    Field("price_float", Kind.NUMBER, 3, "The main asking price or rent", unit="currency", reso="ListPrice",
          schema_org="price", critical="price_float", group="price"),
    Field("price_cents", Kind.INTEGER, 3, "The same price in minor units; JPY, KRW and CLP have none",
          unit="minor units", group="price"),
    Field("currency", Kind.TEXT, 3, "Currency of the price, ISO 4217", schema_org="priceCurrency", max_length=3,
          critical="currency", group="price"),
    Field("price_period", Kind.CHOICE, 2, "What a rent is per; a sale is total", reso="LeaseAmountFrequency",
          schema_org="unitText", choices=PRICE_PERIODS, group="price_period"),
    Field("price_qualifier", Kind.CHOICE, 1, "How firm the price is; on_request goes with a price of null",
          choices=PRICE_QUALIFIERS, group="price_qualifier"),

    Field("for_sale", Kind.BOOLEAN, 2, "Offered for sale", critical="for_sale", group="offer"),
    Field("for_rent", Kind.BOOLEAN, 2, "Offered for rent", critical="for_sale", group="offer"),
    Field("for_rent_long_term", Kind.BOOLEAN, 2, "Let by the month or longer", group="offer"),
    Field("for_rent_short_term", Kind.BOOLEAN, 2, "Let by the night or week, to holidaymakers", group="offer"),

    Field("property_type", Kind.CHOICE, 2, "Kind of property, normalised", reso="PropertyType",
          choices=PROPERTY_TYPES, critical="property_type", group="property_type"),
    Field("property_subtype", Kind.TEXT, 2, "Kind of property as stated", reso="PropertySubType",
          schema_org="accommodationCategory", group="property_type"),

    Field("count_bedrooms", Kind.NUMBER, 2, "Bedrooms; a studio has 0", reso="BedroomsTotal",
          schema_org="numberOfBedrooms", group="counts"),
    Field("count_bathrooms", Kind.NUMBER, 2, "Bathrooms; halves allowed", reso="BathroomsTotalInteger",
          schema_org="numberOfBathroomsTotal", group="counts"),
    Field("count_toilets", Kind.NUMBER, 2, "Toilets", group="counts"),
    Field("count_garages", Kind.NUMBER, 2, "Garage spaces", reso="GarageSpaces", group="counts"),
    Field("count_rooms", Kind.NUMBER, 2, "Rooms, where a market counts rooms (Zimmer, pièces, pokoje)",
          reso="RoomsTotal", schema_org="numberOfRooms", group="counts"),

    Field("constructed_area", Kind.NUMBER, 2, "Living or built area", unit="area_unit", reso="LivingArea",
          schema_org="floorSize", group="areas"),
    Field("plot_area", Kind.NUMBER, 2, "Land", unit="area_unit", reso="LotSizeArea", group="areas"),
    Field("area_unit", Kind.CHOICE, 2, "Unit of the areas", reso="LivingAreaUnits", schema_org="unitCode",
          choices=AREA_UNITS, group="areas"),

    Field("latitude", Kind.NUMBER, 2, "Of the property, WGS 84", unit="degrees", reso="Latitude",
          schema_org="latitude", critical="address_string", group="position"),
    Field("longitude", Kind.NUMBER, 2, "Of the property, WGS 84", unit="degrees", reso="Longitude",
          schema_org="longitude", critical="address_string", group="position"),

    Field("address_string", Kind.TEXT, 2, "The address in one line, as shown", reso="UnparsedAddress",
          schema_org="address", max_length=500, critical="address_string", group="address"),
    Field("street_address", Kind.TEXT, 2, "Street and number, as shown", schema_org="streetAddress",
          critical="address_string", group="address"),
    Field("street_name", Kind.TEXT, 2, "Street without the number", reso="StreetName", group="address"),
    Field("street_number", Kind.TEXT, 2, "Number in the street", reso="StreetNumber", max_length=32, group="address"),
    Field("city", Kind.TEXT, 2, "City, town or village", reso="City", schema_org="addressLocality",
          critical="address_string", group="address"),
    Field("province", Kind.TEXT, 2, "Province or county", reso="CountyOrParish", group="address"),
    Field("region", Kind.TEXT, 2, "Region or state", reso="StateOrProvince", schema_org="addressRegion",
          group="address"),
    Field("postal_code", Kind.TEXT, 2, "Postal code", reso="PostalCode", schema_org="postalCode", max_length=20,
          group="address"),
    Field("country", Kind.TEXT, 2, "Country, ISO 3166-1 alpha-2", reso="Country", schema_org="addressCountry",
          max_length=2, group="address"),

    Field("description", Kind.LONG_TEXT, 2, "The whole text, plain", reso="PublicRemarks", schema_org="description",
          group="description"),
    Field("description_html", Kind.HTML, 2, "The same text as sanitised HTML", group="description"),

    Field("image_urls", Kind.IMAGES, 2, "Photos of this listing, distinct, largest variant", reso="Media",
          schema_org="photo", group="images"),
    Field("main_image_url", Kind.URL, 2, "The first or leading photo", schema_org="image",
          max_length=MAX_URL_LENGTH, group="images"),
    Field("floor_plan_urls", Kind.IMAGES, 2, "Floor plans", schema_org="accommodationFloorPlan", group="images"),

    Field("features", Kind.TEXTS, 1, "Features as stated, distinct", schema_org="amenityFeature", group="features"),

    Field("reference", Kind.TEXT, 2, "The portal's listing id", reso="ListingId", schema_org="identifier",
          group="reference"),

    Field("year_construction", Kind.INTEGER, 1, "Year built", reso="YearBuilt", schema_org="yearBuilt",
          group="details"),
    Field("floor", Kind.TEXT, 1, "Floor of the building, as stated", reso="EntryLevel", schema_org="floorLevel",
          max_length=64, group="details"),
    Field("tenure", Kind.TEXT, 1, "Freehold, leasehold or the market's own words", max_length=64, group="details"),
    Field("furnished", Kind.BOOLEAN, 1, "Let or sold with furniture", reso="Furnished", group="details"),
    Field("energy_certificate_grade", Kind.TEXT, 1, "Grade of the energy certificate", max_length=32, group="details"),
    Field("energy_performance", Kind.NUMBER, 1, "Energy use per year", unit="kWh/m²", group="details"),
    Field("council_tax_band", Kind.TEXT, 1, "Council tax band (GB)", max_length=16, group="details"),
    Field("service_charge", Kind.NUMBER, 1, "Service or association charge, as stated", unit="currency",
          reso="AssociationFee", group="details"),
    Field("available_from", Kind.DATE, 1, "First day to move in", reso="AvailabilityDate",
          schema_org="availabilityStarts", group="details"),
    Field("listing_status", Kind.CHOICE, 1, "Where the sale or let stands", reso="StandardStatus",
          schema_org="availability", choices=LISTING_STATUSES, group="details"),

    Field("agent_name", Kind.TEXT, 1, "The person to ask", reso="ListAgentFullName", group="agent"),
    Field("agent_company", Kind.TEXT, 1, "The agency or developer", reso="ListOfficeName", schema_org="seller",
          group="agent"),
    Field("agent_phone", Kind.TEXT, 1, "Telephone, E.164 where possible", reso="ListAgentDirectPhone",
          schema_org="telephone", max_length=64, group="agent"),
    Field("agent_email", Kind.TEXT, 1, "E-mail address", reso="ListAgentEmail", schema_org="email",
          max_length=254, group="agent"),
    Field("agent_logo_url", Kind.URL, 1, "The agency's logo", schema_org="logo", max_length=MAX_URL_LENGTH,
          group="agent"),

    Field("locale_code", Kind.TEXT, 1, "The page's language, BCP 47", schema_org="inLanguage", max_length=35,
          group="locale"),

    Field("import_url", Kind.URL, 0, "The URL as sent", max_length=MAX_URL_LENGTH, group="origin"),
    Field("canonical_url", Kind.URL, 0, "The URL that stands for this page", reso="ListingURL", schema_org="url",
          max_length=MAX_URL_LENGTH, group="origin"),
    Field("portal", Kind.TEXT, 0, "Slug of the portal", max_length=64, group="origin"),
    Field("scraper_name", Kind.TEXT, 0, "Slug of the mapping used, or generic", max_length=64, group="origin"),
    Field("mapping_version", Kind.TEXT, 0, "Version of that mapping", max_length=64, group="origin"),
    Field("last_retrieved_at", Kind.TIMESTAMP, 0, "When the page was last read, UTC", group="origin"),

    Field("quality_grade", Kind.CHOICE, 0, "How much of the vocabulary is there", choices=QUALITY_GRADES,
          group="quality"),
    Field("confidence_score", Kind.NUMBER, 0, "How sure the engine is, 0 to 1", group="quality"),
    Field("critical_fields_missing", Kind.TEXTS, 0, "Critical fields that are null", group="quality"),
)
# fmt: on

FIELDS_BY_NAME: Mapping[str, Field] = MappingProxyType({field.name: field for field in FIELDS})
