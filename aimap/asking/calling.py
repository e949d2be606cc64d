"""One call to one provider over the openai library: an answer's text and what it used, or one kind of failure."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeVar

import httpx2
import openai
from django.utils import timezone
from openai.types import CompletionUsage
from openai.types.chat import ChatCompletion

from aimap.asking.bounded_transport import bounded_client, time_limits
from aimap.asking.errors import CallFailed
from aimap.asking.providers import Provider
from propscrape.retry_after import parse_retry_after

T = TypeVar("T")
# Nobody waits as long as that; whoever asks for more is taken to have asked for this
MAX_RETRY_AFTER = timedelta(minutes=10)
SERVER_ERROR, TOO_MANY = 500, 429
AGAIN_WORTH = frozenset({408, 409, TOO_MANY})
MAX_TOKENS = 100_000_000
UNREACHED = (httpx2.ConnectError, httpx2.ConnectTimeout)
NO_SECRET = "none"  # noqa: S105  what a local server without keys is sent


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: the messages, the JSON schema of the answer, and the most tokens that may come back."""

    system: str
    user: str
    schema: dict[str, Any]
    max_tokens: int


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: text that should be JSON, and the tokens in and out; None where the provider does not say."""

    text: str = field(repr=False)
    tokens: tuple[int, int] | None


def call_model(provider: Provider, question: Question, *, timeout_s: float) -> Reply:
    """Ask once, and be back in `timeout_s` seconds whatever the provider does.  Raises CallFailed."""
    with bounded_client() as http:  # closed here, which ends a call that is late
        return _within(timeout_s, lambda: _call(provider, question, timeout_s, http))


def _call(provider: Provider, question: Question, timeout_s: float, http: httpx2.Client) -> Reply:
    try:
        with _client(provider, http, timeout_s) as client:
            raw = client.chat.completions.with_raw_response.create(
                model=provider.model,
                messages=[
                    {"role": "system", "content": question.system},
                    {"role": "user", "content": question.user},
                ],
                response_format={
                    "type": "json_schema",
                    "json_schema": {"name": "rules", "strict": True, "schema": question.schema},
                },
                extra_body={provider.limit_name: question.max_tokens},
            )
            return _read(raw.parse)
    except openai.APITimeoutError as error:
        is_free = isinstance(error.__cause__, UNREACHED)
        raise CallFailed("timed_out", is_free=is_free, is_again_worth=True, is_ill=True) from error
    except openai.APIConnectionError as error:
        is_free = isinstance(error.__cause__, UNREACHED)
        raise CallFailed("no_connection", is_free=is_free, is_again_worth=True, is_ill=True) from error
    except openai.APIStatusError as error:
        raise _of_status(error) from error
    except openai.OpenAIError as error:
        raise CallFailed("unreadable") from error


def _client(provider: Provider, http: httpx2.Client, timeout_s: float) -> openai.OpenAI:
    """The library's client, which retries nothing: each try is paid for."""
    return openai.OpenAI(
        api_key=provider.key.get_secret_value() or NO_SECRET,
        base_url=provider.base_url,
        timeout=time_limits(timeout_s),
        max_retries=0,
        http_client=http,
    )


def _of_status(error: openai.APIStatusError) -> CallFailed:
    """Of an error that the provider answered with: its own failure may have cost, a refusal did not."""
    status = error.status_code
    is_theirs = status >= SERVER_ERROR
    wait = parse_retry_after(
        error.response.headers.get("retry-after"), now=timezone.now(), at_most=MAX_RETRY_AFTER
    ).total_seconds()
    return CallFailed(
        outcome="busy" if status == TOO_MANY else "server_error" if is_theirs else "rejected",
        is_free=not is_theirs,
        is_again_worth=is_theirs or status in AGAIN_WORTH,
        is_ill=True,
        retry_after_s=wait,
    )


def _read(parse: Callable[[], ChatCompletion]) -> Reply:
    """The library looks at no member's type, and minds neither a body that is no JSON nor one that is too deep."""
    try:
        return _reply(parse())
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError) as error:
        raise CallFailed("unreadable") from error


def _reply(completion: ChatCompletion) -> Reply:
    if not isinstance(completion, ChatCompletion):
        raise CallFailed("unreadable")
    tokens = _tokens(completion)
    choice = completion.choices[0] if completion.choices else None
    if choice is None or choice.message is None:
        raise CallFailed("unreadable", tokens=tokens)
    if choice.message.refusal or choice.finish_reason == "content_filter":
        raise CallFailed("refused", tokens=tokens)
    if choice.finish_reason == "length":
        raise CallFailed("cut_off", tokens=tokens)
    if not isinstance(choice.message.content, str) or not choice.message.content:
        raise CallFailed("unreadable", tokens=tokens)
    return Reply(choice.message.content, tokens)


def _tokens(completion: ChatCompletion) -> tuple[int, int] | None:
    """What was used; some providers count what a model thinks in the total alone."""
    usage = completion.usage if isinstance(completion.usage, CompletionUsage) else None
    counts = (usage.prompt_tokens, usage.completion_tokens, usage.total_tokens) if usage else ()
    if not counts or not all(isinstance(count, int) and 0 <= count <= MAX_TOKENS for count in counts[:2]):
        return None
    tokens_in, tokens_out, total = counts
    is_counted = isinstance(total, int) and 0 <= total <= MAX_TOKENS
    return tokens_in, max(tokens_out, total - tokens_in) if is_counted else tokens_out


def _within(seconds: float, work: Callable[[], T]) -> T:
    """What `work` gives, if it is there in time: a server that sends a byte now and then would outlast any time-out.

    Nobody hears of work that is late.
    """
    done: Future[T] = Future()

    def run() -> None:
        try:
            done.set_result(work())
        except BaseException as error:  # noqa: BLE001  raised again where the result is asked for
            done.set_exception(error)

    threading.Thread(target=run, daemon=True, name="model call").start()
    try:
        return done.result(timeout=seconds)
    except TimeoutError:
        raise CallFailed("timed_out", is_again_worth=True, is_ill=True) from None
