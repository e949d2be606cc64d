"""A model that answers, one that does not, and what lies between: each call ends, is paid for, and tells nothing."""

import gzip
import io
import json
import logging
import socket
import threading
import time
from contextlib import contextmanager, suppress
from decimal import Decimal
from typing import Any

import pytest

from aimap.asking import bounded_transport
from aimap.asking.answers import read_answer
from aimap.asking.calling import Question
from aimap.asking.errors import NoAnswer, NoModelConfigured
from aimap.asking.purses import CappedPurse, PocketPurse
from clients.errors import BudgetExceededError
from propscrape.model_prices import ModelPrice
from tests.aimap.asking.askers import KEY, MAX_TOKENS, PRICE, asker, breaker, provider
from tests.model_server import Sent, completion, error, model_server, rules

QUESTION = Question(system="How to answer.", user="A page that nobody may see.", schema={}, max_tokens=MAX_TOKENS)
GOOD = rules({"field": "title", "source": "css", "where": "h1"})
SENT_BYTES = len(QUESTION.system + QUESTION.user + str(QUESTION.schema))
WORST = (SENT_BYTES + 200 + 10 * MAX_TOKENS) / Decimal(1_000_000)
COST = Decimal(900 + 10 * 100) / 1_000_000


def ask(*answers, purse=None, fallback=None, **options):
    """Ask a server that gives these answers by turns; what came of it, the requests it got, and what is left."""
    purse = purse or PocketPurse(Decimal(1))
    with model_server(*answers) as server, model_server(*(fallback or [error(500)])) as other:
        providers = [provider(server.base_url)] + ([provider(other.base_url, "openai")] if fallback else [])
        try:
            came: Any = asker(*providers, purse=purse, **options).ask(QUESTION, read_answer)
        except (NoAnswer, BudgetExceededError) as failure:
            came = failure
    return came, server.asked, 1 - purse.left_usd


def outcomes(came: Any) -> list[str]:
    return came.details["tried"] if hasattr(came, "details") else [outcome for _, outcome in came.tried]


def test_an_answer_is_asked_for_once_by_schema_and_paid_for_by_what_was_used():
    came, asked, spent = ask(GOOD)
    assert came.answer.rules[0].where == "h1"
    assert (came.provider, came.model, outcomes(came)) == ("gemini", "some-model", ["answered"])
    [(path, headers, body)] = asked
    assert path == "/v1/chat/completions"
    assert headers["authorization"] == f"Bearer {KEY}"
    assert body["response_format"]["json_schema"]["strict"] is True
    assert body["max_tokens"] == MAX_TOKENS
    assert spent == COST


def test_openai_is_told_the_limit_by_the_name_that_its_models_know():
    with model_server(GOOD) as server:
        asker(provider(server.base_url, "openai", limit_name="max_completion_tokens")).ask(QUESTION, read_answer)
    body = server.asked[0][2]
    assert body["max_completion_tokens"] == MAX_TOKENS
    assert "max_tokens" not in body


def test_without_a_provider_that_is_said():
    with pytest.raises(NoModelConfigured) as refused:
        asker().ask(QUESTION, read_answer)
    assert (refused.value.code, refused.value.status) == ("NO_MODEL", 503)


@pytest.mark.parametrize(
    ("answer", "outcome", "spent"),
    [
        (completion("{not json"), "unusable", COST),
        (completion('{"rules": "none"}'), "unusable", COST),
        (completion('{"rules": [], "price": "325000"}'), "unusable", COST),
        (rules({"field": "title", "source": "constant", "where": "A house"}), "unusable", COST),
        (rules(*[{"field": "title", "source": "css", "where": "h1"}] * 121), "unusable", COST),
        (completion(None, refusal="I cannot help with that."), "refused", COST),
        (completion(None, finish="content_filter"), "refused", COST),
        (completion('{"rules": [', finish="length"), "cut_off", COST),
        (completion(""), "unreadable", COST),
        (completion("{not json", usage=None), "unusable", WORST),
        (Sent(b"<html>a page</html>"), "unreadable", WORST),
        (Sent(b"[1, 2]"), "unreadable", WORST),
        (Sent(b"null"), "unreadable", WORST),
        (Sent(b'{"choices": []}'), "unreadable", WORST),
        (Sent(b'{"choices": [{"message": null}]}'), "unreadable", WORST),
        (Sent(b'{"choices": [{"message": "hi"}]}'), "unreadable", WORST),
        (Sent(b'{"choices": ["hi"]}'), "unreadable", WORST),
        (Sent(b'{"choices": {"a": 1}}'), "unreadable", WORST),
        (Sent(b'{"choices": 5}'), "unreadable", WORST),
        (Sent(b'{"choices": NaN}'), "unreadable", WORST),
        (Sent(b"[" * 400_000), "unreadable", WORST),
        (Sent(b'{"choices": ' + b"[" * 200_000 + b"]" * 200_000 + b"}"), "unreadable", WORST),
        (error(400), "rejected", 0),
        (error(401), "rejected", 0),
        (error(404), "rejected", 0),
        (Sent(b"", status=302, headers={"Location": "http://127.0.0.1:9/"}), "rejected", 0),
    ],
)
def test_what_cannot_be_used_is_not_asked_for_again(answer, outcome, spent):
    came, asked, really_spent = ask(answer)
    assert isinstance(came, NoAnswer)
    assert outcomes(came) == [f"gemini: {outcome}"]
    assert len(asked) == 1
    assert really_spent == spent


@pytest.mark.parametrize(
    ("answer", "outcome", "spent"),
    [
        (error(500), "server_error", WORST),
        (error(503), "server_error", WORST),
        (error(429), "busy", 0),
        (Sent(hangs_up=True), "no_connection", WORST),
    ],
)
def test_what_may_be_better_next_time_is_asked_for_again(answer, outcome, spent):
    came, asked, really_spent = ask(answer, GOOD)
    assert outcomes(came) == [outcome, "answered"]
    assert len(asked) == 2
    assert really_spent == spent + COST


def test_three_tries_are_enough():
    came, asked, spent = ask(error(500))
    assert outcomes(came) == ["gemini: server_error"] * 3
    assert len(asked) == 3
    assert spent == 3 * WORST


def test_a_server_that_is_not_there_costs_nothing():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/v1"
        purse = PocketPurse(Decimal(1))
        with pytest.raises(NoAnswer):
            asker(provider(url), purse=purse).ask(QUESTION, read_answer)
    assert purse.left_usd == 1


def test_a_retry_waits_as_long_as_the_provider_asks_for():
    slept = []
    came, _, _ = ask(error(429, Retry_After="3"), GOOD, sleep=slept.append, limit_s=30.0)
    assert outcomes(came) == ["busy", "answered"]
    assert slept == [3.0]


def test_nobody_waits_longer_than_there_is_time():
    slept = []
    came, asked, _ = ask(error(429, Retry_After="3600"), sleep=slept.append)
    assert isinstance(came, NoAnswer)
    assert (len(asked), slept) == (1, [])


@pytest.mark.parametrize(
    "first", [error(500), error(401), error(429, Retry_After="20"), completion("nonsense"), Sent(hangs_up=True)]
)
def test_the_next_provider_is_asked_where_one_fails(first):
    came, _, _ = ask(first, fallback=[GOOD], limit_s=30.0)
    assert came.provider == "openai"
    assert came.tried[-1] == ("openai", "answered")


def test_a_slow_provider_leaves_time_for_the_next():
    began = time.monotonic()
    came, _, spent = ask(Sent(wait_s=20), fallback=[GOOD], limit_s=4.0)
    assert came.provider == "openai"
    assert time.monotonic() - began < 4.5
    assert spent == WORST + COST


@pytest.mark.parametrize("slow", [Sent(wait_s=20), Sent(GOOD.body * 100, drips=True)], ids=["silent", "drips"])
def test_all_of_it_ends_in_time_however_slowly_a_server_answers(slow):
    began = time.monotonic()
    came, _, spent = ask(slow, limit_s=1.0)
    assert isinstance(came, NoAnswer)
    assert 0.4 < time.monotonic() - began < 4
    assert set(outcomes(came)) == {"gemini: timed_out"}
    assert spent >= WORST


@pytest.mark.parametrize("headers", [False, True], ids=["body", "headers"])
def test_a_call_that_is_late_does_not_go_on_behind_our_back(headers):
    """A server that sends a byte now and then would keep its connection, and a thread of ours, for hours."""
    with dripping_server(headers=headers) as url:
        with pytest.raises(NoAnswer):
            asker(provider(url), limit_s=0.6).ask(QUESTION, read_answer)
        ends = time.monotonic() + 3
        while (late := [thread for thread in threading.enumerate() if thread.name == "model call"]) and (
            time.monotonic() < ends
        ):
            time.sleep(0.05)
    assert late == []


@contextmanager
def dripping_server(*, headers):
    """One that sends a byte every tenth of a second, of its headers or of its answer, and never ends."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
    with socket.create_server(("127.0.0.1", 0)) as server:

        def drip(peer):
            with peer, suppress(OSError):
                peer.sendall(head + (b"X-Long: " if headers else b"Content-Length: 900000\r\n\r\n"))
                while True:
                    peer.sendall(b"a")
                    time.sleep(0.1)

        def accept():
            with suppress(OSError):
                while True:
                    threading.Thread(target=drip, args=server.accept()[:1], daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/v1"
        server.shutdown(socket.SHUT_RDWR)


def test_an_answer_without_end_is_cut(monkeypatch):
    monkeypatch.setattr(bounded_transport, "MAX_ANSWER_BYTES", 10_000)
    came, _, spent = ask(completion("x" * 20_000))
    assert set(outcomes(came)) == {"gemini: no_connection"}
    assert spent == 3 * WORST


def test_an_answer_that_might_inflate_is_not_read():
    packed = gzip.compress(GOOD.body)
    came, asked, _ = ask(Sent(packed, headers={"Content-Encoding": "gzip"}))
    assert set(outcomes(came)) == {"gemini: no_connection"}
    assert asked[0][1]["accept-encoding"] == "identity"


def test_what_a_model_thinks_is_paid_for_though_it_is_in_the_total_alone():
    _, _, spent = ask(rules({"field": "title", "source": "css", "where": "h1"}, usage=(900, 100, 1_500)))
    assert spent == Decimal(900 + 10 * 600) / 1_000_000


@pytest.mark.parametrize("usage", [None, (-1, 5, 4), (10**12, 5, 10**12 + 5)])
def test_usage_that_is_not_told_or_not_true_is_the_worst(usage):
    came, _, spent = ask(rules({"field": "title", "source": "css", "where": "h1"}, usage=usage))
    assert came.provider == "gemini"
    assert spent == WORST


def test_usage_of_another_shape_is_the_worst():
    body = json.loads(GOOD.body) | {"usage": [900, 100]}
    came, _, spent = ask(Sent(json.dumps(body).encode()))
    assert (came.provider, spent) == ("gemini", WORST)


def test_nothing_is_asked_that_could_cost_more_than_there_is():
    came, asked, _ = ask(GOOD, purse=PocketPurse(WORST - Decimal("0.000001")))
    assert isinstance(came, BudgetExceededError)
    assert came.reason == "max_cost"
    assert asked == []


def test_a_try_that_could_cost_more_than_is_left_is_not_made():
    purse = PocketPurse(WORST * Decimal("1.5"))
    with model_server(error(500), GOOD) as server, pytest.raises(BudgetExceededError):
        asker(provider(server.base_url), purse=purse).ask(QUESTION, read_answer)
    assert len(server.asked) == 1


def test_a_cheaper_provider_is_asked_where_the_first_could_cost_too_much():
    purse = PocketPurse(WORST)
    with model_server(GOOD) as dear, model_server(GOOD) as cheap:
        twice = ModelPrice(2 * PRICE.tokens_in, 2 * PRICE.tokens_out)
        providers = provider(dear.base_url, price=twice), provider(cheap.base_url, "openai")
        came = asker(*providers, purse=purse).ask(QUESTION, read_answer)
    assert came.tried == (("gemini", "too_dear"), ("openai", "answered"))
    assert (dear.asked, len(cheap.asked), 1 - purse.left_usd) == ([], 1, 1 - WORST + COST)


def test_what_the_first_could_not_pay_is_said_where_the_next_fails_too():
    with model_server(GOOD) as dear, model_server(error(401)) as cheap:
        twice = ModelPrice(2 * PRICE.tokens_in, 2 * PRICE.tokens_out)
        providers = provider(dear.base_url, price=twice), provider(cheap.base_url, "openai")
        with pytest.raises(BudgetExceededError):
            asker(*providers, purse=PocketPurse(WORST)).ask(QUESTION, read_answer)
    assert len(cheap.asked) == 1


def test_a_cap_leaves_the_purse_beneath_alone_where_it_refuses():
    below = PocketPurse(Decimal(1))
    with pytest.raises(BudgetExceededError):
        CappedPurse(below, Decimal("0.01")).set_aside(worst_usd=Decimal("0.02"), provider="a", model="b")
    capped = CappedPurse(PocketPurse(Decimal("0.01")), Decimal(1))
    for _ in range(3):  # what the one below refuses is not taken from the cap either
        with pytest.raises(BudgetExceededError):
            capped.set_aside(worst_usd=Decimal("0.9"), provider="a", model="b")
    assert below.left_usd == 1


def test_a_provider_that_fails_again_and_again_is_left_alone_and_probed_later():
    now = [1_000.0]
    kept = breaker("one", clock=lambda: now[0])
    first, _, _ = ask(error(500), breaker=kept)
    assert len(outcomes(first)) == 3
    left_alone, asked, spent = ask(GOOD, breaker=kept)
    assert outcomes(left_alone) == ["gemini: left_alone"]
    assert (asked, spent) == ([], 0)
    fell_back, _, _ = ask(GOOD, breaker=kept, fallback=[GOOD])
    assert fell_back.provider == "openai"
    now[0] += 61
    assert kept.lets_through("gemini")
    assert not kept.lets_through("gemini"), "one finds out, the others wait"
    kept.note_success("gemini")
    again, _, _ = ask(GOOD, breaker=kept)
    assert outcomes(again) == ["answered"]


def test_answers_that_cannot_be_used_are_no_sign_of_illness():
    kept = breaker("two")
    for _ in range(5):
        ask(completion("nonsense"), breaker=kept)
    assert kept.lets_through("gemini")


def test_nothing_but_the_provider_is_contacted_whatever_the_environment_says(monkeypatch):
    contacted = []
    connect = socket.socket.connect

    def note(self, address):
        contacted.append(address)
        return connect(self, address)

    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "OPENAI_BASE_URL"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setattr(socket.socket, "connect", note)
    with model_server(Sent(b"", status=307, headers={"Location": "http://127.0.0.1:9/v1"}), GOOD) as server:
        for _ in range(2):
            try:
                asker(provider(server.base_url)).ask(QUESTION, read_answer)
            except NoAnswer:
                continue
    assert len(server.asked) == 2
    assert {address[:2] for address in contacted} == {server.server_address}


@pytest.mark.parametrize("answer", [GOOD, error(401), error(500), completion("nonsense"), Sent(hangs_up=True)])
def test_neither_key_nor_page_is_in_logs_or_errors(answer):
    heard = io.StringIO()
    handler = logging.StreamHandler(heard)
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        came, _, _ = ask(answer)
    finally:
        root.removeHandler(handler)
        root.setLevel(before)
    logged = heard.getvalue()
    assert "model_asked" in logged
    assert "ai_mapping" in logged
    told = f"{came!r} {came} {getattr(came, 'details', '')} {provider('http://x/v1')!r}"
    for secret in (KEY, "nobody may see", "Incorrect API key"):
        assert secret not in logged
        assert secret not in told
