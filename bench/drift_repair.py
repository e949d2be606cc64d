"""What a redesign does to a portal's mapping, and what self-repair makes of it.

    python -m bench.drift_repair [--seed N]
    python -m bench.drift_repair INDEX.jsonl [--seed N]          pages of portals, by their host

Every portal's pages are redesigned (bench/redesign.py), the mapping that read them before is tried on them, and they
are repaired as self-repair does it: learned from anew, with what is known of the listings from before, merged with what
the old mapping still reads (aimap/repair). Without an index the pages are those of the made-up portals and our own of
tests/pages.

A field counts as read where it says the same as before the redesign. `rules`: by the mapping's own rules; reading on
without them, where they find nothing, is what the engine does besides. Portals whose mapping the redesign does not
harm are listed, and left out of the sums. The last line is one JSON object; exit 1 when less than 95 % of the fields
are restored.
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from aimap.induction.captures import Capture, UnusableCapturesError, plain_host
from aimap.induction.known import NOTHING_KNOWN, Known
from aimap.induction.learning import learn_mapping
from aimap.repair.repaired import repaired_mapping
from aimap.trial.pages import TRIED_FIELDS, Kind, TrialPage
from aimap.trial.running import run_trial
from aimap.trial.sameness import is_given, says_same
from bench.made_portals import STYLES, host_of, make_pages
from bench.own_pages import own_pages
from bench.redesign import Redesign
from listings.extraction.engine import extract
from listings.extraction.mapping import Mapping as PortalMapping
from listings.extraction.mapping import parse_mapping
from listings.extraction.market import UNKNOWN_MARKET
from listings.extraction.page import Page, decode_html
from listings.extraction.portals import Portal, find_portal
from listings.extraction.result import Extraction, Status
from listings.extraction_batch import read_index

BAR = 0.95
HARMED_BELOW = 0.9  # of the fields that the rules read before
MADE_PAGES = 8
_FOLLOWING = frozenset({"derived", "url"})  # of no rule, and of nothing that a redesign touches


@dataclass(frozen=True, slots=True)
class PortalPages:
    """A portal's pages as (id, url, html), and the mapping that reads them; None: one is learned first."""

    host: str
    pages: tuple[tuple[str, str, str], ...]
    mapping: dict[str, Any] | None


@dataclass(slots=True)
class Outcome:
    """Fields of one portal, in counts: read by rules before; still so, and anyhow, after; and with the new mapping."""

    host: str
    pages: int
    before: int = 0
    rules_after: int = 0
    any_after: int = 0
    rules_repaired: int = 0
    restored: int = 0
    is_better: bool = False
    note: str = ""

    @property
    def is_harmed(self) -> bool:
        """Whether the redesign took much from the mapping's rules."""
        return self.before > 0 and self.rules_after < HARMED_BELOW * self.before


def main() -> int:
    """Redesign every portal, repair it, print the table."""
    args = _arguments()
    portals = list(_portals_of(args.index) if args.index else _own_portals())
    redesign = Redesign(args.seed)
    sys.stdout.write(_row("portal", ("pages", "fields", "rules", "anyhow", "rules", "restored", "better"), "note"))
    outcomes = []
    for portal in portals:
        outcome = try_portal(portal, redesign)
        outcomes.append(outcome)
        sys.stdout.write(_line(outcome))
        sys.stdout.flush()
    figures = _figures(outcomes, args.seed)
    sys.stdout.write(json.dumps(figures) + "\n")
    return int(not figures["harmed"] or float(figures["restored"]) < BAR)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.drift_repair", description=__doc__.splitlines()[0])
    parser.add_argument("index", type=Path, nargs="?")
    parser.add_argument("--seed", default="1")
    return parser.parse_args()


def _own_portals() -> Iterator[PortalPages]:
    for style in STYLES:
        made = make_pages(style, MADE_PAGES)
        yield PortalPages(host_of(style), tuple((page.id, page.url, page.html) for page in made), None)
    with own_pages() as index:
        yield from [portal for portal in _portals_of(index) if not portal.pages[0][0].startswith("large.")]


def _portals_of(index: Path) -> Iterator[PortalPages]:
    """The pages of an index by host, with the mapping that is shipped for it, if there is one."""
    pages: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for page in read_index(index):
        portal = find_portal(page.url)
        host = portal.host if portal else plain_host(urlsplit(page.url).hostname or "")
        if not page.id.startswith("large."):
            pages[host].append((page.id, page.url, decode_html(page.read())))
    for host in sorted(pages):
        portal = find_portal(f"https://{host}/")
        yield PortalPages(host, tuple(pages[host]), _shipped(portal.slug) if portal else None)


def _shipped(slug: str) -> dict[str, Any] | None:
    file = files("listings").joinpath("mappings", f"{slug}.json")
    return dict(json.loads(file.read_text("utf-8"))) if file.is_file() else None


def try_portal(portal: PortalPages, redesign: Redesign) -> Outcome:
    """What a redesign takes from a portal's mapping, and what its repair restores."""
    outcome = Outcome(portal.host, len(portal.pages))
    document = portal.mapping or _learned(portal.host, portal.pages)
    if document is None:
        outcome.note = "no listing to learn from"
        return outcome
    old = parse_mapping(document)
    redesigned = tuple((name, url, redesign.apply(html)) for name, url, html in portal.pages)
    wanted = _wanted(portal.pages, old)
    outcome.before = sum(map(len, wanted.values()))
    outcome.rules_after, outcome.any_after = _read(redesigned, old, wanted)
    learned = _learned(portal.host, redesigned, wanted)
    if learned is None:
        outcome.note = "nothing could be learned"
        return outcome
    tried = [TrialPage(name, url, html, Kind.AFTER) for name, url, html in redesigned]
    judged = _portal(portal.host, learned)
    pairs = [
        (Page(url, html), Page(url, now)) for (_, url, html), (_, _, now) in zip(portal.pages, redesigned, strict=True)
    ]
    repaired = repaired_mapping(old=document, learned=learned, pages=tried, portal=judged, known=wanted, pairs=pairs)
    new = parse_mapping(repaired)
    outcome.rules_repaired, outcome.restored = _read(redesigned, new, wanted)
    outcome.is_better = run_trial(new, pages=tried, portal=judged, old=old, known=wanted).is_strictly_better
    return outcome


def _learned(host: str, pages: Sequence[tuple[str, str, str]], known: Known = NOTHING_KNOWN) -> dict[str, Any] | None:
    captures = [Capture(*page) for page in pages]
    try:
        return learn_mapping(host=host, captures=captures, known=known).mapping
    except UnusableCapturesError:
        return None


def _wanted(pages: Iterable[tuple[str, str, str]], mapping: PortalMapping) -> dict[str, dict[str, object]]:
    """What the mapping's rules read on each page as it was, page by page."""
    wanted = {}
    for name, url, html in pages:
        found = extract(Page(url, html), portal=find_portal(url), mapping=mapping)
        if found.status is Status.OK:
            wanted[name] = {field: found.values[field] for field in _by_rules(found, mapping)}
    return wanted


def _read(
    pages: Iterable[tuple[str, str, str]], mapping: PortalMapping, wanted: Mapping[str, Mapping[str, object]]
) -> tuple[int, int]:
    """How many of the wanted values the mapping's rules read, and how many are read anyhow."""
    by_rules = anyhow = 0
    for name, url, html in pages:
        found = extract(Page(url, html), portal=find_portal(url), mapping=mapping)
        own = _by_rules(found, mapping)
        for field, value in wanted.get(name, {}).items():
            is_same = says_same(field, found.values.get(field), value)
            anyhow += is_same
            by_rules += is_same and field in own
    return by_rules, anyhow


def _by_rules(found: Extraction, mapping: PortalMapping) -> set[str]:
    """The fields that were read by a rule of the mapping."""
    places = {(rule.source, rule.path) for rules in mapping.fields.values() for rule in rules}
    places |= {(_source_of(rule.anchor, mapping), rule.path)
               for rules in mapping.fields.values() for rule in rules if rule.anchor}  # fmt: skip
    return {
        field
        for field in TRIED_FIELDS
        if is_given(found.values.get(field))
        and (origin := found.provenance.get(field)) is not None
        and origin.source not in _FOLLOWING
        and (origin.source, origin.path) in places
    }


def _source_of(anchor: str | None, mapping: PortalMapping) -> str:
    return mapping.anchors[anchor][0].source if anchor else ""


def _portal(host: str, mapping: Mapping[str, Any]) -> Portal:
    """The portal in whose light pages are read; of one that nobody registered what its mapping says."""
    known = find_portal(f"https://{host}/")
    market = parse_mapping(dict(mapping)).market or UNKNOWN_MARKET
    return known or Portal(mapping["portal"], host, market, "html", "experimental", needs_javascript=False)


def _figures(outcomes: Sequence[Outcome], seed: str) -> dict[str, float | str]:
    harmed = [outcome for outcome in outcomes if outcome.is_harmed]
    before = sum(outcome.before for outcome in harmed)
    return {
        "seed": seed,
        "portals": len(outcomes),
        "harmed": len(harmed),
        "fields": before,
        "rules_after": _share(sum(outcome.rules_after for outcome in harmed), before),
        "read_after": _share(sum(outcome.any_after for outcome in harmed), before),
        "rules_repaired": _share(sum(outcome.rules_repaired for outcome in harmed), before),
        "restored": _share(sum(outcome.restored for outcome in harmed), before),
    }


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def _line(outcome: Outcome) -> str:
    before = max(outcome.before, 1)
    shares = (outcome.rules_after, outcome.any_after, outcome.rules_repaired, outcome.restored)
    cells = (str(outcome.pages), str(outcome.before), *(f"{count / before:.3f}" for count in shares))
    note = outcome.note or ("" if outcome.is_harmed else "not harmed")
    return _row(outcome.host, (*cells, "yes" if outcome.is_better else ""), note)


def _row(name: str, cells: Iterable[str], note: str) -> str:
    return f"{name:<28}" + "".join(f"{cell:>10}" for cell in cells) + f"  {note}\n"


if __name__ == "__main__":
    sys.exit(main())
