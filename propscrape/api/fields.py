"""Fields of requests that take what was meant and nothing that merely could be read as it."""

from collections.abc import Iterable, Mapping
from math import isfinite
from typing import Any

from rest_framework import serializers
from rest_framework.fields import empty

from propscrape.errors import ValidationFailed
from propscrape.positions import Position, find_position

MAX_NAMED = 20
NO_NUMBERS = (bool, str, list, dict)


class StrictSerializer(serializers.Serializer[Any]):
    """Refuses what it does not know: a misspelt name would be taken for one that was left out."""

    def to_internal_value(self, data: Any) -> Any:
        """The fields by name. Raises ValidationFailed, naming the first of the unknown ones."""
        unknown = [name for name in data if name not in self.fields] if isinstance(data, Mapping) else []
        if unknown:
            faults: dict[str, Any] = {name[:60]: ["There is no such field."] for name in unknown[:MAX_NAMED]}
            raise ValidationFailed(details={"fields": {self.field_name: faults} if self.field_name else faults})
        return super().to_internal_value(data)


class TextField(serializers.CharField):
    """Text that was sent as text; numbers are not turned into it."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class YesNoField(serializers.BooleanField):
    """true or false; neither 1 nor "yes" is one."""

    def run_validation(self, data: Any = empty) -> Any:
        if data is not empty and data is not None and not isinstance(data, bool):
            self.fail("invalid", input=data)
        return super().run_validation(data)


class WholeNumberField(serializers.IntegerField):
    """A number without a fraction that was sent as a number; neither "5" nor true is one."""

    def run_validation(self, data: Any = empty) -> Any:
        if isinstance(data, NO_NUMBERS):
            self.fail("invalid")
        return super().run_validation(data)


class ExactNumberField(serializers.DecimalField):
    """A number that was sent as a number, exact to its last place."""

    def run_validation(self, data: Any = empty) -> Any:
        if isinstance(data, NO_NUMBERS):
            self.fail("invalid")
        return super().run_validation(data)


class FiniteNumberField(serializers.FloatField):
    """A number, also where it was sent as text; neither NaN nor infinity, nor true, is one."""

    def to_internal_value(self, data: Any) -> float:
        number = super().to_internal_value(data)
        if isinstance(data, bool) or not isfinite(number):
            self.fail("invalid")
        return number


class DistinctListField(serializers.ListField):
    """A list in which each item counts once. Its faults are told of the list as a whole, by place."""

    def run_child_validation(self, data: Iterable[Any]) -> list[Any]:
        """The items. Raises ValidationError."""
        items, faults = [], []
        for place, item in enumerate(data):
            try:
                items.append(self.child.run_validation(item))
            except serializers.ValidationError as error:
                faults += [f"[{place}]: {fault}" for fault in error.detail]
        if faults:
            raise serializers.ValidationError(faults[:MAX_NAMED])
        return list(dict.fromkeys(items))


class BboxField(serializers.Field[list[float], Any, Any, Any]):
    """[west, south, east, north] in degrees, WGS 84. A west beyond the east crosses the antimeridian."""

    default_error_messages = {
        "invalid": "Give [west, south, east, north] in degrees: -180 to 180, -90 to 90, south not above north."
    }

    def to_internal_value(self, data: Any) -> list[float]:
        if not isinstance(data, list) or len(data) != 4 or not all(map(_is_number, data)):
            self.fail("invalid")
        west, south, east, north = map(float, data)
        if max(abs(west), abs(east)) > 180 or not -90 <= south <= north <= 90:
            self.fail("invalid")
        return [west, south, east, north]


class CursorField(serializers.Field[Position, Any, Any, Any]):
    """A place in a list, as an earlier answer named it."""

    default_error_messages = {"invalid": "Not a cursor of this API."}

    def to_internal_value(self, data: Any) -> Position:
        position = find_position(data)
        if position is None:
            self.fail("invalid")
        return position


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
