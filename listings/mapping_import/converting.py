"""A property_web_scraper mapping as one of ours, with an account of every rule of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from listings.extraction.candidates import TRUST
from listings.extraction.facts import FACTS
from listings.extraction.mapping_lint import lint_mapping
from listings.mapping_import.findings import Findings, NotExpressibleError
from listings.mapping_import.flags import flag_rule, says_the_same
from listings.mapping_import.ignored import note_defaults, note_rule, note_top_level
from listings.mapping_import.portal_facts import area_unit, note_constants
from listings.mapping_import.positions import position_rules
from listings.mapping_import.pws_file import PwsMapping
from listings.mapping_import.pws_rules import PwsRule, default_values, list_rules, value_rules
from listings.mapping_import.pws_schema import FACT_OF_FIELD, FACT_OF_FLAG
from listings.mapping_import.sources import shown_rule, source_rule
from listings.mapping_import.text_options import cleaning

OurRule = dict[str, Any]
Rules = dict[str, list[OurRule]]

_POSITION_FIELDS = ("latitude", "longitude")
_AREAS = ("constructed_area", "plot_area")
_FIRST_FIELDS = ("property_subtype", "for_sale", "for_rent")
_PRICES = ("price_string", "price_float")
_SOURCES = {"scriptJsonPath": "json", "flightDataPath": "flight", "jsonLdPath": "jsonld"}


@dataclass(frozen=True, slots=True)
class Imported:
    """Our mapping, as it is written to its file, and what is to be said about it."""

    mapping: dict[str, Any]
    findings: Findings


def import_mapping(source: PwsMapping) -> Imported:
    """Convert a mapping.  What it gives passes lint_mapping; a rule that would not is reported instead."""
    findings = Findings()
    _note_file(source, findings)
    defaults = default_values(source.raw, findings)
    rules = value_rules(source.raw, findings) + list_rules(source.raw, findings)
    for rule in rules:
        note_rule(rule, findings)
    note_constants(source.name, source.raw, defaults, findings)
    unit = area_unit(source.raw, defaults)
    converted: Rules = {}
    for rule in sorted(rules, key=_rank):
        _convert(rule, unit, converted, findings)
    _convert_position(rules, converted, findings)
    _convert_flags(rules, converted, findings)
    fields = {fact: converted[fact] for fact in FACTS if converted.get(fact)}
    return Imported({"portal": source.name, "version": _version(source.raw), "fields": fields}, findings)


def _note_file(source: PwsMapping, findings: Findings) -> None:
    for key in source.twice:
        findings.ignore(key, "given twice in one object; the last one counts")
    if source.unread:
        findings.ignore("[1]", f"{source.unread} more in the list; only the first mapping is read")
    note_top_level(source.raw, findings)
    note_defaults(source.raw, findings)


def _rank(rule: PwsRule) -> tuple[float, bool, bool]:
    """The order of fields that fill one fact.

    A price is read from embedded state before JSON-LD before what is shown, which says more than a bare number.
    """
    trust = TRUST[_SOURCES.get(next(iter(rule.effective), ""), "css")] if rule.field in _PRICES else 0.0
    return -trust, rule.field == "price_float", rule.field not in _FIRST_FIELDS


def _convert(rule: PwsRule, unit: str | None, converted: Rules, findings: Findings) -> None:
    """A field that fills one fact."""
    if rule.section == "booleanFields" or rule.field in _POSITION_FIELDS:
        return
    fact = FACT_OF_FIELD.get(rule.field)
    if fact is None:
        is_flag = rule.field in FACT_OF_FLAG
        findings.lose(rule.place, "not given as a boolean field" if is_flag else f"the vocabulary has no {rule.field}")
        return
    for link in rule.chain():
        for strategy in _strategies(link):
            try:
                ours, remarks = _value_rule(link, strategy, fact, unit, findings)
            except NotExpressibleError as error:
                findings.lose(f"{link.place}.{strategy}", str(error))
            else:
                _add(ours, fact, link.place, remarks, converted, findings)


def _strategies(link: PwsRule) -> tuple[str, ...]:
    """The strategies to convert: those in effect, else those that can only be meant to be."""
    if link.effective:
        return link.effective
    return ("xpath",) if link.text("xpath") else link.given


def _value_rule(
    link: PwsRule, strategy: str, fact: str, unit: str | None, findings: Findings
) -> tuple[OurRule, list[str]]:
    ours = source_rule(link, strategy, fact)
    cleaned = cleaning(link, fact)
    for option, reason in cleaned.lost:
        findings.lose(f"{link.place}.{option}", reason)
    if fact in _AREAS and unit:
        ours["unit"] = unit
    return {**ours, **cleaned.options}, [*_effect(link, strategy), *cleaned.remarks()]


def _effect(link: PwsRule, strategy: str) -> list[str]:
    """Whether it takes effect only here."""
    was_read = strategy in link.effective and not (link.is_list and link.is_fallback)
    return [] if was_read else ["takes effect here"]


def _convert_position(rules: Iterable[PwsRule], converted: Rules, findings: Findings) -> None:
    by_field = {rule.field: rule for rule in rules}
    pair = [by_field.get(field) for field in _POSITION_FIELDS]
    for place, ours in position_rules(pair[0], pair[1], findings):
        _add(ours, "position", place, [], converted, findings)


def _convert_flags(rules: Iterable[PwsRule], converted: Rules, findings: Findings) -> None:
    flags = {rule.field: rule for rule in sorted(rules, key=_rank) if rule.section == "booleanFields"}
    for field, rule in flags.items():
        if field not in FACT_OF_FLAG:
            findings.lose(rule.place, f"the vocabulary has no {field}")
        elif _is_mere_rent(rule, flags):
            findings.lose(rule.place, "says the same as for_rent, and nothing about how long the rent is meant")
        else:
            _convert_flag(rule, FACT_OF_FLAG[field][0], converted, findings)


def _convert_flag(rule: PwsRule, fact: str, converted: Rules, findings: Findings) -> None:
    for link in rule.chain():
        for strategy in _strategies(link):
            try:
                ours = flag_rule(rule, link, strategy)
            except NotExpressibleError as error:
                findings.lose(f"{link.place}.{strategy}", str(error))
            else:
                _add(ours, fact, link.place, ["false becomes unknown"], converted, findings)


def _is_mere_rent(rule: PwsRule, flags: Mapping[str, PwsRule]) -> bool:
    rent = flags.get("for_rent")
    return rule.field == "for_rent_long_term" and rent is not None and says_the_same(rule, rent)


def _add(ours: OurRule, fact: str, place: str, remarks: list[str], converted: Rules, findings: Findings) -> None:
    """Keep a rule that the linter takes; one that is there already is not kept twice."""
    if faults := lint_mapping({"portal": "x", "version": "1", "fields": {fact: [ours]}}):
        findings.lose(place, faults[0].partition(": ")[2] or faults[0])
        return
    kept = converted.setdefault(fact, [])
    if ours not in kept:
        kept.append(ours)
    findings.port(place, "; ".join((f"{fact}: {shown_rule(ours)}", *remarks)))


def _version(raw: Mapping[str, Any]) -> str:
    version = raw.get("version")
    is_stated = isinstance(version, str | int) and not isinstance(version, bool)
    return str(version) if is_stated and str(version) else "1"
