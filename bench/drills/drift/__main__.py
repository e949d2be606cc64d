"""`python -m bench.drills.drift`: 60 days of 100 portals, 12 of which fall sick; is each found within a day?

The days are made up: from a few scrapes a day to hundreds, with weekends, holidays, batches, pages that are looked at
again and again, fields that scatter and drift, seasons of prices, mappings that improve and sites that are rebuilt. The
real detection judges them hour by hour, on the real tables of a database of its own. Prints a table, and one JSON
object as the last line; exit status 1 when a fault was missed or more than one portal was called sick that was not.
"""

import argparse
import json
import os
import random
import sys

import django

from bench.instance import standing_instance
from propscrape.embedded.errors import EmbeddedServerError
from propscrape.launch.errors import LaunchError
from propscrape.launch.progress import Progress
from propscrape.supervisor.stop_request import StopRequest, StopRequested
from propscrape.supervisor.supervisor import ServiceFailed

INTERRUPTED = 130


def main() -> int:
    """Exit status."""
    arguments = _arguments()
    progress, stop_request = Progress(sys.stdout), StopRequest()
    stop_request.listen()
    progress.say(f"Seed {arguments.seed} draws the portals, their days and their faults.")
    try:
        with standing_instance(progress=progress, stop_request=stop_request) as instance:
            os.environ.update(DATABASE_URL=instance.database_url, LOG_LEVEL="ERROR", PROMETHEUS_MULTIPROC_DIR="")
            django.setup()
            return _drill(arguments.seed, progress, stop_request)
    except StopRequested:
        progress.say("Stopped.")
        return INTERRUPTED
    except (EmbeddedServerError, LaunchError, ServiceFailed, OSError) as error:
        progress.say(f"The drill could not be held: {error}")
        return 1


def _drill(seed: int, progress: Progress, stop_request: StopRequest) -> int:
    # Models are there to be imported only now
    from .drill import run
    from .report import figures_of, is_within_bar, table_of

    finding = run(seed=seed, progress=progress, stop_request=stop_request)
    progress.say(f"\n{table_of(finding)}\n\n{json.dumps(figures_of(finding) | {'seed': seed})}")
    return 0 if is_within_bar(finding) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.drills.drift", description=__doc__)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6), help="of all that is drawn by chance")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
