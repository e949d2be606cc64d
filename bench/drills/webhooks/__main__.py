"""`python -m bench.drills.webhooks`: 5,000 events while worker, broker and database are killed; is anything lost?

Each event is wanted by 3 of 20 subscriptions, whose receiver fails 20 % of requests. Prints its course, a table, and
one JSON object as the last line; exit status 1 when something was lost, came out of order or twice under different ids,
when nothing was delivered, or when a target was killed less than 3 times; 130 when stopped.
"""

import argparse
import json
import os
import random
import sys
from pathlib import Path

import django

from bench.drills.standing import standing_whole
from propscrape.launch.progress import Progress
from propscrape.supervisor.stop_request import StopRequest, StopRequested

INTERRUPTED = 130
PROCESSES = Path("/proc")
# The receiver is on loopback; the rate that protects real ones would only draw the drill out
SETTINGS = {"WEBHOOK_ALLOWED_ADDRESSES": "127.0.0.1", "WEBHOOK_RATE_PER_S": "500", "WORKER_PROCESSES": "2"}


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
    progress.say(f"Seed {arguments.seed} draws the events, the kills, and how requests fail in their order.")
    with standing_whole(progress=progress, settings=SETTINGS, logs=arguments.logs) as stand:
        os.environ.update(stand.variables(), LOG_LEVEL="ERROR")
        django.setup()
        # Django reads its settings once, and they name the servers that stand only now
        from .drill import Course, Drill
        from .report import figures_of, is_within_bar, table_of

        drill = Drill(
            stand=stand,
            course=Course(arguments.events, arguments.over_s, arguments.kills),
            rng=random.Random(arguments.seed),
            progress=progress,
            stop_request=stop_request,
        )
        finding = drill.run()
    progress.say(f"\n{table_of(finding)}\n\n{json.dumps(figures_of(finding))}")
    return 0 if is_within_bar(finding) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.drills.webhooks", description=__doc__)
    parser.add_argument("--events", type=int, default=5_000, help="how many are published (default: 5000)")
    parser.add_argument("--over-s", type=float, default=300, help="over how many seconds (default: 300)")
    parser.add_argument("--kills", type=int, default=4, help="how often each target is killed (default: 4)")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6), help="of all that is drawn by chance")
    parser.add_argument("--logs", type=Path, help="a folder that the instance's logs are copied to at the end")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
