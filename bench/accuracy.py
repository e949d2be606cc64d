"""How right extraction is on pages with known values: what each mapping adds, and what a confidence is worth.

    python -m bench.accuracy INDEX.jsonl --truth truth.json --scorer score.py

Prints precision and recall per portal with its mapping and without any, and, over both, how many of the values of each
confidence were right.  The last line is one JSON object; exit 1 when fewer than 97 % of the values at 0.9 and above are
right.  The scorer is the one that comes with the truth; it is loaded from its file.
"""

import argparse
import importlib.util
import itertools
import json
import sys
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from listings.extraction_batch import MappingChoice, extract_page, read_index

FLOOR, SURE = 0.97, 0.9
BINS = (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95)
# The vocabulary's field that a judged fact's confidence is read from, where the names differ.
STATED_IN = {
    "price": ("price_float",),
    "bedrooms": ("count_bedrooms",),
    "bathrooms": ("count_bathrooms",),
    "area": ("constructed_area",),
    "images": ("image_urls",),
    "address": ("street_address", "address_string"),
    "listing_type": ("for_sale", "for_rent"),
}
COUNTED = ("right", "wrong", "missing", "spurious")


@dataclass(slots=True)
class Tally:
    """Outcomes of one way of reading, over all pages, per portal and per confidence."""

    by_portal: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(lambda: dict.fromkeys(COUNTED, 0)))
    by_confidence: list[tuple[float, bool]] = field(default_factory=list)


def main() -> int:
    """Read the arguments, judge every page both ways, print the tables."""
    args = _arguments()
    scorer = load_scorer(args.scorer)
    truth = json.loads(args.truth.read_text("utf-8"))
    pages = [page for page in read_index(args.index) if "fields" in truth.get(page.id, {})]
    tallies = {}
    for name, choice in (("mapped", MappingChoice()), ("generic", MappingChoice(disabled=True))):
        tallies[name] = Tally()
        for page in pages:
            record = extract_page(page.url, page.read(), choice).as_record(provenance=True)
            _judge(record, truth[page.id], scorer, tallies[name])
    _print_portals(tallies)
    curves = {name: _curve(tally.by_confidence) for name, tally in tallies.items()}
    _print_curves(curves)
    sure = {name: _share(tally.by_confidence, SURE) for name, tally in tallies.items()}
    sys.stdout.write(json.dumps({"pages": len(pages), "right_at_0.9": sure}) + "\n")
    return int(any(share is None or share < FLOOR for share in sure.values()))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.accuracy", description=__doc__.splitlines()[0])
    parser.add_argument("index", type=Path)
    parser.add_argument("--truth", type=Path, required=True)
    parser.add_argument("--scorer", type=Path, required=True)
    return parser.parse_args()


def load_scorer(file: Path) -> ModuleType:
    """The scorer that comes with a truth file."""
    spec = importlib.util.spec_from_file_location("scorer", file)
    if spec is None or spec.loader is None:
        sys.exit(f"{file} is no Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _judge(record: dict[str, Any], entry: Mapping[str, Any], scorer: ModuleType, tally: Tally) -> None:
    """One page's facts, each counted for its portal, and those given for their confidence."""
    for fact, expected in entry["fields"].items():
        outcome = scorer.judge(fact, record, expected)
        if outcome not in COUNTED:
            continue
        tally.by_portal[entry["portal"]][outcome] += 1
        if outcome != "missing":
            tally.by_confidence.append((_confidence(record, fact), outcome == "right"))


def _confidence(record: Mapping[str, Any], fact: str) -> float:
    provenance = record.get("provenance") or {}
    found = (provenance[name] for name in STATED_IN.get(fact, (fact,)) if name in provenance)
    return float(next(found, {"confidence": 0.0})["confidence"])


def _print_portals(tallies: Mapping[str, Tally]) -> None:
    sys.stdout.write(f"{'portal':<26}{'mapped P':>9}{'R':>7}{'generic P':>11}{'R':>7}{'adds R':>8}\n")
    for portal in sorted(tallies["mapped"].by_portal):
        (p, r), (gp, gr) = (_ratios(tallies[name].by_portal[portal]) for name in ("mapped", "generic"))
        sys.stdout.write(f"{portal:<26}{p:>9.3f}{r:>7.3f}{gp:>11.3f}{gr:>7.3f}{r - gr:>+8.3f}\n")


def _ratios(count: Mapping[str, int]) -> tuple[float, float]:
    given, owed = (
        count["right"] + count["wrong"] + count["spurious"],
        count["right"] + count["wrong"] + count["missing"],
    )
    return count["right"] / given if given else 0.0, count["right"] / owed if owed else 0.0


def _curve(values: list[tuple[float, bool]]) -> list[tuple[float, float, int, float | None]]:
    """(from, to, values, share that is right) of each bin of confidence."""
    edges = (*BINS, 1.001)
    rows = []
    for low, high in itertools.pairwise(edges):
        inside = [right for confidence, right in values if low <= confidence < high]
        rows.append((low, min(high, 1.0), len(inside), sum(inside) / len(inside) if inside else None))
    return rows


def _share(values: list[tuple[float, bool]], floor: float) -> float | None:
    inside = [right for confidence, right in values if confidence >= floor]
    return round(sum(inside) / len(inside), 4) if inside else None


def _print_curves(curves: Mapping[str, list[tuple[float, float, int, float | None]]]) -> None:
    sys.stdout.write(f"\n{'confidence':<14}" + "".join(f"{name:>10}{'right':>8}" for name in curves) + "\n")
    for rows in zip(*curves.values(), strict=True):
        cells = "".join(f"{count:>10}{'-' if share is None else f'{share:.3f}':>8}" for _, _, count, share in rows)
        sys.stdout.write(f"{rows[0][0]:.2f} to {rows[0][1]:.2f}  {cells}\n")


if __name__ == "__main__":
    sys.exit(main())
