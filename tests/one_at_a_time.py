"""Tests that may not run at the same time as others in another of the processes that run tests."""

import fcntl
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def one_at_a_time(what: str, *, is_shared: bool = False) -> Iterator[None]:
    """Wait until no other process of this machine is within the same; is_shared: none that does not share it."""
    with (Path(tempfile.gettempdir()) / f"propscrape-{what}-tests.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH if is_shared else fcntl.LOCK_EX)
        yield
