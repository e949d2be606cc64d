"""Records to export: an empty one, a full one, and what pages may say in texts."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from listings.exporting.file_format import chunks_of
from listings.exporting.formats import FORMATS
from listings.exporting.records import COLUMNS
from listings.extraction.fields import FIELDS, Field, Kind, empty_value

WHEN = datetime(2026, 11, 2, 8, 30, tzinfo=UTC)
ID = UUID("01a200c8-222f-75cb-8d26-b586db930738")
# What PostgreSQL stores as text: anything but NUL and halves of surrogate pairs
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
VALUES: dict[Kind, Any] = {
    Kind.NUMBER: 12.5,
    Kind.INTEGER: 1912,
    Kind.BOOLEAN: True,
    Kind.DATE: date(2026, 12, 24),
    Kind.TIMESTAMP: WHEN,
}


def record(**values: Any) -> dict[str, Any]:
    """A record of which only `values` are known."""
    nothing = {field.name: empty_value(field) for field in FIELDS}
    return {"id": ID, "created_at": WHEN, "updated_at": WHEN} | nothing | values


def full_record(**values: Any) -> dict[str, Any]:
    """A record of which every field is known; each text names its field."""
    return record(**{field.name: _value(field) for field in FIELDS} | {"price_float": Decimal("325000.000")} | values)


def _value(field: Field) -> Any:
    match field.kind:
        case Kind.CHOICE:
            return field.choices[0]
        case Kind.TEXTS:
            return [f"the {field.name}", "another"]
        case Kind.IMAGES:
            return [{"url": f"https://example.com/{field.name}.jpg", "caption": f"a view of {field.name}"}]
        case _:
            return VALUES.get(field.kind, f"the {field.name}")


def written(name: str, *records: dict[str, Any]) -> bytes:
    """A whole file of a format."""
    assert all(set(one) == set(COLUMNS) for one in records)
    return b"".join(chunks_of(FORMATS[name], [records]))
