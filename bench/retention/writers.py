"""Writers: processes that import pages through the service at an even pace, and say what each import took."""

import multiprocessing
import queue
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.context import SpawnProcess
from typing import Any

WRITERS, PER_SECOND = 3, 4.0
PAGES = 200
START_TIMEOUT_S, STOP_TIMEOUT_S = 120, 60
PAGE = """<!doctype html><html lang="en"><head><title>Terraced house {number}, Otley</title>
<script type="application/ld+json">{{"@context": "https://schema.org", "@type": ["Product", "House"],
"name": "Terraced house {number}, Otley", "description": "{words}", "numberOfBedrooms": 3,
"address": {{"@type": "PostalAddress", "streetAddress": "{number} Mill Lane", "addressLocality": "Otley",
"postalCode": "LS21 1AA", "addressCountry": "GB"}},
"offers": {{"@type": "Offer", "price": {price}, "priceCurrency": "GBP"}}}}</script></head>
<body><h1>Terraced house {number}, Otley</h1><p>£{price:,}</p><p>{words}</p></body></html>"""


@dataclass(frozen=True, slots=True)
class Written:
    """An import: when it began (time.monotonic(), which all processes of a machine share), and what it took."""

    began: float
    ms: float


class WriterFailedError(RuntimeError):
    """A writer died, or wrote something wrong; nothing that was measured says anything."""


@contextmanager
def writing(client_ids: list[str]) -> Iterator["Writers"]:
    """Writers at work from here on, stopped on the way out. Raises WriterFailedError."""
    context = multiprocessing.get_context("spawn")
    stop, told = context.Event(), context.Queue()
    processes = [
        context.Process(target=_write, args=(number, client_id, stop, told), daemon=True)
        for number, client_id in enumerate(client_ids)
    ]
    writers = Writers(processes, told)
    try:
        for process in processes:
            process.start()
        yield writers
    finally:
        stop.set()
        for process in processes:
            process.join(STOP_TIMEOUT_S)
            if process.is_alive():
                process.kill()


class Writers:
    """The processes, and what they have written until now."""

    def __init__(self, processes: list[SpawnProcess], told: Any) -> None:
        self._processes, self._told = processes, told
        self.written: list[Written] = []

    def gather(self) -> list[Written]:
        """What has been written since the last call. Raises WriterFailedError for a writer that died."""
        fresh = []
        while True:
            try:
                fresh.append(Written(*self._told.get_nowait()))
            except queue.Empty:
                break
        self.written += fresh
        if not all(process.is_alive() for process in self._processes):
            raise WriterFailedError("a writer died; its traceback is above")
        return fresh


def _write(number: int, client_id: str, stop: Any, told: Any) -> None:
    """Import pages, each with another price than before, until told to stop."""
    import django

    django.setup()
    from listings.services.importing import import_listing

    rng = random.Random(number)
    time.sleep(number / PER_SECOND / WRITERS)
    due = time.monotonic()
    while not stop.is_set():
        url, html = _page(rng)
        began = time.monotonic()
        import_listing(client_id=client_id, url=url, html=html)  # type: ignore[arg-type]  # as text it crosses processes
        told.put((began, 1000 * (time.monotonic() - began)))
        due = max(due + 1 / PER_SECOND, time.monotonic() - 1)
        stop.wait(max(0.0, due - time.monotonic()))


def _page(rng: random.Random) -> tuple[str, str]:
    number, price = rng.randint(1, PAGES), rng.randint(200_000, 400_000)
    words = " ".join(rng.choice(("light", "quiet", "garden", "kitchen", "south", "cellar")) for _ in range(120))
    return f"https://homes.example.com/{number}", PAGE.format(number=number, price=price, words=words)
