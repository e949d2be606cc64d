"""One line for each step, written while it runs, so that nobody waits before a silent terminal."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO


class Progress:
    """Tells the person at the terminal what is going on."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def say(self, line: str) -> None:
        """One whole line, at once."""
        self._out.write(f"{line}\n")
        self._out.flush()

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """`name ... 1.2 s` around something that may take a while; the line ends in any case."""
        self._out.write(f"{name} ... ")
        self._out.flush()
        started = time.monotonic()
        try:
            yield
        except BaseException:
            self.say("failed")
            raise
        self.say(f"{time.monotonic() - started:.1f} s")
