"""`python -m bench.drills.scrapes`: 1,000 scrapes while worker, broker and database are killed; is any lost or doubled?

Eight portals answer ok, slowly, 429, 500, with resets, bot walls, pages that are gone and more, in known shares; two
are out for a while. Prints its course, tables, and one JSON object as the last line; exit status 1 when a scrape was
lost, stored twice or came to a wrong end, when a limit of a portal did not hold, when a breaker did not trip or heal,
or when a target was killed less than 3 times; 130 when stopped.
"""

import argparse
import json
import os
import random
import sys
from pathlib import Path

import django

from bench.drills.standing import Stand, standing_whole
from propscrape.launch.progress import Progress
from propscrape.supervisor.stop_request import StopRequest, StopRequested

from .plan import PORTALS, plan_pages
from .portal_server import PortalServer

INTERRUPTED = 130
PROCESSES = Path("/proc")
MIN_SCRAPES = 100
HOSTS = [f"www.{portal.host}" for portal in PORTALS]
# The portals are on loopback, and waits of minutes are of seconds, for the drill would only be drawn out
SETTINGS = {
    "FETCH_NAMES": ",".join(f"{host}=127.0.0.1" for host in HOSTS),
    "FETCH_ALLOWED_ADDRESSES": ",".join(HOSTS),
    "FETCH_TIMEOUT_S": "4",
    "BREAKER_FAILURES": "5",
    "BREAKER_OPEN_S": "2",
    "REST_FIRST_S": "1",
    "SCRAPE_RETRY_FIRST_S": "1",
    "RATE_LIMIT_POST_URL": "10000",
    "RATE_LIMIT_GET": "10000",
    "WORKER_PROCESSES": "3",
}


def main() -> int:
    """Exit status."""
    arguments = _arguments()
    progress, stop_request = Progress(sys.stdout), StopRequest()
    if not PROCESSES.exists():
        progress.say(f"The drill looks for what it kills in {PROCESSES}, which this system does not have.")
        return 1
    stop_request.listen()
    try:
        return _drill(arguments, progress, stop_request)
    except StopRequested:
        progress.say("Stopped.")
        return INTERRUPTED


def _drill(arguments: argparse.Namespace, progress: Progress, stop_request: StopRequest) -> int:
    progress.say(f"Seed {arguments.seed} draws the pages, their order and the kills.")
    rng = random.Random(arguments.seed)
    pages = plan_pages(rng, scrapes=arguments.scrapes)
    with (
        PortalServer(pages) as portals,
        standing_whole(progress=progress, settings=SETTINGS, logs=arguments.logs) as stand,
    ):
        _set_up(stand)
        # Django reads its settings once, and they name the servers that stand only now
        from .drill import Course, Drill
        from .report import figures_of, is_within_bar, tables_of

        drill = Drill(
            stand=stand,
            portals=portals,
            course=Course(pages, arguments.over_s, arguments.kills),
            rng=rng,
            progress=progress,
            stop_request=stop_request,
        )
        finding = drill.run()
    progress.say(f"\n{tables_of(finding)}\n\n{json.dumps(figures_of(finding))}")
    return 0 if is_within_bar(finding) else 1


def _set_up(stand: Stand) -> None:
    os.environ.update(stand.variables(), LOG_LEVEL="ERROR")
    django.setup()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.drills.scrapes", description=__doc__)
    parser.add_argument("--scrapes", type=_scrapes, default=1_000, help="how many are asked for (default: 1000)")
    parser.add_argument("--over-s", type=float, default=180, help="over how many seconds is killed (default: 180)")
    parser.add_argument("--kills", type=int, default=4, help="how often each target is killed (default: 4)")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6), help="of all that is drawn by chance")
    parser.add_argument("--logs", type=Path, help="a folder that the instance's logs are copied to at the end")
    return parser.parse_args()


def _scrapes(text: str) -> int:
    if int(text) < MIN_SCRAPES:
        raise argparse.ArgumentTypeError(f"must be at least {MIN_SCRAPES}")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
