"""A chat on loopback that takes messages as Slack's incoming webhooks do."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class _Handler(BaseHTTPRequestHandler):
    server: "_Chat"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.say(json.loads(body)["text"])
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *args):
        """Nothing is logged."""


class _Chat(ThreadingHTTPServer):
    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.said = []
        self.say = self.said.append


@contextmanager
def chatting():
    """Its address, and what was said there."""
    server = _Chat()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/hook", server.said
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
