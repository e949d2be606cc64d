"""What PWS does to a text before it is a value, where our parsers do not do it anyway."""

import re
from dataclasses import dataclass, field
from typing import Any

from listings.extraction.safe_regex import compile_bounded
from listings.mapping_import.findings import NotExpressibleError
from listings.mapping_import.part_pattern import Cut, escaped, part_pattern, segment_pattern
from listings.mapping_import.pws_rules import PwsRule
from listings.mapping_import.sources import segment_number

# Facts whose parser finds the number, the currency or the unit in a text by itself.
PARSED_FACTS = frozenset(
    {
        "price", "count_bedrooms", "count_bathrooms", "count_toilets", "count_garages", "count_rooms",
        "constructed_area", "plot_area", "year_construction", "energy_performance", "service_charge",
    }
)  # fmt: skip
_CLEANED_ANYWAY = frozenset({"trim", "removeNewline", "collapseWhitespace", "stripHtmlEntities"})
_SRCSET_SEPARATORS = frozenset({" ", ","})
_ONE_RUN_OF_DIGITS = r"^\D*(\d+)\D*$"


@dataclass(slots=True)
class Cleaning:
    """Options for our rule, what of PWS's is left to our parsers, what is lost, and where ours is only near to it."""

    options: dict[str, Any] = field(default_factory=dict)
    left_to_parser: list[str] = field(default_factory=list)
    lost: list[tuple[str, str]] = field(default_factory=list)
    near: list[str] = field(default_factory=list)

    def remarks(self) -> list[str]:
        """What the account of a ported rule has to add."""
        left = ", ".join(dict.fromkeys(self.left_to_parser))
        return ([f"{left} left to the parser"] if left else []) + self.near


def cleaning(rule: PwsRule, fact: str) -> Cleaning:
    """How a text is to be cut and cleaned.  Raises NotExpressibleError where the rule is of no use without it."""
    found = Cleaning()
    cut = _cut(rule, fact, found)
    _modifiers(rule, fact, found)
    found.left_to_parser += [
        option for option in ("stripPunct", "stripFirstChar") if rule.options.get(option) and fact in PARSED_FACTS
    ]
    _regex(rule, found)
    is_segment = rule.effective == ("urlPathPart",)
    if "match" in found.options and (cut or is_segment):
        raise NotExpressibleError("a rule has one 'match', which would have to cut and to search")
    if "match" in found.options or cut:
        _refuse_long_text(rule, fact)
    if cut:
        pattern = segment_pattern(segment_number(rule), cut) if is_segment else part_pattern(cut)
        found.options["match"] = _bounded(pattern)
        found.near += ["stripString at the ends only"] if cut.strip else []
        found.near += ["parts are counted without space at the ends"] if cut.separator.isspace() and cut.number else []
    _path_prefix(rule, found)
    if rule.section == "images" and rule.options.get("thumbnailPatterns"):
        found.lost.append(("thumbnailPatterns", "nothing is replaced in a text; the largest variant known is taken"))
    return found


def _bounded(pattern: str) -> str:
    try:
        compile_bounded(pattern)
    except ValueError as error:
        raise NotExpressibleError(f"splitTextCharacter: {error}") from error
    return pattern


def _refuse_long_text(rule: PwsRule, fact: str) -> None:
    if fact == "description" or rule.text("cssLocator").strip() in ("body", "html"):
        raise NotExpressibleError("'match' reads the first 2,000 characters, and this text is longer")


def _path_prefix(rule: PwsRule, found: Cleaning) -> None:
    """What PWS puts before the path of a picture's relative address."""
    prefix = rule.text("imagePathPrefix")
    if not prefix or rule.section != "images" or not rule.text("cssLocator"):
        return
    if "match" in found.options or "{" in prefix:
        raise NotExpressibleError(f"imagePathPrefix {prefix!r} and another option would need two 'match'")
    found.options |= {"format": f"{prefix}{{}}", "match": rf"^({escaped(prefix)}/(?!/)\S{{0,2000}})"}
    found.near.append("imagePathPrefix before addresses that begin with a slash, and no others")


def _cut(rule: PwsRule, fact: str, found: Cleaning) -> Cut:
    separator, number = _split(rule)
    if rule.section == "images" and rule.text("cssAttr") == "srcset" and separator in _SRCSET_SEPARATORS:
        found.left_to_parser.append("splitTextCharacter")
        separator, number = "", 0
    strip = rule.text("stripString")
    if strip and fact in PARSED_FACTS:
        found.left_to_parser.append("stripString")
        strip = ""
    elif strip and (rule.section == "images" or fact in ("main_image", "description")):
        found.lost.append(("stripString", f"nothing is taken out of the middle of a text; it keeps {strip!r}"))
        strip = ""
    return Cut(separator, number, strip)


def _split(rule: PwsRule) -> tuple[str, int]:
    """The separator, where the text is split, and the number of the part.  Raises NotExpressibleError."""
    if rule.options.get("splitTextCharacter") is None:
        return "", 0
    number = rule.text("splitTextArrayId") or "0"
    if not number.isdecimal():
        raise NotExpressibleError(f"splitTextArrayId {number} counts from no end that PWS knows")
    return rule.text("splitTextCharacter") or " ", int(number)


def _modifiers(rule: PwsRule, fact: str, found: Cleaning) -> None:
    modifiers = rule.options.get("modifiers")
    for name in modifiers if isinstance(modifiers, list) else ():
        if fact in PARSED_FACTS or name in _CLEANED_ANYWAY:
            found.left_to_parser.append(str(name))
        elif name == "digitsOnly":
            found.options["match"] = _ONE_RUN_OF_DIGITS
        else:
            found.lost.append(("modifiers", f"{name}: a text is taken as it is stated"))


def _regex(rule: PwsRule, found: Cleaning) -> None:
    """The option `regex`, which PWS does not know, where it can only mean one thing."""
    pattern = rule.options.get("regex")
    if not isinstance(pattern, str):
        return
    try:
        groups = compile_bounded(pattern).groups
    except (ValueError, re.error) as error:
        raise NotExpressibleError(f"regex: {error}") from error
    if str(rule.options.get("regexGroup", min(groups, 1))) != str(min(groups, 1)):
        raise NotExpressibleError("regexGroup: 'match' takes the first group, or all where there is none")
    found.options["match"] = pattern
    found.near.append("regex takes effect here")
