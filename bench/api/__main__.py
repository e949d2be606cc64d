"""`python -m bench.api import`: progress, tables, and one JSON object as the last line; exit 1 when a bar is missed."""

import argparse
import json
import os
import sys

import httpx2

from bench.cores import choose_cores, move_to
from bench.instance import standing_instance
from propscrape.embedded.errors import EmbeddedServerError
from propscrape.launch.errors import LaunchError
from propscrape.launch.progress import Progress
from propscrape.supervisor.stop_request import StopRequest, StopRequested
from propscrape.supervisor.supervisor import ServiceFailed

from .importing import ApiClient, measure_imports
from .report import figures_of, is_within_bar, tables_of
from .timings import stored_timings

MIN_REQUESTS, MAX_REQUESTS = 2, 10_000
FAULTS_SHOWN = 10
INTERRUPTED = 130


def main() -> int:
    """Exit status: 0 within the bar, 1 when it is missed or nothing could be measured, 130 when stopped."""
    requests = _arguments().requests
    progress, stop_request = Progress(sys.stdout), StopRequest()
    stop_request.listen()
    try:
        return _bench_imports(requests, progress, stop_request)
    except StopRequested:
        progress.say("Stopped.")
        return INTERRUPTED
    except (EmbeddedServerError, LaunchError, ServiceFailed, httpx2.HTTPError) as error:
        progress.say(f"Nothing measured: {error}")
        return 1


def _bench_imports(requests: int, progress: Progress, stop_request: StopRequest) -> int:
    cores = choose_cores()
    progress.say(f"Import of 1 MB pages: {cores}. Load of this machine before the start: {os.getloadavg()[0]:.1f}.")
    move_to(cores.servers)
    with standing_instance(progress=progress, stop_request=stop_request) as instance:
        move_to(cores.client)
        with ApiClient(instance) as api:
            measured = measure_imports(api, requests=requests, progress=progress, stop_request=stop_request)
        timings = stored_timings(instance.database_url, measured.imports)
    for fault in measured.faults()[:FAULTS_SHOWN]:
        progress.say(f"  wrong answer: {fault}")
    figures = figures_of(measured, timings)
    progress.say(f"\n{tables_of(measured, timings)}\n\n{json.dumps(figures)}")
    return 0 if is_within_bar(figures) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.api", description=__doc__)
    benches = parser.add_subparsers(dest="bench", required=True)
    importing = benches.add_parser("import", help="POST /listings with pages of 1 MB, one after another")
    importing.add_argument("--requests", type=_count, default=200, help="how many are measured (default: 200)")
    return parser.parse_args()


def _count(text: str) -> int:
    count = int(text)
    if not MIN_REQUESTS <= count <= MAX_REQUESTS:
        raise argparse.ArgumentTypeError(f"must be from {MIN_REQUESTS} to {MAX_REQUESTS}")
    return count


if __name__ == "__main__":
    sys.exit(main())
