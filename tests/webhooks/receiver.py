"""A receiver on loopback: a real HTTP server that answers well and badly, as receivers do, and keeps what came."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

OK = (200, {}, b"thanks")


@dataclass(frozen=True)
class Received:
    """One request."""

    path: str
    headers: dict[str, str]
    body: bytes
    peer_port: int
    at: float = field(default_factory=time.monotonic)

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def event(self) -> dict[str, Any]:
        return json.loads(self.body)


def slowly(seconds: float) -> Callable[[Received], tuple[int, dict[str, str], bytes]]:
    """Takes its time, then is content."""

    def answer(_: Received) -> tuple[int, dict[str, str], bytes]:
        time.sleep(seconds)
        return OK

    return answer


class Receiver(ThreadingHTTPServer):
    """Answers each request with `answer(request)`: (status, headers, body), or None to close without a word."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), ReceiverHandler)
        self.requests: list[Received] = []
        self.answer: Callable[[Received], tuple[int, dict[str, str], bytes] | None] = lambda _: OK
        self.closes_after_answer = False
        self.at_once = self.most_at_once = 0
        self.lock = threading.Lock()

    def url(self, path: str = "/hook", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.server_address[1]}{path}"

    def ids(self, path: str = "/hook") -> list[str]:
        return [request.id for request in self.requests if request.path == path]

    def handle_error(self, *args: Any) -> None:
        """A sender that hangs up is what some tests are about."""


class ReceiverHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        request = Received(self.path, dict(self.headers), body, self.client_address[1])
        with self.server.lock:
            self.server.requests.append(request)
            self.server.at_once += 1
            self.server.most_at_once = max(self.server.most_at_once, self.server.at_once)
        try:
            self._answer(self.server.answer(request))
        finally:
            with self.server.lock:
                self.server.at_once -= 1

    def _answer(self, answer: tuple[int, dict[str, str], bytes] | None) -> None:
        if answer is None:
            self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True
            return
        status, headers, body = answer
        lines = [f"{name}: {value}\r\n" for name, value in ({"Content-Length": str(len(body))} | headers).items()]
        self.wfile.write(f"HTTP/1.1 {status} Said\r\n{''.join(lines)}\r\n".encode() + body)
        self.close_connection = self.server.closes_after_answer

    def log_message(self, *args: Any) -> None:
        """Nothing is logged."""


@contextmanager
def receiving() -> Iterator[Receiver]:
    server = Receiver()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
