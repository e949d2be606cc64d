"""What a search of listings may ask for: the filters, which exports take as well, and how the answer is to come."""

from decimal import Decimal
from typing import Any

from django.core.validators import RegexValidator
from rest_framework import serializers

from listings.extraction.fields import AREA_UNITS, PROPERTY_TYPES
from listings.extraction.parsing.price import minor_units
from listings.services.listing_filters import ListingFilters
from listings.services.search_columns import area_m2_of
from listings.services.searching import Sort
from listings.services.text_search import pieces_of
from propscrape.api.fields import BboxField, FiniteNumberField, StrictSerializer, TextField
from propscrape.positions import find_position, find_price_position

DEFAULT_PAGE, MAX_PAGE = 50, 200
MAX_ROOMS, MAX_AREA = 1_000, 1e9
MAX_TEXT, MAX_WORDS = 200, 10
MAX_CURSOR = 64
CURRENCY_CODE = RegexValidator(r"\A[A-Z]{3}\Z", "Give an ISO 4217 code, such as GBP.")
RANGES = ("price", "beds", "area")


class BboxTextField(BboxField):
    """The same as text, with commas between: -2.1,53.6,-1.2,54.1."""

    def to_internal_value(self, data: Any) -> list[float]:
        if not isinstance(data, str):
            return super().to_internal_value(data)
        try:
            numbers = [float(part) for part in data.split(",", maxsplit=4)]
        except ValueError:
            self.fail("invalid")
        if not all(number == number for number in numbers):
            self.fail("invalid")
        return super().to_internal_value(numbers)


class SearchTextField(TextField):
    """Words to be found by."""

    default_error_messages = {
        "no_words": "Give at least one letter or digit.",
        "too_many": f"Give {MAX_WORDS} words at most.",
    }

    def to_internal_value(self, data: Any) -> str:
        text = super().to_internal_value(data)
        pieces = pieces_of(text)
        if not pieces:
            self.fail("no_words")
        if len(pieces) > MAX_WORDS:
            self.fail("too_many")
        return text


class ListingFiltersSerializer(StrictSerializer):
    """Which listings are meant. Prices are in the currency's units, areas in `area_unit`: sqmt unless it says sqft."""

    portal = TextField(max_length=64, required=False)
    city = TextField(max_length=255, required=False)
    postal_code = TextField(max_length=20, required=False)
    property_type = serializers.ChoiceField(
        PROPERTY_TYPES,
        required=False,
        error_messages={"invalid_choice": f"Give one of {', '.join(PROPERTY_TYPES)}."},
    )
    for_sale = serializers.BooleanField(default=None)
    for_rent = serializers.BooleanField(default=None)
    currency = TextField(validators=[CURRENCY_CODE], required=False)
    price_min = serializers.DecimalField(15, 3, min_value=Decimal(0), required=False)
    price_max = serializers.DecimalField(15, 3, min_value=Decimal(0), required=False)
    beds_min = FiniteNumberField(min_value=0, max_value=MAX_ROOMS, required=False)
    beds_max = FiniteNumberField(min_value=0, max_value=MAX_ROOMS, required=False)
    area_min = FiniteNumberField(min_value=0, max_value=MAX_AREA, required=False)
    area_max = FiniteNumberField(min_value=0, max_value=MAX_AREA, required=False)
    area_unit = serializers.ChoiceField(
        AREA_UNITS, default="sqmt", error_messages={"invalid_choice": f"Give one of {', '.join(AREA_UNITS)}."}
    )
    bbox = BboxTextField(required=False)
    updated_since = serializers.DateTimeField(required=False)
    q = SearchTextField(max_length=MAX_TEXT, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """No range is upside down, and no two currencies are compared."""
        for name in RANGES:
            lowest, highest = attrs.get(f"{name}_min"), attrs.get(f"{name}_max")
            if lowest is not None and highest is not None and lowest > highest:
                raise serializers.ValidationError({f"{name}_min": [f"It must not be above {name}_max."]})
        if ("price_min" in attrs or "price_max" in attrs) and "currency" not in attrs:
            raise serializers.ValidationError({"currency": ["Name the currency that price_min and price_max are in."]})
        return attrs


class ListingSearchSerializer(ListingFiltersSerializer):
    """?sort=&limit=&cursor= and the filters."""

    sort = serializers.ChoiceField(
        Sort.choices,
        default=Sort.UPDATED,
        error_messages={"invalid_choice": f"Give one of {', '.join(Sort.values)}."},
    )
    limit = serializers.IntegerField(default=DEFAULT_PAGE, min_value=1, max_value=MAX_PAGE)
    cursor = TextField(default=None, max_length=MAX_CURSOR)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """A cursor is of the order that is asked for, and prices are in order within one currency."""
        attrs = super().validate(attrs)
        is_by_price = attrs["sort"] != Sort.UPDATED
        if is_by_price and "currency" not in attrs:
            raise serializers.ValidationError({"currency": ["Name the currency whose prices are to be in order."]})
        if attrs["cursor"] is not None:
            attrs["cursor"] = (find_price_position if is_by_price else find_position)(attrs["cursor"])
            if attrs["cursor"] is None:
                raise serializers.ValidationError({"cursor": ["Not a cursor of this API, or one of another order."]})
        return attrs


def filters_of(stated: dict[str, Any]) -> ListingFilters:
    """The filters that one of these serializers read."""
    bbox = stated.get("bbox")
    return ListingFilters(
        portal=stated.get("portal"),
        city=stated.get("city"),
        postal_code=stated.get("postal_code"),
        property_type=stated.get("property_type"),
        for_sale=stated["for_sale"],
        for_rent=stated["for_rent"],
        currency=stated.get("currency"),
        price_cents_min=_cents(stated, "price_min"),
        price_cents_max=_cents(stated, "price_max"),
        bedrooms_min=stated.get("beds_min"),
        bedrooms_max=stated.get("beds_max"),
        area_m2_min=area_m2_of(stated.get("area_min"), stated["area_unit"]),
        area_m2_max=area_m2_of(stated.get("area_max"), stated["area_unit"]),
        bbox=None if bbox is None else (bbox[0], bbox[1], bbox[2], bbox[3]),
        updated_since=stated.get("updated_since"),
        text=stated.get("q"),
    )


def _cents(stated: dict[str, Any], name: str) -> int | None:
    return minor_units(stated[name], stated["currency"]) if name in stated else None
