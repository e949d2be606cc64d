"""A language model's endpoint on loopback: a real HTTP server that speaks as OpenAI's does, and does as it is told."""

import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True)
class Sent:
    """What the server does with one request; `pause_s` lies between headers and body, `drips` sends byte by byte."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    wait_s: float = 0.0
    drips: bool = False
    hangs_up: bool = False


def completion(
    content: str | None, *, finish: str = "stop", refusal: str | None = None, usage: Any = (900, 100, 1_000)
):
    """A chat completion; usage: tokens in, out and in all, None where the server does not say."""
    counts = usage and dict(zip(("prompt_tokens", "completion_tokens", "total_tokens"), usage, strict=True))
    message = {"role": "assistant", "content": content, "refusal": refusal}
    choice = {"index": 0, "message": message, "finish_reason": finish, "logprobs": None}
    body = {"id": "c1", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice], "usage": counts}
    return Sent(json.dumps(body).encode())


def rules(*stated: dict[str, Any], **options: Any) -> Sent:
    """An answer of rules in the form that is asked for."""
    blank = {"attr": "", "path": "", "match": "", "all": False, "html": False}
    return completion(json.dumps({"rules": [blank | rule for rule in stated]}), **options)


def error(status: int, **headers: str) -> Sent:
    """An error as providers send it."""
    body = {"error": {"message": "Incorrect API key provided: sk-secret-key. It is wrong.", "type": "x", "code": None}}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Sent(json.dumps(body).encode(), status=status, headers=named)


class ModelServer(ThreadingHTTPServer):
    """Answers by turns, the last answer again and again; `asked` keeps the requests as (path, headers, body)."""

    daemon_threads = True

    def __init__(self, answers: Sequence[Sent | Callable[[dict[str, Any]], Sent]]) -> None:
        super().__init__(("127.0.0.1", 0), ModelHandler)
        self.answers = list(answers)
        self.asked: list[tuple[str, dict[str, str], dict[str, Any]]] = []

    @property
    def base_url(self) -> str:
        """Where it is reached."""
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


class ModelHandler(BaseHTTPRequestHandler):
    """One request."""

    server: ModelServer
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """Do what the turn says."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        turn = min(len(self.server.asked), len(self.server.answers) - 1)
        self.server.asked.append((self.path, {name.lower(): text for name, text in self.headers.items()}, body))
        answer = self.server.answers[turn]
        sent = answer(body) if callable(answer) else answer
        with suppress(OSError):  # whoever asked has gone
            self._send(sent)

    def do_GET(self) -> None:
        """Nobody has a reason to come here."""
        self.server.asked.append((self.path, dict(self.headers), {}))
        self.send_error(404)

    def _send(self, sent: Sent) -> None:
        time.sleep(sent.wait_s)
        if sent.hangs_up:
            self.close_connection = True
            return
        self.send_response(sent.status)
        for name, value in {**JSON, **sent.headers, "Content-Length": str(len(sent.body))}.items():
            self.send_header(name, value)
        self.end_headers()
        for at in range(0, len(sent.body), 1) if sent.drips else ():
            self.wfile.write(sent.body[at : at + 1])
            self.wfile.flush()
            time.sleep(0.05)
        if not sent.drips:
            self.wfile.write(sent.body)

    def log_message(self, format: str, *args: object) -> None:
        """Silence."""


@contextmanager
def model_server(*answers: Sent | Callable[[dict[str, Any]], Sent]) -> Iterator[ModelServer]:
    """A server for as long as the block lasts."""
    server = ModelServer(answers)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
