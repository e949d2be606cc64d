"""Asking a language model: providers in turn, each try paid for before it is made, all within a minute (P6, H4)."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

import structlog

from aimap.asking.breaker import ProviderBreaker
from aimap.asking.calling import Question, Reply, call_model
from aimap.asking.errors import CallFailed, NoAnswer, NoModelConfigured
from aimap.asking.metrics import CALL_SECONDS, CALLS
from aimap.asking.providers import Provider
from aimap.asking.purses import Hold, Purse, Used
from clients.errors import BudgetExceededError

logger = structlog.get_logger(__name__)
MAX_TRIES = 3  # of one provider
FIRST_PAUSE_S, MAX_PAUSE_S = 1.0, 8.0
# While another provider is left nobody waits longer than this for one
PATIENCE_S = 5.0
MIN_CALL_S = 0.05

Judge = Callable[[str], object]


class Tried(NamedTuple):
    """One try: the provider, and how it ended, as the ledger names it."""

    provider: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer as its judge read it, who gave it, and every try on the way."""

    answer: object
    provider: str
    model: str
    tried: tuple[Tried, ...]


class Asker:
    """Asks the providers that are configured; `purse` pays, `breaker` remembers who fails.

    limit_s: for one question with all its tries.  max_tokens: that may come back.  clock counts seconds and never
    goes back.  spent_usd is what it has booked so far.
    """

    def __init__(
        self,
        providers: Sequence[Provider],
        *,
        purse: Purse,
        breaker: ProviderBreaker,
        limit_s: float,
        max_tokens: int,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.providers = tuple(providers)
        self.max_tokens = max_tokens
        self._purse, self._breaker = purse, breaker
        self._limit_s, self._clock, self._sleep = limit_s, clock, sleep
        self._deadline = 0.0
        self.spent_usd = Decimal(0)

    def ask(self, question: Question, judge: Judge) -> Answered:
        """The first answer that `judge` can read; it raises ValueError for one that it cannot.

        A provider whose call could cost more than is left is passed over, since the next may be cheaper. Raises
        NoModelConfigured, NoAnswer, and BudgetExceededError where for want of money nobody gave an answer.
        """
        if not self.providers:
            raise NoModelConfigured
        self._deadline = self._clock() + self._limit_s
        tried: list[Tried] = []
        refusal: BudgetExceededError | None = None
        for at, provider in enumerate(self.providers):
            if not self._breaker.lets_through(provider.name):
                tried.append(Tried(provider.name, "left_alone"))
                continue
            is_last = at == len(self.providers) - 1
            try:
                answer = self._ask_one(provider, question, judge, tried, is_last=is_last)
            except BudgetExceededError as error:
                tried.append(Tried(provider.name, "too_dear"))
                refusal = error
                continue
            if answer is not None:
                return Answered(answer, provider.name, provider.model, tuple(tried))
        if refusal is not None:
            raise refusal
        raise NoAnswer(details={"tried": [f"{provider}: {outcome}" for provider, outcome in tried]})

    def _ask_one(
        self, provider: Provider, question: Question, judge: Judge, tried: list[Tried], *, is_last: bool
    ) -> object | None:
        until = self._deadline if is_last else self._clock() + self._left_s() / 2  # the rest is for those behind it
        for number in range(MAX_TRIES):
            left_s = until - self._clock()
            if left_s < MIN_CALL_S:
                return None
            try:
                answer = self._try(provider, question, judge, timeout_s=min(left_s, self._limit_s / 2))
            except CallFailed as failure:
                tried.append(Tried(provider.name, failure.outcome))
                pause = max(failure.retry_after_s, min(FIRST_PAUSE_S * 2**number, MAX_PAUSE_S))
                patience = until - self._clock() - MIN_CALL_S
                if not is_last:
                    patience = min(patience, PATIENCE_S)
                if not failure.is_again_worth or number == MAX_TRIES - 1 or pause > patience:
                    return None
                self._sleep(pause)
            else:
                tried.append(Tried(provider.name, "answered"))
                return answer
        return None

    def _try(self, provider: Provider, question: Question, judge: Judge, *, timeout_s: float) -> object:
        """One paid call.  Raises CallFailed, BudgetExceededError."""
        sent = question.system + question.user + str(question.schema)
        worst = provider.worst_cost(sent, question.max_tokens)
        hold = self._purse.set_aside(worst_usd=worst, provider=provider.name, model=provider.model)
        began = self._clock()
        try:
            reply = call_model(provider, question, timeout_s=timeout_s)
            answer = _judged(reply, judge)
        except CallFailed as failure:
            self._end(hold, provider, failure, worst)
            _note(provider, failure.outcome, self._clock() - began)
            raise
        used = provider.cost(*reply.tokens) if reply.tokens else worst
        self._settle(hold, Used(used, reply.tokens, "answered"))
        self._breaker.note_success(provider.name)
        _note(provider, "answered", self._clock() - began)
        return answer

    def _end(self, hold: Hold, provider: Provider, failure: CallFailed, worst: Decimal) -> None:
        """What a failed call cost is nothing, known, or the worst."""
        if failure.is_free:
            hold.release(failure.outcome)
        else:
            cost = provider.cost(*failure.tokens) if failure.tokens else worst
            self._settle(hold, Used(cost, failure.tokens, failure.outcome))
        if failure.is_ill:
            self._breaker.note_failure(provider.name)
        else:
            self._breaker.note_success(provider.name)

    def _settle(self, hold: Hold, used: Used) -> None:
        hold.settle(used)
        self.spent_usd += used.cost_usd

    def _left_s(self) -> float:
        return self._deadline - self._clock()


def _judged(reply: Reply, judge: Judge) -> object:
    try:
        return judge(reply.text)
    except ValueError as error:
        raise CallFailed("unusable", tokens=reply.tokens) from error


def _note(provider: Provider, outcome: str, seconds: float) -> None:
    CALLS.labels(provider.name, outcome).inc()
    CALL_SECONDS.labels(provider.name).observe(seconds)
    logger.info(
        "model_asked",
        category="ai_mapping",
        provider=provider.name,
        model=provider.model,
        outcome=outcome,
        seconds=round(seconds, 2),
    )
