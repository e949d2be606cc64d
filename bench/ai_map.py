"""How right and how fast mappings are that were learned from other pages of the same portal.

    python -m bench.ai_map
    python -m bench.ai_map INDEX.jsonl --truth truth.json --scorer score.py [--unregistered]

Of every portal with two pages or more, mappings are learned from some and judged on others, beside reading those
without a mapping.  Pages of the index that the truth does not know are only learned from.  Without an index the pages
are those of portals that are made up for it (made_portals.py).  --unregistered: as if nobody had registered any portal.

Prints a line for each portal, then all together.  The last line is one JSON object; exit 1 when precision is below
97 %, recall below that without a mapping (where that is below 92 %: less than 3 points above), reading less than twice
as fast, or learning takes more than 2 s a page.
"""

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, islice
from pathlib import Path

from aimap.induction.captures import Capture, UnusableCapturesError
from aimap.induction.learning import learn_mapping
from bench.accuracy import load_scorer
from bench.learned_truth import Judge, JudgedPage, made_portals, pages_of_index
from listings.extraction.engine import extract
from listings.extraction.mapping import Mapping, parse_mapping
from listings.extraction.page import Page
from listings.extraction.portals import Portal, find_portal
from listings.extraction_timing import HeldPage, fastest, time_round
from propscrape.heap import settle_heap

PRECISION_FLOOR, LOW_RECALL, RECALL_GAIN, SPEED_FLOOR, LEARN_CEILING_S = 0.97, 0.92, 0.03, 2.0, 2.0
SIZES = (1, 2, 3, 5, 10, 20)  # of what is learned from
MAX_SPLITS = 6  # of one portal and size
MAX_SCORED = 15
MAX_TIMED = 15  # pages of one split
ROUNDS = 3
COUNTED = ("right", "wrong", "missing", "spurious")

Find = Callable[[str], Portal | None]


@dataclass(slots=True)
class Tally:
    """Outcomes with the learned mappings and without any, and the milliseconds of both."""

    splits: int = 0
    learned_pages: int = 0
    scored_pages: int = 0
    learned: Counter[str] = field(default_factory=Counter)
    generic: Counter[str] = field(default_factory=Counter)
    learned_ms: list[float] = field(default_factory=list)
    generic_ms: list[float] = field(default_factory=list)
    learning_s: float = 0.0

    def add(self, other: "Tally") -> None:
        """Count another tally in."""
        self.splits += other.splits
        self.learned_pages += other.learned_pages
        self.scored_pages += other.scored_pages
        self.learned += other.learned
        self.generic += other.generic
        self.learned_ms += other.learned_ms
        self.generic_ms += other.generic_ms
        self.learning_s += other.learning_s


def main() -> int:
    """Read the arguments, learn and judge every portal, print the table."""
    args = _arguments()
    settle_heap()
    find: Find = _nobodys if args.unregistered else find_portal
    portals, judge = _portals(args)
    whole = Tally()
    sys.stdout.write(_row("portal", ["splits", "learned", "scored", "P", "R", "generic P", "R", "ms", "generic ms"]))
    for host in sorted(portals):
        tally = _try_portal(host, portals[host], judge, find)
        if tally.splits:
            sys.stdout.write(_row(host, _cells(tally)))
            sys.stdout.flush()
            whole.add(tally)
    sys.stdout.write(_row("all", _cells(whole)))
    figures = _figures(whole, len(portals))
    sys.stdout.write(json.dumps(figures) + "\n")
    return int(_is_missed(figures))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.ai_map", description=__doc__.splitlines()[0])
    parser.add_argument("index", type=Path, nargs="?")
    parser.add_argument("--truth", type=Path, help="what the pages of the index state; goes with --scorer")
    parser.add_argument("--scorer", type=Path, help="the scorer that comes with the truth")
    parser.add_argument("--unregistered", action="store_true", help="as if nobody had registered any portal")
    args = parser.parse_args()
    if len({bool(args.index), bool(args.truth), bool(args.scorer)}) > 1:
        parser.error("an index goes with --truth and --scorer")
    return args


def _nobodys(url: str) -> Portal | None:
    return None


def _portals(args: argparse.Namespace) -> tuple[dict[str, list[JudgedPage]], Judge]:
    if args.index is None:
        return made_portals()
    return pages_of_index(args.index, json.loads(args.truth.read_text("utf-8")), load_scorer(args.scorer))


def _try_portal(host: str, pages: Sequence[JudgedPage], judge: Judge, find: Find) -> Tally:
    """Every split of a portal's pages: learn from some, judge and time the others."""
    tally = Tally()
    plain = {page.id: judge(page, _read(page, None, find)) for page in pages if page.truth is not None}
    for learned, scored in _splits(host, pages):
        start = time.perf_counter()
        captures = [Capture(page.id, page.url, page.html) for page in learned]
        try:
            mapping = parse_mapping(learn_mapping(host=host, captures=captures, find=find).mapping)
        except UnusableCapturesError as error:
            sys.stderr.write(f"{host}: {error}\n")
            continue
        tally.learning_s += time.perf_counter() - start
        tally.splits += 1
        tally.learned_pages += len(learned)
        tally.scored_pages += len(scored)
        for page in scored:
            tally.learned.update(judge(page, _read(page, mapping, find)))
            tally.generic.update(plain[page.id])
        _time(scored[:MAX_TIMED], mapping, find, tally)
    return tally


def _splits(host: str, pages: Sequence[JudgedPage]) -> Iterator[tuple[list[JudgedPage], list[JudgedPage]]]:
    """(learned from, judged): all of each size where they are few, else some by lot.

    What nobody knows the truth of is learned from first.
    """
    lot = random.Random(host)
    known = [page for page in pages if page.truth is not None]
    unknown = [page for page in pages if page.truth is None]
    for size in SIZES if len(pages) > 1 else ():
        from_unknown = len(unknown) >= size
        pool = unknown if from_unknown else known
        if not from_unknown and size > (len(known) + 1) // 2:
            return
        chosen = list(islice(combinations(pool, size), 10 * MAX_SPLITS))
        if len(chosen) > MAX_SPLITS:
            chosen = [tuple(lot.sample(pool, size)) for _ in range(1 if from_unknown else MAX_SPLITS)]
        for learned in chosen:
            scored = [page for page in known if page not in learned][:MAX_SCORED]
            if scored:
                yield list(learned), scored


def _read(page: JudgedPage, mapping: Mapping | None, find: Find) -> dict[str, object]:
    return extract(Page(page.url, page.html), portal=find(page.url), mapping=mapping).as_record()


def _time(pages: Sequence[JudgedPage], mapping: Mapping, find: Find, tally: Tally) -> None:
    held = [HeldPage(page.id, page.url, page.html) for page in pages]
    works = {
        "learned": lambda url, html: extract(Page(url, html), portal=find(url), mapping=mapping),
        "generic": lambda url, html: extract(Page(url, html), portal=find(url)),
    }
    taken = [time_round(held, works, turn=turn) for turn in range(ROUNDS)]
    tally.learned_ms += fastest(taken, "learned")
    tally.generic_ms += fastest(taken, "generic")


def _ratios(count: Counter[str]) -> tuple[float, float]:
    given = count["right"] + count["wrong"] + count["spurious"]
    owed = count["right"] + count["wrong"] + count["missing"]
    return count["right"] / given if given else 0.0, count["right"] / owed if owed else 0.0


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _cells(tally: Tally) -> list[str]:
    (p, r), (gp, gr) = _ratios(tally.learned), _ratios(tally.generic)
    counts = (tally.splits, tally.learned_pages, tally.scored_pages)
    times = (_mean(tally.learned_ms), _mean(tally.generic_ms))
    return [*map(str, counts), *(f"{share:.3f}" for share in (p, r, gp, gr)), *(f"{ms:.1f}" for ms in times)]


def _row(name: str, cells: Sequence[str]) -> str:
    return f"{name:<26}" + "".join(f"{cell:>10}" for cell in cells) + "\n"


def _figures(whole: Tally, portals: int) -> dict[str, float]:
    (p, r), (gp, gr) = _ratios(whole.learned), _ratios(whole.generic)
    return {
        "portals": portals,
        "learned_precision": round(p, 4),
        "learned_recall": round(r, 4),
        "generic_precision": round(gp, 4),
        "generic_recall": round(gr, 4),
        "speed_ratio": round(sum(whole.generic_ms) / max(sum(whole.learned_ms), 1e-9), 2),
        "learn_s_per_page": round(whole.learning_s / max(whole.learned_pages, 1), 3),
    }


def _is_missed(figures: dict[str, float]) -> bool:
    gain = RECALL_GAIN if figures["generic_recall"] < LOW_RECALL else 0.0
    return (
        figures["learned_precision"] < PRECISION_FLOOR
        or figures["learned_recall"] < figures["generic_recall"] + gain
        or figures["speed_ratio"] < SPEED_FLOOR
        or figures["learn_s_per_page"] > LEARN_CEILING_S
    )


if __name__ == "__main__":
    sys.exit(main())
