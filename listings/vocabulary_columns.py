"""The vocabulary's fields as columns: what `listings.extraction.fields` says once, Django is told from here."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from listings.extraction.fields import Field, Kind

MONEY_UNIT = "currency"


def column_for(field: Field) -> models.Field:  # type: ignore[type-arg]
    """The column of one field. Unknown is NULL for every kind, text included; a list is empty instead."""
    label = {"help_text": f"{field.meaning} ({field.unit})" if field.unit else field.meaning}
    match field.kind:
        case Kind.TEXTS:
            return ArrayField(models.TextField(), default=list, blank=True, **label)
        case Kind.IMAGES:
            return models.JSONField(default=list, blank=True, **label)
    return _nullable_column(field, {"null": True, "blank": True, "help_text": label["help_text"]})


def _nullable_column(field: Field, options: dict[str, object]) -> models.Field:  # type: ignore[type-arg]
    match field.kind:
        case Kind.CHOICE:
            return models.CharField(max_length=32, choices=[(c, c) for c in field.choices], **options)  # type: ignore[arg-type]
        case Kind.NUMBER if field.unit == MONEY_UNIT:
            return models.DecimalField(max_digits=20, decimal_places=3, **options)  # type: ignore[arg-type]
        case Kind.LONG_TEXT | Kind.HTML:
            return models.TextField(**options)  # type: ignore[arg-type]
        case Kind.TEXT | Kind.URL:
            return models.CharField(max_length=field.max_length, **options)  # type: ignore[arg-type]
    plain = {
        Kind.NUMBER: models.FloatField,
        Kind.INTEGER: models.BigIntegerField,
        Kind.BOOLEAN: models.BooleanField,
        Kind.DATE: models.DateField,
        Kind.TIMESTAMP: models.DateTimeField,
    }
    return plain[field.kind](**options)  # type: ignore[arg-type]
