"""`python -m bench.matching`: how right matching is on labelled pairs, and what it costs among 200,000 listings.

Progress and tables for people, and one JSON object as the last line; exit 1 when a bar is missed.
"""

import argparse
import json
import os
import sys

import django

from bench.arguments import whole_number
from bench.cores import choose_cores, move_to
from bench.instance import standing_instance
from propscrape.embedded.errors import EmbeddedServerError
from propscrape.launch.errors import LaunchError
from propscrape.launch.progress import Progress
from propscrape.supervisor.stop_request import StopRequest, StopRequested
from propscrape.supervisor.supervisor import ServiceFailed

from .golden import HELD_OUT, TUNED, Judged, figures_of, judge, read_pairs, table_of

LISTINGS, MIN_LISTINGS, MAX_LISTINGS = 200_000, 2_000, 2_000_000
INTERRUPTED = 130


def main() -> int:
    """Exit status: 0 within the bars, 1 when one is missed or nothing could be measured, 130 when stopped."""
    arguments = _arguments()
    progress, stop_request = Progress(sys.stdout), StopRequest()
    stop_request.listen()
    judged = [row for half in (TUNED, HELD_OUT) for row in judge([p for p in read_pairs() if p.half == half])]
    figures, is_good = _say_golden(judged, progress)
    if arguments.pairs_only:
        progress.say(json.dumps(figures))
        return 0 if is_good else 1
    cores = choose_cores()
    progress.say(f"Scale: {cores}. Load of this machine before the start: {os.getloadavg()[0]:.1f}.")
    move_to(cores.servers)
    try:
        with standing_instance(progress=progress, stop_request=stop_request) as instance:
            move_to(cores.client)
            os.environ.update(DATABASE_URL=instance.database_url, LOG_LEVEL="WARNING", PROMETHEUS_MULTIPROC_DIR="")
            django.setup()
            # Models are there to be imported only now
            from .scale import measure_scale

            scale = measure_scale(progress=progress, stop_request=stop_request, listings=arguments.listings)
    except StopRequested:
        progress.say("Stopped.")
        return INTERRUPTED
    except (EmbeddedServerError, LaunchError, ServiceFailed, OSError) as error:
        progress.say(f"Nothing measured: {error}")
        return 1
    progress.say(json.dumps(figures | scale.as_json()))
    return 0 if is_good and scale.is_within_bar() else 1


def _say_golden(judged: list[Judged], progress: Progress) -> tuple[dict[str, float], bool]:
    """Both halves' figures, and whether they, and those of all pairs, are within the bar."""
    progress.say(f"{table_of(judged)}\n")
    for row in judged:
        if not row.is_right:
            progress.say(f"wrong: {row.pair.id} ({row.pair.kind}), score {row.found.score:.2f}")
    whole, held_out = figures_of(judged), figures_of(row for row in judged if row.pair.half == HELD_OUT)
    for name, found in (("all pairs", whole), ("held out", held_out)):
        progress.say(f"{name}: {found.pairs}, precision {found.precision:.3f}, recall {found.recall:.3f}")
    figures = {
        "pairs": whole.pairs,
        "precision": whole.precision,
        "recall": whole.recall,
        "held_out_pairs": held_out.pairs,
        "held_out_precision": held_out.precision,
        "held_out_recall": held_out.recall,
    }
    return figures, whole.is_within_bar() and held_out.is_within_bar()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.matching", description=__doc__)
    parser.add_argument(
        "--listings",
        type=whole_number(MIN_LISTINGS, MAX_LISTINGS),
        default=LISTINGS,
        help=f"of the client (default: {LISTINGS})",
    )
    parser.add_argument("--pairs-only", action="store_true", help="without the database")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
