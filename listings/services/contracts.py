"""The contract of a portal: every golden page is read as staff expect it.

run_contract(version) -> ContractResult      .ok, .pages[].fields[] of (field, expected, found, ok), .failures()
run_contract_of(portal) -> ContractResult    of what reads the portal's pages now; noted on the golden pages
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from listings.errors import MappingNotInOrder
from listings.extraction.engine import extract
from listings.extraction.mapping import Mapping, MappingError
from listings.extraction.page import Page
from listings.extraction.result import Status
from listings.models import GoldenPage, MappingVersion
from listings.services.captures import unpacked
from listings.services.current_mappings import compiled, find_mapping
from listings.services.judged_fields import shortened_value, stated_alike
from listings.services.portal_index import find_portal

NO_MAPPING = "none"


@dataclass(frozen=True, slots=True)
class FieldResult:
    """One field of a golden page. Values are plain JSON; None and [] stand for nothing stated."""

    field: str
    expected: Any
    found: Any
    ok: bool


@dataclass(frozen=True, slots=True)
class PageResult:
    """A golden page as a version reads it; `status` is the engine's verdict, which must be ok."""

    golden_page_id: UUID
    url: str
    status: str
    fields: tuple[FieldResult, ...]

    @property
    def ok(self) -> bool:
        """Whether all is as expected."""
        return self.status == Status.OK and all(field.ok for field in self.fields)

    @property
    def misread(self) -> list[str]:
        """The fields that are not as expected."""
        return [field.field for field in self.fields if not field.ok]


@dataclass(frozen=True, slots=True)
class ContractResult:
    """What came of a version's contract; a portal without golden pages has none to break."""

    portal: str
    version: str
    pages: tuple[PageResult, ...]

    @property
    def ok(self) -> bool:
        """Whether every golden page is read as expected."""
        return all(page.ok for page in self.pages)

    def failures(self) -> list[dict[str, Any]]:
        """What is not as expected, as plain data: {url, status, field, expected, found}; long values are cut."""
        return [failure for page in self.pages if not page.ok for failure in _failures(page)]


def run_contract(version: MappingVersion) -> ContractResult:
    """Read every golden page of the version's portal with it. Raises MappingNotInOrder for a text of no use today."""
    try:
        mapping = compiled(version)
    except MappingError as error:
        raise MappingNotInOrder(details={"faults": error.faults}) from error
    return _run(version.portal_id, mapping)


def run_contract_of(portal: str) -> ContractResult:
    """Read a portal's golden pages as its pages are read now, and note on each what came of it."""
    result, now = _run(portal, find_mapping(portal)), timezone.now()
    for page in result.pages:
        misread = page.misread if page.status == Status.OK else [f"status {page.status}"]
        GoldenPage.objects.filter(pk=page.golden_page_id).update(checked_at=now, misread=misread)
    return result


def judge_golden_page(golden: GoldenPage) -> PageResult:
    """One golden page as its portal's pages are read now."""
    return _judge(golden, find_mapping(golden.portal_id))


def golden_digest(portal: str) -> tuple[tuple[UUID, datetime], ...]:
    """By what golden pages and their expectations are known to be the same as before."""
    return tuple(GoldenPage.objects.filter(portal_id=portal).order_by("pk").values_list("pk", "changed_at"))


def _run(portal: str, mapping: Mapping | None) -> ContractResult:
    version = mapping.version if mapping else NO_MAPPING
    return ContractResult(portal, version, tuple(_judge(page, mapping) for page in _golden_pages(portal)))


def _golden_pages(portal: str) -> Iterator[GoldenPage]:
    """One at a time: a page may be large."""
    for pk in GoldenPage.objects.filter(portal_id=portal).order_by("pk").values_list("pk", flat=True):
        page = GoldenPage.objects.filter(pk=pk).first()
        if page is not None:
            yield page


def _judge(golden: GoldenPage, mapping: Mapping | None) -> PageResult:
    page = Page(url=golden.found_at or golden.url, html=unpacked(golden.html_zstd, golden.html_bytes))
    found = extract(page, portal=find_portal(golden.url), mapping=mapping)
    fields = tuple(
        FieldResult(name, expected, found.values.get(name), stated_alike(expected, found.values.get(name)))
        for name, expected in sorted(golden.expected.items())
    )
    return PageResult(golden.pk, golden.url, found.status.value, fields)


def _failures(page: PageResult) -> Iterator[dict[str, Any]]:
    if page.status != Status.OK:
        yield _failure(page, "status", Status.OK.value, page.status)
        return
    for result in page.fields:
        if not result.ok:
            yield _failure(page, result.field, result.expected, result.found)


def _failure(page: PageResult, field: str, expected: Any, found: Any) -> dict[str, Any]:
    return {
        "golden_page": str(page.golden_page_id),
        "url": page.url,
        "field": field,
        "expected": shortened_value(expected),
        "found": shortened_value(found),
    }
