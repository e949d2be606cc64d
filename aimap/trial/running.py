"""A proposal on trial: read by the real engine on sample pages and golden pages, beside what reads them today.

    run_trial(document, pages=, portal=, old=) -> Trial; .as_record() is plain data, JSON-able and bounded

Pure: no database, no network. What is counted is in judging.py, how sure it makes one in confidence.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aimap.induction.captures import MAX_CAPTURES
from aimap.induction.known import NOTHING_KNOWN, Known
from aimap.trial.confidence import DIGITS
from aimap.trial.judging import FieldTrial, judge_field
from aimap.trial.pages import TRIED_FIELDS, Kind, PageReading, TrialPage, read_pages
from aimap.trial.strictly_better import is_strictly_better
from aimap.trial.values import Plain, plain
from listings.extraction.fields import FIELDS_BY_NAME
from listings.extraction.mapping import Mapping as PortalMapping
from listings.extraction.mapping import parse_mapping
from listings.extraction.portals import Portal
from listings.extraction.result import Status

MAX_PAGES = 3 * MAX_CAPTURES


@dataclass(frozen=True, slots=True)
class PageTrial:
    """How a page was judged: today, and by the proposal."""

    id: str
    url: str
    kind: Kind
    title: Plain
    old_status: str
    new_status: str

    @property
    def is_lost(self) -> bool:
        """Whether the proposal no longer takes it for a listing."""
        return self.old_status == Status.OK and self.new_status != Status.OK


@dataclass(frozen=True, slots=True)
class Trial:
    """What a trial showed, page by page and field by field."""

    pages: tuple[PageTrial, ...]
    fields: tuple[FieldTrial, ...]
    is_strictly_better: bool

    @property
    def precision(self) -> float | None:
        """Of all values that could be compared, the share that is the same."""
        return _share(sum(found.right for found in self.fields), sum(found.compared for found in self.fields))

    @property
    def recall(self) -> float | None:
        """Of all values that are owed, the share that is stated and the same."""
        return _share(sum(found.found for found in self.fields), sum(found.owed for found in self.fields))

    @property
    def confidence(self) -> float:
        """Mean of the fields' confidences by the vocabulary's weights; 0 where nothing could be compared."""
        weighed = [(FIELDS_BY_NAME[found.field].weight, found.confidence) for found in self.fields if found.compared]
        total = sum(weight for weight, _ in weighed)
        return round(sum(weight * sure for weight, sure in weighed) / total, DIGITS) if total else 0.0

    @property
    def regressions(self) -> int:
        """Values that get worse, and pages that are lost."""
        return sum(found.regressions for found in self.fields) + sum(page.is_lost for page in self.pages)

    @property
    def golden_wrong(self) -> int:
        """Values of golden pages that are not as staff expect them."""
        return sum(found.golden_owed - found.golden_right for found in self.fields)

    def as_record(self) -> dict[str, Any]:
        """Plain data, JSON-able."""
        return {
            "pages": [_page_record(page) for page in self.pages],
            "fields": [found.as_record() for found in self.fields],
            "precision": self.precision,
            "recall": self.recall,
            "confidence": self.confidence,
            "regressions": self.regressions,
            "golden_wrong": self.golden_wrong,
            "is_strictly_better": self.is_strictly_better,
        }


def run_trial(
    document: Mapping[str, Any] | PortalMapping,
    *,
    pages: Sequence[TrialPage],
    portal: Portal,
    old: PortalMapping | None,
    known: Known = NOTHING_KNOWN,
) -> Trial:
    """Try a mapping on pages, of which MAX_PAGES are read; ids tell them apart.

    `old` is what reads the portal's pages today; None: they are read without a mapping. `known`
    is what listings stated before their portal changed, by the pages' ids. Raises MappingError.
    """
    new = document if isinstance(document, PortalMapping) else parse_mapping(dict(document))
    readings = read_pages(pages[:MAX_PAGES], portal=portal, old=old, new=new, known=known)
    judged = (judge_field(name, readings) for name in TRIED_FIELDS)
    return Trial(
        pages=tuple(map(_page_trial, readings)),
        fields=tuple(found for found in judged if found is not None),
        is_strictly_better=is_strictly_better(readings),
    )


def _page_trial(reading: PageReading) -> PageTrial:
    page = reading.page
    title = next((plain(found.values.get("title")) for found in (reading.new, reading.old) if found.values), None)
    return PageTrial(page.id, page.url, page.kind, title, reading.old.status.value, reading.new.status.value)


def _page_record(page: PageTrial) -> dict[str, Any]:
    return {
        "id": page.id,
        "url": page.url,
        "kind": page.kind.value,
        "title": page.title,
        "old_status": page.old_status,
        "new_status": page.new_status,
        "is_lost": page.is_lost,
    }


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, DIGITS) if whole else None
