"""Hosts of addresses: those that anybody can reach, and those of one machine or one network."""

import ipaddress
from functools import lru_cache
from urllib.parse import urlsplit


def has_public_host(url: str) -> bool:
    """Whether an absolute URL names a host that can be one of the public Internet."""
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return False
    return host is not None and is_public_host(host)


@lru_cache(maxsize=512)
def is_public_host(host: str) -> bool:
    """Whether a host is a name of two labels or more, or a global IP address (IANA's special-purpose registries).

    A name whose last label is a number is an IPv4 address to browsers (URL Standard, 3.5), whatever its form.
    """
    name = host.lower().rstrip(".")
    try:
        address = ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        last = name.rpartition(".")[2]
        return "." in name and last != "localhost" and not last.isdecimal() and not last.startswith("0x")
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    address = mapped or address
    return address.is_global and not address.is_multicast
