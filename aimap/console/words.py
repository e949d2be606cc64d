"""What came of asking a model, in words."""

from collections.abc import Mapping
from typing import Any

from aimap.asking.filling import Outcome

_REFUSALS = {"stopped": "paid calls are stopped", "staff": "today's budget for staff's work is used up",
             "total": "today's budget of all is used up"}  # fmt: skip


def model_in_words(model: Mapping[str, Any] | None) -> str:
    """One sentence; empty where no model was to be asked."""
    if model is None:
        return ""
    match model["outcome"]:
        case Outcome.NO_MODEL:
            return "No model key is set: induction alone ran."
        case Outcome.NOTHING_OPEN:
            return "No model was asked: induction left nothing open."
        case Outcome.OVER_BUDGET:
            return f"No model was asked: {_REFUSALS.get(model['refusal'], 'the budget refused')}."
        case Outcome.NO_ANSWER:
            return f"No model gave an answer that can be used ({', '.join(model['tried'])}); induction alone stands."
    added = ", ".join(model["added"]) or "nothing"
    asked = f"{model['provider']} ({model['model']}) was asked for {len(model['asked'])} fields"
    dropped = f"{model['dropped']} rules were dropped, since the pages do not bear them out"
    return f"{asked} and added rules for {added}; {dropped}."
