"""A page of a proposal as staff see it: drawn anew, with the elements marked that its mapping chooses."""

from dataclasses import dataclass
from typing import NamedTuple

from aimap.errors import PagesUnusable
from aimap.models import Proposal, ProposalPage
from aimap.services.pages import GONE, page_html
from aimap.trial.pages import TRIED_FIELDS
from aimap.trial.values import Plain, plain
from listings.extraction.engine import extract
from listings.extraction.mapping import Mapping, MappingError, parse_mapping
from listings.extraction.page import Page
from listings.preview.drawing import draw_page
from listings.preview.marking import mark_page
from listings.services.portal_index import find_portal


class Chosen(NamedTuple):
    """A field of the legend. `is_marked` says whether an element of the page bears its number."""

    number: int
    field: str
    value: Plain
    source: str
    path: str
    is_marked: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """A drawn page and its legend; `status` is how the mapping judges the page."""

    document: str
    legend: tuple[Chosen, ...]
    status: str


def preview_page(proposal: Proposal, page: ProposalPage) -> Preview:
    """Draw a page with what the proposal's mapping chooses on it. Raises PagesUnusable for a page that is gone."""
    html = page_html(page)
    if html is None:
        raise PagesUnusable(GONE)
    mapping = _mapping(proposal)
    parsed = Page(page.url, html)
    if mapping is None:
        return Preview(draw_page(parsed, {}, {}), (), "")
    found = extract(parsed, portal=find_portal(page.url), mapping=mapping)
    fields = [name for name in TRIED_FIELDS if name in found.provenance]
    marks = mark_page(parsed, mapping, found, fields)
    marked = {mark.field for of_node in marks.values() for mark in of_node}
    numbers = {name: number for number, name in enumerate(fields, start=1)}
    legend = tuple(
        Chosen(
            numbers[name],
            name,
            plain(found.values[name]),
            found.provenance[name].source,
            found.provenance[name].path,
            name in marked,
        )
        for name in fields
    )
    return Preview(draw_page(parsed, marks, numbers), legend, found.status.value)


def _mapping(proposal: Proposal) -> Mapping | None:
    """The proposal's mapping, if there is one in order."""
    try:
        return parse_mapping(proposal.mapping_text.encode()) if proposal.mapping_text else None
    except MappingError:
        return None
