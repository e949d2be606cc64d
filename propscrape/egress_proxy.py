"""The way out of `outgoing.py` for a program that makes its own connections: an HTTP proxy on loopback.

It takes CONNECT (RFC 9110 9.3.6) and requests in absolute form (RFC 9112 3.2.2). A name is resolved once, all its
addresses are judged, and a checked one is connected to, by the same resolver as in `outgoing_async.py`. Nobody gets
through without an admission: a credential that is made for one errand, with its own allowance, and worthless after it.
"""

import asyncio
import base64
import secrets
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http import HTTPStatus

from propscrape.address_policy import AddressPolicy, AddressRefused, UnresolvableHost
from propscrape.outgoing_async import CheckedResolver
from propscrape.proxy_request import MAX_HEAD_BYTES, BadRequest, ProxyRequest, parse_request

LOOPBACK = "127.0.0.1"
MAX_CONNECTIONS = 256
HEAD_TIMEOUT_S = 10
CONNECT_TIMEOUT_S = 10
PIECE_BYTES = 64 * 1024
REFUSALS_KEPT = 100

Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Refusal(Exception):
    """What is answered instead of a connection."""

    def __init__(self, status: HTTPStatus, reason: str) -> None:
        self.status = status
        self.reason = reason
        super().__init__(reason)


class AllowanceSpent(Exception):
    """An admission has carried as many bytes as it may."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """What one admission may use: connections at a time, bytes in both directions together, seconds for each."""

    connections: int = 64
    total_bytes: int = 64 * 1024 * 1024
    connection_s: float = 120


@dataclass(slots=True, eq=False)
class Admission:
    """Leave to go out for one errand. `refusals` says of what was not let through why, by host and port."""

    policy: AddressPolicy
    allowance: Allowance
    resolver: CheckedResolver
    username: str = field(default_factory=lambda: secrets.token_hex(8))
    password: str = field(default_factory=secrets.token_urlsafe)
    carried_bytes: int = 0
    connections: set[asyncio.Task[None]] = field(default_factory=set)
    refusals: dict[tuple[str, int], Refusal] = field(default_factory=dict)

    @property
    def credential(self) -> str:
        """As the Proxy-Authorization header bears it (RFC 7617)."""
        return "Basic " + base64.b64encode(f"{self.username}:{self.password}".encode()).decode()

    def note(self, refusal: Refusal, *, host: str, port: int) -> None:
        """Keep why a host was not reached; of many such hosts the first are kept."""
        if len(self.refusals) < REFUSALS_KEPT:
            self.refusals[host, port] = refusal

    def carry(self, count: int) -> None:
        """Count bytes. Raises AllowanceSpent above the allowance."""
        self.carried_bytes += count
        if self.carried_bytes > self.allowance.total_bytes:
            raise AllowanceSpent


class EgressProxy:
    """A proxy on a free port of loopback, for as long as the running loop. Start it, admit errands, close it."""

    def __init__(self) -> None:
        self._server: asyncio.Server | None = None
        self._admissions: dict[str, Admission] = {}
        self._connections: set[asyncio.Task[None]] = set()

    @property
    def port(self) -> int:
        """Where it listens."""
        assert self._server is not None
        return int(self._server.sockets[0].getsockname()[1])

    async def start(self) -> None:
        """Listen."""
        self._server = await asyncio.start_server(self._accept, LOOPBACK, 0, limit=MAX_HEAD_BYTES)

    async def close(self) -> None:
        """Listen no more and drop every connection."""
        if self._server is not None:
            self._server.close()
        await _end(self._connections)

    @asynccontextmanager
    async def admit(self, policy: AddressPolicy, allowance: Allowance | None = None) -> AsyncIterator[Admission]:
        """Let one errand through; when it ends its credential is void and its connections are dropped."""
        admission = Admission(policy, allowance or Allowance(), CheckedResolver(policy))
        self._admissions[admission.credential] = admission
        try:
            yield admission
        finally:
            del self._admissions[admission.credential]
            await _end(admission.connections)
            await admission.resolver.close()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection; what is wrong with it ends it, and nothing else."""
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        try:
            await self._answer(task, (reader, writer))
        except (OSError, TimeoutError, EOFError, AllowanceSpent):
            writer.transport.abort()
        except asyncio.CancelledError:
            # Only `_end` cancels, and it waits for this; asyncio.streams would log what is raised again
            writer.transport.abort()
        finally:
            self._connections.discard(task)
            writer.close()

    async def _answer(self, task: asyncio.Task[None], client: Connection) -> None:
        try:
            request = await self._read_request(client[0])
            admission = self._admission_for(request)
            await _carry_out(request, admission, task, client)
        except Refusal as refusal:
            await _refuse(client[1], refusal)

    async def _read_request(self, reader: asyncio.StreamReader) -> ProxyRequest:
        if len(self._connections) > MAX_CONNECTIONS:
            raise Refusal(HTTPStatus.SERVICE_UNAVAILABLE, "too many connections")
        try:
            async with asyncio.timeout(HEAD_TIMEOUT_S):
                return parse_request(await reader.readuntil(b"\r\n\r\n"))
        except asyncio.LimitOverrunError as error:
            raise Refusal(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "the head is too large") from error
        except BadRequest as error:
            raise Refusal(HTTPStatus.BAD_REQUEST, str(error)) from error

    def _admission_for(self, request: ProxyRequest) -> Admission:
        admission = self._admissions.get(request.credential or "")
        if admission is None:
            raise Refusal(HTTPStatus.PROXY_AUTHENTICATION_REQUIRED, "no admission")
        return admission


async def _carry_out(request: ProxyRequest, admission: Admission, task: asyncio.Task[None], client: Connection) -> None:
    """Connect and carry bytes within the admission's allowance."""
    if len(admission.connections) >= admission.allowance.connections:
        raise Refusal(HTTPStatus.TOO_MANY_REQUESTS, "too many connections at a time")
    admission.connections.add(task)
    try:
        async with asyncio.timeout(admission.allowance.connection_s):
            server = await _connect(request, admission)
            try:
                await _begin(request, client, server, admission)
                await _exchange(request, client, server, admission)
            finally:
                server[1].close()
    except Refusal as refusal:
        admission.note(refusal, host=request.host, port=request.port)
        raise
    finally:
        admission.connections.discard(task)


async def _connect(request: ProxyRequest, admission: Admission) -> Connection:
    """A connection to the first checked address of the host that takes one."""
    try:
        admission.policy.check_url(request.origin)
        async with asyncio.timeout(CONNECT_TIMEOUT_S):
            return await _connect_to_any(request, admission.resolver)
    except AddressRefused as error:
        raise Refusal(HTTPStatus.FORBIDDEN, str(error)) from error
    except TimeoutError as error:
        raise Refusal(HTTPStatus.GATEWAY_TIMEOUT, "the host did not answer in time") from error
    except (UnresolvableHost, OSError) as error:
        raise Refusal(HTTPStatus.BAD_GATEWAY, f"the host cannot be reached: {error}") from error


async def _connect_to_any(request: ProxyRequest, resolver: CheckedResolver) -> Connection:
    refused: OSError = ConnectionRefusedError("no address")
    for place in await resolver.resolve(request.host, request.port):
        address = (place["host"], place["port"])
        connection = resolver.open_socket((place["family"], socket.SOCK_STREAM, socket.IPPROTO_TCP, "", address))
        try:
            connection.setblocking(False)
            await asyncio.get_running_loop().sock_connect(connection, address)
            return await asyncio.open_connection(sock=connection, limit=PIECE_BYTES)
        except OSError as error:
            connection.close()
            refused = error
        except BaseException:
            connection.close()
            raise
    raise refused


async def _begin(request: ProxyRequest, client: Connection, server: Connection, admission: Admission) -> None:
    """Say that the tunnel stands, or pass the request's head on."""
    if request.is_tunnel:
        client[1].write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await client[1].drain()
        return
    admission.carry(len(request.head))
    server[1].write(request.head)
    await server[1].drain()


async def _exchange(request: ProxyRequest, client: Connection, server: Connection, admission: Admission) -> None:
    """Carry bytes both ways until one side is done. A request in absolute form is the only one of its connection."""
    upwards = None if request.is_tunnel else request.body_bytes
    directions = {
        asyncio.ensure_future(_copy(server[0], client[1], admission)),
        asyncio.ensure_future(_copy(client[0], server[1], admission, at_most=upwards)),
    }
    try:
        done, _ = await asyncio.wait(directions, return_when=asyncio.FIRST_COMPLETED)
    finally:
        await _end(directions)
    for direction in done:
        direction.result()


async def _copy(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, admission: Admission, *, at_most: int | None = None
) -> None:
    """Carry bytes one way to their end; what comes after `at_most` of them is not passed on, and ends it too."""
    while piece := await reader.read(PIECE_BYTES):
        if at_most is not None:
            if not at_most:
                return
            piece = piece[:at_most]
            at_most -= len(piece)
        admission.carry(len(piece))
        writer.write(piece)
        await writer.drain()


async def _refuse(writer: asyncio.StreamWriter, refusal: Refusal) -> None:
    challenge = ""
    if refusal.status is HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
        challenge = 'Proxy-Authenticate: Basic realm="propscrape"\r\n'
    head = f"HTTP/1.1 {refusal.status.value} {refusal.status.phrase}\r\n{challenge}"
    writer.write(f"{head}Content-Length: 0\r\nConnection: close\r\n\r\n".encode())
    await writer.drain()


async def _end(tasks: set[asyncio.Task[None]]) -> None:
    """Cancel tasks and wait until they are gone; how each ended is its own business."""
    ending = list(tasks)
    for task in ending:
        task.cancel()
    await asyncio.gather(*ending, return_exceptions=True)
