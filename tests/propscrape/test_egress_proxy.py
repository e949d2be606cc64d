"""The proxy lets admitted errands out, to checked addresses, within their allowance; nobody and nothing else."""

import asyncio
import base64
import re
from contextlib import asynccontextmanager

import pytest

from propscrape import egress_proxy
from propscrape.address_policy import AddressPolicy
from propscrape.egress_proxy import Allowance, EgressProxy
from tests.portal_server import HTML, serving, slow
from tests.propscrape.hostile_attempts import counted_connects, name_service
from tests.propscrape.hostile_urls import HOSTILE, LOOPBACK, NAMES, PUBLIC

PORTAL = "portal.example"
POLICY = AddressPolicy(allowed=frozenset({PORTAL}))


@asynccontextmanager
async def a_proxy():
    proxy = EgressProxy()
    await proxy.start()
    try:
        yield proxy
    finally:
        await proxy.close()


@pytest.fixture
def portal():
    """A server that the name portal.example leads to."""
    with name_service({PORTAL: [[LOOPBACK]]}), serving({"/": (200, HTML, b"hello")}) as server:
        yield server


async def exchange(proxy, sent, *, credential=None):
    """Send bytes, with a credential as the last header of the head; the whole answer."""
    head, end, body = sent.partition(b"\r\n\r\n")
    if credential:
        head += f"\r\nProxy-Authorization: {credential}".encode()
    reader, writer = await asyncio.open_connection("127.0.0.1", proxy.port)
    try:
        writer.write(head + end + body)
        return await asyncio.wait_for(reader.read(), 10)
    except ConnectionError:
        return b""
    finally:
        writer.close()


def ask(sent, *, policy=POLICY, allowance=None):
    """One errand's one exchange: the answer, and the admission."""

    async def run():
        async with a_proxy() as proxy, proxy.admit(policy, allowance) as admission:
            return await exchange(proxy, sent, credential=admission.credential), admission

    return asyncio.run(run())


def get(server, path="/", *headers):
    lines = [f"GET http://{PORTAL}:{server.port}{path} HTTP/1.1", f"Host: {PORTAL}", *headers, "", ""]
    return "\r\n".join(lines).encode()


def connect(server, then=b""):
    return f"CONNECT {PORTAL}:{server.port} HTTP/1.1\r\nHost: {PORTAL}\r\n\r\n".encode() + then


def status_of(answer):
    return int(answer.split()[1]) if answer else None


def test_a_request_in_absolute_form_is_passed_on_as_servers_want_it(portal):
    answer, admission = ask(
        get(portal, "/a?b=c", "Accept: x", "Proxy-Connection: keep-alive", "Connection: X-Hop", "X-Hop: 1")
    )
    assert status_of(answer) == 404
    ((path, headers),) = portal.requests
    assert path == "/a?b=c"
    assert headers == {"Host": f"{PORTAL}:{portal.port}", "Accept": "x", "Connection": "close"}
    assert admission.carried_bytes > len(answer)


def test_a_tunnel_carries_bytes_both_ways(portal):
    answer, _ = ask(connect(portal, b"GET / HTTP/1.0\r\n\r\n"))
    established, _, tunnelled = answer.partition(b"\r\n\r\n")
    assert status_of(established) == 200
    assert tunnelled.endswith(b"hello")


def test_a_body_is_passed_on_to_its_end_and_what_comes_behind_it_is_not():
    received = []

    async def run():
        async def take(reader, writer):
            received.append(await reader.readuntil(b"\r\n\r\n") + await reader.read(100))
            writer.close()

        async with await asyncio.start_server(take, LOOPBACK, 0) as server, a_proxy() as proxy:
            port = server.sockets[0].getsockname()[1]
            sent = f"POST http://{PORTAL}:{port}/ HTTP/1.1\r\nContent-Length: 4\r\n\r\nbodyGET /inside".encode()
            async with proxy.admit(POLICY) as admission:
                await exchange(proxy, sent, credential=admission.credential)

    with name_service({PORTAL: [[LOOPBACK]]}):
        asyncio.run(run())
    assert received[0].endswith(b"\r\n\r\nbody")


# Whom it serves


@pytest.mark.parametrize("sent", [get, connect])
def test_nobody_is_served_without_an_admission(portal, sent):
    async def run():
        async with a_proxy() as proxy:
            async with proxy.admit(POLICY) as ended:
                pass
            async with proxy.admit(POLICY) as admission:
                others = [None, "Basic", "Basic " + base64.b64encode(b":").decode(), "Bearer x", ended.credential]
                others.append(admission.credential.replace("Basic", "Digest"))
                return [await exchange(proxy, sent(portal), credential=credential) for credential in others]

    with counted_connects() as connects:
        answers = asyncio.run(run())
    assert [status_of(answer) for answer in answers] == [407] * 6
    assert all(b"Proxy-Authenticate: Basic" in answer for answer in answers)
    assert (LOOPBACK, portal.port) not in connects.seen
    assert portal.requests == []


def test_two_credentials_in_one_request_are_none(portal):
    async def run():
        async with a_proxy() as proxy, proxy.admit(POLICY) as admission:
            twice = get(portal, "/", f"Proxy-Authorization: {admission.credential}")
            return await exchange(proxy, twice, credential=admission.credential)

    assert status_of(asyncio.run(run())) == 407


def test_admissions_have_credentials_of_their_own():
    async def run():
        async with a_proxy() as proxy, proxy.admit(POLICY) as one, proxy.admit(POLICY) as other:
            return {one.credential, other.credential, one.username, other.username, one.password, other.password}

    assert len(asyncio.run(run())) == 6


def test_its_port_is_of_loopback_alone():
    async def run():
        async with a_proxy() as proxy:
            return proxy._server.sockets[0].getsockname()[0], len(proxy._server.sockets)

    assert asyncio.run(run()) == ("127.0.0.1", 1)


# Where it leads


@pytest.mark.parametrize("hostile", [h for h in HOSTILE if not h.is_redirect], ids=str)
def test_a_hostile_url_is_refused_and_nothing_inside_connected_to(hostile):
    target = hostile.url.encode("utf-8", "surrogateescape")
    authority = re.sub(rb"^[a-z]*:?/{0,3}|[/?#].*", b"", target, flags=re.IGNORECASE)
    asked = [
        b"GET " + target + b" HTTP/1.1\r\n\r\n",
        b"CONNECT " + authority + b" HTTP/1.1\r\n\r\n",
        b"CONNECT " + authority + b":443 HTTP/1.1\r\n\r\n",
        b"GET http://" + authority + b"/ HTTP/1.1\r\n\r\n",
    ]

    async def run():
        async with a_proxy() as proxy, proxy.admit(AddressPolicy()) as admission:
            return [await exchange(proxy, sent, credential=admission.credential) for sent in asked * 2], proxy.port

    with name_service(NAMES), counted_connects() as connects:
        answers, port = asyncio.run(run())
    assert connects.forbidden((LOOPBACK, port)) == []
    assert {status_of(answer) for answer in answers} <= {400, 403, 502}


def test_a_name_is_asked_for_once_and_the_answer_that_was_checked_is_connected_to():
    with name_service({"rebinds.example": [[PUBLIC], [LOOPBACK]]}) as asked, counted_connects() as connects:
        answer, _ = ask(b"CONNECT rebinds.example:443 HTTP/1.1\r\n\r\n")
    assert status_of(answer) == 502
    assert asked == ["rebinds.example"]
    assert (PUBLIC, 443) in connects.seen
    assert (LOOPBACK, 443) not in connects.seen


def test_the_next_address_is_tried_when_one_takes_no_connection(portal):
    with name_service({PORTAL: [["127.0.0.2", LOOPBACK]]}):
        assert ask(get(portal))[0].endswith(b"hello")


def test_why_something_was_not_let_through_is_kept():
    async def run():
        async with a_proxy() as proxy, proxy.admit(AddressPolicy()) as admission:
            for number in range(egress_proxy.REFUSALS_KEPT + 5):
                sent = f"CONNECT 127.0.0.1:{8000 + number} HTTP/1.1\r\n\r\n".encode()
                await exchange(proxy, sent, credential=admission.credential)
            return admission.refusals

    refusals = asyncio.run(run())
    assert "not public" in refusals["127.0.0.1", 8000].reason
    assert len(refusals) == egress_proxy.REFUSALS_KEPT


# Its bounds


def test_an_allowance_of_bytes_ends_what_goes_beyond_it(portal):
    portal.routes["/large"] = (200, HTML, b"x" * 1_000_000)
    answer, admission = ask(get(portal, "/large"), allowance=Allowance(total_bytes=200_000))
    assert len(answer) <= 200_000
    assert admission.carried_bytes > 200_000


def test_an_allowance_counts_what_is_sent_too(portal):
    answer, _ = ask(connect(portal, b"x" * 300_000), allowance=Allowance(total_bytes=200_000))
    assert b"hello" not in answer


def test_connections_at_a_time_are_bounded(portal):
    portal.routes["/slow"] = slow(1, (200, HTML, b"slow"))

    async def run():
        async with a_proxy() as proxy, proxy.admit(POLICY, Allowance(connections=2)) as admission:
            asked = [exchange(proxy, get(portal, "/slow"), credential=admission.credential) for _ in range(5)]
            return await asyncio.gather(*asked)

    assert sorted(status_of(answer) for answer in asyncio.run(run())) == [200, 200, 429, 429, 429]


def test_connections_of_all_together_are_bounded(portal, monkeypatch):
    monkeypatch.setattr(egress_proxy, "MAX_CONNECTIONS", 2)

    async def run():
        async with a_proxy() as proxy, proxy.admit(POLICY) as admission:
            idle = [await asyncio.open_connection("127.0.0.1", proxy.port) for _ in range(2)]
            answer = await exchange(proxy, get(portal), credential=admission.credential)
            for _, writer in idle:
                writer.close()
            return answer

    assert status_of(asyncio.run(run())) in (503, None)
    assert portal.requests == []


def test_a_connection_ends_with_its_time(portal):
    portal.routes["/slow"] = slow(5, (200, HTML, b"slow"))
    assert ask(get(portal, "/slow"), allowance=Allowance(connection_s=0.2))[0] == b""


def test_a_client_that_says_nothing_is_left(portal, monkeypatch):
    monkeypatch.setattr(egress_proxy, "HEAD_TIMEOUT_S", 0.1)
    assert ask(b"GET http://")[0] == b""


def test_a_head_without_end_is_refused(portal):
    answer, _ = ask(b"GET http://portal.example/ HTTP/1.1\r\nX: " + b"x" * 70_000)
    assert status_of(answer) in (431, None)


def test_everything_ends_with_the_errand(portal):
    portal.routes["/slow"] = slow(2, (200, HTML, b"slow"))

    async def run():
        async with a_proxy() as proxy:
            async with proxy.admit(POLICY) as admission:
                asked = asyncio.ensure_future(exchange(proxy, get(portal, "/slow"), credential=admission.credential))
                while not portal.requests:
                    await asyncio.sleep(0.01)
            return await asked, admission.connections

    assert asyncio.run(run()) == (b"", set())
