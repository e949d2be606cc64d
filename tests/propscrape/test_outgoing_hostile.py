"""No hostile URL leads inside, by either transport: connections are counted at the socket."""

import asyncio
import re
from dataclasses import replace

import aiohttp
import httpx2
import pytest

from propscrape.outgoing import AddressPolicy, GuardedTransport
from propscrape.outgoing_async import guarded_session
from tests.portal_server import HTML, serving
from tests.propscrape.hostile_attempts import counted_connects, name_service, try_async, try_sync
from tests.propscrape.hostile_urls import HOSTILE, LOOPBACK, PUBLIC

# One header line, which names a host: clients take a redirect that names none for one to where they are
FIT_FOR_A_REDIRECT = [h for h in HOSTILE if h.url.isprintable() and re.match(r"(?:\w+:)?//[^/:]", h.url)]


def get_async(url, policy):
    """The status; None when there was no answer."""

    async def get():
        session = guarded_session(policy=policy, connect_timeout_s=5, total_timeout_s=5)
        async with session, session.get(url) as answer:
            return answer.status

    try:
        return asyncio.run(get())
    except (aiohttp.ClientError, httpx2.ConnectError):
        return None


def get_sync(url, policy):
    """The status; None when there was no answer."""
    with httpx2.Client(transport=GuardedTransport(deadline_s=5, policy=policy)) as client:
        try:
            return client.get(url).status_code
        except httpx2.ConnectError:
            return None


both_attempt = pytest.mark.parametrize("attempt", [try_sync, try_async])
both_get = pytest.mark.parametrize("get", [get_sync, get_async])


@both_attempt
@pytest.mark.parametrize("hostile", HOSTILE, ids=str)
def test_a_hostile_url_is_refused_and_nothing_inside_connected_to(attempt, hostile):
    verdict = attempt(hostile)
    assert verdict.is_refused, verdict.outcomes
    assert verdict.forbidden == ()


@both_attempt
@pytest.mark.parametrize("hostile", HOSTILE, ids=str)
def test_nothing_inside_is_connected_to_even_if_the_text_of_the_url_is_not_judged(attempt, hostile, monkeypatch):
    monkeypatch.setattr(AddressPolicy, "check_url", lambda policy, url: None)
    assert attempt(hostile).forbidden == ()


@both_attempt
@pytest.mark.parametrize("hostile", FIT_FOR_A_REDIRECT, ids=str)
def test_nothing_inside_is_connected_to_when_a_redirect_leads_there(attempt, hostile):
    assert attempt(replace(hostile, is_redirect=True)).forbidden == ()


@both_get
def test_a_connection_inside_is_counted_when_the_policy_lets_it_be_made(get):
    with serving({"/": (200, HTML, b"")}) as server, counted_connects() as connects:
        assert get(f"http://127.0.0.1:{server.port}/", AddressPolicy(allowed=frozenset({LOOPBACK}))) == 200
    assert connects.forbidden() == [(LOOPBACK, server.port)]


@both_get
def test_a_name_is_asked_for_once_and_the_answer_that_was_checked_is_connected_to(get):
    with name_service({"rebinds.example": [[PUBLIC], [LOOPBACK]]}) as asked, counted_connects() as connects:
        assert get("http://rebinds.example/", AddressPolicy()) is None
    assert asked == ["rebinds.example"]
    assert connects.seen == [(PUBLIC, 80)]


@both_get
def test_a_host_exempt_by_setting_exempts_no_other_with_the_same_address(get):
    names = {"receiver.example": [[LOOPBACK]], "evil.example": [[LOOPBACK]]}
    policy = AddressPolicy(allowed=frozenset({"receiver.example"}))
    with serving({"/": (200, HTML, b"")}) as server, name_service(names), counted_connects() as connects:
        assert get(server.url("/", host="receiver.example"), policy) == 200
        assert get(server.url("/", host="evil.example"), policy) is None
    assert connects.seen == [(LOOPBACK, server.port)]
