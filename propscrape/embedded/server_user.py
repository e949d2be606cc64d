"""Whom an embedded server runs as: ourselves, or `nobody` when we are root, because PostgreSQL refuses root."""

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import TypedDict

NOBODY = 65534


class SpawnIdentity(TypedDict, total=False):
    """The arguments of `subprocess.Popen` that change who the child is."""

    user: int
    group: int
    extra_groups: list[int]


def spawn_identity() -> SpawnIdentity:
    """How to start a server: as `nobody` where we are root, else as we are."""
    if os.geteuid() != 0:
        return {}
    return {"user": NOBODY, "group": NOBODY, "extra_groups": []}


def is_reachable(path: Path) -> bool:
    """Whether the server's user may pass through this folder and every folder above it."""
    if os.geteuid() != 0:
        return True
    path = path.resolve()
    return all(_nobody_may_pass(folder.stat()) for folder in (path, *path.parents))


def give_to_server_user(path: Path) -> None:
    """Make the server's user the owner of a file, or of a folder and all it holds."""
    if os.geteuid() != 0:
        return
    for entry in (path, *_below(path)):
        os.chown(entry, NOBODY, NOBODY, follow_symlinks=False)


def make_server_folder(path: Path) -> Path:
    """A folder that only the server's user (and root) can look into."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.chmod(0o700)
    if os.geteuid() == 0:
        shutil.chown(path, NOBODY, NOBODY)
    return path


def _below(path: Path) -> Iterator[Path]:
    return path.rglob("*") if path.is_dir() else iter(())


def _nobody_may_pass(status: os.stat_result) -> bool:
    if status.st_uid == NOBODY:
        return bool(status.st_mode & stat.S_IXUSR)
    if status.st_gid == NOBODY:
        return bool(status.st_mode & stat.S_IXGRP)
    return bool(status.st_mode & stat.S_IXOTH)
