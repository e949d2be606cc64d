"""Noting each scrape that ends, for the figures of its portal's health; in the transaction that ends it.

A note is a row of its own. Adding to the hour's row right here would make all workers of a portal wait for each
other's commits.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from listings.extraction.page import Page
from listings.extraction.result import Extraction, Status
from listings.extraction.structure import structure_of
from listings.health.field_bits import bits_of
from listings.health.figures import Note
from listings.health.histograms import price_bin
from listings.health.value_marks import marks_of
from listings.models import HealthNote, Scrape
from listings.services.storing import filled_fields
from propscrape.ids import new_id

READ = frozenset({Scrape.Outcome.OK, Scrape.Outcome.MOVED})
# Columns of a scrape, in the order that as_note takes them in
NOTED = (
    "portal", "finished_at", "outcome", "quality_grade", "fields_seen", "price_bin", "value_marks", "structure",
    "mapping_version", "total_ms", "canonical_url",
)  # fmt: skip
# What an attempt that was rolled back may have left in memory, though no row has it
OF_PAGE = ("quality_grade", "fields_seen", "price_bin", "value_marks", "structure", "mapping_version", "total_ms")
INSERT = f"""
    INSERT INTO {HealthNote._meta.db_table}
        (id, portal, at, outcome, quality_grade, fields_seen, price_bin, value_marks, structure, mapping_version,
         total_ms)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""  # noqa: S608  a table name of our own


def mark_reading(scrape: Scrape, page: Page, extraction: Extraction) -> None:
    """Keep with the scrape what figures are counted from: which fields, what kind of price, how the page is built."""
    scrape.structure = structure_of(page)
    if extraction.status is not Status.OK:
        return
    values = extraction.values
    scrape.fields_seen = bits_of(filled_fields(values))
    price: Any = values.get("price_float")
    scrape.price_bin = price_bin(price, is_rent=bool(values.get("for_rent")) and not values.get("for_sale"))
    scrape.value_marks = marks_of(scrape.canonical_url, values)


def note_health(scrape: Scrape) -> None:
    """Write the note of an ended scrape. Call it in a scope of the client, after the row is written."""
    if scrape.portal is not None:
        _insert(as_note([getattr(scrape, name) for name in NOTED]))


def note_health_without_page(scrape: Scrape) -> None:
    """The same for one that no page came of."""
    if scrape.portal is not None:
        _insert(as_note([None if name in OF_PAGE else getattr(scrape, name) for name in NOTED]))


def as_note(columns: Sequence[Any]) -> Note:
    """What a scrape with these NOTED columns adds; the values are counted of pages that were read now."""
    portal, at, outcome, grade, fields, price, marks, structure, mapping, total_ms, canonical_url = columns
    if outcome not in READ or fields is None:
        grade = fields = price = marks = mapping = None
    marks = bytes(marks or marks_of(canonical_url, {}))
    return Note(portal, at, str(outcome), grade, fields, price, marks, structure, mapping, total_ms)


def _insert(note: Note) -> None:
    with connection.cursor() as cursor:
        cursor.execute(INSERT, (new_id(), *note))
