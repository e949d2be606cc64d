"""What each proposed place says on every page, and how that compares with what is agreed there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from aimap.induction.captures import Sample
from aimap.induction.likeness import is_same, is_stated, likeness
from aimap.induction.proposals import Proposal, read_rule
from listings.extraction.candidates import MAPPED_TRUST, Candidate
from listings.extraction.facts import read, read_further
from listings.extraction.generic.sound import is_sound
from listings.extraction.mapped import MappedPage
from listings.extraction.mapping import Mapping as PortalMapping
from listings.extraction.mapping import Rule
from listings.extraction.readers.reading import Values

FEATURES = "features"
CHARS_AS_ONE = 1_000  # of a state that is decoded for a rule alone, which cost what reading one element does


@dataclass(slots=True)
class Evidence:
    """One proposal over all pages: what it states on each ({}: nothing), and how like that is to what is agreed.

    raws: what was read there.  effort: how many elements are read for it on a page at most, or as much of a state.
    alike: None where nothing is agreed on the page, or nothing stated.
    """

    proposal: Proposal
    stated: list[Values]
    raws: list[object]
    effort: int = 0
    alike: list[float | None] = field(default_factory=list)

    def compare(self, samples: Sequence[Sample], agreed: Sequence[Mapping[str, object]]) -> None:
        """Judge what it states by what is agreed on each page."""
        pages = zip(self.stated, samples, agreed, strict=True)
        self.alike = [_alike(self.proposal.fact, stated, sample, values) for stated, sample, values in pages]

    def agrees_on(self, at: int) -> bool:
        """Whether it states what is agreed on a page."""
        alike = self.alike[at]
        return alike is not None and is_same(self.proposal.fact, alike)

    @property
    def agreeing(self) -> list[int]:
        """The pages on which it states what is agreed."""
        return [at for at in range(len(self.stated)) if self.agrees_on(at)]

    @property
    def differing(self) -> list[int]:
        """The pages on which it states something else."""
        return [at for at in range(len(self.stated)) if self.alike[at] is not None and not self.agrees_on(at)]

    @property
    def adding(self) -> list[int]:
        """The pages on which it states something where nothing is agreed."""
        return [at for at in range(len(self.stated)) if self.stated[at] and self.alike[at] is None]

    @property
    def fullness(self) -> float:
        """Mean likeness where it agrees."""
        found = [self.alike[at] or 0.0 for at in self.agreeing]
        return sum(found) / len(found) if found else 0.0


class Trier:
    """The pages, each seen through the anchors, on which any rule can be tried."""

    def __init__(self, samples: Sequence[Sample], anchors: PortalMapping) -> None:
        self.samples = samples
        self.names = tuple(anchors.anchors)
        self.pages = [MappedPage(sample.page, anchors) for sample in samples]

    def try_out(self, proposal: Proposal) -> Evidence | None:
        """What a proposal states on every page; None for a rule that the language does not allow."""
        rule = read_rule(proposal.fact, proposal.spec, self.names)
        if rule is None:
            return None
        found = [page.read(rule) for page in self.pages]
        stated: list[Values] = [
            _values(_candidate(proposal.fact, rule, *hit), sample) if hit is not None else {}
            for hit, sample in zip(found, self.samples, strict=True)
        ]
        raws = [hit[1] if hit is not None else None for hit in found]
        return Evidence(proposal, stated, raws, max(_effort(page, rule) for page in self.pages))


def _effort(page: MappedPage, rule: Rule) -> int:
    """How many elements a rule reads where it reads all, and how much of a state that no anchor has opened."""
    if rule.source == "css":
        return len(page.page.select(rule.where)) if rule.named is not None else 0
    if rule.source not in ("json", "script") or rule.anchor is not None:
        return 0
    opened = {anchor.where for anchors in page.mapping.anchors.values() for anchor in anchors}
    scripts = () if rule.where in opened else page.page.scripts
    holding = (len(script.text) for script in scripts if rule.where == script.id or rule.where in script.text)
    return next(holding, 0) // CHARS_AS_ONE


def _candidate(fact: str, rule: Rule, source: str, raw: object) -> Candidate:
    return Candidate(fact, raw, source, rule.path, MAPPED_TRUST[source], mapped=True, unit=rule.unit)


def _values(candidate: Candidate, sample: Sample) -> Values:
    """What a candidate states, where it states its fact at all."""
    raw = " ".join(candidate.raw.split()) if isinstance(candidate.raw, str) else candidate.raw
    values = read(candidate, sample.reading) if is_sound(candidate.fact, raw) else {}
    if not is_stated(candidate.fact, values):
        return {}
    return {**values, **read_further(candidate, {})}


def _alike(fact: str, stated: Values, sample: Sample, agreed: Mapping[str, object]) -> float | None:
    if not stated:
        return None
    lists = [agreed] if is_stated(fact, agreed) else []
    if fact == FEATURES:  # of which a page may hold several lists
        lists += [{FEATURES: features} for features in sample.features]
    return max((likeness(fact, stated, values) for values in lists), default=None)
