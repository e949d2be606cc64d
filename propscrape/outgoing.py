"""The one way out for every address that a user, a page or a redirect chose (SSRF-safe transport).

A name is resolved once; unless every address it has is globally routable the connection is refused; and it is the
checked address itself that is connected to, so a name that changes its answer in between gains nothing. TLS still
verifies, and the Host header still carries, the name that was asked for.
"""

import ipaddress
import socket
import ssl
import time
from collections.abc import Iterable
from typing import Any

import httpcore2
import httpx2

ALLOWED_SCHEMES = frozenset({"http", "https"})
ALLOWED_PORTS = frozenset({80, 443, *range(8000, 9001)})
HIDE_AN_IPV4_ADDRESS = ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")
# Reserved by IANA, though some versions of Python pass them
RESERVED = ("fec0::/10", "3fff::/20", "192.88.99.0/24", "192.0.0.0/24")
NOT_PUBLIC = tuple(map(ipaddress.ip_network, (*HIDE_AN_IPV4_ADDRESS, *RESERVED)))


class AddressRefused(httpx2.ConnectError):
    """The host is, or resolves to, an address that is not publicly routable, or the port is not allowed."""


class UnresolvableHost(httpx2.ConnectError):
    """The name has no address."""


def is_public_address(address: str) -> bool:
    """Whether an IP address in text is a globally routable unicast one, and hides no IPv4 address inside."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if getattr(ip, "ipv4_mapped", None) or any(ip in block for block in NOT_PUBLIC if block.version == ip.version):
        return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


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
    """Opens TCP connections to checked addresses alone. `allowed` names hosts or addresses exempt by setting."""

    def __init__(self, deadline: Deadline, allowed: Iterable[str] = ()) -> None:
        self._deadline = deadline
        self._allowed = frozenset(allowed)
        self._plain = httpcore2.SyncBackend()

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, *args: Any, **kwargs: Any
    ) -> httpcore2.NetworkStream:
        """Resolve, check and connect. Raises AddressRefused or UnresolvableHost."""
        address = self._checked_address(host, port)
        stream = self._plain.connect_tcp(address, port, self._deadline.within(timeout), *args, **kwargs)
        return TimedStream(stream, self._deadline)

    def _checked_address(self, host: str, port: int) -> str:
        addresses = _resolve(host, port)
        if self._allowed.isdisjoint({host, *addresses}):
            if port not in ALLOWED_PORTS:
                raise AddressRefused(f"port {port} is not allowed")
            if not all(map(is_public_address, addresses)):
                raise AddressRefused("the host has an address that is not public")
        return addresses[0]


class GuardedTransport(httpx2.HTTPTransport):
    """httpx2's transport on guarded connections, for one errand of at most `deadline_s` seconds.

    Redirects are the caller's to follow, hop by hop.
    """

    def __init__(self, *, deadline_s: float, allowed: Iterable[str] = ()) -> None:
        super().__init__(trust_env=False)
        self._pool = httpcore2.ConnectionPool(
            ssl_context=httpx2.create_ssl_context(trust_env=False),
            network_backend=GuardedBackend(Deadline(deadline_s), allowed),
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send one request. Raises AddressRefused for a scheme or credentials that may not leave."""
        if request.url.scheme not in ALLOWED_SCHEMES or request.url.userinfo:
            raise AddressRefused("only plain http and https addresses may be fetched")
        return super().handle_request(request)


def _resolve(host: str, port: int) -> list[str]:
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise UnresolvableHost("the host name has no address") from error
    return [str(answer[4][0]) for answer in answers]
