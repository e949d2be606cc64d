"""Where a PWS rule looks, as a rule of ours: selectors, embedded state, JSON-LD, flight data, the URL."""

import json
import re
from collections.abc import Callable
from typing import Any

from listings.extraction.generic.nodes import HOME_TYPES
from listings.mapping_import.findings import NotExpressibleError
from listings.mapping_import.part_pattern import Cut, segment_pattern, segments_before
from listings.mapping_import.pws_rules import PwsRule, path_fault
from listings.mapping_import.selectors import selector_rule
from listings.mapping_import.xpath import css_of_xpath

MAX_SEGMENTS = 20
_NAME = re.compile(r"[\w$-]{1,100}")
_GRAPH = re.compile(r"@graph\.\d{1,4}\.")
_TYPE = re.compile(r"[\w-]{1,60}")
# A node that stands for the page, and leads to the home's.
_PAGE_TYPES = frozenset({"WebPage", "ItemPage"})


def source_rule(rule: PwsRule, strategy: str, fact: str) -> dict[str, Any]:
    """Our rule's source for one strategy of a rule.  Raises NotExpressibleError."""
    return _CONVERTERS[strategy](rule, fact)


def shown_rule(ours: dict[str, Any]) -> str:
    """A rule as its file has it, with <home> for the long list of types of homes."""
    text = json.dumps(ours, ensure_ascii=False)
    for types in (HOME_TYPES | _PAGE_TYPES, HOME_TYPES):
        text = text.replace(_joined(types), "<home>")
    return text


def segment_number(rule: PwsRule) -> int:
    """The number of a URL's segment, from 1.  Raises NotExpressibleError for what is no such number."""
    text = rule.text("urlPathPart")
    if not text.isdecimal() or not 1 <= int(text) <= MAX_SEGMENTS:
        raise NotExpressibleError(
            f"urlPathPart {text} is the whole path there; a 'url' rule with 'match' can take the part that is meant"
        )
    return int(text)


def segment_start(rule: PwsRule) -> str:
    """A pattern for all of the URL before the rule's segment."""
    return segments_before(segment_number(rule))


def _css(rule: PwsRule, fact: str) -> dict[str, Any]:
    number = rule.options.get("cssCountId")
    if number is not None and str(number).strip() != "0":
        raise NotExpressibleError(f"cssCountId {number}: a rule takes the first element it finds, or all of them")
    attribute = rule.text("cssAttr") or rule.text("xmlAttr") or None
    if attribute is None and rule.section == "images":
        raise NotExpressibleError("no attribute is named that holds the picture's address, such as cssAttr 'src'")
    return _listed(rule, selector_rule(rule.text("cssLocator"), attribute, fact))


def _xpath(rule: PwsRule, fact: str) -> dict[str, Any]:
    selection = css_of_xpath(rule.text("xpath"))
    attribute = selection.attribute or rule.text("cssAttr") or rule.text("xmlAttr") or None
    return _listed(rule, selector_rule(selection.selector, attribute, fact))


def _state(rule: PwsRule, fact: str) -> dict[str, Any]:
    if rule.options.get("scriptJsonDeepParse") and not rule.is_list:
        raise NotExpressibleError("scriptJsonDeepParse: a path does not reach into JSON that is a text in JSON")
    name = rule.text("scriptJsonVar").removeprefix("window.")
    if not _NAME.fullmatch(name):
        raise NotExpressibleError(f"scriptJsonVar {name!r} is no name of a variable or of a script")
    path = f"{name}.{_checked_path(rule.text('scriptJsonPath'))}"
    if rule.section == "images" and (key := rule.text("cssAttr") or rule.text("xmlAttr")):
        path = f"{path}.*.{_checked_path(key)}"
    return _listed(rule, {"json": path})


def _jsonld(rule: PwsRule, fact: str) -> dict[str, Any]:
    path = _checked_path(_GRAPH.sub("", rule.text("jsonLdPath"), count=1))
    return _listed(rule, {"jsonld": f"{_joined(_types(rule, path))}.{path}"})


def _joined(types: frozenset[str]) -> str:
    return "|".join(sorted(types))


def _types(rule: PwsRule, path: str) -> frozenset[str]:
    """The type that is asked for; where none is, those of homes, because ours has no word for any type."""
    stated = rule.text("jsonLdType")
    if stated:
        name = stated.rstrip("/").rpartition("/")[2]
        if not _TYPE.fullmatch(name):
            raise NotExpressibleError(f"jsonLdType {stated!r} is no type")
        return frozenset({name})
    leads_to_home = path.startswith(("mainEntity.", "about."))
    return HOME_TYPES | _PAGE_TYPES if leads_to_home else HOME_TYPES


def _flight(rule: PwsRule, fact: str) -> dict[str, Any]:
    return _listed(rule, {"flight": f"*.{_checked_path(rule.text('flightDataPath'))}"})


def _url(rule: PwsRule, fact: str) -> dict[str, Any]:
    return {"url": True, "match": segment_pattern(segment_number(rule), Cut())}


def _script(rule: PwsRule, fact: str) -> dict[str, Any]:
    raise NotExpressibleError("scriptRegEx: no rule searches the text of scripts by a regular expression")


def _listed(rule: PwsRule, ours: dict[str, Any]) -> dict[str, Any]:
    return {**ours, "all": True} if rule.is_list else ours


def _checked_path(path: str) -> str:
    if fault := path_fault(path):
        raise NotExpressibleError(fault)
    if "length" in path.split("."):
        raise NotExpressibleError("a path cannot count the members of a list")
    if "]" in path:
        raise NotExpressibleError("a key of the path has brackets")
    return path


_CONVERTERS: dict[str, Callable[[PwsRule, str], dict[str, Any]]] = {
    "cssLocator": _css,
    "xpath": _xpath,
    "scriptJsonPath": _state,
    "jsonLdPath": _jsonld,
    "flightDataPath": _flight,
    "urlPathPart": _url,
    "scriptRegEx": _script,
}
