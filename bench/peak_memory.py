"""`python -m bench.peak_memory INDEX.jsonl`: reads every page of an index, one at a time; prints this process's peak.

A process of its own, with nothing in it but our extraction.
"""

import subprocess
import sys
from pathlib import Path

from bench.resident_memory import peak_bytes
from listings.extraction_batch import MappingChoice, extract_page, read_index

CHOICES = (MappingChoice(), MappingChoice(disabled=True))
TIMEOUT_S = 900
BYTES_PER_MB = 1_000_000


class NotMeasuredError(RuntimeError):
    """The process that should have measured itself did not; the message is its own last line."""


def measure_peak_mb(index: Path) -> float:
    """MB (1,000,000 bytes) resident at most while a new interpreter extracts the pages, with mappings and without.

    Raises NotMeasuredError.
    """
    command = [sys.executable, "-m", "bench.peak_memory", str(index)]
    # Not in the terminal's foreground group: on Ctrl-C it is ended from here, without a traceback of its own
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=TIMEOUT_S, check=False, start_new_session=True
    )
    if done.returncode != 0:
        raise NotMeasuredError((done.stderr.strip() or f"exit status {done.returncode}").splitlines()[-1])
    return float(done.stdout) / BYTES_PER_MB


def main() -> int:
    """Exit status 0."""
    for page in read_index(Path(sys.argv[1])):
        for choice in CHOICES:
            extract_page(page.url, page.read(), choice)
    print(peak_bytes())
    return 0


if __name__ == "__main__":
    sys.exit(main())
