"""The receiver: `python -m bench.webhooks.receiver PORT BLOCKED_PORT` answers 200 at once and remembers what came when.

One asyncio protocol, one write an answer, connections kept, TCP_NODELAY (asyncio's default): as cheap for whoever keeps
connections as for whoever does not. The second port, and every path below /blocked on the first, take a request and
never answer it.
"""

import asyncio
import re
import sys
import time
from collections.abc import Callable

LOOPBACK = "127.0.0.1"
BLOCKED, CONTROL = b"/blocked", b"/control/"
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
EVENT_ID = re.compile(rb"\r\nwebhook-id: *([^\r]+)", re.IGNORECASE)
HEAD_END = b"\r\n\r\n"
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n%b"


class Ledger:
    """What has come, as (Unix seconds, path, webhook-id), and the connections that wait for an answer in vain."""

    def __init__(self) -> None:
        self.received: list[tuple[float, bytes, bytes]] = []
        self.waiting: list[asyncio.Transport] = []
        self.is_blocking = True
        self.commands: dict[bytes, Callable[[], bytes]] = {
            b"count": self._count,
            b"received": self._received,
            b"forget": self._forget,
            b"unblock": self._unblock,
        }

    def _count(self) -> bytes:
        return b"%d" % len(self.received)

    def _received(self) -> bytes:
        return b"\n".join(b"%.6f %s %s" % receipt for receipt in self.received)

    def _forget(self) -> bytes:
        self.received.clear()
        self.is_blocking = True
        return b""

    def _unblock(self) -> bytes:
        """Hang up on whoever waits, and answer from now on."""
        self.is_blocking = False
        for transport in self.waiting:
            transport.abort()
        self.waiting.clear()
        return b""


class Reception(asyncio.Protocol):
    """One connection."""

    def __init__(self, ledger: Ledger, *, blocks_all: bool) -> None:
        self._ledger = ledger
        self._blocks_all = blocks_all
        self._buffer = b""
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Somebody has come."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Take whole requests off what has come."""
        self._buffer += data
        while (end := self._buffer.find(HEAD_END)) >= 0:
            head = self._buffer[:end]
            length = LENGTH.search(head)
            whole = end + len(HEAD_END) + (int(length[1]) if length else 0)
            if len(self._buffer) < whole:
                return
            self._buffer = self._buffer[whole:]
            self._take(head)

    def _take(self, head: bytes) -> None:
        now, ledger, path = time.time(), self._ledger, head.split(b" ", 2)[1]
        if path.startswith(CONTROL):
            self._answer(ledger.commands[path.removeprefix(CONTROL)]())
        elif ledger.is_blocking and (self._blocks_all or path.startswith(BLOCKED)):
            ledger.waiting.append(self._transport)
        else:
            event_id = EVENT_ID.search(head)
            ledger.received.append((now, path, event_id[1] if event_id else b"-"))
            self._answer(b"ok")

    def _answer(self, body: bytes) -> None:
        self._transport.write(ANSWER % (len(body), body))


async def receive(port: int, blocked_port: int) -> None:
    """Until the process is stopped."""
    loop, ledger = asyncio.get_running_loop(), Ledger()
    await loop.create_server(lambda: Reception(ledger, blocks_all=True), LOOPBACK, blocked_port, backlog=1024)
    server = await loop.create_server(lambda: Reception(ledger, blocks_all=False), LOOPBACK, port, backlog=1024)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(receive(int(sys.argv[1]), int(sys.argv[2])))
