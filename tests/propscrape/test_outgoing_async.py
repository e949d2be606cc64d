"""The asynchronous session: pooled, bounded, and deaf to whatever might lead it elsewhere."""

import asyncio
import socket
import threading
from contextlib import asynccontextmanager, suppress
from unittest.mock import patch

import aiohttp
import pytest
from aiohttp import web

from propscrape.outgoing import AddressPolicy, AddressRefused, UnresolvableHost
from propscrape.outgoing_async import (
    LOOKUP_THREADS,
    MAX_ADDRESSES_TRIED,
    MAX_ANSWER_BYTES,
    CheckedResolver,
    guarded_session,
)
from tests.portal_server import HTML, gzipped, serving
from tests.propscrape.hostile_attempts import counted_connects, name_service
from tests.propscrape.hostile_urls import LOOPBACK, PUBLIC, PUBLIC_V6

POLICY = AddressPolicy(allowed=frozenset({"receiver.example", "slow.example"}))
NAMES = {"receiver.example": [[LOOPBACK]], "public.example": [[PUBLIC]]}


def session(connect_timeout_s=30):
    """A guarded session that waits as long as a slow machine needs."""
    return guarded_session(policy=POLICY, connect_timeout_s=connect_timeout_s, total_timeout_s=30)


def get(url, **options):
    """The headers and the body, or the error raised."""

    async def run():
        async with session() as guarded, guarded.get(url, **options) as answer:
            return answer, await answer.read()

    with name_service(NAMES):
        return asyncio.run(run())


@asynccontextmanager
async def receiver(says=b""):
    """A receiver that keeps connections open; yields its URL and the bodies it got."""
    bodies = []

    async def receive(request):
        bodies.append(await request.read())
        return web.Response(body=says)

    app = web.Application()
    app.router.add_post("/", receive)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, LOOPBACK, 0).start()
    try:
        yield f"http://receiver.example:{runner.addresses[0][1]}/", bodies
    finally:
        await runner.cleanup()


def test_requests_to_one_host_share_a_connection_and_one_question_for_its_name():
    async def run():
        async with receiver() as (url, bodies), session() as guarded:
            for body in (b"1", b"2", b"3"):
                async with guarded.post(url, data=body, allow_redirects=False) as answer:
                    assert answer.status == 200
            return bodies

    with name_service(NAMES) as asked, counted_connects() as connects:
        assert asyncio.run(run()) == [b"1", b"2", b"3"]
    assert len(connects.seen) == 1
    assert asked == ["receiver.example"]


@asynccontextmanager
async def flood(start, piece):
    """A server that sends a piece again and again; yields its URL and how many bytes it got rid of."""
    sent = [0]

    async def pour(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        writer.write(start)
        with suppress(ConnectionError):
            while True:
                writer.write(piece)
                await writer.drain()
                sent[0] += len(piece)
        writer.close()

    async with await asyncio.start_server(pour, LOOPBACK, 0) as server:
        yield f"http://receiver.example:{server.sockets[0].getsockname()[1]}/", sent


@pytest.mark.parametrize(
    ("start", "piece"),
    [
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;", b"a" * 10_000),
        (b"", b"HTTP/1.1 102 Processing\r\n\r\n" * 400),
        (b"HTTP/1.1 200 OK\r\n\r\n", b"a" * 10_000),
    ],
    ids=["a chunk's extension", "interim answers", "a body"],
)
def test_an_answer_without_end_is_cut_off(start, piece):
    async def run():
        async with flood(start, piece) as (url, sent), session() as guarded:
            with pytest.raises(aiohttp.ClientError):
                async with guarded.get(url) as answer:
                    await answer.read()
            return sent[0]

    with name_service(NAMES):
        assert asyncio.run(run()) < 20 * MAX_ANSWER_BYTES  # what the kernel holds between both is in it


def test_answers_on_one_connection_are_bounded_each_for_itself():
    body = b"x" * (MAX_ANSWER_BYTES // 2)

    async def run():
        async with receiver(says=body) as (url, _), session() as guarded:
            for _ in range(4):
                async with guarded.post(url) as answer:
                    assert await answer.read() == body

    with name_service(NAMES), counted_connects() as connects:
        asyncio.run(run())
    assert len(connects.seen) == 1


def test_a_redirect_is_not_followed_when_the_caller_says_so():
    with serving({"/": (302, {"Location": "/other"}, b"")}) as server:
        answer, _ = get(server.url("/", host="receiver.example"), allow_redirects=False)
    assert answer.status == 302
    assert [path for path, _ in server.requests] == ["/"]


def test_a_name_without_an_address_is_unresolvable():
    with pytest.raises(UnresolvableHost):
        get("http://nowhere.example/")


def test_a_name_whose_address_is_given_is_not_asked_for_and_is_judged_like_any_other():
    async def resolve(policy):
        with name_service({}):
            return await CheckedResolver(policy).resolve("portal.example", 80)

    names = frozenset({("portal.example", LOOPBACK)})
    with pytest.raises(AddressRefused):
        asyncio.run(resolve(AddressPolicy(names=names)))
    (found,) = asyncio.run(resolve(AddressPolicy(names=names, allowed=frozenset({LOOPBACK}))))
    assert found["host"] == LOOPBACK


@pytest.mark.parametrize(
    "options", [{"headers": {"Authorization": "Basic eDp5"}}, {"proxy": "http://receiver.example:8000"}]
)
def test_credentials_and_proxies_are_refused(options):
    with counted_connects() as connects, pytest.raises(AddressRefused):
        get("http://public.example/", **options)
    assert connects.seen == []


def test_proxies_of_the_environment_are_not_used(monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9/")
    with serving({"/": (200, HTML, b"direct")}) as server:
        assert get(server.url("/", host="receiver.example"))[1] == b"direct"


def test_a_compressed_answer_is_neither_asked_for_nor_inflated():
    with serving({"/": gzipped(b"0" * 1_000_000)}) as server:
        _, body = get(server.url("/", host="receiver.example"))
    assert len(body) < 10_000
    assert server.requests[0][1]["Accept-Encoding"] == "identity"


def test_cookies_are_not_kept():
    async def run(url):
        async with session() as guarded:
            for _ in range(2):
                async with guarded.get(url):
                    pass

    with serving({"/": (200, HTML | {"Set-Cookie": "a=b"}, b"")}) as server, name_service(NAMES):
        asyncio.run(run(server.url("/", host="receiver.example")))
    assert [headers.get("Cookie") for _, headers in server.requests] == [None, None]


@pytest.mark.parametrize("headers", [{"X-Long": "a" * 20_000}, {f"X-{number}": "a" for number in range(500)}])
def test_headers_without_end_are_an_error(headers):
    with serving({"/": (200, headers, b"")}) as server, pytest.raises(aiohttp.ClientError):
        get(server.url("/", host="receiver.example"))


def test_of_a_name_with_many_addresses_only_some_are_tried():
    many = [f"8.8.4.{last}" for last in range(1, 100)]
    not_connected = pytest.raises(aiohttp.ClientConnectorError)
    with name_service({"many.example": [many]}), counted_connects() as connects, not_connected:
        asyncio.run(_get("http://many.example/"))
    assert set(connects.seen) == {(address, 80) for address in many[:MAX_ADDRESSES_TRIED]}


async def _get(url, **limits):
    async with session(**limits) as guarded, guarded.get(url) as answer:
        return answer.status


@pytest.mark.parametrize("address", [LOOPBACK, "169.254.169.254", "::1", "::ffff:127.0.0.1"])
def test_no_socket_is_made_for_an_address_inside(address):
    """The last line, in case the two before it were passed by."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with pytest.raises(PermissionError):
        CheckedResolver(AddressPolicy()).open_socket((family, socket.SOCK_STREAM, 6, "", (address, 80)))


@pytest.mark.parametrize("address", [PUBLIC, PUBLIC_V6])
def test_a_socket_is_made_for_a_public_one(address):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    CheckedResolver(AddressPolicy()).open_socket((family, socket.SOCK_STREAM, 6, "", (address, 80))).close()


@pytest.fixture
def slow_name_service():
    """Answers for slow.example only once the event is set; yields the event and the names asked for."""
    answer = threading.Event()

    def resolve(host, *args, **options):
        if host == "slow.example":
            answer.wait()
        return quick(host, *args, **options)

    with name_service(NAMES | {"slow.example": [[LOOPBACK]]}) as asked:
        quick = socket.getaddrinfo
        with patch.object(socket, "getaddrinfo", resolve):
            yield answer, asked
            answer.set()


def test_the_time_limit_for_connecting_covers_the_name_service(slow_name_service):
    with pytest.raises(TimeoutError):
        asyncio.run(_get("http://slow.example/", connect_timeout_s=0.05))


def test_a_slow_name_service_of_one_host_holds_up_no_other(slow_name_service):
    answer, asked = slow_name_service

    async def run():
        async with receiver() as (url, _), session() as guarded:
            slow_url = url.replace("receiver", "slow")
            slow = [asyncio.create_task(_post(guarded, slow_url)) for _ in range(2 * LOOKUP_THREADS)]
            await asyncio.sleep(0)  # they ask first
            quick = await _post(guarded, url)
            waiting = sum(not task.done() for task in slow)
            answer.set()
            return quick, waiting, set(await asyncio.gather(*slow))

    assert asyncio.run(run()) == (200, 2 * LOOKUP_THREADS, {200})
    assert sorted(asked) == ["receiver.example", "slow.example"]


async def _post(guarded, url):
    async with guarded.post(url, data=b"", allow_redirects=False) as answer:
        return answer.status
