"""A portal on loopback: a real HTTP server that answers as portals do, and the name service that leads to it."""

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = tuple[int, dict[str, str], bytes]
HTML = {"Content-Type": "text/html; charset=utf-8"}


class PortalServer(ThreadingHTTPServer):
    """Answers by path; `requests` keeps what was asked, as (path, headers)."""

    daemon_threads = True

    def __init__(self, routes: dict[str, Callable[[], Answer] | Answer]) -> None:
        super().__init__(("127.0.0.1", 0), PortalHandler)
        self.routes = routes
        self.requests: list[tuple[str, dict[str, str]]] = []

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])

    @property
    def pages_asked_for(self) -> list[str]:
        """The paths that were asked for, robots.txt left out."""
        return [path for path, _ in self.requests if path != "/robots.txt"]

    def url(self, path: str, host: str = "www.rightmove.co.uk") -> str:
        """A page's address, under the name of a portal."""
        return f"http://{host}:{self.port}{path}"


class PortalHandler(BaseHTTPRequestHandler):
    """Looks the path up in the server's routes."""

    server: PortalServer

    def do_GET(self) -> None:
        """Answer, as the route says."""
        self.server.requests.append((self.path, dict(self.headers)))
        route = self.server.routes.get(self.path, (404, HTML, b"<h1>Not found</h1>"))
        status, headers, body = route() if callable(route) else route
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        pause_s = float(headers.get("X-Drip", 0))
        for piece in (bytes([byte]) for byte in body) if pause_s else [body]:
            self.wfile.write(piece)
            time.sleep(pause_s)

    def log_message(self, *args: Any) -> None:
        """Nothing is logged."""


def slow(seconds: float, answer: Answer) -> Callable[[], Answer]:
    """The same answer, later."""

    def later() -> Answer:
        time.sleep(seconds)
        return answer

    return later


def gzipped(body: bytes) -> Answer:
    """A compressed answer."""
    return 200, HTML | {"Content-Encoding": "gzip"}, gzip.compress(body)


@contextmanager
def serving(routes: dict[str, Any]) -> Iterator[PortalServer]:
    """A portal server for the length of a test."""
    server = PortalServer(routes)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def names_lead_to(monkeypatch: Any, addresses: dict[str, list[str]]) -> None:
    """Replace the name service: these hosts have these addresses, and no other name exists."""
    real = socket.getaddrinfo

    def resolve(host: Any, port: Any, *args: Any, **kwargs: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name in addresses:
            return [answer for address in addresses[name] for answer in real(address, port, *args, **kwargs)]
        if name is None or name.replace(".", "").isdigit() or ":" in name or name == "localhost":
            return real(host, port, *args, **kwargs)
        raise socket.gaierror(socket.EAI_NONAME, "no such name")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
