"""A mapping learned from captured pages of one host, without a model and without anything but the pages."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from aimap.induction.anchors import LISTING, Rule, Seen, choose_anchor
from aimap.induction.captures import (
    Capture,
    LeftOut,
    Sample,
    UnusableCapturesError,
    choose_captures,
    judge_pages,
    plain_host,
)
from aimap.induction.choosing import belief, choose_rules, unseen_places
from aimap.induction.consensus import agreed_values, heed_places, prefer_own_lists
from aimap.induction.discovery import discover_places
from aimap.induction.evidence import Evidence, Trier
from aimap.induction.known import NOTHING_KNOWN, Known, with_known
from aimap.induction.look import Look
from aimap.induction.market import infer_market
from aimap.induction.places.affirmed import affirmed_proposals
from aimap.induction.places.data import anchored_proposals, elsewhere_proposals, node_proposals
from aimap.induction.places.elements import element_proposals
from aimap.induction.places.head import head_proposals
from aimap.induction.places.headings import heading_proposals
from aimap.induction.places.labels import label_proposals
from aimap.induction.places.lists import list_proposals
from aimap.induction.places.positions import position_proposals
from aimap.induction.places.programs import program_proposals
from aimap.induction.places.rows import row_proposals
from aimap.induction.proposals import Proposal, anchors_only
from aimap.induction.shape import element_anchor, is_partial, listing_address, usual_facts
from aimap.induction.trial import Finding, try_mapping
from aimap.induction.widening import widen
from listings.extraction.facts import FACTS
from listings.extraction.market import UNKNOWN_MARKET, Market
from listings.extraction.page import Page
from listings.extraction.portals import Portal, find_portal

# The order of learning puts a page's most telling places first; where two are equal the first stays.
_SEEKERS = (
    node_proposals, head_proposals, label_proposals, element_proposals, row_proposals, list_proposals,
    affirmed_proposals, position_proposals, program_proposals, heading_proposals,
)  # fmt: skip
MANY_LISTINGS = 5
MAX_REASONS = 3  # that are told why nothing could be learned
# Of which a place that is right on most pages may know better than what was accepted on one
_HEEDED = frozenset(
    {
        "offer", "property_type", "title", "price", "count_bedrooms", "count_bathrooms", "count_rooms", "count_toilets",
        "constructed_area", "plot_area", "postal_code", "city", "reference", "year_construction", "agent_phone",
    }
)  # fmt: skip
_NOT_LEARNED = frozenset({"locale_code"})  # which every page states in the same place

Fields = dict[str, list[Rule]]
FindPortal = Callable[[str], Portal | None]


@dataclass(frozen=True, slots=True)
class Learned:
    """A mapping as it is written, what its trial showed, the pages it was learned from, and those left out."""

    mapping: dict[str, Any]
    findings: tuple[Finding, ...]
    samples: tuple[str, ...]
    left_out: tuple[LeftOut, ...]


def learn_mapping(
    *, host: str, captures: Sequence[Capture], find: FindPortal = find_portal, known: Known = NOTHING_KNOWN
) -> Learned:
    """A mapping for a host from its pages, of which 20 are read at most; the order they come in does not matter.

    find: the portal of a URL, None where nobody registered it.  Pages of other hosts and pages that are no listings are
    left out; raises UnusableCapturesError where none is left.  known: what listings stated before their portal changed,
    by the captures' ids.
    """
    host = plain_host(host)
    chosen, left_out = choose_captures(host, captures)
    pages = [(capture.id, Page(capture.url, capture.html)) for capture in chosen]
    portal = find(f"https://{host}/")
    market = _market(host, pages) if portal is None else None
    portal = portal or _nobodys(host, market or UNKNOWN_MARKET)
    samples, no_listings = judge_pages(pages, portal)
    if not samples:
        reasons = "; ".join(f"{page.id} is {page.reason}" for page in no_listings[:MAX_REASONS])
        raise UnusableCapturesError(f"none of the {len(chosen)} pages of {host} is a listing: {reasons}")
    samples = with_known(samples, known)
    agreed = agreed_values(samples)
    mapping = {"portal": portal.slug, "version": "1", **_stated(market), **_learn(samples, agreed)}
    findings = try_mapping(mapping, portal, samples, agreed)
    return Learned(mapping, tuple(findings), tuple(sample.id for sample in samples), (*no_listings, *left_out))


def _market(host: str, pages: Sequence[tuple[str, Page]]) -> Market | None:
    """What its pages say of the market of a host that nobody registered."""
    samples, _ = judge_pages(pages, _nobodys(host, UNKNOWN_MARKET))
    return infer_market(host, [sample.page for sample in samples], [sample.values for sample in samples])


def _nobodys(host: str, market: Market) -> Portal:
    slug = "".join(c if c.isalnum() else "_" for c in host)
    return Portal(slug, host, market, content_source="html", tier="experimental", needs_javascript=False)


def _stated(market: Market | None) -> dict[str, Any]:
    stated = {key: value for key, value in asdict(market).items() if value is not None} if market else {}
    return {"market": stated} if stated else {}


def _learn(samples: Sequence[Sample], agreed: list[dict[str, object]]) -> dict[str, Any]:
    """What a mapping says of the pages: their address, anchor, what all state, and the rules."""
    pages = [Seen(Look(sample, values)) for sample, values in zip(samples, agreed, strict=True)]
    anchor = choose_anchor(pages)
    trier = Trier(samples, anchors_only({LISTING: anchor} if anchor else {}))
    fields = _choose_fields(_proposals(pages, anchor), trier, agreed)
    has_gaps = is_partial(fields)
    shown = element_anchor(fields, trier)
    if (
        shown is not None
    ):  # where data is the listing, its keys name what is there, and a tree is made for the rest alone
        fields = widen(fields, [sample.page for sample in samples])
    anchor += [shown] if shown is not None else []
    usual = usual_facts(fields, agreed) if anchor else []
    address = listing_address(samples) if anchor else None
    return {
        **({"listing_url": address} if address else {}),
        **({"anchors": {LISTING: anchor}} if anchor else {}),
        **({"usual": usual} if usual else {}),
        **({"partial": True} if has_gaps else {}),
        "fields": fields,
    }


def _choose_fields(proposals: dict[str, list[Proposal]], trier: Trier, agreed: list[dict[str, object]]) -> Fields:
    fields: Fields = {}
    for fact in FACTS:
        tried = [trier.try_out(proposal) for proposal in proposals.get(fact, ())]
        chosen = _choose(fact, [found for found in tried if found is not None], trier.samples, agreed)
        if chosen:
            fields[fact] = [found.proposal.rule for found in chosen]
    return fields


def _choose(
    fact: str, evidence: list[Evidence], samples: Sequence[Sample], agreed: list[dict[str, object]]
) -> list[Evidence]:
    if fact == "images":
        prefer_own_lists(evidence, agreed)
    _compare(evidence, samples, agreed)
    is_many = len({sample.listing for sample in samples}) >= MANY_LISTINGS
    if fact in _HEEDED and is_many and heed_places(evidence, [belief(e, samples) for e in evidence], agreed):
        _compare(evidence, samples, agreed)
    return (
        choose_rules(fact, evidence, samples)
        or discover_places(fact, evidence, samples, agreed)
        or unseen_places(evidence)
    )


def _compare(evidence: list[Evidence], samples: Sequence[Sample], agreed: list[dict[str, object]]) -> None:
    for found in evidence:
        found.compare(samples, agreed)


def _proposals(pages: Sequence[Seen], anchor: Sequence[Rule]) -> dict[str, list[Proposal]]:
    """The proposals of all pages by fact, each once: named where one page's names speak for it."""
    found: dict[tuple[str, str], Proposal] = {}
    for page in pages:
        for proposal in _proposals_of(page, anchor):
            key = proposal.fact, proposal.spec
            if proposal.fact not in _NOT_LEARNED and (key not in found or proposal.is_named > found[key].is_named):
                found[key] = proposal
    by_fact: dict[str, list[Proposal]] = defaultdict(list)
    for proposal in found.values():
        by_fact[proposal.fact].append(proposal)
    return by_fact


def _proposals_of(page: Seen, anchor: Sequence[Rule]) -> Iterator[Proposal]:
    anchored = list(anchored_proposals(page.look, anchor))
    yield from anchored
    known = Counter(proposal.fact for proposal in anchored if proposal.is_seen)
    yield from elsewhere_proposals(page, anchor, known)
    for seek in _SEEKERS:
        yield from seek(page.look)
