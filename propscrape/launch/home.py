"""The data folder of one instance: its servers, its logs, its secrets."""

import json
import os
import secrets
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

from .errors import LaunchError

OWNER_ONLY_FILE, OWNER_ONLY_FOLDER = 0o600, 0o700
# Under root the servers are another user and must pass through; every file with a secret has its own mode.
PASSABLE_FOLDER = 0o711
SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class Secrets:
    """What an instance generates once for itself."""

    secret_key: str
    postgres_password: str
    database_password: str
    valkey_password: str


@dataclass(frozen=True, slots=True)
class Home:
    """Where everything of one instance lies."""

    path: Path

    @classmethod
    def make(cls, path: Path) -> "Home":
        """The folder at this path, made where it is missing. Raises LaunchError when that is not allowed."""
        path = path.expanduser().resolve()
        try:
            path.mkdir(mode=OWNER_ONLY_FOLDER, parents=True, exist_ok=True)
            if os.geteuid() == 0:
                path.chmod(path.stat().st_mode | PASSABLE_FOLDER)
            (path / "logs").mkdir(mode=OWNER_ONLY_FOLDER, exist_ok=True)
        except OSError as error:
            raise LaunchError(
                f"The data folder {path} cannot be used ({error.strerror}): set PROPSCRAPE_HOME=..."
            ) from error
        return cls(path)

    @property
    def ports_file(self) -> Path:
        return self.path / "ports.json"

    @property
    def credentials_file(self) -> Path:
        return self.path / "demo.json"

    def log_file(self, name: str) -> Path:
        """Where the process of this name writes."""
        return self.path / "logs" / f"{name}.log"

    def fresh_metrics_folder(self) -> Path:
        """An empty folder for the processes' shared metrics: counts of processes that are gone would mislead."""
        folder = self.path / "metrics"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=OWNER_ONLY_FOLDER)
        return folder

    def secrets(self) -> Secrets:
        """The instance's secrets, generated on the first start and kept (0600)."""
        kept = self.path / "secrets.json"
        if kept.exists():
            return Secrets(**json.loads(kept.read_text()))
        made = Secrets(*(secrets.token_urlsafe(SECRET_BYTES) for _ in range(4)))
        draft = kept.with_suffix(".new")
        draft.touch(mode=OWNER_ONLY_FILE)
        draft.write_text(json.dumps(asdict(made), indent=2))
        draft.replace(kept)
        return made
