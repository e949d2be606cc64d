"""HTML and a portal in, a judged listing out: candidates, then parsers, then one value per field."""

from collections.abc import Iterator
from itertools import chain

from listings.extraction.candidates import Candidate
from listings.extraction.completing import complete
from listings.extraction.facts import FACTS, Reading
from listings.extraction.fields import FIELDS, empty_value
from listings.extraction.finish import finish
from listings.extraction.generic.candidates import generic_candidates
from listings.extraction.generic.head import head_candidates
from listings.extraction.generic.view import View
from listings.extraction.limits import fits
from listings.extraction.mapped import MappedPage
from listings.extraction.mapping import Mapping
from listings.extraction.market import Market
from listings.extraction.page import Page
from listings.extraction.page_kind import judge_after, judge_before, judge_view
from listings.extraction.page_market import page_market
from listings.extraction.portals import Portal, domain_market
from listings.extraction.quality import critical_missing, grade
from listings.extraction.reconcile import Accepted, reconcile, take_mapped
from listings.extraction.result import Extraction, Status

ENGINE_VERSION = "1"
GENERIC = "generic"
USUAL_MAY_MISS = 4  # one of so many
LOCALE = "locale_code"
_FACTS = tuple(FACTS)
_BEHIND_CRITICAL = frozenset(_FACTS[_FACTS.index("description") :])  # facts that are read when the critical ones were
_TOWN = "town"
_STATED_BY_A_TOWN = ("city", "address_string")
_FOLLOWING = frozenset({"for_sale", "currency"})  # which may follow from the price, or go with it
_JUDGED_ELSEWHERE = frozenset(
    {"scraper_name", "mapping_version", "quality_grade", "confidence_score", "critical_fields_missing"}
)


def extract(page: Page, *, portal: Portal | None = None, mapping: Mapping | None = None) -> Extraction:
    """Extract the listing on a page.  Pure: the same page, portal and mapping give the same extraction.

    Any text is judged, none raises.  Values are only filled in where the status is ok.
    """
    return _extract(page, portal, mapping, _market(page, portal, mapping))


def _extract(page: Page, portal: Portal | None, mapping: Mapping | None, market: Market) -> Extraction:
    mapped = MappedPage(page, mapping) if mapping is not None else None
    has_listing = mapped is not None and mapped.has_listing()
    is_elsewhere = mapped is not None and mapped.is_elsewhere()
    is_of_one_make = mapping is not None and bool(mapping.usual)
    if is_of_one_make and not has_listing and not is_elsewhere:
        return _extract(page, portal, None, market)
    if not has_listing and (verdict := judge_before(page, is_elsewhere=is_elsewhere)):
        return _without_listing(page, portal, *verdict)
    reading = Reading(market=market, page_url=page.base_url)
    accepted, is_other_make = _read_mapped(page, mapped, reading, portal)
    if is_other_make:
        return _extract(page, portal, None, market)
    view = None
    if accepted is None:
        view = View(page)
        if not has_listing and (verdict := judge_view(view)):
            return _without_listing(page, portal, *verdict)
        accepted = reconcile(_candidates(view, mapped), reading)
        finish(accepted, page, portal, market)
    status, reason = judge_after(page, accepted, mapped=has_listing, view=view)
    if status is not Status.OK:
        return _without_listing(page, portal, status, reason)
    return _listing(page, portal, mapping, accepted, reason)


def _market(page: Page, portal: Portal | None, mapping: Mapping | None) -> Market:
    """The portal's market; of one that is not registered what its mapping says of it, or its domain, or the page."""
    if portal is not None:
        return portal.market
    if mapping is not None and mapping.market is not None:
        return mapping.market
    domain = domain_market(page.url)
    return domain if domain.country is not None else page_market(page)


def _read_mapped(
    page: Page, mapped: MappedPage | None, reading: Reading, portal: Portal | None
) -> tuple[Accepted | None, bool]:
    """What the mapping alone states, where nothing critical is missing from it: then nothing else needs reading.

    On a page of the make that the mapping describes only what is missing is looked for elsewhere.  And whether the page
    turned out to be of another make.
    """
    if mapped is None or mapped.mapping.partial:
        return None, False
    accepted = Accepted()
    take_mapped(_proposed(page, mapped, accepted), reading, accepted)
    finish(accepted, page, portal, reading.market)
    if mapped.mapping.usual and (_misses_much(accepted) or _is_unusual(mapped.mapping, accepted)):
        return None, True
    missing = critical_missing(accepted.values)
    if missing and mapped.mapping.usual:
        complete(page, missing, mapped.mapping.usual, reading, accepted)
        finish(accepted, page, portal, reading.market)
        return accepted, False
    return (None if missing else accepted), False


def _is_unusual(mapping: Mapping, accepted: Accepted) -> bool:
    """Whether more is missing than may be of what pages of the mapping's make usually state."""
    return len(mapping.usual - accepted.stated) > _may_miss(mapping)


def _may_miss(mapping: Mapping) -> int:
    return len(mapping.usual) // USUAL_MAY_MISS


def _misses_much(accepted: Accepted) -> bool:
    """Whether more is missing than one critical fact that the page may just not state, or state in an unusual way."""
    return len(set(critical_missing(accepted.values)) - _FOLLOWING) > 1


def _proposed(page: Page, mapped: MappedPage, accepted: Accepted) -> Iterator[tuple[str, Iterator[Candidate]]]:
    """Each fact with its candidates; no more of them once it shows that the page is not of the mapping's make."""
    yield LOCALE, chain(mapped.candidates(LOCALE), head_candidates(page, LOCALE))
    usual, may_miss = mapped.mapping.usual, _may_miss(mapped.mapping)
    is_in_doubt = bool(usual)
    for fact in mapped.mapping.facts:
        if is_in_doubt and fact in _BEHIND_CRITICAL:
            is_in_doubt = False
            if _misses_much(accepted):
                return
        if fact == LOCALE or (fact == _TOWN and fact not in usual and _knows_town(accepted)):
            continue
        before = len(accepted.traces)
        yield fact, mapped.candidates(fact)
        may_miss -= fact in usual and not accepted.has_stated_since(before)
        if may_miss < 0:
            return


def _knows_town(accepted: Accepted) -> bool:
    """Whether a town could add nothing: it fills in what no address has stated."""
    return all(accepted.values.get(name) for name in _STATED_BY_A_TOWN)


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
