"""Ports of this machine at which nobody may knock, and the sockets that a browser's user has open."""

import select
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from ipaddress import ip_address
from pathlib import Path

LOOPBACKS = ("127.0.0.1", "127.255.255.254", "::1")
# Those that hostile URLs name, where they can be had; others may hold them, and below 1024 only root may
PORTS = (80, 443, 22, 25, 5432, 6379, 8000, 8080, 9001)
ALLOWED_PORTS = range(8100, 8900)
# Chromium asks the kernel whether it has a route for IPv6 by connecting a datagram socket to this place and closing
# it again (net/dns/host_resolver_manager.cc, "globally reachable check"): nothing is sent, no page has a say in it
ROUTE_ASKED_FOR = ("udp6", "2001:4860:4860::8888", 443)
Place = tuple[str, int]


@contextmanager
def tcp_traps() -> Iterator[tuple[int, list[Place]]]:
    """Listen on every such port; yields one that the policy allows, and the places that somebody connected to."""
    with ExitStack() as stack:
        traps = [trap for port in PORTS for trap in _listen(port)]
        port = next(port for port in ALLOWED_PORTS if len(found := _listen(port)) == len(LOOPBACKS))
        for trap in (*traps, *found):
            stack.enter_context(trap)
        knocks = stack.enter_context(_taking([*traps, *found], lambda trap: trap.accept()[0].close()))
        yield port, knocks


@contextmanager
def udp_trap() -> Iterator[tuple[int, list[Place]]]:
    """A port of 127.0.0.1, and a place for each datagram that arrived there."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as trap:
        trap.bind(("127.0.0.1", 0))
        with _taking([trap], lambda trap: trap.recv(2048)) as arrivals:
            yield trap.getsockname()[1], arrivals


@contextmanager
def sockets_of_user(user: int) -> Iterator[set[Place]]:
    """Where the sockets of a user lead, looked at again and again while this lasts."""
    seen: set[Place] = set()
    is_over = threading.Event()

    def look() -> None:
        while not is_over.wait(0.01):
            seen.update(_connected_places(user))

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield seen
    finally:
        is_over.set()
        thread.join()


def _listen(port: int) -> list[socket.socket]:
    traps = []
    for address in LOOPBACKS:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        try:
            traps.append(socket.create_server((address, port), family=family))
        except OSError:
            continue
    return traps


@contextmanager
def _taking(traps: list[socket.socket], take) -> Iterator[list[Place]]:
    taken: list[Place] = []
    is_over = threading.Event()

    def wait() -> None:
        while not is_over.is_set():
            for trap in select.select(traps, [], [], 0.05)[0]:
                take(trap)
                taken.append(trap.getsockname()[:2])

    thread = threading.Thread(target=wait)
    thread.start()
    try:
        yield taken
    finally:
        is_over.set()
        thread.join()


def _connected_places(user: int) -> Iterator[Place]:
    """Of /proc/net (proc_pid_net(5)): what has a far end, or wants one."""
    for table in ("tcp", "tcp6", "udp", "udp6"):
        for line in Path("/proc/net", table).read_text().splitlines()[1:]:
            fields = line.split()
            place = _place(fields[2])
            if fields[7] == str(user) and place[1] and (table, *place) != ROUTE_ASKED_FOR:
                yield place


def _place(written: str) -> Place:
    """The kernel writes words of four bytes, each in the machine's order."""
    address, port = written.split(":")
    words = [bytes.fromhex(address[start : start + 8])[::-1] for start in range(0, len(address), 8)]
    return str(ip_address(b"".join(words))), int(port, 16)
