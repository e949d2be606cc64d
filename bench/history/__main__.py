"""`python -m bench.history`: prices, exports and searches on large tables, through the services and as a client.

Progress and a table for people, and one JSON object as the last line; exit 1 when a bar is missed.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import django

from bench.arguments import whole_number
from bench.cores import choose_cores, move_to
from bench.instance import standing_instance
from propscrape.embedded.errors import EmbeddedServerError
from propscrape.launch.errors import LaunchError
from propscrape.launch.progress import Progress
from propscrape.supervisor.stop_request import StopRequest, StopRequested
from propscrape.supervisor.supervisor import ServiceFailed

ROWS, MIN_ROWS, MAX_ROWS = 5_000_000, 20_000, 50_000_000
INTERRUPTED = 130
SEARCHING = "bench.history.searching"


def main() -> int:
    """Exit status: 0 within the bars, 1 when one is missed or nothing could be measured, 130 when stopped."""
    arguments = _arguments()
    progress, stop_request, cores = Progress(sys.stdout), StopRequest(), choose_cores()
    stop_request.listen()
    progress.say(f"Prices: {cores}. Load of this machine before the start: {os.getloadavg()[0]:.1f}.")
    move_to(cores.servers)
    try:
        with standing_instance(progress=progress, stop_request=stop_request) as instance:
            move_to(cores.client)
            os.environ.update(DATABASE_URL=instance.database_url, LOG_LEVEL="WARNING", PROMETHEUS_MULTIPROC_DIR="")
            django.setup()
            return _measure(arguments, progress, stop_request)
    except StopRequested:
        progress.say("Stopped.")
        return INTERRUPTED
    except (EmbeddedServerError, LaunchError, ServiceFailed, OSError) as error:
        progress.say(f"Nothing measured: {error}")
        return 1


def _measure(arguments: argparse.Namespace, progress: Progress, stop_request: StopRequest) -> int:
    # Models are there to be imported only now
    from .exports import NotExportedError
    from .prices import WrongAnswerError, measure_prices
    from .report import figures_of, missed_bars, table_of
    from .snapshots import make_prices

    try:
        prices = make_prices(rows=arguments.rows, progress=progress, stop_request=stop_request)
        measured = measure_prices(prices, progress=progress, stop_request=stop_request)
        figures = figures_of(measured, rows=prices.rows)
        progress.say(f"\n{table_of(measured)}\n")
        missed = missed_bars(figures)
        figures |= _of_listings(arguments, progress, stop_request, missed)
    except (NotExportedError, WrongAnswerError) as error:
        progress.say(f"Nothing measured: {error}")
        return 1
    progress.say("\n".join([*(f"Missed: {line}" for line in missed), json.dumps(figures)]))
    return 1 if missed else 0


def _of_listings(
    arguments: argparse.Namespace, progress: Progress, stop_request: StopRequest, missed: list[str]
) -> dict[str, float | None]:
    """Those of exports and searches, which make listings of their own; None where they are not measured."""
    figures: dict[str, float | None] = {"export_mb": None, "search_p95_ms": None}
    if arguments.prices_only:
        return figures
    for measure in _measures_of_listings():
        found = measure(progress=progress, stop_request=stop_request)
        progress.say(found.in_words())
        figures |= found.as_json()
        if not found.is_within_bar():
            missed.append(found.in_words())
    return figures


def _measures_of_listings() -> list[Callable[..., Any]]:
    from .exports import measure_export

    if find_spec(SEARCHING) is None:
        return [measure_export]
    return [measure_export, import_module(SEARCHING).measure_search]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.history", description=__doc__)
    parser.add_argument(
        "--rows", type=whole_number(MIN_ROWS, MAX_ROWS), default=ROWS, help=f"price snapshots (default: {ROWS})"
    )
    parser.add_argument("--prices-only", action="store_true", help="without exports and searches")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
