"""`python -m bench.retention`: millions of old rows are purged while writers import pages.

Progress and a table for people, and one JSON object as the last line; exit 1 when a bar is missed.
"""

import argparse
import json
import os
import sys

import django

from bench.arguments import whole_number
from bench.instance import standing_instance
from propscrape.embedded.errors import EmbeddedServerError
from propscrape.launch.errors import LaunchError
from propscrape.launch.progress import Progress
from propscrape.supervisor.stop_request import StopRequest, StopRequested
from propscrape.supervisor.supervisor import ServiceFailed

ROWS, MIN_ROWS, MAX_ROWS = 3_000_000, 6_000, 30_000_000
INTERRUPTED = 130


def main() -> int:
    """Exit status: 0 within the bars, 1 when one is missed or nothing could be measured, 130 when stopped."""
    rows = _arguments().rows
    progress, stop_request = Progress(sys.stdout), StopRequest()
    stop_request.listen()
    progress.say(f"Retention: {rows:,} old rows. Load of this machine before the start: {os.getloadavg()[0]:.1f}.")
    try:
        with standing_instance(progress=progress, stop_request=stop_request) as instance:
            os.environ.update(instance.variables, LOG_LEVEL="WARNING", PROMETHEUS_MULTIPROC_DIR="")
            django.setup()
            return _measure(rows, progress, stop_request)
    except StopRequested:
        progress.say("Stopped.")
        return INTERRUPTED
    except (EmbeddedServerError, LaunchError, ServiceFailed, OSError) as error:
        progress.say(f"Nothing measured: {error}")
        return 1


def _measure(rows: int, progress: Progress, stop_request: StopRequest) -> int:
    # Models are there to be imported only now
    from clients.models import Client
    from propscrape.tenancy import staff_scope

    from .measuring import measure, missed_bars
    from .rows import make_old_rows
    from .writers import WRITERS, WriterFailedError, writing

    old = make_old_rows(rows=rows, progress=progress, stop_request=stop_request)
    with staff_scope():
        clients = [str(Client.objects.create(name=f"writer {number}").pk) for number in range(WRITERS)]
    try:
        with writing(clients) as writers:
            measured = measure(old, writers, progress=progress, stop_request=stop_request)
    except WriterFailedError as error:
        progress.say(f"Nothing measured: {error}")
        return 1
    missed = missed_bars(measured, old)
    progress.say(f"\n{measured.as_table()}\n\n{measured.rows:,} rows went in {measured.runs} runs.")
    progress.say("\n".join([*(f"Missed: {line}" for line in missed), json.dumps(measured.figures(old))]))
    return 1 if missed else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.retention", description=__doc__)
    parser.add_argument(
        "--rows", type=whole_number(MIN_ROWS, MAX_ROWS), default=ROWS, help=f"old rows (default: {ROWS})"
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
