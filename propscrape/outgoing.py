"""The one way out for every address that a user, a page or a redirect chose (SSRF-safe transport).

A name is resolved once; unless every address it has is globally routable the connection is refused; and it is the
checked address itself that is connected to, so a name that changes its answer in between gains nothing. TLS still
verifies, and the Host header still carries, the name that was asked for.
"""

import socket
import ssl
import time
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import Any

import httpcore2
import httpx2

from propscrape.address_policy import (
    ALLOWED_PORTS,
    ALLOWED_SCHEMES,
    DEFAULT_POLICY,
    AddressPolicy,
    AddressRefused,
    UnresolvableHost,
    is_public_address,
)

__all__ = [
    "ALLOWED_PORTS",
    "ALLOWED_SCHEMES",
    "AddressPolicy",
    "AddressRefused",
    "Deadline",
    "GuardedTransport",
    "UnresolvableHost",
    "addresses_of",
    "is_public_address",
]


class Deadline:
    """The end of everything that one transport may do; a server that drips a byte a second does not move it."""

    def __init__(self, seconds: float) -> None:
        self._ends = time.monotonic() + seconds

    def within(self, timeout_s: float | None) -> float:
        """`timeout_s`, or what is left. Raises httpcore2.ReadTimeout when nothing is."""
        left = self._ends - time.monotonic()
        if left <= 0:
            raise httpcore2.ReadTimeout("the deadline is over")
        return left if timeout_s is None else min(timeout_s, left)


class TimedStream(httpcore2.NetworkStream):
    """A connection whose every step ends with the deadline."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read some bytes."""
        return self._stream.read(max_bytes, self._deadline.within(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write all bytes."""
        self._stream.write(buffer, self._deadline.within(timeout))

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        """The same connection, encrypted."""
        secured = self._stream.start_tls(ssl_context, server_hostname, self._deadline.within(timeout))
        return TimedStream(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        """What the connection knows of itself."""
        return self._stream.get_extra_info(info)

    def close(self) -> None:
        """Let go of it."""
        self._stream.close()


class GuardedBackend(httpcore2.NetworkBackend):
    """Opens TCP connections to addresses that the policy has passed, and to no other."""

    def __init__(self, deadline: Deadline, policy: AddressPolicy) -> None:
        self._deadline = deadline
        self._policy = policy
        self._plain = httpcore2.SyncBackend()

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, *args: Any, **kwargs: Any
    ) -> httpcore2.NetworkStream:
        """Resolve, check and connect. Raises AddressRefused or UnresolvableHost."""
        addresses = addresses_of(host, self._policy.names)
        self._policy.check_addresses(host, port, addresses)
        stream = self._plain.connect_tcp(addresses[0], port, self._deadline.within(timeout), *args, **kwargs)
        return TimedStream(stream, self._deadline)


class GuardedTransport(httpx2.HTTPTransport):
    """httpx2's transport on guarded connections, for one errand of at most `deadline_s` seconds.

    `allowed` adds hosts or addresses to those that the policy exempts. Redirects are the caller's to follow, hop by
    hop.
    """

    def __init__(
        self, *, deadline_s: float, allowed: Iterable[str] = (), policy: AddressPolicy = DEFAULT_POLICY
    ) -> None:
        super().__init__(verify=_ssl_context(), trust_env=False)
        more = frozenset(allowed)
        self._policy = replace(policy, allowed=policy.allowed | more) if more else policy
        self._pool = httpcore2.ConnectionPool(
            ssl_context=_ssl_context(),
            network_backend=GuardedBackend(Deadline(deadline_s), self._policy),
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send one request. Raises AddressRefused for an address that the policy does not pass."""
        self._policy.check_url(str(request.url))
        return super().handle_request(request)


@cache
def _ssl_context() -> ssl.SSLContext:
    """One for the process: reading the certificates of all authorities takes longer than most fetches' other work."""
    return httpx2.create_ssl_context(trust_env=False)


def addresses_of(host: str, names: Iterable[tuple[str, str]] = ()) -> list[str]:
    """A host's addresses: those that `names` has for it, else what the name service answers for a name or a literal
    address. Raises UnresolvableHost when that is nothing.
    """
    if known := [address for name, address in names if name == host]:
        return known
    try:
        answers = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, ValueError) as error:  # ValueError: a name that IDNA or C cannot hold
        raise UnresolvableHost("the host name has no address") from error
    return list(dict.fromkeys(str(answer[4][0]) for answer in answers))
