"""A listing's price as price history keeps it."""

from decimal import Decimal
from typing import Any

from listings.models import Listing
from listings.services.search_columns import area_m2_of
from pricehistory.services.prices import ObservedPrice

ON_REQUEST, STAFF = "on_request", "staff"


def observed_price_of(listing: Listing) -> ObservedPrice | None:
    """The listing's price as history keeps it; None where the page says nothing of one.

    A page that names none on purpose says that it is on request.
    """
    is_stated = listing.price_float is not None and listing.price_cents is not None and listing.currency is not None
    return shown_price_of(listing) if is_stated or listing.price_qualifier == ON_REQUEST else None


def shown_price_of(listing: Listing) -> ObservedPrice:
    """What the page asks, with what market figures need; the amount is None where there is none with a currency."""
    if listing.price_float is None or listing.price_cents is None or listing.currency is None:
        return unknown_price_of(listing)
    return ObservedPrice(
        amount=Decimal(listing.price_float),
        price_cents=listing.price_cents,
        currency=listing.currency,
        price_period=listing.price_period,
        price_qualifier=listing.price_qualifier,
        **_place_of(listing),
    )


def unknown_price_of(listing: Listing) -> ObservedPrice:
    """The same without an amount."""
    return ObservedPrice.on_request(**_place_of(listing))


def _place_of(listing: Listing) -> dict[str, Any]:
    return {
        "portal": listing.portal,
        "city": listing.city,
        "property_type": listing.property_type,
        "area_m2": area_m2_of(listing.constructed_area, listing.area_unit),
    }


def is_price_of_staff(listing: Listing) -> bool:
    """Whether staff put the price there; then nobody needs to look at it again."""
    return any(listing.provenance.get(name, {}).get("source") == STAFF for name in ("price_float", "currency"))
