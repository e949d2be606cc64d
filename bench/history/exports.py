"""`python -m bench.history.exports`: 100,000 listings to one file; how long it takes, and in how much memory.

`python -m bench.history` does the same on a database of its own. Progress for people, and one JSON object as the last
line; exit 1 when the bar is missed.
"""

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import django

from bench.arguments import whole_number
from bench.instance import standing_instance
from propscrape.embedded.errors import EmbeddedServerError
from propscrape.launch.errors import LaunchError
from propscrape.launch.progress import Progress
from propscrape.supervisor.stop_request import StopRequest, StopRequested
from propscrape.supervisor.supervisor import ServiceFailed

from .one_export import BYTES_PER_MB

LISTINGS, MIN_LISTINGS, MAX_LISTINGS = 100_000, 1_001, 1_000_000
MAX_MB = 150
POLL_S = 0.2
INTERRUPTED = 130


class NotExportedError(RuntimeError):
    """The export did not come about, or does not hold what it should; the message says which."""


@dataclass(frozen=True, slots=True)
class ExportFigures:
    """What one export took. MB are 1,000,000 bytes; `before_mb` is the process with nothing done yet."""

    rows: int
    seconds: float
    file_mb: float
    before_mb: float
    peak_mb: float

    def is_within_bar(self) -> bool:
        """Whether it took less memory than an export may."""
        return self.peak_mb < MAX_MB

    def as_json(self) -> dict[str, float]:
        """For the last line."""
        return {
            "export_rows": self.rows,
            "export_s": round(self.seconds, 1),
            "export_rows_per_s": round(self.rows / self.seconds),
            "export_file_mb": round(self.file_mb, 1),
            "export_mb": round(self.peak_mb, 1),
        }

    def in_words(self) -> str:
        """For people."""
        return (
            f"{self.rows:,} listings as csv: {self.seconds:.1f} s, {self.rows / self.seconds:,.0f} a second, a file of "
            f"{self.file_mb:,.0f} MB; the process took {self.peak_mb:.0f} MB at most (bar: {MAX_MB}), "
            f"{self.before_mb:.0f} of them before it began."
        )


def measure_export(*, progress: Progress, stop_request: StopRequest, listings: int = LISTINGS) -> ExportFigures:
    """Export so many listings as csv in a process of its own, and check the file. Django must be set up.

    Raises NotExportedError or StopRequested.
    """
    from .listing_rows import make_listings

    with progress.step(f"Making {listings:,} listings to export"):
        client_id = make_listings(counts={"exports": listings}, stop_request=stop_request)["exports"]
    with progress.step("Exporting them as csv"), tempfile.TemporaryDirectory(prefix="propscrape-exports-") as folder:
        export_id = _queue(client_id)
        told = _write_elsewhere(export_id, Path(folder), stop_request)
        return _figures(export_id, Path(folder), told, listings)


def _queue(client_id: UUID) -> UUID:
    from listings.models import Export
    from propscrape.tenancy import client_scope

    with client_scope(client_id):
        return Export.objects.create(client_id=client_id, format=Export.Format.CSV).pk


def _write_elsewhere(export_id: UUID, home: Path, stop_request: StopRequest) -> dict[str, float]:
    """What the exporting process says of itself."""
    command = [sys.executable, "-m", "bench.history.one_export", str(export_id)]
    environment = os.environ | {"PROPSCRAPE_HOME": str(home), "EXPORT_S3_BUCKET": "", "LOG_LEVEL": "WARNING"}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        try:
            while process.poll() is None:
                stop_request.pause(POLL_S)
        finally:
            process.kill()
        said, complained = process.communicate()
    if process.returncode != 0:
        raise NotExportedError((complained.strip() or f"exit status {process.returncode}").splitlines()[-1])
    return dict(json.loads(said))


def _figures(export_id: UUID, home: Path, told: dict[str, float], listings: int) -> ExportFigures:
    from listings.models import Export
    from propscrape.tenancy import staff_scope

    with staff_scope():
        export = Export.objects.get(pk=export_id)
    if export.file_name is None:
        raise NotExportedError(f"{export.state}: {export.error_code} {export.error_message}")
    path = home / "exports" / export.file_name
    found = _distinct_rows(path)
    if found != listings:
        raise NotExportedError(f"the file holds {found:,} listings")
    return ExportFigures(rows=found, file_mb=path.stat().st_size / BYTES_PER_MB, **told)


def _distinct_rows(path: Path) -> int:
    """Listings in a file, each counted once; 0 if one is there twice."""
    with path.open(encoding="utf-8", newline="") as file:
        ids = [row["id"] for row in csv.DictReader(file)]
    return len(ids) if len(set(ids)) == len(ids) else 0


def main() -> int:
    """Exit status: 0 within the bar, 1 when it is missed or nothing could be measured, 130 when stopped."""
    listings = _arguments().listings
    progress, stop_request = Progress(sys.stdout), StopRequest()
    stop_request.listen()
    try:
        with standing_instance(progress=progress, stop_request=stop_request) as instance:
            os.environ.update(DATABASE_URL=instance.database_url, LOG_LEVEL="WARNING", PROMETHEUS_MULTIPROC_DIR="")
            django.setup()
            figures = measure_export(progress=progress, stop_request=stop_request, listings=listings)
    except StopRequested:
        progress.say("Stopped.")
        return INTERRUPTED
    except (EmbeddedServerError, LaunchError, ServiceFailed, NotExportedError, OSError) as error:
        progress.say(f"Nothing measured: {error}")
        return 1
    progress.say(f"\n{figures.in_words()}\n\n{json.dumps(figures.as_json())}")
    return 0 if figures.is_within_bar() else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.history.exports", description=__doc__)
    parser.add_argument(
        "--listings",
        type=whole_number(MIN_LISTINGS, MAX_LISTINGS),
        default=LISTINGS,
        metavar="N",
        help=f"{MIN_LISTINGS:,} to {MAX_LISTINGS:,}; default {LISTINGS:,}",
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
