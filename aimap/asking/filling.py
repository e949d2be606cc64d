"""Asking a language model for what a learned mapping leaves open; what is learned stands, whatever comes of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any

import structlog

from aimap.asking.answers import Answer, read_answer
from aimap.asking.asking import Answered, Asker
from aimap.asking.calling import Question
from aimap.asking.errors import NoAnswer
from aimap.asking.grounding import DroppedRule, Grounded, ground
from aimap.asking.metrics import RULES
from aimap.asking.outline import outline_of
from aimap.asking.prompting import make_question
from aimap.induction.anchors import LISTING, Seen
from aimap.induction.captures import Capture, Sample, judge_captures, plain_host
from aimap.induction.consensus import agreed_values
from aimap.induction.evidence import Trier
from aimap.induction.learning import FindPortal, Learned
from aimap.induction.look import Look
from aimap.induction.proposals import anchors_only
from aimap.induction.trial import Finding, try_mapping
from clients.errors import BudgetExceededError
from listings.extraction.facts import FACTS
from listings.extraction.mapping import parse_mapping
from listings.extraction.market import UNKNOWN_MARKET
from listings.extraction.portals import Portal, find_portal

logger = structlog.get_logger(__name__)
MAX_OUTLINES = 2
SETTLED_SHARE = 0.6  # of the pages on which a fact is agreed that a mapping must state it on
# Read with other facts, or in their stead
_NOT_ASKED = frozenset(
    {
        "locale_code", "currency", "price_period", "price_qualifier", "country", "address_line", "town", "main_image",
        "street_name", "street_number",
    }
)  # fmt: skip


class Outcome(StrEnum):
    """What came of asking."""

    NO_MODEL = "no_model"
    NOTHING_OPEN = "nothing_open"
    OVER_BUDGET = "over_budget"
    NO_ANSWER = "no_answer"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Filled:
    """A learned mapping with what a model added, and how that came about.

    asked: the facts that were open.  added: the facts that have rules of the model's now.  tried: "provider: outcome".
    refusal: why a budget refused.  cost_usd: what was booked for all tries.
    """

    learned: Learned
    outcome: Outcome
    asked: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    dropped: tuple[DroppedRule, ...] = ()
    tried: tuple[str, ...] = ()
    provider: str | None = None
    model: str | None = None
    refusal: str | None = None
    cost_usd: Decimal = Decimal(0)


@dataclass(frozen=True)
class _Case:
    """The pages a mapping was learned from, read again, and what is agreed on each."""

    portal: Portal
    samples: list[Sample]
    agreed: list[dict[str, object]]
    trier: Trier


def fill_gaps(
    learned: Learned, *, host: str, captures: Sequence[Capture], asker: Asker, find: FindPortal = find_portal
) -> Filled:
    """Ask for the facts that are open, and add what the pages bear out to the mapping.  Never raises for want of it.

    captures: those that the mapping was learned from, at least.
    """
    facts = open_facts(learned)
    if not asker.providers:
        return _told(Filled(learned, Outcome.NO_MODEL, facts))
    if not facts:
        return _told(Filled(learned, Outcome.NOTHING_OPEN))
    case = _case(learned, plain_host(host), captures, find)
    spent_before = asker.spent_usd
    filled = _fill(learned, case, facts, _question(learned, case, host, facts, asker), asker)
    return _told(replace(filled, cost_usd=asker.spent_usd - spent_before))


def _fill(learned: Learned, case: _Case, facts: tuple[str, ...], question: Question, asker: Asker) -> Filled:
    try:
        answered = asker.ask(question, read_answer)
    except BudgetExceededError as error:
        return Filled(learned, Outcome.OVER_BUDGET, facts, refusal=error.reason)
    except NoAnswer as error:
        return Filled(learned, Outcome.NO_ANSWER, facts, tried=tuple((error.details or {})["tried"]))
    return _filled(learned, case, facts, answered)


def open_facts(learned: Learned) -> tuple[str, ...]:
    """The facts without a rule, and those whose rules miss them on too many pages."""
    findings = {finding.fact: finding for finding in learned.findings}
    return tuple(fact for fact in FACTS if fact not in _NOT_ASKED and _is_open(findings.get(fact)))


def _is_open(finding: Finding | None) -> bool:
    if finding is None:
        return True
    return not finding.alike + finding.added if not finding.agreed else finding.alike < SETTLED_SHARE * finding.agreed


def _case(learned: Learned, host: str, captures: Sequence[Capture], find: FindPortal) -> _Case:
    portal = find(f"https://{host}/") or _nobodys(learned.mapping, host)
    samples, _ = judge_captures((c for c in captures if c.id in learned.samples), portal)
    agreed = agreed_values(samples)
    return _Case(portal, samples, agreed, Trier(samples, anchors_only(learned.mapping.get("anchors", {}))))


def _nobodys(mapping: Mapping[str, Any], host: str) -> Portal:
    """A portal that nobody registered, in the market that its mapping names."""
    market = parse_mapping(dict(mapping)).market or UNKNOWN_MARKET
    return Portal(mapping["portal"], host, market, content_source="html", tier="experimental", needs_javascript=False)


def _question(learned: Learned, case: _Case, host: str, facts: Sequence[str], asker: Asker) -> Question:
    anchor = learned.mapping.get("anchors", {}).get(LISTING, [])
    far_apart = {0, len(case.samples) - 1}
    shown = [Seen(Look(case.samples[at], case.agreed[at])) for at in sorted(far_apart)][:MAX_OUTLINES]
    return make_question(
        host=host,
        facts=facts,
        outlines=[outline_of(page, anchor) for page in shown],
        max_tokens=asker.max_tokens,
    )


def _filled(learned: Learned, case: _Case, facts: tuple[str, ...], answered: Answered) -> Filled:
    assert isinstance(answered.answer, Answer)
    grounded = ground(answered.answer, wanted=facts, trier=case.trier, agreed=case.agreed)
    better, findings = _merge(learned, case, grounded)
    RULES.labels("kept").inc(sum(map(len, grounded.rules.values())))
    RULES.labels("dropped").inc(len(grounded.dropped))
    return Filled(
        replace(learned, mapping=better, findings=tuple(findings)),
        Outcome.ANSWERED,
        facts,
        added=tuple(grounded.rules),
        dropped=tuple(grounded.dropped),
        tried=tuple(f"{tried.provider}: {tried.outcome}" for tried in answered.tried),
        provider=answered.provider,
        model=answered.model,
    )


def _merge(learned: Learned, case: _Case, grounded: Grounded) -> tuple[dict[str, Any], list[Finding]]:
    """The mapping with the rules added behind its own, but for those with which it reads its pages worse."""
    before = {finding.fact: finding for finding in learned.findings}
    while True:
        mapping = _with_rules(learned.mapping, grounded.rules)
        findings = try_mapping(mapping, case.portal, case.samples, case.agreed)
        worse = [found.fact for found in findings if _is_worse(found, before.get(found.fact))]
        culprits = [fact for fact in worse if fact in grounded.rules] or (list(grounded.rules) if worse else [])
        if not culprits:
            return mapping, findings
        for fact in culprits:
            for rule in grounded.rules.pop(fact):
                grounded.drop(fact, rule, "makes the mapping read its pages worse")


def _with_rules(mapping: dict[str, Any], rules: Mapping[str, list[dict[str, Any]]]) -> dict[str, Any]:
    fields = mapping["fields"]
    merged = {
        fact: [*own, *(rule for rule in rules.get(fact, []) if rule not in own)]
        for fact in FACTS
        if (own := fields.get(fact, [])) or fact in rules
    }
    return {**mapping, "fields": merged}


def _is_worse(after: Finding, before: Finding | None) -> bool:
    if before is None:
        return after.otherwise > after.alike
    return after.alike < before.alike or after.otherwise > before.otherwise


def _told(filled: Filled) -> Filled:
    """Say what came of it, without anything that a page said."""
    logger.info(
        "gaps_asked_for",
        category="ai_mapping",
        portal=filled.learned.mapping["portal"],
        outcome=filled.outcome.value,
        asked=len(filled.asked),
        added=len(filled.added),
        dropped=len(filled.dropped),
        provider=filled.provider,
        tried=list(filled.tried),
        cost_usd=str(filled.cost_usd),
    )
    return filled
