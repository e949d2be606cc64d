"""The way out of `outgoing.py` for asyncio: an aiohttp session whose every connection goes to a checked address.

Three lines of defence. The session refuses what the URL itself gives away, at every hop. The resolver asks for a name
once per connection and refuses unless every answer is public. The maker of sockets judges the very address that is
about to be connected to, because aiohttp asks no resolver about a literal one.
"""

import asyncio
import errno
import socket
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.client_proto import ResponseHandler

from propscrape.address_policy import ALLOWED_SCHEMES, AddressPolicy, AddressRefused, UnresolvableHost
from propscrape.outgoing import addresses_of

# One host holds at most one of them, however many requests wait for it. More than there are hosts that one sender has
# in hand, so that names whose servers say nothing leave some for the others; a thread is made when it is needed
LOOKUP_THREADS = 256
# aiohttp tries what is left again after each failure: a name with hundreds of addresses would have us knock at them all
MAX_ADDRESSES_TRIED = 4
MAX_HEADER_LINE_BYTES = 8190
MAX_HEADERS = 128


# Of one answer: many times what anybody reads of a body, and room for all headers. aiohttp itself counts neither what
# stands around a body's chunks nor how many interim answers come before the one
MAX_ANSWER_BYTES = 1_200_000


def guarded_session(
    *, policy: AddressPolicy, connect_timeout_s: float, total_timeout_s: float
) -> aiohttp.ClientSession:
    """A session for addresses that others chose, for as long as the running loop; close it with the loop.

    Give it URLs that `policy.check_url` passes: they are judged again here, at every hop, but on text that is no URL at
    all aiohttp has many errors. Requests raise AddressRefused, UnresolvableHost, aiohttp.ClientError or TimeoutError.

    `connect_timeout_s` bounds the name service, the connection and TLS together, `total_timeout_s` the whole exchange;
    aiohttp rounds what is above 5 s up to its clock's next second. Answers come as they were sent, not inflated; what
    goes on beyond MAX_ANSWER_BYTES, all that is around a body counted, ends with an error. No cookie is kept, no
    Authorization header is sent. How many requests run at once is the caller's to bound.
    """
    return aiohttp.ClientSession(
        connector=GuardedConnector(policy),
        timeout=aiohttp.ClientTimeout(total=total_timeout_s, connect=connect_timeout_s),
        middlewares=(_refusal_of_urls(policy),),
        headers={"Accept-Encoding": "identity"},
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
        trust_env=False,
        max_line_size=MAX_HEADER_LINE_BYTES,
        max_field_size=MAX_HEADER_LINE_BYTES,
        max_headers=MAX_HEADERS,
    )


class CheckedResolver(AbstractResolver):
    """Asks the name service in threads of its own and passes on a name's addresses only when all may be reached."""

    def __init__(self, policy: AddressPolicy) -> None:
        self._policy = policy
        self._threads = ThreadPoolExecutor(LOOKUP_THREADS, thread_name_prefix="name-service")
        self._underway: dict[str, asyncio.Future[list[str]]] = {}
        self._exempt: set[tuple[str, int]] = set()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Some of the host's addresses, once all are checked. Raises AddressRefused or UnresolvableHost."""
        addresses = await asyncio.shield(self._lookup(host))
        if not addresses:
            raise UnresolvableHost("the host name has no address")
        self._policy.check_addresses(host, port, addresses)
        if host in self._policy.allowed:
            self._exempt.update((address, port) for address in addresses)
        return [_result(host, port, address) for address in addresses[:MAX_ADDRESSES_TRIED]]

    def open_socket(self, addr_info: aiohttp.AddrInfoType) -> socket.socket:
        """The socket for one address. Raises PermissionError, which aiohttp passes on as a ClientConnectorError."""
        family, kind, protocol, _, (address, port, *_) = addr_info
        if (address, port) not in self._exempt:
            try:
                self._policy.check_addresses(address, port, [address])
            except AddressRefused as error:
                raise PermissionError(errno.EACCES, str(error)) from error
        return socket.socket(family, kind, protocol)

    async def close(self) -> None:
        """Let go of the threads; one that still waits for the name service ends with its answer."""
        for lookup in list(self._underway.values()):
            lookup.cancel()
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _lookup(self, host: str) -> asyncio.Future[list[str]]:
        """The question that is underway for this host, or a new one."""
        if host not in self._underway:
            lookup = asyncio.get_running_loop().run_in_executor(
                self._threads, _addresses_or_none, host, self._policy.names
            )
            self._underway[host] = lookup
            lookup.add_done_callback(lambda _: self._underway.pop(host))
        return self._underway[host]


class BoundedHandler(ResponseHandler):
    """A connection that is cut off where one answer on it has no end."""

    _taken = 0

    def set_response_params(self, **parameters: Any) -> None:
        """An answer begins."""
        self._taken = 0
        super().set_response_params(**parameters)

    def data_received(self, data: bytes) -> None:
        """Some of it came."""
        self._taken += len(data)
        if self._taken <= MAX_ANSWER_BYTES:
            super().data_received(data)
        elif self.transport is not None:
            endless = aiohttp.ClientPayloadError("the answer has no end")
            if self._payload is not None:  # a body without a length would seem whole
                self._payload.set_exception(endless)
            self.transport.abort()
            self.set_exception(endless)


def _bounded_handler(loop: asyncio.AbstractEventLoop) -> ResponseHandler:
    return BoundedHandler(loop)


class GuardedConnector(aiohttp.TCPConnector):
    """Pooled connections to checked addresses. Every new connection asks for its name anew, so nothing is cached."""

    allowed_protocol_schema_set = ALLOWED_SCHEMES  # aiohttp's own takes URLs without a scheme and web sockets too

    def __init__(self, policy: AddressPolicy) -> None:
        self._guard = CheckedResolver(policy)
        super().__init__(
            resolver=self._guard, socket_factory=self._guard.open_socket, use_dns_cache=False, limit=0, limit_per_host=0
        )
        # aiohttp takes no maker of handlers; a test fails should it ask this one no more
        self._factory = partial[ResponseHandler](_bounded_handler, loop=self._loop)

    async def close(self, *, abort_ssl: bool = False) -> None:
        """Close the connections, then the resolver, which aiohttp leaves to whoever made it."""
        await super().close(abort_ssl=abort_ssl)
        await self._guard.close()


def _refusal_of_urls(policy: AddressPolicy) -> aiohttp.ClientMiddlewareType:
    async def refuse(request: aiohttp.ClientRequest, send: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
        policy.check_url(str(request.url))
        if "Authorization" in request.headers:  # what aiohttp has made of credentials in the URL
            raise AddressRefused("credentials may not stand in the address")
        if request.proxy is not None:
            raise AddressRefused("a proxy would choose the address itself")
        return await send(request)

    return refuse


def _addresses_or_none(host: str, names: Iterable[tuple[str, str]]) -> list[str]:
    """The host's addresses; an empty list when it has none, since nobody may be left to hear of an error."""
    try:
        return addresses_of(host, names)
    except UnresolvableHost:
        return []


def _result(host: str, port: int, address: str) -> ResolveResult:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    flags = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV
    return ResolveResult(hostname=host, host=address, port=port, family=family, proto=0, flags=flags)
