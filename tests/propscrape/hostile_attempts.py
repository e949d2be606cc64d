"""Attempts at a hostile URL through either transport, with connections counted where the socket makes them.

The interpreter raises an audit event for each connect, before it happens, whoever asks for it; a hook cannot be taken
away again, so there is one for the whole process, with a switch. It counts each, then stops those that would leave the
machine.
"""

import asyncio
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache
from itertools import cycle
from typing import Any
from unittest.mock import patch

import aiohttp
import httpx2

from propscrape.outgoing import AddressPolicy, AddressRefused, GuardedTransport
from propscrape.outgoing_async import guarded_session
from tests.portal_server import serving
from tests.propscrape.hostile_urls import NAMES, PUBLIC_ADDRESSES, Hostile

ATTEMPTS = 4
TIMEOUT_S = 5
REDIRECTOR = "redirector.example"
ON_THIS_MACHINE = frozenset({"127.0.0.1", "::1"})
REFUSED, STOPPED = "refused", "stopped on the way out"
REFUSALS = (
    AddressRefused, PermissionError, httpx2.InvalidURL, httpx2.UnsupportedProtocol,
    aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError,
)  # fmt: skip


class LeavesTheMachine(ConnectionRefusedError):
    """Tests connect to nobody; a transport takes this for an ordinary failure to connect."""


@dataclass
class Connects:
    """Where sockets were asked to connect to, in order, as (address, port)."""

    seen: list[tuple[str, int]] = field(default_factory=list)

    def forbidden(self, *expected: tuple[str, int]) -> list[tuple[str, int]]:
        """Those to anything but a server of the test or one of the table's public addresses."""
        return [place for place in self.seen if place not in expected and place[0] not in PUBLIC_ADDRESSES]


_listeners: list[Connects] = []


@cache
def _listen_to_the_interpreter() -> None:
    sys.addaudithook(_on_audit_event)


def _on_audit_event(event: str, arguments: tuple[Any, ...]) -> None:
    if event != "socket.connect" or not _listeners or not isinstance(arguments[1], tuple):
        return
    address, port = arguments[1][:2]
    for connects in _listeners:
        connects.seen.append((address, port))
    if address not in ON_THIS_MACHINE:
        raise LeavesTheMachine("this would leave the machine")


@contextmanager
def counted_connects() -> Iterator[Connects]:
    """Every connect of this process, by any thread, while this lasts."""
    _listen_to_the_interpreter()
    connects = Connects()
    _listeners.append(connects)
    try:
        yield connects
    finally:
        _listeners.remove(connects)


@contextmanager
def name_service(names: dict[str, list[list[str]]]) -> Iterator[list[str]]:
    """Replace the name service with one that knows these names alone; yields the names it was asked for, in order."""
    real = socket.getaddrinfo
    answers = {name: cycle(rounds) for name, rounds in names.items()}
    asked: list[str] = []

    def resolve(host: Any, port: Any, family: int = 0, type: int = 0, proto: int = 0, flags: int = 0) -> Any:
        name = (host.decode() if isinstance(host, bytes) else host or "").rstrip(".")
        if name not in answers:
            return real(host, port, family, type, proto, flags | socket.AI_NUMERICHOST)
        asked.append(name)
        return [answer for address in next(answers[name]) for answer in real(address, port, family, type)]

    with patch.object(socket, "getaddrinfo", resolve):
        yield asked


@dataclass(frozen=True, slots=True)
class Verdict:
    """How the attempts at one URL ended, and the connects that none of them may make."""

    outcomes: tuple[str, ...]
    forbidden: tuple[tuple[str, int], ...]

    @property
    def is_refused(self) -> bool:
        """Whether nothing was answered, nothing failed for another reason, and something was refused."""
        return REFUSED in self.outcomes and set(self.outcomes) <= {REFUSED, STOPPED}

    def __str__(self) -> str:
        return ", ".join(dict.fromkeys(self.outcomes))


def try_sync(hostile: Hostile) -> Verdict:
    """The URL through httpx2, several times over."""
    with _stage(hostile) as stage:
        outcomes = [_outcome_sync(stage.url, stage.policy) for _ in range(ATTEMPTS)]
    return stage.verdict(outcomes)


def try_async(hostile: Hostile) -> Verdict:
    """The URL through aiohttp, several times over in one session."""
    with _stage(hostile) as stage:
        outcomes = asyncio.run(_outcomes_async(stage.url, stage.policy))
    return stage.verdict(outcomes)


@dataclass(frozen=True, slots=True)
class _Stage:
    """What is asked for, under which policy, what was connected to, and where the test's own server stands."""

    url: str
    policy: AddressPolicy
    connects: Connects
    own: tuple[tuple[str, int], ...]

    def verdict(self, outcomes: list[str]) -> Verdict:
        return Verdict(tuple(outcomes), tuple(self.connects.forbidden(*self.own)))


@contextmanager
def _stage(hostile: Hostile) -> Iterator[_Stage]:
    """The attacker's names and the count; where he redirects, his server under the one exempt host."""
    with ExitStack() as stack:
        stack.enter_context(name_service(NAMES | {REDIRECTOR: [["127.0.0.1"]]}))
        connects = stack.enter_context(counted_connects())
        if not hostile.is_redirect:
            yield _Stage(hostile.url, AddressPolicy(), connects, ())
            return
        location = hostile.url.encode().decode("latin-1")
        server = stack.enter_context(serving({"/": (302, {"Location": location}, b"")}))
        policy = AddressPolicy(allowed=frozenset({REDIRECTOR}))
        yield _Stage(server.url("/", host=REDIRECTOR), policy, connects, (("127.0.0.1", server.port),))


def _outcome_sync(url: str, policy: AddressPolicy) -> str:
    transport = GuardedTransport(deadline_s=TIMEOUT_S, policy=policy)
    try:
        with httpx2.Client(transport=transport, follow_redirects=True, trust_env=False) as client:
            return f"answered {client.get(url).status_code}"
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        return _outcome_of(error)


async def _outcomes_async(url: str, policy: AddressPolicy) -> list[str]:
    async with guarded_session(policy=policy, connect_timeout_s=TIMEOUT_S, total_timeout_s=TIMEOUT_S) as session:
        return [await _outcome_async(session, url) for _ in range(ATTEMPTS)]


async def _outcome_async(session: aiohttp.ClientSession, url: str) -> str:
    try:
        async with session.get(url) as answer:
            return f"answered {answer.status}"
    except (aiohttp.ClientError, httpx2.ConnectError) as error:
        return _outcome_of(error)


def _outcome_of(error: BaseException) -> str:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, REFUSALS):
            return REFUSED
        if isinstance(cause, LeavesTheMachine):
            return STOPPED
        cause = cause.__cause__ or cause.__context__
    return f"{type(error).__name__}: {error}"
