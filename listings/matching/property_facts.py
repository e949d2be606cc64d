"""What two listings are compared by, in one form whatever portal they are from."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from listings.extraction.parsing.cities.names import name_key
from listings.extraction.parsing.vocabulary.area import SQUARE_METRES
from listings.extraction.parsing.words import fold
from listings.matching.floors import floor_in_text, stated_floor
from listings.matching.streets import HouseNumber, house_number, street_words

SALE, RENT = "sale", "rent"
FLATS = frozenset({"apartment", "studio"})
# What portals call by either name is no contradiction
KINDS = {
    "apartment": "home", "studio": "home", "house": "home", "villa": "home", "room": "room", "land": "land",
    "commercial": "commercial", "office": "commercial", "garage": "garage", "storage": "garage", "building": "building",
}  # fmt: skip
MONTHS_OF = {"month": 1.0, "week": 12 / 52, "day": 12 / 365, "night": 12 / 365, "year": 12.0}
MAX_TEXT_CHARS = 4_000
EARTH_RADIUS_M = 6_371_000
MAX_LATITUDE, MAX_LONGITUDE = 90, 180
COMPARED_FIELDS = (
    "title", "description", "price_float", "currency", "price_period", "for_sale", "for_rent", "property_type",
    "count_bedrooms", "count_rooms", "count_bathrooms", "constructed_area", "plot_area", "area_unit", "floor",
    "street_name", "street_address", "street_number", "city", "postal_code", "latitude", "longitude", "agent_company",
    "agent_phone", "year_construction", "energy_certificate_grade", "portal", "locale_code",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PropertyFacts:
    """A listing's facts. `price` of a rent is by the month; areas are in square metres; None is unknown."""

    offer: str | None
    price: float | None
    currency: str | None
    kind: str | None
    is_flat: bool | None
    area_m2: float | None
    plot_m2: float | None
    bedrooms: float | None
    rooms: float | None
    bathrooms: float | None
    floor: int | None
    floor_is_stated: bool
    city: str | None
    postal_code: str | None
    street: frozenset[str]
    house: HouseNumber | None
    position: tuple[float, float] | None
    agent: str | None
    portal: str | None
    year: int | None
    energy: str | None
    language: str | None
    title: str
    description: str


def facts_of(values: Mapping[str, Any]) -> PropertyFacts:
    """The facts of a listing with these values of the vocabulary; only COMPARED_FIELDS are read."""
    get = values.get
    kind, unit = get("property_type"), SQUARE_METRES.get(get("area_unit") or "", None)
    title, description = get("title") or "", (get("description") or "")[:MAX_TEXT_CHARS]
    offer, floor = _offer(get("for_sale"), get("for_rent")), stated_floor(get("floor"))
    is_flat = None if kind is None else kind in FLATS
    told = floor_in_text(fold(f"{title}. {description}")) if floor is None and is_flat else None
    return PropertyFacts(
        offer=offer,
        price=_price(get("price_float"), get("price_period"), offer),
        currency=get("currency"),
        kind=KINDS.get(kind or ""),
        is_flat=is_flat,
        area_m2=_area(get("constructed_area"), unit),
        plot_m2=_area(get("plot_area"), unit),
        bedrooms=_number(get("count_bedrooms")),
        rooms=_number(get("count_rooms")),
        bathrooms=_number(get("count_bathrooms")),
        floor=told if floor is None else floor,
        floor_is_stated=floor is not None,
        city=name_key(get("city") or "") or None,
        postal_code="".join(filter(str.isalnum, fold(get("postal_code") or ""))) or None,
        street=street_words(get("street_name") or get("street_address")),
        house=house_number(get("street_number")),
        position=_position(get("latitude"), get("longitude")),
        agent=fold(get("agent_company") or get("agent_phone") or "") or None,
        portal=get("portal"),
        year=_year(get("year_construction")),
        energy=(get("energy_certificate_grade") or "").strip().upper() or None,
        language=(get("locale_code") or "").split("-")[0].lower() or None,
        title=title,
        description=description,
    )


def stated_figures(facts: PropertyFacts) -> set[str]:
    """What a text would write for facts that are compared by themselves, and every single digit."""
    numbers = (facts.area_m2, facts.plot_m2, facts.bedrooms, facts.rooms, facts.bathrooms, facts.price, facts.year)
    figures = {str(digit) for digit in range(10)}
    figures |= {str(shown) for number in numbers if number is not None for shown in (int(number), round(number))}
    figures |= {facts.postal_code or "", str(facts.house.number) if facts.house else ""}
    return figures | _parts_of_code(facts.postal_code)


def _parts_of_code(code: str | None) -> set[str]:
    """The beginnings and ends of a postal code, which are written apart or by themselves."""
    return {part for at in range(1, len(code)) for part in (code[:at], code[at:])} if code else set()


def metres_between(a: tuple[float, float], b: tuple[float, float]) -> float:
    """The distance of two positions (latitude and longitude in degrees) on a sphere, near enough in a town."""
    north = math.radians(b[0] - a[0])
    east = math.radians((b[1] - a[1] + 180) % 360 - 180) * math.cos(math.radians((a[0] + b[0]) / 2))
    return EARTH_RADIUS_M * math.hypot(north, east)


def _offer(for_sale: bool | None, for_rent: bool | None) -> str | None:
    if bool(for_sale) == bool(for_rent):
        return None
    return SALE if for_sale else RENT


def _price(amount: Any, period: str | None, offer: str | None) -> float | None:
    """None where it is not said what a rent is per."""
    price = _number(amount)
    if price is None or price <= 0:
        return None
    if offer != RENT:
        return price
    return price / MONTHS_OF[period] if period in MONTHS_OF else None


def _area(area: Any, unit: float | None) -> float | None:
    number = _number(area)
    return None if number is None or unit is None or number <= 0 else number * unit


def _number(value: Any) -> float | None:
    if value is None:
        return None
    number = float(value)
    return number if math.isfinite(number) else None


def _year(value: Any) -> int | None:
    digits = str(value or "")[:4]
    return int(digits) if len(digits) == len("2026") and digits.isascii() and digits.isdigit() else None


def _position(latitude: Any, longitude: Any) -> tuple[float, float] | None:
    """Degrees on the globe; None where there is no position, or one that lies off it."""
    a, b = _number(latitude), _number(longitude)
    if a is None or b is None or abs(a) > MAX_LATITUDE or abs(b) > MAX_LONGITUDE:
        return None
    return a, b
