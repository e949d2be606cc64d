"""Filters for the console's lists that stay short and cheap on tables of any size."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Field, Model, QuerySet
from django.http import HttpRequest

ROWS_LOOKED_AT = 1000
MAX_CHOICES = 12


class RecentValuesFilter(admin.FieldListFilter):
    """The values that the newest rows have, at most twelve: neither the whole table nor all 129 portals are listed.

    A value that is not among them is found by the list's search.
    """

    def __init__(
        self,
        field: Field[Any, Any],
        request: HttpRequest,
        params: dict[str, list[str]],
        model: type[Model],
        model_admin: admin.ModelAdmin[Any],
        field_path: str,
    ) -> None:
        self.parameter = f"{field_path}__exact"
        super().__init__(field, request, params, model, model_admin, field_path)
        given = self.used_parameters.get(self.parameter)
        self.chosen = str(given[-1] if isinstance(given, list) else given) if given else None
        self.values = self._values(model_admin.get_queryset(request))

    def expected_parameters(self) -> list[str | None]:
        """The field's exact value."""
        return [self.parameter]

    def has_output(self) -> bool:
        """One value is no choice."""
        return len(self.values) > 1 or self.chosen is not None

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        """All, and each value with what it is called."""
        yield self._choice("All", self.chosen is None, changelist.get_query_string(remove=[self.parameter]))
        for value, name in self._names().items():
            yield self._choice(name, value == self.chosen, changelist.get_query_string({self.parameter: value}))

    def _choice(self, name: str, selected: bool, query_string: str) -> dict[str, Any]:
        return {"display": name, "selected": selected, "query_string": query_string}

    def _values(self, rows: QuerySet[Any]) -> list[str]:
        newest = rows.select_related(None).values_list(self.field_path, flat=True)[:ROWS_LOOKED_AT]
        seen = dict.fromkeys(str(value) for value in newest if value is not None)
        kept = list(seen)[:MAX_CHOICES]
        return kept if self.chosen is None or self.chosen in kept else [self.chosen, *kept]

    def _names(self) -> dict[str, str]:
        """What each value is called: a related row by its text, anything else as it is."""
        related: Any = self.field.related_model
        if related is None:
            return {value: value for value in sorted(self.values)}
        names = {str(row.pk): str(row) for row in related._default_manager.filter(pk__in=self.values)}
        return dict(sorted(names.items(), key=lambda item: item[1]))
