"""`python -m bench.hostile [NAME…]`: pages made to hurt, each read in a process of its own, with and without a mapping.

Prints a line per page (seconds, peak memory, status) and one JSON object as the last line.  Exit status 1 when a page
took too long or too much, or ended in anything but an answer; 2 for a page that is none.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import orjson

from bench.hostile_pages import EVERY_KIND_OF_RULE, HOSTILE, url_of
from bench.resident_memory import peak_bytes
from listings.extraction_batch import MappingChoice, extract_page

MAX_SECONDS = 3.0
MAX_MB = 400.0
GIVE_UP_S = 60
BYTES_PER_MB = 1_000_000
CHOICES = {
    "generic": MappingChoice(disabled=True),
    "mapped": MappingChoice(text=json.dumps(dict(EVERY_KIND_OF_RULE)).encode()),
}
NO_ANSWER = "no answer"
UNKNOWN_PAGE = 2


@dataclass(frozen=True, slots=True)
class Run:
    """One page read once: how long it took, what the process held at most, and the status or what went wrong."""

    page: str
    choice: str
    seconds: float
    peak_mb: float
    status: str

    @property
    def is_bounded(self) -> bool:
        """Whether an answer came, in time and within the memory."""
        answered = not self.status.startswith(NO_ANSWER)
        return answered and self.seconds <= MAX_SECONDS and self.peak_mb <= MAX_MB


def run_all(names: Sequence[str], share: float = 1.0) -> Iterator[Run]:
    """Every page of these names with every choice of a mapping."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page.html"
        for name in names:
            page = HOSTILE[name](share)
            file.write_bytes(page if isinstance(page, bytes) else page.encode("utf-8", "surrogatepass"))
            for choice in CHOICES:
                yield _run(name, choice, file)


def _run(name: str, choice: str, file: Path) -> Run:
    command = [sys.executable, "-m", "bench.hostile", "--read", str(file), "--choice", choice, name]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=GIVE_UP_S, check=False)
    except subprocess.TimeoutExpired:
        return Run(name, choice, GIVE_UP_S, 0.0, f"{NO_ANSWER} in {GIVE_UP_S} s")
    if done.returncode != 0:
        said = (done.stderr.strip() or f"exit status {done.returncode}").splitlines()[-1]
        return Run(name, choice, 0.0, 0.0, f"{NO_ANSWER}: {said[:120]}")
    return Run(name, choice, **json.loads(done.stdout))


def _read(name: str, choice: str, file: Path) -> None:
    """Read one page in this process and print what it took.  The clock runs from bytes to the record as JSON."""
    html = file.read_bytes()
    start = time.process_time()  # one thread, so its time on a core, whatever else the machine does
    record = extract_page(url_of(name), html, CHOICES[choice]).as_record(provenance=True)
    orjson.dumps(record)
    seconds = time.process_time() - start
    print(json.dumps({"seconds": seconds, "peak_mb": peak_bytes() / BYTES_PER_MB, "status": record["status"]}))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the drill; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bench.hostile", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="only the pages whose name holds one of these")
    parser.add_argument("--share", type=float, default=1.0, help="of each page's full size (1)")
    parser.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--choice", choices=CHOICES, help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.read is not None:
        _read(given.names[0], given.choice, given.read)
        return 0
    names = [name for name in HOSTILE if not given.names or any(part in name for part in given.names)]
    if not names:
        print(f"no page of that name; there are: {', '.join(HOSTILE)}", file=sys.stderr)
        return UNKNOWN_PAGE
    return _report(run_all(names, given.share))


def _report(runs: Iterator[Run]) -> int:
    done: list[Run] = []
    for run in runs:
        done.append(run)
        mark = "" if run.is_bounded else "  <- out of bounds"
        print(
            f"{run.page:55} {run.choice:8} {run.seconds:6.2f} s {run.peak_mb:6.0f} MB  {run.status}{mark}", flush=True
        )
    failed = sorted({run.page for run in done if not run.is_bounded})
    summary = {
        "runs": len(done),
        "slowest_s": round(max(run.seconds for run in done), 2),
        "peak_mb": round(max(run.peak_mb for run in done)),
        "out_of_bounds": failed,
    }
    print(json.dumps(summary))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
