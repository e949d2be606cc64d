"""Options of one rule that PWS passes over: unknown ones, and those that never apply where they stand."""

import re
from collections.abc import Iterator

from listings.extraction.safe_regex import MAX_PATTERN_CHARS
from listings.mapping_import.findings import Note
from listings.mapping_import.misspellings import meant
from listings.mapping_import.pws_rules import PwsRule, path_fault
from listings.mapping_import.pws_schema import LIST_STRATEGIES, MODIFIERS, OPTIONS
from listings.mapping_import.selectors import looks_past_tbody

_EVALUATION = ("evaluator", "evaluatorParam", "caseInsensitive")
_NUMBER_STRIPPING = ("stripPunct", "stripFirstChar")
# Options that one section alone reads.
_READ_IN = {
    "value": "defaultValues",
    **dict.fromkeys(_EVALUATION, "booleanFields"),
    **dict.fromkeys(("imagePathPrefix", "thumbnailPatterns"), "images"),
    **dict.fromkeys(_NUMBER_STRIPPING, "floatFields"),
}
_LISTS_AND_FLAGS = ("caseInsensitive", "fallbacks", "modifiers", "thumbnailPatterns", "scriptJsonDeepParse")
_TEXTS = OPTIONS.difference(_LISTS_AND_FLAGS, _NUMBER_STRIPPING)
_NO_GROUPS = re.compile(r"\\.|\[[^\]]*\]", re.DOTALL)
_GROUP = re.compile(r"\((?!\?)")
OF_FIRST_RULE = "read of the first rule only, not of a fallback"
# An option that means nothing without another.
_NEEDS = (
    ("scriptJsonPath", "scriptJsonVar"),
    ("scriptJsonVar", "scriptJsonPath"),
    ("scriptJsonDeepParse", "scriptJsonPath"),
    ("jsonLdType", "jsonLdPath"),
    ("cssCountId", "cssLocator"),
    ("splitTextArrayId", "splitTextCharacter"),
    ("imagePathPrefix", "cssLocator"),
)


def ignored_options(rule: PwsRule) -> Iterator[Note]:
    """A note for every option of one rule, without its fallbacks, that is passed over where it stands."""
    yield from _unknown_options(rule)
    yield from _wrong_types(rule)
    yield from _lonely_options(rule)
    yield from _misplaced_options(rule)
    yield from _overridden_strategies(rule)
    yield from _css_options(rule)
    yield from _dead_values(rule)
    yield from _modifiers(rule)


def _unknown_options(rule: PwsRule) -> Iterator[Note]:
    for key in rule.options:
        if key not in OPTIONS:
            yield Note(f"{rule.place}.{key}", f"unknown option{meant(key, OPTIONS)}")


def _wrong_types(rule: PwsRule) -> Iterator[Note]:
    for option, value in rule.options.items():
        if option in _TEXTS and (isinstance(value, bool) or not isinstance(value, str | int | float)):
            yield Note(f"{rule.place}.{option}", "must be a text")
    fallbacks = rule.options.get("fallbacks", [])
    if not isinstance(fallbacks, list) or not all(isinstance(member, dict) for member in fallbacks):
        yield Note(f"{rule.place}.fallbacks", "must be a list of objects")


def _lonely_options(rule: PwsRule) -> Iterator[Note]:
    for option, needed in _NEEDS:
        if option in rule.options and not rule.text(needed):
            yield Note(f"{rule.place}.{option}", f"does nothing without {needed}")
    names_member = rule.section == "images" and rule.has("scriptJsonPath")
    for option in ("cssAttr", "xmlAttr"):
        if option in rule.options and not rule.text("cssLocator") and not names_member:
            yield Note(f"{rule.place}.{option}", "does nothing without cssLocator")


def _misplaced_options(rule: PwsRule) -> Iterator[Note]:
    for option, section in _READ_IN.items():
        if option in rule.options and section != rule.section:
            yield Note(f"{rule.place}.{option}", f"read in {section} only")
        elif option in rule.options and rule.is_fallback and option in _NUMBER_STRIPPING:
            yield Note(f"{rule.place}.{option}", OF_FIRST_RULE)
    if rule.is_fallback and "fallbacks" in rule.options:
        yield Note(f"{rule.place}.fallbacks", "a fallback has no fallbacks")
    if rule.is_list and rule.options.get("scriptJsonDeepParse"):
        yield Note(f"{rule.place}.scriptJsonDeepParse", f"not read in {rule.section}")


def _overridden_strategies(rule: PwsRule) -> Iterator[Note]:
    effective = rule.effective
    for strategy in rule.given:
        if strategy not in effective and rule.is_list and strategy not in LIST_STRATEGIES:
            yield Note(f"{rule.place}.{strategy}", f"{rule.section} are not read from there")
        elif strategy not in effective:
            yield Note(f"{rule.place}.{strategy}", f"never applies, because {effective[0]} overrides it")
    if rule.text("xpath"):
        because = f", and {effective[0]} would override it" if effective else ""
        yield Note(f"{rule.place}.xpath", f"no longer read{because}")
    for option in ("apiEndpoint", "apiJsonPath"):
        if option in rule.options:
            yield Note(f"{rule.place}.{option}", "declared, and not read by its extraction")


def _css_options(rule: PwsRule) -> Iterator[Note]:
    if not rule.text("cssLocator"):
        return
    attribute = next((option for option in ("cssAttr", "xmlAttr") if rule.text(option)), None)
    if rule.text("cssAttr") and rule.text("xmlAttr"):
        yield Note(f"{rule.place}.xmlAttr", "cssAttr goes first")
    if rule.options.get("cssCountId") is not None and attribute:
        yield Note(f"{rule.place}.{attribute}", "cssCountId reads the element's text in its stead")
    if looks_past_tbody(rule.text("cssLocator")):
        yield Note(f"{rule.place}.cssLocator", "finds no rows right under a table, where parsers put a tbody")
    if rule.section == "images" and not attribute and "cssLocator" in rule.effective:
        yield Note(rule.place, "without cssAttr the text of an element is read, and a picture has none")


def _dead_values(rule: PwsRule) -> Iterator[Note]:
    for option in _NUMBER_STRIPPING:
        if rule.options.get(option) == "false":
            yield Note(f"{rule.place}.{option}", "the text 'false' counts as true")
    if rule.text("urlPathPart") and not _whole(rule.text("urlPathPart")):
        yield Note(f"{rule.place}.urlPathPart", "no segment has this number, so it is the whole path")
    for option in ("cssCountId", "splitTextArrayId"):
        value = rule.options.get(option)
        if value is not None and value != "" and not _integer(value):
            yield Note(f"{rule.place}.{option}", "is no number, so nothing is found")
    if rule.options.get("splitTextCharacter") is not None and rule.text("splitTextArrayId").startswith("-"):
        yield Note(f"{rule.place}.splitTextArrayId", "no part has a negative number, so nothing is found")
    for option in ("scriptJsonPath", "jsonLdPath", "flightDataPath"):
        if fault := path_fault(rule.text(option)):
            yield Note(f"{rule.place}.{option}", f"{fault}, so nothing is found")
    if _GROUP.search(_NO_GROUPS.sub("", rule.text("scriptRegEx")[:MAX_PATTERN_CHARS])):
        yield Note(f"{rule.place}.scriptRegEx", "all that matches is read, not the group, whatever its guide says")


def _modifiers(rule: PwsRule) -> Iterator[Note]:
    modifiers = rule.options.get("modifiers")
    if modifiers is None:
        return
    if not isinstance(modifiers, list):
        yield Note(f"{rule.place}.modifiers", "must be a list of names")
        return
    for name in modifiers:
        if name not in MODIFIERS:
            yield Note(f"{rule.place}.modifiers", f"unknown modifier {name!r}{meant(str(name), MODIFIERS)}")


def _whole(text: str) -> bool:
    return text.isdecimal() and int(text) > 0


def _integer(value: object) -> bool:
    return str(value).strip().removeprefix("-").isdecimal()
