"""The pages of a trial, and what each states: read as today, read by the proposal, and agreed without a mapping."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from aimap.induction.captures import Capture, Sample, judge_captures
from aimap.induction.consensus import agreed_values
from aimap.induction.known import NOTHING_KNOWN, Known, with_known
from listings.extraction.engine import extract
from listings.extraction.fields import FIELDS
from listings.extraction.mapping import Mapping as PortalMapping
from listings.extraction.page import Page
from listings.extraction.portals import Portal
from listings.extraction.result import Extraction

# What only words another field once more
_WORDINGS = frozenset({"price_string", "price_cents", "description_html", "property_subtype", "locale_code"})
TRIED_FIELDS = tuple(field.name for field in FIELDS if field.weight and field.name not in _WORDINGS)


class Kind(StrEnum):
    """Why a page is in the trial."""

    SAMPLE = "sample"
    GOLDEN = "golden"
    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class TrialPage:
    """A page to be tried on. `expected` is what staff expect of a golden one: {field: value}; None or []: nothing."""

    id: str
    url: str
    html: str | bytes
    kind: Kind = Kind.SAMPLE
    expected: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PageReading:
    """What came of one page; `agreed` is what reading without a mapping accepts on it, in the light of all pages."""

    page: TrialPage
    old: Extraction
    new: Extraction
    agreed: Mapping[str, object]


def read_pages(
    pages: Sequence[TrialPage],
    *,
    portal: Portal,
    old: PortalMapping | None,
    new: PortalMapping,
    known: Known = NOTHING_KNOWN,
) -> list[PageReading]:
    """Read each page with what reads the portal today (`old`; None: without a mapping) and with the proposal.

    known: what listings stated before their portal changed, by the pages' ids; it counts as agreed.
    """
    samples, _ = judge_captures((Capture(page.id, page.url, page.html) for page in pages), portal)
    agreed = _agreed(with_known(samples, known))
    parsed = {sample.id: sample.page for sample in samples}
    return [
        _read(page, parsed.get(page.id), portal, old, new, agreed.get(page.id) or known.get(page.id, {}))
        for page in pages
    ]


def _agreed(samples: Sequence[Sample]) -> dict[str, dict[str, object]]:
    return {sample.id: values for sample, values in zip(samples, agreed_values(samples), strict=True)}


def _read(
    page: TrialPage,
    parsed: Page | None,
    portal: Portal,
    old: PortalMapping | None,
    new: PortalMapping,
    agreed: Mapping[str, object],
) -> PageReading:
    parsed = parsed or Page(page.url, page.html)
    return PageReading(
        page,
        old=extract(parsed, portal=portal, mapping=old),
        new=extract(parsed, portal=portal, mapping=new),
        agreed=agreed,
    )
