"""A listing's price as price history keeps it."""

from decimal import Decimal

from listings.extraction.parsing.vocabulary.area import SQUARE_METRES
from listings.models import Listing
from pricehistory.services.recording import ObservedPrice


def observed_price_of(listing: Listing) -> ObservedPrice | None:
    """The listing's price as history keeps it; None without an amount and a currency."""
    if listing.price_float is None or listing.price_cents is None or listing.currency is None:
        return None
    return ObservedPrice(
        amount=Decimal(listing.price_float),
        price_cents=listing.price_cents,
        currency=listing.currency,
        price_period=listing.price_period,
        price_qualifier=listing.price_qualifier,
        portal=listing.portal,
        city=listing.city,
        property_type=listing.property_type,
        area_m2=_area_m2(listing),
    )


def _area_m2(listing: Listing) -> float | None:
    area = listing.constructed_area
    if area is None or listing.area_unit is None:
        return None
    return area * SQUARE_METRES[listing.area_unit]
