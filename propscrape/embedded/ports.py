"""Ports for embedded servers: on loopback, below the kernel's ephemeral range, kept from one start to the next."""

import json
import random
import socket
from pathlib import Path

LOOPBACK = "127.0.0.1"
# Linux hands out 32768 and above to outgoing connections: a server port up there may be gone while the server restarts.
LOWEST_PORT, HIGHEST_PORT = 20_000, 32_767
ATTEMPTS = 200


def is_port_free(port: int) -> bool:
    """Whether a server can listen on this port of 127.0.0.1 now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def find_free_port() -> int:
    """A port of 127.0.0.1 nobody listens on. Raises OSError when none is found."""
    for _ in range(ATTEMPTS):
        port = random.randint(LOWEST_PORT, HIGHEST_PORT)  # noqa: S311 - spreads servers out, protects nothing
        if is_port_free(port):
            return port
    raise OSError(f"no free port between {LOWEST_PORT} and {HIGHEST_PORT} on {LOOPBACK}")


class KeptPorts:
    """Each server's port, remembered in a file, so that it is the same after the next start where possible."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def recall(self, server: str) -> int | None:
        """The port this server had last, if any."""
        return self._read().get(server)

    def take(self, server: str) -> int:
        """This server's port: the one it had where that is free, else another, remembered from now on."""
        kept = self.recall(server)
        if kept is not None and is_port_free(kept):
            return kept
        port = find_free_port()
        self._path.write_text(json.dumps(self._read() | {server: port}))
        return port

    def _read(self) -> dict[str, int]:
        try:
            return dict(json.loads(self._path.read_text()))
        except (FileNotFoundError, ValueError):
            return {}
