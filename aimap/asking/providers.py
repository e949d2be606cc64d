"""Which language models may be asked, in which order, and what a call to each costs."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.conf import settings
from pydantic import SecretStr

from propscrape.model_prices import ModelPrice

GEMINI_URL = "https://generativelanguage.googleapis.com/v1beta/openai/"  # ai.google.dev/gemini-api/docs/openai
OPENAI_URL = "https://api.openai.com/v1"
MILLION = 1_000_000
# What wraps messages in a request, generously
FRAME_TOKENS = 200


@dataclass(frozen=True, slots=True)
class Provider:
    """An endpoint that speaks as OpenAI's does, and the model that is asked there.

    limit_name: what the endpoint calls the most tokens that may come back; all but OpenAI's know the old name.
    """

    name: str
    base_url: str
    model: str
    key: SecretStr = field(repr=False)
    price: ModelPrice
    limit_name: str = "max_tokens"

    def cost(self, tokens_in: int, tokens_out: int) -> Decimal:
        """What so many tokens cost, USD."""
        return (tokens_in * self.price.tokens_in + tokens_out * self.price.tokens_out) / MILLION

    def worst_cost(self, sent: str, max_tokens_out: int) -> Decimal:
        """What a call costs at most, USD: no tokenizer makes more tokens of a text than it has bytes."""
        return self.cost(len(sent.encode()) + FRAME_TOKENS, max_tokens_out)


def configured_providers() -> tuple[Provider, ...]:
    """Those with a key, in the order they are asked: an endpoint of one's own, Gemini, OpenAI; none without a key."""
    own = ("own", settings.AI_BASE_URL, settings.AI_MODEL, settings.AI_API_KEY, bool(settings.AI_BASE_URL))
    gemini = ("gemini", GEMINI_URL, settings.GEMINI_MODEL, settings.GEMINI_API_KEY)
    openai = ("openai", OPENAI_URL, settings.OPENAI_MODEL, settings.OPENAI_API_KEY)
    known = (own, *((*entry, bool(entry[3].get_secret_value())) for entry in (gemini, openai)))
    return tuple(
        Provider(name, url, model, key, settings.AI_PRICES[model], _limit_name(name))
        for name, url, model, key, is_asked in known
        if is_asked
    )


def _limit_name(name: str) -> str:
    return "max_completion_tokens" if name == "openai" else "max_tokens"
