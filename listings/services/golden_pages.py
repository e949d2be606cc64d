"""Golden pages: pinned by staff, with what is expected of each, corrected by staff.

    pin_golden_page(capture_id=, by=, note=, expected=) -> GoldenPage     expected: as read today, and as corrected
    correct_expected(golden_page_id=, field=, value=, by=) -> GoldenPage  value None or []: must not be stated
    drop_expected(golden_page_id=, field=, by=) -> GoldenPage             the field is not judged on this page
    unpin_golden_page(golden_page_id=, by=)

A golden page is a copy: it stays when its capture is past retention. contracts.py reads them with a version.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction
from django.utils import timezone

from listings.errors import FieldNotCorrectable, PageNotGolden, TooManyGoldenPages
from listings.extraction.engine import extract
from listings.extraction.limits import fits
from listings.extraction.page import Page
from listings.extraction.result import Status
from listings.models import Capture, Correction, GoldenPage, Scrape
from listings.services.captures import html_of
from listings.services.current_mappings import find_mapping
from listings.services.judged_fields import JUDGED, stated_alike
from listings.services.mapping_drafts import lock_portal
from listings.services.portal_index import find_portal
from propscrape.errors import NotFound
from propscrape.tenancy import staff_scope

logger = structlog.get_logger(__name__)
MAX_GOLDEN_PAGES = 20
MAX_NOTE = 255


def pin_golden_page(
    *, capture_id: UUID, by: str, note: str = "", expected: Mapping[str, Any] | None = None
) -> GoldenPage:
    """Pin a capture, with what its portal's mapping reads from it today and staff have put right in its listing.

    A page that is pinned already stays as it is. Raises NotFound, PageNotGolden, TooManyGoldenPages, and
    FieldNotCorrectable for an `expected` that the vocabulary cannot hold.
    """
    with staff_scope():
        capture = Capture.objects.filter(pk=capture_id).first()
        scrape = _latest_look(capture_id)
        if capture is None or scrape is None:
            raise NotFound("There is no such capture, or no scrape of it is kept.")
        if scrape.portal is None:
            raise PageNotGolden("The page is of no registered portal.")
        if expected is None:
            expected = _as_read(scrape, html_of(capture)) | _as_corrected(scrape)
        _check(expected)
        return _pin(scrape, capture, dict(expected), by=by, note=note)


def correct_expected(*, golden_page_id: UUID, field: str, value: Any, by: str) -> GoldenPage:
    """Expect this of a field from now on. Raises NotFound or FieldNotCorrectable."""
    _check({field: value})
    with transaction.atomic():
        golden = _held(golden_page_id)
        return _write(golden, golden.expected | {field: value}, by)


def drop_expected(*, golden_page_id: UUID, field: str, by: str) -> GoldenPage:
    """Expect nothing of a field from now on. Raises NotFound."""
    with transaction.atomic():
        golden = _held(golden_page_id)
        return _write(golden, {name: value for name, value in golden.expected.items() if name != field}, by)


def unpin_golden_page(*, golden_page_id: UUID, by: str) -> None:
    """Take a golden page away. Raises NotFound."""
    with transaction.atomic():
        golden = _held(golden_page_id)
        golden.delete()
    logger.info("golden_page_unpinned", portal=golden.portal_id, url=golden.url, by=by)


def golden_pages_of(portal: str) -> list[GoldenPage]:
    """A portal's golden pages, latest first, without the pages themselves."""
    return list(GoldenPage.objects.filter(portal_id=portal).order_by("-pinned_at").defer("html_zstd"))


def _latest_look(capture_id: UUID) -> Scrape | None:
    return Scrape.objects.filter(capture_id=capture_id).order_by("-created_at").first()


def _as_read(scrape: Scrape, html: bytes) -> dict[str, Any]:
    page, portal = Page(url=scrape.found_at or scrape.url, html=html), find_portal(scrape.url)
    found = extract(page, portal=portal, mapping=find_mapping(scrape.portal))
    if found.status is not Status.OK:
        raise PageNotGolden(details={"status": found.status.value, "reason": found.reason})
    return {name: found.values[name] for name in JUDGED if found.values.get(name) not in (None, [])}


def _as_corrected(scrape: Scrape) -> dict[str, Any]:
    corrections = Correction.objects.filter(listing=scrape.listing)
    return {row.field: row.value for row in corrections if row.field in JUDGED}


def _check(expected: Mapping[str, Any]) -> None:
    for field, value in expected.items():
        if field not in JUDGED or not fits(field, value):
            raise FieldNotCorrectable(details={"field": field})


def _pin(scrape: Scrape, capture: Capture, expected: dict[str, Any], *, by: str, note: str) -> GoldenPage:
    assert scrape.portal is not None  # the caller has looked
    lock_portal(scrape.portal)
    pinned = GoldenPage.objects.filter(portal_id=scrape.portal)
    known = pinned.filter(content_hash=capture.content_hash).first()
    if known is not None:
        return known
    if pinned.count() >= MAX_GOLDEN_PAGES:
        raise TooManyGoldenPages
    return GoldenPage.objects.create(
        portal_id=scrape.portal,
        url=scrape.url,
        found_at=scrape.found_at,
        content_hash=capture.content_hash,
        html_zstd=capture.html_zstd,
        html_bytes=capture.html_bytes,
        expected=expected,
        note=note[:MAX_NOTE],
        pinned_by=by,
        changed_by=by,
    )


def _held(golden_page_id: UUID) -> GoldenPage:
    golden = GoldenPage.objects.select_for_update(no_key=True).filter(pk=golden_page_id).first()
    if golden is None:
        raise NotFound("There is no such golden page.")
    return golden


def _write(golden: GoldenPage, expected: dict[str, Any], by: str) -> GoldenPage:
    if _says_the_same(golden.expected, expected):
        return golden
    golden.expected, golden.changed_by, golden.changed_at = expected, by, timezone.now()
    golden.checked_at = golden.misread = None
    golden.save(update_fields=["expected", "changed_by", "changed_at", "checked_at", "misread"])
    return golden


def _says_the_same(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    return before.keys() == after.keys() and all(stated_alike(before[name], after[name]) for name in before)
