"""What is asked of a proxy is read strictly, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from propscrape.proxy_request import BadRequest, parse_request

GET = b"GET http://a.example/ HTTP/1.1\r\n"
END = b"\r\n\r\n"


def parse(*lines):
    return parse_request(b"\r\n".join(lines) + END)


@pytest.mark.parametrize(
    ("line", "host", "port", "first_line"),
    [
        (b"GET http://a.example/x?y HTTP/1.1", "a.example", 80, b"GET /x?y HTTP/1.1"),
        (b"GET http://A.example:8080 HTTP/1.0", "a.example", 8080, b"GET / HTTP/1.1"),
        (b"HEAD http://a.example?q HTTP/1.1", "a.example", 80, b"HEAD /?q HTTP/1.1"),
        (b"GET http://[2001:db8::1]:81/ HTTP/1.1", "2001:db8::1", 81, b"GET / HTTP/1.1"),
        (b"CONNECT a.example:443 HTTP/1.1", "a.example", 443, b""),
        (b"CONNECT [2001:db8::1]:443 HTTP/1.1", "2001:db8::1", 443, b""),
    ],
)
def test_where_to(line, host, port, first_line):
    request = parse(line, b"Host: other.example")
    assert (request.host, request.port) == (host, port)
    assert request.head.split(b"\r\n")[0] == first_line
    assert b"other.example" not in request.head


@pytest.mark.parametrize(
    "line",
    [
        b"", b"GET", b"GET / HTTP/1.1", b"GET * HTTP/1.1", b"GET https://a.example/ HTTP/1.1", b"GET ftp://a/ HTTP/1.1",
        b"GET http:/a.example HTTP/1.1", b"GET http:// HTTP/1.1", b"GET http://u@a.example/ HTTP/1.1",
        b"GET http://a.example/#x HTTP/1.1", b"GET http://a.example\\@b/ HTTP/1.1", b"GET http://a.example:x/ HTTP/1.1",
        b"GET http://a.example:99999/ HTTP/1.1", b"GET http://[::1/ HTTP/1.1", b"GET http://a.example/ HTTP/2.0",
        b"GET  http://a.example/ HTTP/1.1", b"get http://a.example/ HTTP/1.1", b"GET http://a.example/\xff HTTP/1.1",
        b"CONNECT a.example HTTP/1.1", b"CONNECT a.example:443/x HTTP/1.1", b"CONNECT u@a.example:443 HTTP/1.1",
        b"CONNECT http://a.example:443 HTTP/1.1", b"CONNECT :443 HTTP/1.1", b"CONNECT a.example:99999 HTTP/1.1",
    ],
)  # fmt: skip
def test_a_line_that_is_no_request_of_a_proxy_is_refused(line):
    with pytest.raises(BadRequest):
        parse(line)


@pytest.mark.parametrize(
    "header",
    [
        b"X", b"X : 1", b" X: 1", b"X\t: 1", b": 1", b"X: a\nY: b", b"X: a\rY: b", b"X: \0",
        b"Transfer-Encoding: chunked",
        b"Content-Length: x", b"Content-Length: -1", b"Content-Length: +1", b"Content-Length: 1\r\nContent-Length: 2",
        b"Content-Length: 9999999999999", b"Content-Length: \xb2",
    ],
)  # fmt: skip
def test_a_header_that_two_readers_could_take_differently_is_refused(header):
    with pytest.raises(BadRequest):
        parse(GET.strip(), header)


def test_what_is_for_the_proxy_alone_is_not_passed_on():
    request = parse(
        GET.strip(),
        b"Proxy-Authorization: Basic x",
        b"Connection: close, X-A",
        b"X-A: 1",
        b"Cookie: a=1",
        b"TE: trailers",
    )
    assert request.credential == "Basic x"
    assert request.head == b"GET / HTTP/1.1\r\nHost: a.example\r\nCookie: a=1\r\nConnection: close\r\n\r\n"


@given(st.binary(max_size=300) | st.binary(max_size=100).map(lambda rest: GET + rest))
def test_whatever_is_sent_is_a_request_or_is_refused(head):
    try:
        request = parse_request(head)
    except BadRequest:
        return
    assert request.host
    assert b"\n" not in request.head.replace(b"\r\n", b"")
    assert request.is_tunnel or request.head.endswith(b"\r\n\r\n")
