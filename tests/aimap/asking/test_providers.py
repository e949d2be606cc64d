"""Who is asked, in which order, and what that costs at worst."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from aimap.asking.answers import answer_schema
from aimap.asking.prompting import meaning_of
from aimap.asking.providers import configured_providers
from listings.extraction.facts import FACTS
from tests.aimap.asking.askers import provider


@pytest.fixture
def keys(settings):
    """No key is set."""
    for name in ("GEMINI_API_KEY", "OPENAI_API_KEY", "AI_API_KEY"):
        setattr(settings, name, SecretStr(""))
    settings.AI_BASE_URL = settings.AI_MODEL = ""
    return settings


def names():
    return [provider.name for provider in configured_providers()]


def test_without_a_key_there_is_nobody(keys):
    assert names() == []


def test_gemini_is_asked_before_openai_and_an_endpoint_of_ones_own_before_both(keys):
    keys.OPENAI_API_KEY = SecretStr("sk-openai")
    assert names() == ["openai"]
    keys.GEMINI_API_KEY = SecretStr("sk-gemini")
    assert names() == ["gemini", "openai"]
    keys.AI_BASE_URL, keys.AI_MODEL = "http://127.0.0.1:1/v1", "gpt-5.6-luna"
    assert names() == ["own", "gemini", "openai"]


def test_each_has_its_own_key_address_and_price(keys):
    keys.OPENAI_API_KEY, keys.GEMINI_API_KEY = SecretStr("sk-openai"), SecretStr("sk-gemini")
    gemini, openai = configured_providers()
    assert gemini.base_url == "https://generativelanguage.googleapis.com/v1beta/openai/"
    assert openai.base_url == "https://api.openai.com/v1"
    assert (gemini.key.get_secret_value(), openai.key.get_secret_value()) == ("sk-gemini", "sk-openai")
    assert (gemini.limit_name, openai.limit_name) == ("max_tokens", "max_completion_tokens")
    assert gemini.cost(1_000_000, 1_000_000) == keys.AI_PRICES["gemini-3.6-flash"].tokens_in + Decimal("7.50")
    assert "sk-" not in repr(gemini)


@given(sent=st.text(), tokens_out=st.integers(0, 1_000))
def test_the_worst_cost_covers_a_token_for_every_byte(sent, tokens_out):
    asked = provider("http://127.0.0.1:1/v1")
    assert asked.worst_cost(sent, 1_000) > asked.cost(len(sent.encode()), tokens_out)


def test_every_fact_that_may_be_asked_for_has_a_meaning():
    assert all(meaning_of(fact) for fact in FACTS if fact not in ("address_line", "town", "main_image"))


def test_the_answers_schema_is_as_strict_output_wants_it():
    def check(schema):
        if schema["type"] == "object":
            assert schema["additionalProperties"] is False
            assert schema["required"] == list(schema["properties"])
            for part in schema["properties"].values():
                check(part)
        elif schema["type"] == "array":
            check(schema["items"])
        else:
            assert schema["type"] in ("string", "boolean")

    check(answer_schema(["title", "price"]))
