"""What came of asking a model, in lines for people."""

from collections.abc import Iterator
from decimal import Decimal

from aimap.asking.filling import Filled, Outcome

CENTS = Decimal("0.0001")


def told(filled: Filled, max_cost: Decimal) -> Iterator[str]:
    """The lines; max_cost is what it might have cost, USD."""
    yield f"{_what_came_of_it(filled)}; {filled.cost_usd.quantize(CENTS)} of {max_cost} USD"
    for dropped in filled.dropped:
        yield f"dropped, {dropped.reason}: {dropped.fact} {dropped.rule}"


def _what_came_of_it(filled: Filled) -> str:
    match filled.outcome:
        case Outcome.NO_MODEL:
            return "no model is configured, induction alone ran"
        case Outcome.NOTHING_OPEN:
            return "no model was asked, nothing is open"
        case Outcome.OVER_BUDGET:
            return f"no model was asked further, over budget: {filled.refusal}"
        case Outcome.NO_ANSWER:
            return f"no model gave an answer that can be used: {', '.join(filled.tried)}"
        case Outcome.ANSWERED:
            added = ", ".join(filled.added) or "nothing"
            return f"{filled.model} of {filled.provider} was asked for {len(filled.asked)} facts and added {added}"
