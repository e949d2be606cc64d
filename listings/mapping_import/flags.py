"""Boolean fields: the condition under which PWS says true, as a rule that proposes what is then the case."""

from typing import Any

from listings.extraction.parsing.offer import parse_offer
from listings.mapping_import.findings import NotExpressibleError
from listings.mapping_import.part_pattern import escaped
from listings.mapping_import.pws_rules import PwsRule
from listings.mapping_import.pws_schema import EVALUATORS, EVALUATORS_WITH_PARAM, FACT_OF_FLAG
from listings.mapping_import.sources import segment_start, source_rule

# Texts long enough to name an offer in passing ("let yourself be charmed").
_TEASERS = frozenset({"description", "og:description", "twitter:description"})
_SEGMENT = "[^/?#]{0,500}"
_SEGMENT_END = "(?:[/?#]|$)"


def flag_rule(rule: PwsRule, link: PwsRule, strategy: str) -> dict[str, Any]:
    """Our rule for one place that a boolean field looks at.

    rule: the field's first rule, whose evaluator holds for its fallbacks too; link: the one whose place is read.
    What is not so is not stated, so false becomes unknown.  Raises NotExpressibleError.
    """
    evaluator, param = rule.text("evaluator"), rule.text("evaluatorParam")
    if evaluator not in EVALUATORS:
        raise NotExpressibleError("it is false on every page, which states nothing")
    if evaluator in EVALUATORS_WITH_PARAM and not param:
        raise NotExpressibleError(f"{evaluator} of nothing states nothing")
    if link.options.get("splitTextCharacter") is not None or link.text("stripString"):
        raise NotExpressibleError("a rule has one 'match', which would have to cut and to search")
    fact, meaning = FACT_OF_FLAG[rule.field]
    source = source_rule(link, strategy, fact)
    for option in ("match", "all", "join"):
        source.pop(option, None)
    start = segment_start(link) if strategy == "urlPathPart" else ""
    if evaluator in ("present?", "to_i_gt_0"):
        return {**source, **_marked(evaluator, meaning, start)}
    if _is_understood(param, rule.field) and source.get("meta") not in _TEASERS:
        return {**source, "match": f"^{start}([^/?#]{{1,500}})"} if start else source
    return {**source, **_compared(evaluator, param, meaning, start, _ignores_case(rule))}


def says_the_same(one: PwsRule, other: PwsRule) -> bool:
    """Whether two fields look at the same places under the same condition."""
    return one.options == other.options


def _is_understood(param: str, field: str) -> bool:
    """Whether our reader of offers takes the word for what it stands for here."""
    offer = parse_offer(param)
    return offer is not None and field.startswith("for_") and getattr(offer, field) is True


def _compared(evaluator: str, param: str, meaning: str, start: str, ignores_case: bool) -> dict[str, Any]:
    values = dict.fromkeys(_spellings(param) if ignores_case else (param,), meaning)
    text = escaped(param)
    text = text if ignores_case else f"(?-i:{text})" if text.lower() != text.upper() else text
    if start:
        before = "" if evaluator in ("start_with?", "==") else f"{_SEGMENT}?"
        after = _SEGMENT_END if evaluator in ("end_with?", "==") else ""
        return {"match": f"^{start}{before}({text}){after}", "values": values}
    if evaluator == "==":
        return {"values": values}
    pattern = {"include?": f"({text})", "start_with?": f"^({text})", "end_with?": f"({text})$"}[evaluator]
    return {"match": pattern, "values": values}


def _marked(evaluator: str, meaning: str, start: str) -> dict[str, Any]:
    """Put what is meant before the text, and take it only where something fit follows."""
    fit = "0{0,20}[1-9]" if evaluator == "to_i_gt_0" else "[^/?#]" if start else r"\S"
    return {"format": f"{meaning} {{}}", "match": rf"^({escaped(meaning)})\s{{1,20}}{start}{fit}"}


def _ignores_case(rule: PwsRule) -> bool:
    modifiers = rule.options.get("modifiers")
    folds = isinstance(modifiers, list) and not {"lowercase", "uppercase"}.isdisjoint(map(str, modifiers))
    return folds or bool(rule.options.get("caseInsensitive"))


def _spellings(text: str) -> tuple[str, ...]:
    """The spellings in which a page writes a text."""
    return tuple(dict.fromkeys((text, text.lower(), text.upper(), text.capitalize(), text.title())))
