"""Which addresses may be reached: rules alone, without a name service or a connection.

A URL is judged twice. `check_url` refuses what its text gives away, when somebody registers it and before each request;
`check_addresses` judges what the name led to, before each connection. The second is what protects us, since a name may
lead anywhere; the first says no early and in words.
"""

import ipaddress
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

import httpx2
import idna

ALLOWED_SCHEMES = frozenset({"http", "https"})
ALLOWED_PORTS = frozenset({80, 443, *range(8000, 9001)})
DEFAULT_PORTS = {"http": 80, "https": 443}

# All that IANA has given to networks lies in here (RFC 4291 2.4); mapped, compatible, local and NAT64 forms do not
GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
# Reserved by IANA, though some versions of Python pass them; 2001::/23 holds Teredo, 2002::/16 is 6to4
RESERVED = ("2001::/23", "2002::/16", "2001:db8::/32", "3fff::/20", "192.88.99.0/24", "192.0.0.0/24")
# A public address that inside Azure is the host's own agent, with the machine's certificates and settings
CLOUD_AGENTS = ("168.63.129.16/32",)
NOT_PUBLIC = tuple(map(ipaddress.ip_network, (*RESERVED, *CLOUD_AGENTS)))

HOST_AND_PORT = re.compile(r"(?:\[(?P<ipv6>[0-9A-Fa-f:.]+)\]|(?P<name>[^][:@%]+))(?::(?P<port>[0-9]{0,5}))?")
NAME = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})+")
# A host whose last label is a number is an IPv4 address, well or badly written (WHATWG URL, "ends in a number")
ENDS_IN_A_NUMBER = re.compile(r"(?:^|\.)(?:[0-9]+|0x[0-9a-f]*)\.?$")
# Never delegated in public: RFC 6761, RFC 6762 with appendix G, RFC 8375, and .internal by ICANN
LOCAL_DOMAINS = (
    ".localhost", ".localdomain", ".local", ".internal", ".intranet", ".private", ".corp", ".home", ".lan",
    ".home.arpa",
)  # fmt: skip


class AddressRefused(httpx2.ConnectError):
    """The address is not one that may be reached: scheme, credentials, port, host, or where its name leads."""


class UnresolvableHost(httpx2.ConnectError):
    """The name has no address."""


@dataclass(frozen=True, slots=True)
class AddressPolicy:
    """What may be reached. `allowed` holds hosts, in lower case and as the URL writes them, and addresses that are
    exempt by setting from the rules on ports and on public addresses. `names` holds hosts, in lower case, with the
    address that each has without the name service being asked, which is judged like any other.
    """

    schemes: frozenset[str] = ALLOWED_SCHEMES
    ports: frozenset[int] = ALLOWED_PORTS
    allowed: frozenset[str] = frozenset()
    names: frozenset[tuple[str, str]] = frozenset()

    def check_url(self, url: str) -> None:
        """Raise AddressRefused for a URL that its text shows to be none of ours to reach; asks no name service.

        Refused are schemes and ports outside the policy, credentials, spaces, control characters and backslashes,
        hosts that are empty, percent-encoded, without a dot, with a trailing one or of a local domain, and literal
        addresses that are not public or not in their usual spelling.
        """
        _check_url(self, url)

    def check_addresses(self, host: str, port: int, addresses: Sequence[str]) -> None:
        """Raise AddressRefused unless the port is allowed and every one of a host's addresses is public."""
        if not addresses:
            raise AddressRefused("the host has no address")
        if host in self.allowed:
            return
        judged = [address for address in addresses if address not in self.allowed]
        if judged and port not in self.ports:
            raise AddressRefused(f"port {port} is not allowed")
        if not all(map(is_public_address, judged)):
            raise AddressRefused("the host has an address that is not public")


DEFAULT_POLICY = AddressPolicy()


def is_public_address(address: str) -> bool:
    """Whether a text is an IP address that is globally routable, unicast, of no zone, and hides no IPv4 address."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if any(ip in block for block in NOT_PUBLIC if block.version == ip.version):
        return False
    if isinstance(ip, ipaddress.IPv6Address) and (ip.scope_id is not None or ip not in GLOBAL_UNICAST):
        return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


@lru_cache(maxsize=4096)
def _check_url(policy: AddressPolicy, url: str) -> None:
    """Only what passes is remembered; an error is not."""
    parts = _split(url)
    if parts.scheme not in policy.schemes:
        raise AddressRefused(f"the scheme is not allowed, only {' and '.join(sorted(policy.schemes))}")
    if "@" in parts.netloc:
        raise AddressRefused("credentials may not stand in the address")
    host, port, is_address = _host_and_port(parts)
    if host in policy.allowed:
        return
    if port not in policy.ports:
        raise AddressRefused(f"port {port} is not allowed")
    if is_address and not is_public_address(host):
        raise AddressRefused("the host is an address that is not public, or not in its usual spelling")
    if not is_address and not _is_public_name(host):
        raise AddressRefused("the host is no public name")


def _split(url: str) -> SplitResult:
    if "\\" in url or any(character.isspace() or not character.isprintable() for character in url):
        raise AddressRefused("the address holds spaces, control characters or backslashes")
    try:
        return urlsplit(url)
    except ValueError as error:
        raise AddressRefused("the address cannot be read") from error


def _host_and_port(parts: SplitResult) -> tuple[str, int | None, bool]:
    """The host in lower-case ASCII, its port, and whether it is a literal address in any spelling."""
    found = HOST_AND_PORT.fullmatch(parts.netloc)
    if found is None:
        raise AddressRefused("the host is empty or cannot be read")
    port = int(found["port"]) if found["port"] else DEFAULT_PORTS.get(parts.scheme)
    if found["ipv6"]:
        return found["ipv6"].lower(), port, True
    host = _ascii_name(found["name"])
    return host, port, ENDS_IN_A_NUMBER.search(host) is not None


def _ascii_name(name: str) -> str:
    """The name as both HTTP clients will ask for it (UTS 46), so that what is judged is what is used.

    Digits and dots of other scripts come out as those of an address.
    """
    if name.isascii() and "xn--" not in name.lower():
        return name.lower()
    try:
        return idna.encode(name, uts46=True).decode("ascii")
    except UnicodeError as error:
        raise AddressRefused("the host is no public name") from error


def _is_public_name(host: str) -> bool:
    return NAME.fullmatch(host) is not None and not host.endswith(LOCAL_DOMAINS)
