"""What a client asks of a proxy, read strictly: a head that two readers could take differently is refused."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

MAX_HEAD_BYTES = 64 * 1024
MAX_BODY_DIGITS = 12

REQUEST_LINE = re.compile(rb"([A-Z]{1,20}) ([!-~]+) HTTP/1\.[01]")
HEADER = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([^\r\n\0]*?)[ \t]*")
CONNECT_TARGET = re.compile(r"[^/?#@\\]+:[0-9]{1,5}")
ABSOLUTE_FORM = re.compile(r"http://([^/?#@\\]+)([/?][^#]*)?", re.IGNORECASE)
DEFAULT_PORT = 80
# RFC 9110 7.6.1, and what the old proxies of the nineties were sent
HOP_BY_HOP = frozenset(
    {"connection", "keep-alive", "proxy-authorization", "proxy-connection", "te", "trailer", "upgrade", "host"}
)


class BadRequest(ValueError):
    """This is no request that a proxy takes."""


@dataclass(frozen=True, slots=True)
class ProxyRequest:
    """Where to, on whose behalf, and what is passed on: `head` in origin form and the size of the body after it.

    `origin` is the address without a path, to be judged before anything else is done.
    """

    origin: str
    credential: str | None
    is_tunnel: bool
    head: bytes = b""
    body_bytes: int = 0

    @property
    def host(self) -> str:
        """In lower case, an IPv6 address without its brackets."""
        return urlsplit(self.origin).hostname or ""

    @property
    def port(self) -> int:
        """The port that is named, or that of http."""
        return urlsplit(self.origin).port or DEFAULT_PORT


def parse_request(head: bytes) -> ProxyRequest:
    """Read a request's head, up to and with its empty line. Raises BadRequest."""
    first, *lines = head.removesuffix(b"\r\n\r\n").split(b"\r\n")
    line = REQUEST_LINE.fullmatch(first)
    if line is None:
        raise BadRequest("the request line cannot be read")
    headers = [_header(line) for line in lines]
    method, target = line[1].decode(), line[2].decode()
    if method == "CONNECT":
        return _tunnel(target, headers)
    return _passed_on(method, target, headers)


def _header(line: bytes) -> tuple[str, str]:
    found = HEADER.fullmatch(line)
    if found is None:
        raise BadRequest("a header cannot be read")
    return found[1].decode(), found[2].decode("latin-1")


def _tunnel(target: str, headers: list[tuple[str, str]]) -> ProxyRequest:
    if not CONNECT_TARGET.fullmatch(target):
        raise BadRequest("CONNECT takes a host and a port")
    return ProxyRequest(_origin("https", target), _credential(headers), is_tunnel=True)


def _passed_on(method: str, target: str, headers: list[tuple[str, str]]) -> ProxyRequest:
    found = ABSOLUTE_FORM.fullmatch(target)
    if found is None:
        raise BadRequest("only http in absolute form is taken")
    authority, path = found[1], found[2] or "/"
    path = path if path.startswith("/") else f"/{path}"
    head = [f"{method} {path} HTTP/1.1", f"Host: {authority}", *_end_to_end(headers), "Connection: close", "", ""]
    return ProxyRequest(
        origin=_origin("http", authority),
        credential=_credential(headers),
        is_tunnel=False,
        head="\r\n".join(head).encode("latin-1"),
        body_bytes=_body_bytes(headers),
    )


def _origin(scheme: str, authority: str) -> str:
    origin = f"{scheme}://{authority}/"
    try:
        urlsplit(origin).port  # noqa: B018 - judges the port, and the brackets with it
    except ValueError as error:
        raise BadRequest("the host and port cannot be read") from error
    return origin


def _credential(headers: list[tuple[str, str]]) -> str | None:
    found = [value for name, value in headers if name.lower() == "proxy-authorization"]
    return found[0] if len(found) == 1 else None


def _end_to_end(headers: list[tuple[str, str]]) -> list[str]:
    named = {
        token.strip().lower() for name, value in headers if name.lower() == "connection" for token in value.split(",")
    }
    return [f"{name}: {value}" for name, value in headers if name.lower() not in HOP_BY_HOP | named]


def _body_bytes(headers: list[tuple[str, str]]) -> int:
    """By Content-Length alone: browsers send no other over HTTP/1.1."""
    if any(name.lower() == "transfer-encoding" for name, _ in headers):
        raise BadRequest("a body must say how long it is")
    lengths = {value for name, value in headers if name.lower() == "content-length"}
    if not lengths:
        return 0
    length = lengths.pop()
    if lengths or not length.isascii() or not length.isdigit() or len(length) > MAX_BODY_DIGITS:
        raise BadRequest("the body's length cannot be read")
    return int(length)
