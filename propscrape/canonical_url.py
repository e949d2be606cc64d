"""One page, one address: the form under which a listing and its price history are kept."""

import ipaddress
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

from propscrape.errors import InvalidUrl

MAX_URL_LENGTH = 2048
DEFAULT_PORTS = {"http": 80, "https": 443}
# Parameters that say how a reader came, never which page it is
TRACKING_PREFIXES = ("utm_", "mc_", "pk_", "hsa_")
TRACKING_NAMES = frozenset(
    {
        "_ga", "_gl", "campaign_id", "cmpid", "dclid", "fbclid", "gbraid", "gclid", "igshid", "msclkid",
        "ref_src", "ttclid", "twclid", "wbraid", "xtor", "yclid",
    }
)  # fmt: skip
SEGMENT_SAFE = ":@!$&'()*+,;=-._~"
RAW_BYTES = "surrogateescape"  # bytes that are no UTF-8 come out as they went in
WWW = "www."


def check_url(url: str) -> str:
    """`url` as it was given, if it is an absolute http(s) URL of at most 2,048 characters with a host and without
    credentials, spaces or control characters (RFC 3986). Raises InvalidUrl.
    """
    if len(url) > MAX_URL_LENGTH:
        raise InvalidUrl(f"The url is longer than {MAX_URL_LENGTH} characters.")
    if any(character.isspace() or not character.isprintable() for character in url) or "\\" in url:
        raise InvalidUrl("The url holds spaces or control characters.")
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
        if host and "[" in parts.netloc:
            ipaddress.IPv6Address(host)
        elif host:
            _ascii_host(host)
    except ValueError as error:  # UnicodeError of a bad host name is one
        raise InvalidUrl from error
    if parts.scheme not in DEFAULT_PORTS or not host:
        raise InvalidUrl
    if parts.username is not None or parts.password is not None:
        raise InvalidUrl("The url must not hold credentials.")
    return url


def canonicalize_url(url: str) -> str:
    """The address of a page without what does not tell pages apart. Raises InvalidUrl, also when it comes out too long.

    https; host in lower-case ASCII without `www.`, a trailing dot or the default port; path percent-encoded alike and
    without a trailing slash; query sorted, without tracking parameters; no fragment. Applying it twice changes nothing.
    """
    parts = urlsplit(check_url(url))
    host = _without_www(_ascii_host(parts.hostname or ""))
    port = "" if parts.port in (None, DEFAULT_PORTS[parts.scheme], DEFAULT_PORTS["https"]) else f":{parts.port}"
    netloc = f"[{host}]{port}" if ":" in host else host + port
    canonical = urlunsplit(("https", netloc, _canonical_path(parts.path), _canonical_query(parts.query), ""))
    if len(canonical) > MAX_URL_LENGTH:
        raise InvalidUrl(f"The url is longer than {MAX_URL_LENGTH} characters once encoded.")
    return canonical


def _canonical_path(path: str) -> str:
    """Each segment percent-encoded alike; a slash that was encoded stays so, it is part of its segment."""
    return "/".join(_encoded_alike(segment) for segment in path.rstrip("/").split("/"))


def _encoded_alike(segment: str) -> str:
    return quote(unquote(segment, errors=RAW_BYTES), safe=SEGMENT_SAFE, errors=RAW_BYTES)


def _canonical_query(query: str) -> str:
    pairs = parse_qsl(query, keep_blank_values=True, errors=RAW_BYTES)
    return urlencode(sorted(pair for pair in pairs if not _is_tracking(pair[0])), errors=RAW_BYTES)


def _without_www(host: str) -> str:
    """`host` without any leading `www.`, as long as a domain with a dot is left: www.com is one itself."""
    while host.startswith(WWW) and "." in host.removeprefix(WWW):
        host = host.removeprefix(WWW)
    return host


def _ascii_host(host: str) -> str:
    """Lower-case ASCII by IDNA. Raises ValueError for what cannot be a host name."""
    host = host.rstrip(".").lower()
    if ":" in host:
        return host
    ascii_host = host.encode("idna").decode("ascii")
    if not all(ascii_host.split(".")) or any(not (c.isalnum() or c in "-._") for c in ascii_host):
        raise ValueError("not a host name")
    return ascii_host


def _is_tracking(name: str) -> bool:
    return name.lower() in TRACKING_NAMES or name.lower().startswith(TRACKING_PREFIXES)
