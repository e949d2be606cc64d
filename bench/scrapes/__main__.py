"""`python -m bench.scrapes`: scrapes a minute of one worker process, where their time goes, and its memory.

Pages of 1 MB, each another, from portals on loopback that ask for no delay. Progress for people, and one JSON object as
the last line; exit status 1 when a bar is missed or nothing could be measured, 130 when stopped.
"""

import argparse
import json
import os
import sys

import django

from bench.cores import Cores, choose_cores, move_to
from bench.instance import standing_instance
from bench.portal_pages import SHAPES
from propscrape.embedded.errors import EmbeddedServerError
from propscrape.launch.errors import LaunchError
from propscrape.launch.progress import Progress
from propscrape.supervisor.stop_request import StopRequest, StopRequested
from propscrape.supervisor.supervisor import ServiceFailed

from .errors import NotScraped
from .pages import Pages
from .portals import Portals

MIN_SCRAPES, MAX_SCRAPES = 100, 100_000
INTERRUPTED = 130
HOSTS = [f"www.{shape.host}" for shape in SHAPES]
SETTINGS = {
    "FETCH_NAMES": ",".join(f"{host}=127.0.0.1" for host in HOSTS),
    "FETCH_ALLOWED_ADDRESSES": ",".join(HOSTS),
}


def main() -> int:
    """Exit status."""
    arguments = _arguments()
    progress, stop_request, cores = Progress(sys.stdout), StopRequest(), choose_cores()
    stop_request.listen()
    progress.say(_header(cores))
    os.environ.update(SETTINGS)
    try:
        return _bench(arguments.scrapes, cores, progress, stop_request)
    except StopRequested:
        progress.say("Stopped.")
        return INTERRUPTED
    except (EmbeddedServerError, LaunchError, ServiceFailed, NotScraped, OSError) as error:
        progress.say(f"Nothing measured: {error}")
        return 1


def _bench(scrapes: int, cores: Cores, progress: Progress, stop_request: StopRequest) -> int:
    with progress.step("Making pages"):
        pages = Pages(scrapes)
    move_to(cores.servers)
    with (
        Portals(pages) as portals,
        standing_instance(progress=progress, stop_request=stop_request) as instance,
    ):
        os.environ.update(instance.variables, LOG_LEVEL="WARNING", PROMETHEUS_MULTIPROC_DIR="")
        django.setup()
        # Models are there to be imported only now
        from .measuring import Bench, measure
        from .report import figures_of, missed_bars, table_of

        measured = measure(Bench(instance, portals, pages, cores, progress, stop_request))
    figures = figures_of(measured)
    missed = list(missed_bars(figures))
    told = [f"Bar missed: {bar}." for bar in missed]
    progress.say("\n".join(["", table_of(figures), "", *told, json.dumps(figures)]))
    return 1 if missed else 0


def _header(cores: Cores) -> str:
    if cores.servers is None:
        where = "Processes cannot be pinned on this system: worker, portals and servers share all cores"
    elif cores.servers == cores.client:
        where = f"One core only: worker, portals and servers share core {cores.servers}"
    else:
        where = f"The worker alone on core {cores.client}; portals, PostgreSQL and Valkey on core {cores.servers}"
    return f"{where}. Load of this machine before the start: {os.getloadavg()[0]:.1f}."


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.scrapes", description=__doc__)
    parser.add_argument("--scrapes", type=_scrapes, default=2_000, help="how many (default: 2000)")
    return parser.parse_args()


def _scrapes(text: str) -> int:
    if not MIN_SCRAPES <= int(text) <= MAX_SCRAPES:
        raise argparse.ArgumentTypeError(f"must be from {MIN_SCRAPES} to {MAX_SCRAPES}")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
