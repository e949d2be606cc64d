"""A listing's console page, by subject: every stated field with where it was found, and what is not stated."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from listings.extraction.fields import FIELDS, Field, Kind
from listings.models import Listing
from propscrape.console_cells import UNKNOWN, Cell, outside_link, share, shortened, when

# Subjects of the page, each with the vocabulary's groups it gathers
SUBJECTS: dict[str, tuple[str, ...]] = {
    "Offer and price": ("title", "offer", "price", "price_period", "price_qualifier"),
    "Property": ("property_type", "counts", "areas", "features", "details"),
    "Place": ("address", "position"),
    "Text and pictures": ("description", "images"),
    "Agent": ("agent",),
    "Origin and quality": ("reference", "locale", "origin", "quality"),
}
# A text longer than this is folded
LONG_TEXT_CHARACTERS = 160
# Units that are no field of their own, as currency and area_unit are
UNITS_SHOWN = ("degrees", "kWh/m²")


@dataclass(frozen=True, slots=True)
class StatedField:
    """One row: the value, and where it was found as the engine tells it."""

    field: Field
    value: Cell
    source: str
    path: Cell
    confidence: str


@dataclass(frozen=True, slots=True)
class Subject:
    """One table of the page."""

    name: str
    stated: list[StatedField]
    not_stated: list[str]


def subjects_of(listing: Listing) -> list[Subject]:
    """The page's tables in order."""
    return [_subject(name, groups, listing) for name, groups in SUBJECTS.items()]


def _subject(name: str, groups: tuple[str, ...], listing: Listing) -> Subject:
    fields = [field for group in groups for field in FIELDS if field.group == group]
    stated = [field for field in fields if getattr(listing, field.name) not in (None, [], "")]
    missing = [field.name for field in fields if field not in stated]
    return Subject(name, [_stated_field(field, listing) for field in stated], missing)


def _stated_field(field: Field, listing: Listing) -> StatedField:
    found = listing.provenance.get(field.name, {})
    agreeing = ", ".join(found.get("agrees_with", ()))
    source = found.get("source") or UNKNOWN
    return StatedField(
        field=field,
        value=show_value(field, getattr(listing, field.name)),
        source=f"{source} (and {agreeing})" if agreeing else source,
        path=shortened(found.get("path")),
        confidence=share(found.get("confidence")),
    )


def show_value(field: Field, value: Any) -> Cell:
    """A value as text or links. HTML of a page is shown as its source, and no picture is loaded."""
    if field.kind is Kind.IMAGES:
        return _links([image["url"] for image in value])
    if field.kind is Kind.TEXTS:
        return format_html('<ul class="tags">{}</ul>', format_html_join("", "<li>{}</li>", ((text,) for text in value)))
    if field.kind is Kind.URL:
        return outside_link(value)
    if field.kind is Kind.TIMESTAMP:
        return when(value)
    if field.kind is Kind.BOOLEAN:
        return "yes" if value else "no"
    if field.kind is Kind.NUMBER:
        return _number(field, value)
    return _folded(str(value))


def _number(field: Field, value: Any) -> str:
    """Without the zeros that a column of fixed places adds; `normalize` alone would write 325000 as 3.25E+5."""
    shown = f"{Decimal(str(value)).normalize():,f}"
    return f"{shown} {field.unit}" if field.unit in UNITS_SHOWN else shown


def _links(urls: list[str]) -> SafeString:
    rows = format_html_join("", "<li>{}</li>", ((outside_link(url),) for url in urls))
    return format_html("<details><summary>{}</summary><ol>{}</ol></details>", len(urls), rows)


def _folded(text: str) -> Cell:
    if len(text) <= LONG_TEXT_CHARACTERS:
        return text
    return format_html(
        '<details><summary>{}… <span class="quiet">{} characters</span></summary><p class="long-text">{}</p></details>',
        text[:LONG_TEXT_CHARACTERS],
        f"{len(text):,}",
        text,
    )
