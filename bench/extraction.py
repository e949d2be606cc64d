"""`python -m bench.extraction [INDEX.jsonl]`: progress, tables, and one JSON object as the last line.

Exit status 1 when a bar is missed or nothing could be measured, 2 for unusable arguments, 130 when stopped.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

from bench.cores import choose_cores, move_to
from bench.extraction_peers import DISTRIBUTIONS, EXTRUCT, SYNTAXES, installed_peers, peer_version
from bench.extraction_report import FLOOR, GENERIC, MAPPED, Figures, figures_of, missed_bars, tables_of
from bench.own_pages import own_pages
from bench.peak_memory import NotMeasuredError, measure_peak_mb
from listings.extraction_batch import (
    MappingChoice,
    UnusableInputError,
    extract_page,
    extraction_work,
    hold_pages,
    read_index,
)
from listings.extraction_timing import HeldPage, Work, parse_alone, time_round
from propscrape.heap import settle_heap
from propscrape.launch.progress import Progress

MAX_ROUNDS = 100
UNUSABLE = 2
INTERRUPTED = 130


def main() -> int:
    """Run the bench; returns the exit status."""
    arguments = _arguments()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    progress = Progress(sys.stdout)
    try:
        with nullcontext(arguments.index) if arguments.index else own_pages() as index:
            return _bench(index, arguments.rounds, progress)
    except UnusableInputError as error:
        print(f"bench.extraction: {error}", file=sys.stderr)
        return UNUSABLE
    except (NotMeasuredError, subprocess.TimeoutExpired) as error:
        progress.say(f"Nothing measured: {error}")
        return 1
    except KeyboardInterrupt:
        progress.say("Stopped.")
        return INTERRUPTED


def _bench(index: Path, rounds: int, progress: Progress) -> int:
    pages = hold_pages(read_index(index))
    settle_heap()
    progress.say(_setting(pages))
    with progress.step("Peak memory of a process that extracts every page, one at a time"):
        peak_mb = measure_peak_mb(index)
    works = _works(progress)
    with progress.step("Warming up: everyone reads every page"):
        first_visit = time_round(pages, works)
    progress.say(_outcome(pages, works))
    taken = []
    for turn in range(rounds):
        with progress.step(f"Round {turn + 1} of {rounds}"):
            taken.append(time_round(pages, works, turn=turn))
    progress.say(f"\n{tables_of(taken, first_visit)}\n")
    return _conclude(figures_of(taken, peak_mb), progress)


def _conclude(figures: Figures, progress: Progress) -> int:
    """The bars that were missed, and the last line; returns the exit status."""
    missed = missed_bars(figures)
    for bar in missed:
        progress.say(f"Bar missed: {bar}.")
    progress.say(json.dumps(figures))
    return 1 if missed else 0


def _setting(pages: Sequence[HeldPage]) -> str:
    """Pins this process, and says to what."""
    load = os.getloadavg()[0]
    core = choose_cores().client
    move_to(core)
    where = "processes cannot be pinned on this system" if core is None else f"all on core {core}"
    size = sum(len(page.html) for page in pages)
    return (
        f"Extraction of {len(pages)} pages, {size / 1_000_000:.1f} million characters: {where}. "
        f"Load of this machine before the start: {load:.1f}."
    )


def _works(progress: Progress) -> dict[str, Work]:
    """Ours, the floor under it, and the peers there are; says which there are not."""
    ours = {MAPPED: extraction_work(MappingChoice()), GENERIC: extraction_work(MappingChoice(disabled=True))}
    peers = installed_peers()
    for name, distribution in DISTRIBUTIONS.items():
        if name in peers:
            progress.say(f"Beside it: {distribution} {peer_version(name)}.")
        else:
            progress.say(f"{distribution} is not installed (requirements-dev.txt has it): its figure is null.")
    return {FLOOR: parse_alone, **ours, **peers}


def _outcome(pages: Sequence[HeldPage], works: dict[str, Work]) -> str:
    """What came of the pages, so that nobody is fast for having given up."""
    judged = Counter(extract_page(page.url, page.html, MappingChoice()).status for page in pages)
    told = f"Judged: {', '.join(f'{count} {status}' for status, count in judged.most_common())}."
    if EXTRUCT not in works:
        return told
    read = [works[EXTRUCT](page.url, page.html) for page in pages]
    partial = sum(len(SYNTAXES) != len(found) for found in read if isinstance(found, dict))
    return f"{told} extruct read only some of its syntaxes on {partial} of {len(pages)}."


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.extraction", description=__doc__)
    parser.add_argument(
        "index",
        type=Path,
        nargs="?",
        metavar="INDEX.jsonl",
        help="as for manage.py extract --batch (default: our own pages)",
    )
    parser.add_argument("--rounds", type=_rounds, default=5, help="how often every page is timed (default: 5)")
    return parser.parse_args()


def _rounds(text: str) -> int:
    rounds = int(text)
    if not 1 <= rounds <= MAX_ROUNDS:
        raise argparse.ArgumentTypeError(f"must be from 1 to {MAX_ROUNDS}")
    return rounds


if __name__ == "__main__":
    sys.exit(main())
