"""One supervisor per data folder."""

import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import Self

HELD = "running"


class FolderInUse(Exception):
    """Another process holds the folder."""


class FolderLock:
    """A lock that the kernel drops with its holder, however that ends; a context manager.

    `was_abandoned` tells whether the previous holder ended without letting go, for example by SIGKILL.
    Entering raises FolderInUse while another process is inside.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / "up.lock"
        self.was_abandoned = False

    def __enter__(self) -> Self:
        self._file = self._path.open("a+")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self._file.close()
            raise FolderInUse(str(self._path.parent)) from error
        self._file.seek(0)
        self.was_abandoned = self._file.read().startswith(HELD)
        self._write(f"{HELD} {os.getpid()}\n")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._write("")
        self._file.close()

    def _write(self, text: str) -> None:
        self._file.seek(0)
        self._file.truncate()
        self._file.write(text)
        self._file.flush()
