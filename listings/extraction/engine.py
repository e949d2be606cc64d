"""HTML and a portal in, a judged listing out: candidates, then parsers, then one value per field."""

from collections.abc import Iterator
from itertools import chain

from listings.extraction.candidates import Candidate
from listings.extraction.facts import Reading
from listings.extraction.fields import FIELDS, empty_value
from listings.extraction.finish import finish
from listings.extraction.generic.candidates import generic_candidates
from listings.extraction.generic.head import head_candidates
from listings.extraction.generic.view import View
from listings.extraction.limits import fits
from listings.extraction.mapped import MappedPage
from listings.extraction.mapping import Mapping
from listings.extraction.market import UNKNOWN_MARKET
from listings.extraction.page import Page
from listings.extraction.page_kind import judge_after, judge_before, judge_view
from listings.extraction.portals import Portal
from listings.extraction.quality import critical_missing, grade
from listings.extraction.reconcile import Accepted, reconcile, take_mapped
from listings.extraction.result import Extraction, Status

ENGINE_VERSION = "1"
GENERIC = "generic"
LOCALE = "locale_code"
_JUDGED_ELSEWHERE = frozenset(
    {"scraper_name", "mapping_version", "quality_grade", "confidence_score", "critical_fields_missing"}
)


def extract(page: Page, *, portal: Portal | None = None, mapping: Mapping | None = None) -> Extraction:
    """Extract the listing on a page.  Pure: the same page, portal and mapping give the same extraction.

    Any text is judged, none raises.  Values are only filled in where the status is ok.
    """
    mapped = MappedPage(page, mapping) if mapping is not None else None
    has_listing = mapped is not None and mapped.has_listing()
    is_elsewhere = mapped is not None and mapped.is_elsewhere()
    if not has_listing and (verdict := judge_before(page, is_elsewhere=is_elsewhere)):
        return _without_listing(page, portal, *verdict)
    reading = Reading(market=portal.market if portal else UNKNOWN_MARKET, page_url=page.base_url)
    accepted = _read_mapped(page, mapped, reading)
    if accepted is None:
        view = View(page)
        if not has_listing and (verdict := judge_view(view)):
            return _without_listing(page, portal, *verdict)
        accepted = reconcile(_candidates(view, mapped), reading)
    finish(accepted, page, portal)
    status, reason = judge_after(page, accepted, mapped=has_listing)
    if status is not Status.OK:
        return _without_listing(page, portal, status, reason)
    return _listing(page, portal, mapping, accepted, reason)


def _read_mapped(page: Page, mapped: MappedPage | None, reading: Reading) -> Accepted | None:
    """What the mapping alone states, where nothing critical is missing from it: then nothing else needs reading."""
    if mapped is None:
        return None
    accepted = take_mapped(_proposed(page, mapped), reading)
    return None if critical_missing(accepted.values) else accepted


def _proposed(page: Page, mapped: MappedPage) -> Iterator[tuple[str, Iterator[Candidate]]]:
    yield LOCALE, chain(mapped.candidates(LOCALE), head_candidates(page, LOCALE))
    for fact in mapped.mapping.facts:
        if fact != LOCALE:
            yield fact, mapped.candidates(fact)


def _candidates(view: View, mapped: MappedPage | None) -> Iterator[Candidate]:
    if mapped is not None:
        for fact in mapped.mapping.facts:
            yield from mapped.candidates(fact)
    yield from generic_candidates(view)


def _listing(page: Page, portal: Portal | None, mapping: Mapping | None, accepted: Accepted, reason: str) -> Extraction:
    quality = grade(accepted.values, accepted.provenance)
    return Extraction(
        status=Status.OK,
        reason=reason,
        values=_values(page, portal, accepted.values),
        provenance=accepted.provenance,
        traces=tuple(accepted.traces),
        quality_grade=quality.grade,
        confidence_score=quality.confidence,
        critical_fields_missing=quality.critical_missing,
        scraper_name=mapping.portal if mapping else GENERIC,
        mapping_version=mapping.version if mapping else None,
    )


def _without_listing(page: Page, portal: Portal | None, status: Status, reason: str) -> Extraction:
    return Extraction(status=status, reason=reason, values=_values(page, portal, {}))


def _values(page: Page, portal: Portal | None, stated: dict[str, object]) -> dict[str, object]:
    """Every vocabulary field in its order; what is not stated is empty."""
    url = page.url if fits("import_url", page.url) else None
    origin = {"import_url": url, "portal": portal.slug if portal else None}
    filled = {**stated, **origin}
    return {
        field.name: filled[field.name] if filled.get(field.name) is not None else empty_value(field)
        for field in FIELDS
        if field.name not in _JUDGED_ELSEWHERE
    }
