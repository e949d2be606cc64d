"""One line for each step, written while it runs, so that nobody waits before a silent terminal."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TextIO


class Progress:
    """Tells the person at the terminal what is going on; goes on without one when the terminal is gone."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def say(self, line: str) -> None:
        """One whole line, at once."""
        self._write(f"{line}\n")

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """`name ... 1.2 s` around something that may take a while; the line ends in any case."""
        self._write(f"{name} ... ")
        started = time.monotonic()
        try:
            yield
        except BaseException:
            self.say("failed")
            raise
        self.say(f"{time.monotonic() - started:.1f} s")

    def _write(self, text: str) -> None:
        # A reader that has left (`| head`) must not take the instance down, least of all while it stops.
        with suppress(BrokenPipeError):
            self._out.write(text)
            self._out.flush()
