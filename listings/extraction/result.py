"""What an extraction gives: a status, the vocabulary's values, and where each was found."""

from dataclasses import dataclass, field
from enum import StrEnum
from reprlib import Repr
from typing import NamedTuple

from listings.extraction.limits import storable

MAX_RAW_CHARS = 300
_OBJECTS = Repr()  # bounded, so that showing a list of 100,000 photos costs no more than showing ten
_OBJECTS.maxdict = _OBJECTS.maxlist = 10
_OBJECTS.maxlevel = 3
_OBJECTS.maxstring = _OBJECTS.maxother = _OBJECTS.maxlong = 120


class Status(StrEnum):
    """How a page was judged."""

    OK = "ok"
    BLOCKED = "blocked"
    GONE = "gone"
    NOT_A_LISTING = "not_a_listing"
    NEEDS_JAVASCRIPT = "needs_javascript"
    FAILED = "failed"


class Provenance(NamedTuple):
    """Where an accepted value was found.  stated is what was read there; confidence 0 to 1."""

    source: str
    path: str
    stated: object
    confidence: float
    agrees_with: tuple[str, ...] = ()

    @property
    def raw(self) -> str:
        """What was stated, as text, cut to MAX_RAW_CHARS."""
        return shown(self.stated)

    def as_record(self) -> dict[str, object]:
        """As CONTRACTS.md has it: source, path, raw, confidence, agrees_with."""
        return {
            "source": self.source,
            "path": shown(self.path),
            "raw": self.raw,
            "confidence": round(self.confidence, 3),
            "agrees_with": list(self.agrees_with),
        }


class Trace(NamedTuple):
    """One attempt at a fact, for diagnostics.  outcome: accepted, agrees, disagrees, unused or unparsed."""

    fact: str
    source: str
    path: str
    stated: object
    outcome: str

    @property
    def raw(self) -> str:
        """What was stated, as text, cut to MAX_RAW_CHARS: made only when somebody looks."""
        return shown(self.stated)


@dataclass(frozen=True, slots=True)
class Extraction:
    """A judged page.  values holds every vocabulary field the engine sets, None or [] where nothing is stated.

    scraper_name is the portal slug of the mapping used, or "generic".
    """

    status: Status
    reason: str
    values: dict[str, object]
    provenance: dict[str, Provenance] = field(default_factory=dict)
    traces: tuple[Trace, ...] = ()
    quality_grade: str = "F"
    confidence_score: float = 0.0
    critical_fields_missing: tuple[str, ...] = ()
    scraper_name: str | None = None
    mapping_version: str | None = None

    def as_record(self, *, provenance: bool = False) -> dict[str, object]:
        """The vocabulary and the status as one JSON-able object."""
        record: dict[str, object] = {
            "status": self.status.value,
            "reason": self.reason,
            **self.values,
            "scraper_name": self.scraper_name,
            "mapping_version": self.mapping_version,
            "quality_grade": self.quality_grade,
            "confidence_score": self.confidence_score,
            "critical_fields_missing": list(self.critical_fields_missing),
        }
        if provenance:
            record["provenance"] = {name: found.as_record() for name, found in self.provenance.items()}
        return record


def shown(raw: object) -> str:
    """A raw value as text, short enough and fit to keep beside every field."""
    text = storable(raw[: MAX_RAW_CHARS + 1]) if isinstance(raw, str) else _OBJECTS.repr(raw)
    return text if len(text) <= MAX_RAW_CHARS else text[: MAX_RAW_CHARS - 1] + "…"
