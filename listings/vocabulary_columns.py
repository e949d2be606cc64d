"""The vocabulary's fields as columns: what `listings.extraction.fields` says once, Django is told from here."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from listings.extraction.fields import Field, Kind

MONEY_UNIT = "currency"


PLAIN_COLUMNS: dict[Kind, type[models.Field[Any, Any]]] = {
    Kind.NUMBER: models.FloatField,
    Kind.INTEGER: models.BigIntegerField,
    Kind.BOOLEAN: models.BooleanField,
    Kind.DATE: models.DateField,
    Kind.TIMESTAMP: models.DateTimeField,
    Kind.LONG_TEXT: models.TextField,
    Kind.HTML: models.TextField,
}


def column_for(field: Field) -> models.Field[Any, Any]:
    """The column of one field. Unknown is NULL for every kind, text included; a list is empty instead."""
    meaning = f"{field.meaning} ({field.unit})" if field.unit else field.meaning
    if field.kind is Kind.TEXTS:
        return ArrayField(models.TextField(), default=list, blank=True, help_text=meaning)
    if field.kind is Kind.IMAGES:
        return models.JSONField(default=list, blank=True, help_text=meaning)
    return _nullable_column(field, {"null": True, "blank": True, "help_text": meaning})


def _nullable_column(field: Field, options: dict[str, Any]) -> models.Field[Any, Any]:
    if field.kind is Kind.CHOICE:
        return models.CharField(max_length=32, choices=[(choice, choice) for choice in field.choices], **options)
    if field.kind in (Kind.TEXT, Kind.URL):
        return models.CharField(max_length=field.max_length, **options)
    if field.kind is Kind.NUMBER and field.unit == MONEY_UNIT:
        return models.DecimalField(max_digits=20, decimal_places=3, **options)
    return PLAIN_COLUMNS[field.kind](**options)
