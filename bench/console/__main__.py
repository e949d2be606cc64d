"""`python -m bench.console`: a million scrapes of a hundred portals, and how long the console's pages take over them.

Progress and tables for people, and one JSON object as the last line; exit 1 when a page's p95 misses the bar, or a page
asks the database more often for a hundred portals than for ten.
"""

import argparse
import json
import os
import sys

import django

from bench.arguments import whole_number
from bench.instance import Instance, standing_instance
from propscrape.embedded.errors import EmbeddedServerError
from propscrape.launch.errors import LaunchError
from propscrape.launch.progress import Progress
from propscrape.supervisor.stop_request import StopRequest, StopRequested
from propscrape.supervisor.supervisor import ServiceFailed

SCRAPES, MIN_SCRAPES, MAX_SCRAPES = 1_000_000, 10_000, 10_000_000
FEW, MANY = 10, 100
INTERRUPTED = 130


def main() -> int:
    """Exit status: 0 within the bars, 1 when one is missed or nothing could be measured, 130 when stopped."""
    scrapes = _arguments().scrapes
    progress, stop_request = Progress(sys.stdout), StopRequest()
    stop_request.listen()
    progress.say(f"The console over {scrapes:,} scrapes. Load of this machine at the start: {os.getloadavg()[0]:.1f}.")
    try:
        with standing_instance(progress=progress, stop_request=stop_request) as instance:
            os.environ.update(instance.variables, LOG_LEVEL="WARNING", PROMETHEUS_MULTIPROC_DIR="")
            django.setup()
            return _measure(instance, scrapes, progress, stop_request)
    except StopRequested:
        progress.say("Stopped.")
        return INTERRUPTED
    except (EmbeddedServerError, LaunchError, ServiceFailed, OSError) as error:
        progress.say(f"Nothing measured: {error}")
        return 1


def _measure(instance: Instance, scrapes: int, progress: Progress, stop_request: StopRequest) -> int:
    # Models are there to be imported only now
    from .loading import count_health, load, make_ground
    from .measuring import BAR_MS, count_queries, log_in, pages_of, time_pages

    ground = make_ground(progress)
    load(ground, portals=range(FEW), scrapes=scrapes * FEW // MANY, progress=progress, stop_request=stop_request)
    count_health(progress, stop_request)
    session = log_in()
    few = count_queries(pages_of(ground), session)
    rest = scrapes - scrapes * FEW // MANY
    load(ground, portals=range(FEW, MANY), scrapes=rest, progress=progress, stop_request=stop_request)
    count_health(progress, stop_request)
    pages = pages_of(ground)
    many = count_queries(pages, session)
    timed = time_pages(instance.base_url, pages, session, progress=progress, stop_request=stop_request)
    progress.say(f"\n{timed.as_table()}\n\nQueries for {FEW} portals and for {MANY}:")
    progress.say("\n".join(f"{name:<24}  {few[name]:4}  {many[name]:4}" for name in pages))
    slow = timed.above(BAR_MS)
    grown = [name for name in pages if many[name] > few[name]]
    missed = [*(f"{name}: p95 of {BAR_MS} ms and more" for name in slow), *(f"{name}: more queries" for name in grown)]
    figures = {"scrapes": scrapes, "portals": MANY, **timed.figures(), "queries": many}
    progress.say("\n".join([*(f"Missed: {line}" for line in missed), json.dumps(figures)]))
    return 1 if missed else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.console", description=__doc__)
    parser.add_argument(
        "--scrapes", type=whole_number(MIN_SCRAPES, MAX_SCRAPES), default=SCRAPES, help=f"scrapes (default: {SCRAPES})"
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
