"""A scrape's captured page as staff see it: drawn anew, with the places marked that its values were read from."""

import re
from contextlib import suppress
from dataclasses import dataclass
from typing import NamedTuple

from listings.extraction.engine import extract
from listings.extraction.fields import FIELDS, Field
from listings.extraction.mapping import Mapping, MappingError
from listings.extraction.page import Page
from listings.extraction.result import Extraction
from listings.models import MappingVersion, Scrape
from listings.preview.drawing import draw_page
from listings.preview.marking import Marks, mark_page
from listings.services.captures import html_of
from listings.services.current_mappings import compiled, find_mapping
from listings.services.portal_index import find_portal
from propscrape.errors import NotFound

VERSION = re.compile(r"v([1-9][0-9]{0,8})", re.ASCII)
GONE = "The page is past retention, or was never kept."


class ReadField(NamedTuple):
    """A value that was read. `is_marked`: an element of the page bears its number."""

    number: int
    field: Field
    value: object
    source: str
    path: str
    confidence: float
    is_marked: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """A captured page, read again as it was then: `is_as_then` unless the version that read it is gone."""

    fields: tuple[ReadField, ...]
    status: str
    is_as_then: bool
    page: Page
    marks: Marks

    def document(self) -> str:
        """The page, drawn anew, the values' places numbered."""
        return draw_page(self.page, self.marks, {read.field.name: read.number for read in self.fields})


def read_scrape_again(scrape: Scrape) -> Reading:
    """Read a scrape's page with the mapping that read it. Raises NotFound. Call it in a scope of staff."""
    if scrape.capture is None:
        raise NotFound(GONE)
    mapping, is_as_then = _mapping_of(scrape)
    page = Page(scrape.found_at or scrape.url, html_of(scrape.capture))
    found = extract(page, portal=find_portal(page.url), mapping=mapping)
    names = [field.name for field in FIELDS if field.name in found.provenance]
    marks = mark_page(page, mapping, found, names)
    return Reading(_fields(found, marks, names), found.status.value, is_as_then, page, marks)


def _fields(found: Extraction, marks: Marks, names: list[str]) -> tuple[ReadField, ...]:
    marked = {mark.field for of_node in marks.values() for mark in of_node}
    by_name = {field.name: field for field in FIELDS}
    return tuple(
        ReadField(
            number, by_name[name], found.values.get(name), found.provenance[name].source, found.provenance[name].path,
            found.provenance[name].confidence, name in marked,
        )
        for number, name in enumerate(names, start=1)
    )  # fmt: skip


def _mapping_of(scrape: Scrape) -> tuple[Mapping | None, bool]:
    """What read the scrape's page, and that it did; what reads the portal now, where that version is gone."""
    known = VERSION.fullmatch(scrape.mapping_version or "")
    if known is None:
        mapping = find_mapping(scrape.portal) if scrape.mapping_version else None
        return mapping, mapping is None or mapping.version == scrape.mapping_version
    version = MappingVersion.objects.filter(portal=scrape.portal, number=int(known[1])).first()
    if version is not None:
        with suppress(MappingError):  # written in a language that this release no longer understands
            return compiled(version), True
    return find_mapping(scrape.portal), False
