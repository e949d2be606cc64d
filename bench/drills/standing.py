"""All of propscrape for one drill: `manage.py up` in a folder that is thrown away, and the way to its database."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from propscrape.embedded.ground import server_ground
from propscrape.embedded.ports import LOOPBACK, KeptPorts, find_free_port
from propscrape.launch.database import DATABASE, OWNER
from propscrape.launch.home import Home
from propscrape.launch.progress import Progress
from tests.chaos.instance import Instance


@dataclass(frozen=True, slots=True)
class Stand:
    """A running instance, and where its data and logs lie."""

    instance: Instance
    home: Home

    def variables(self) -> dict[str, str]:
        """The environment in which another process is one of the instance's own: same database, broker and keys."""
        secrets, ports = self.home.secrets(), KeptPorts(self.home.ports_file)
        postgres, valkey = ports.recall("postgres"), ports.recall("valkey")
        broker = f"redis://:{quote(secrets.valkey_password, safe='')}@{LOOPBACK}:{valkey}/0"
        password = quote(secrets.database_password, safe="")
        return {
            "DJANGO_SETTINGS_MODULE": "propscrape.settings",
            "DATABASE_URL": f"postgresql://{OWNER}:{password}@{LOOPBACK}:{postgres}/{DATABASE}",
            "REDIS_URL": broker,
            "BROKER_URL": broker,
            "SECRET_KEY": secrets.secret_key,
            "PROPSCRAPE_HOME": str(self.home.path),
        }


@contextmanager
def standing_whole(*, progress: Progress, settings: Mapping[str, str], logs: Path | None) -> Iterator[Stand]:
    """Web, worker, beat, Valkey and PostgreSQL under their supervisor, with these settings in their environment.

    Everything is stopped and removed on the way out; the logs are copied to `logs` first.
    """
    os.environ.update(settings)
    with tempfile.TemporaryDirectory(prefix="propscrape-drill-", ignore_cleanup_errors=True) as folder:
        home = Home.make(Path(folder))
        ground = server_ground(home.path)
        try:
            with Instance(home.path, find_free_port()) as instance:
                with progress.step("Standing up a whole instance"):
                    instance.wait_until_ready()
                yield Stand(instance, home)
                progress.say("Stopping the instance.")
        finally:
            if logs is not None:
                shutil.copytree(home.path / "logs", logs, dirs_exist_ok=True)
            shutil.rmtree(ground.resolve(), ignore_errors=True)
