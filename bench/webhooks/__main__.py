"""`python -m bench.webhooks`: our deliveries beside the plain way, commit to receipt, a blocked receiver, a long table.

Progress for people, and one JSON object as the last line; exit 1 when a bar is missed.
"""

import argparse
import os
import sys

import django

from bench.cores import Cores, choose_cores
from propscrape.embedded.errors import EmbeddedServerError
from propscrape.launch.errors import LaunchError
from propscrape.launch.progress import Progress
from propscrape.supervisor.stop_request import StopRequest, StopRequested
from propscrape.supervisor.supervisor import ServiceFailed

from .errors import NotDelivered
from .ground import NO_LIMIT, Ground, standing_ground

MIN_EVENTS, MAX_EVENTS = 1_000, 1_000_000
MIN_ROUNDS, MAX_ROUNDS = 1, 20
INTERRUPTED = 130


def main() -> int:
    """Exit status: 0 within the bars, 1 when one is missed or nothing could be measured, 130 when stopped."""
    arguments = _arguments()
    progress, stop_request, cores = Progress(sys.stdout), StopRequest(), choose_cores()
    stop_request.listen()
    progress.say(_header(cores))
    try:
        with standing_ground(cores=cores, progress=progress, stop_request=stop_request) as ground:
            return _measure(ground, arguments)
    except StopRequested:
        progress.say("Stopped.")
        return INTERRUPTED
    except (EmbeddedServerError, LaunchError, ServiceFailed, NotDelivered, OSError) as error:
        progress.say(f"Nothing measured: {error}")
        return 1


def _measure(ground: Ground, arguments: argparse.Namespace) -> int:
    os.environ.update(ground.bench_variables())
    django.setup()
    # Models are there to be imported only now
    from .measuring import measure_all

    return measure_all(ground, events=arguments.events, rounds=arguments.rounds, with_claim=not arguments.skip_claim)


def _header(cores: Cores) -> str:
    if cores.servers is None:
        where = "Processes cannot be pinned on this system: worker, receiver and servers share all cores"
    elif cores.servers == cores.client:
        where = f"One core only: worker, receiver and servers share core {cores.servers}, which says little"
    else:
        where = (
            f"The worker (Celery, one process) alone on core {cores.client}; receiver, PostgreSQL, Valkey and what "
            f"publishes on core {cores.servers}, for both sides alike"
        )
    return (
        f"{where}. Both sides log a JSON line for each delivery and count it. Rate limit: {NO_LIMIT} a second and "
        f"subscription. Load of this machine before the start: {os.getloadavg()[0]:.1f}."
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.webhooks", description=__doc__)
    parser.add_argument("--events", type=_events, default=20_000, help="deliveries of a run of ours (default: 20000)")
    parser.add_argument("--rounds", type=_rounds, default=3, help="runs of each side (default: 3)")
    parser.add_argument("--skip-claim", action="store_true", help="without the million old deliveries")
    return parser.parse_args()


def _events(text: str) -> int:
    return _between(int(text), MIN_EVENTS, MAX_EVENTS)


def _rounds(text: str) -> int:
    return _between(int(text), MIN_ROUNDS, MAX_ROUNDS)


def _between(number: int, least: int, most: int) -> int:
    if not least <= number <= most:
        raise argparse.ArgumentTypeError(f"must be from {least} to {most}")
    return number


if __name__ == "__main__":
    sys.exit(main())
