"""Tests that may not run at the same time in two of the processes that run tests."""

import fcntl
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def one_at_a_time(what: str) -> Iterator[None]:
    """Wait until no other process of this machine is within the same."""
    with (Path(tempfile.gettempdir()) / f"propscrape-{what}-tests.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
