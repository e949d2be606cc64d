"""What can go wrong when a language model is asked."""

from dataclasses import dataclass

from propscrape.errors import Unavailable


class NoModelConfigured(Unavailable):
    """No key of a language model is set; induction alone runs."""

    code = "NO_MODEL"
    default_message = "No language model is configured: set GEMINI_API_KEY, OPENAI_API_KEY or AI_BASE_URL."


class NoAnswer(Unavailable):
    """None of the configured models gave an answer that can be used; `details["tried"]` says how each ended."""

    code = "NO_ANSWER"
    default_message = "No language model gave an answer that can be used."


@dataclass(eq=False)
class CallFailed(Exception):
    """One call without an answer that can be used.

    outcome: as the ledger names it.  is_free: the provider did no work.  is_again_worth: another try may help.
    is_ill: it speaks against the provider's health.  retry_after_s: what the provider asked for.
    tokens: what it says that it used, in and out.
    """

    outcome: str
    is_free: bool = False
    is_again_worth: bool = False
    is_ill: bool = False
    retry_after_s: float = 0.0
    tokens: tuple[int, int] | None = None
