"""What PWS passes over in silence: keys it does not know, fields it drops, and options that never apply."""

from collections.abc import Iterator, Mapping
from typing import Any

from listings.mapping_import.findings import Findings, Note
from listings.mapping_import.ignored_options import OF_FIRST_RULE, ignored_options
from listings.mapping_import.misspellings import meant
from listings.mapping_import.pws_rules import PwsRule
from listings.mapping_import.pws_schema import (
    EVALUATORS,
    EVALUATORS_WITH_PARAM,
    KEPT_FIELDS,
    OTHER_KEYS,
    PORTAL_KEYS,
    SECTIONS,
)

_EVALUATION = ("evaluator", "evaluatorParam", "caseInsensitive")
_DROPPED = "read, and then dropped: its listing keeps no such field"


def note_top_level(raw: Mapping[str, Any], findings: Findings) -> None:
    """Keys of the mapping itself that nothing reads."""
    for key in raw:
        if key in ("version", "last_checked"):
            findings.ignore(key, "bookkeeping that its extraction does not read")
        elif key == "extraFields":
            findings.ignore(key, "declared, and read by nothing")
        elif key in PORTAL_KEYS:
            findings.ignore(key, "unknown here; it belongs into 'portal'")
        elif key not in (*SECTIONS, *OTHER_KEYS):
            findings.ignore(key, f"unknown key{meant(key, (*SECTIONS, *OTHER_KEYS))}")
    portal = raw.get("portal")
    for key in portal if isinstance(portal, dict) else ():
        if key not in PORTAL_KEYS:
            findings.ignore(f"portal.{key}", f"unknown key{meant(key, PORTAL_KEYS)}")


def note_defaults(raw: Mapping[str, Any], findings: Findings) -> None:
    """Options of constants, which have a value and nothing else, and constants of fields that are dropped."""
    defaults = raw.get("defaultValues")
    for field, options in defaults.items() if isinstance(defaults, dict) else ():
        place = f"defaultValues.{field}"
        if field not in KEPT_FIELDS:
            findings.ignore(place, _DROPPED)
        if not isinstance(options, dict):
            continue
        for key in options:
            if key != "value":
                findings.ignore(f"{place}.{key}", "a constant has only a value")
        if options.get("value") == "false":
            findings.ignore(place, "kept as the text 'false', which is no false")


def note_rule(rule: PwsRule, findings: Findings) -> None:
    """All that is passed over in a rule and in its fallbacks, and that its field is dropped, if it is."""
    if rule.field not in KEPT_FIELDS:
        findings.ignore(rule.place, _DROPPED)
    if not any(link.given or link.text("xpath") for link in rule.chain()):
        findings.ignore(rule.place, "says of no place where to look, so it is always empty")
    for link in rule.chain():
        findings.ignored += ignored_options(link)
    if rule.is_list and rule.options.get("fallbacks"):
        findings.ignore(f"{rule.place}.fallbacks", f"{rule.section} have no fallbacks there; they are tried here")
    if rule.section == "booleanFields":
        findings.ignored += _unusable_evaluation(rule)
        findings.ignored += [note for link in rule.chain() for note in _evaluation_of_fallback(rule, link)]


def _unusable_evaluation(rule: PwsRule) -> Iterator[Note]:
    evaluator = rule.options.get("evaluator")
    if evaluator is None:
        yield Note(rule.place, "has no evaluator, so it is always false")
    elif evaluator not in EVALUATORS:
        hint = meant(str(evaluator), EVALUATORS)
        yield Note(f"{rule.place}.evaluator", f"unknown evaluator {evaluator!r}{hint}, so it is always false")
    elif evaluator not in EVALUATORS_WITH_PARAM and "evaluatorParam" in rule.options:
        yield Note(f"{rule.place}.evaluatorParam", f"{evaluator} takes none")
    elif evaluator in EVALUATORS_WITH_PARAM and evaluator != "==" and not rule.text("evaluatorParam"):
        yield Note(f"{rule.place}.evaluatorParam", f"missing, so {evaluator} is always true")


def _evaluation_of_fallback(rule: PwsRule, link: PwsRule) -> Iterator[Note]:
    for option in _EVALUATION if link.is_fallback else ():
        if option in link.options and link.options[option] != rule.options.get(option):
            yield Note(f"{link.place}.{option}", OF_FIRST_RULE)
