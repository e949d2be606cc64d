"""The one way out for every address that a user, a page or a redirect chose (SSRF-safe transport).

A name is resolved once; unless every address it has is globally routable the connection is refused; and it is the
checked address itself that is connected to, so a name that changes its answer in between gains nothing. TLS still
verifies, and the Host header still carries, the name that was asked for.
"""

import ipaddress
import socket
from collections.abc import Iterable
from typing import Any

import httpcore2
import httpx2

ALLOWED_SCHEMES = frozenset({"http", "https"})
ALLOWED_PORTS = frozenset({80, 443, *range(8000, 9001)})
NAT64 = ipaddress.ip_network("64:ff9b::/96")
# Translation prefixes hide an IPv4 address that the far end would reach for us
HIDING = (
    NAT64,
    ipaddress.ip_network("64:ff9b:1::/48"),
    ipaddress.ip_network("2002::/16"),
    ipaddress.ip_network("2001::/32"),
)


class AddressRefused(httpx2.ConnectError):
    """The host is, or resolves to, an address that is not publicly routable, or the port is not allowed."""


class UnresolvableHost(httpx2.ConnectError):
    """The name has no address."""


def is_public_address(address: str) -> bool:
    """Whether an IP address in text is a globally routable unicast one, and hides no IPv4 address inside."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address) and (ip.ipv4_mapped or any(ip in network for network in HIDING)):
        return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


class GuardedBackend(httpcore2.NetworkBackend):
    """Opens TCP connections to checked addresses alone. `allowed` names hosts or addresses exempt by setting."""

    def __init__(self, allowed: Iterable[str] = ()) -> None:
        self._allowed = frozenset(allowed)
        self._plain = httpcore2.SyncBackend()

    def connect_tcp(self, host: str, port: int, *args: Any, **kwargs: Any) -> httpcore2.NetworkStream:
        """Resolve, check and connect. Raises AddressRefused or UnresolvableHost."""
        return self._plain.connect_tcp(self._checked_address(host, port), port, *args, **kwargs)

    def _checked_address(self, host: str, port: int) -> str:
        addresses = _resolve(host, port)
        if self._allowed.isdisjoint({host, *addresses}):
            if port not in ALLOWED_PORTS:
                raise AddressRefused(f"port {port} is not allowed")
            if not all(map(is_public_address, addresses)):
                raise AddressRefused("the host has an address that is not public")
        return addresses[0]


class GuardedTransport(httpx2.HTTPTransport):
    """httpx2's transport on guarded connections. Redirects are the caller's to follow, hop by hop."""

    def __init__(self, allowed: Iterable[str] = ()) -> None:
        super().__init__(trust_env=False)
        self._pool = httpcore2.ConnectionPool(
            ssl_context=httpx2.create_ssl_context(trust_env=False), network_backend=GuardedBackend(allowed)
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
