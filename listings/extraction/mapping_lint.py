"""What is wrong with a mapping: faults of its text, and rules that read nothing on a sample page."""

from collections.abc import Iterator
from typing import Any

from listings.extraction.candidates import Candidate
from listings.extraction.facts import Reading, read
from listings.extraction.mapped import MappedPage
from listings.extraction.mapping import Mapping, MappingError, Rule, parse_mapping
from listings.extraction.market import UNKNOWN_MARKET
from listings.extraction.page import Page
from listings.extraction.portals import find_portal
from listings.extraction.result import shown


def lint_mapping(mapping: Mapping | bytes | dict[str, Any], sample: Page | None = None) -> list[str]:
    """Every fault in one line each; none for a mapping in order.

    On a sample page a rule is dead when it finds nothing, or nothing that parses.  Rules behind one that reads a
    value are fallbacks for other pages and not judged.
    """
    try:
        parsed = mapping if isinstance(mapping, Mapping) else parse_mapping(mapping)
    except MappingError as error:
        return error.faults
    return [] if sample is None else list(_dead_rules(parsed, sample))


def _dead_rules(mapping: Mapping, sample: Page) -> Iterator[str]:
    mapped = MappedPage(sample, mapping)
    portal = find_portal(sample.url)
    reading = Reading(market=portal.market if portal else UNKNOWN_MARKET, page_url=sample.base_url)
    for fact, rules in mapping.fields.items():
        for number, rule in enumerate(rules):
            fault = _fault(mapped, fact, rule, reading)
            if fault is None:
                break
            yield f"{fact}[{number}]: {fault}"


def _fault(mapped: MappedPage, fact: str, rule: Rule, reading: Reading) -> str | None:
    found = mapped.read(rule)
    if found is None:
        return "finds nothing on the sample"
    source, raw = found
    candidate = Candidate(fact, raw, source, rule.path, trust=1.0, mapped=True, unit=rule.unit)
    return None if read(candidate, reading) else f"finds {shown(raw)!r}, which is no {fact}"
