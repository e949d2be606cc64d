"""`python -m bench.fuzz_extraction [--seconds 60]`: atheris mutates pages until one raises or breaks a rule.

Starts from the pages of the tests and the samples.  The first byte of an input chooses the portal and the mapping, the
rest is the page.  Prints what broke and one JSON object as the last line.  Exit status 1 for a crash, 2 if atheris is
missing.
"""

import argparse
import importlib.util
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from propscrape.environment import PROJECT_ROOT

MAX_SEED_BYTES = 16_000
MAX_PAGE_BYTES = 24_000
SLOW_S = 10
MAX_CRASHES = 5
RSS_LIMIT_MB = 2_000
MISSING = 2
_UNITS = re.compile(r"stat::number_of_executed_units:\s*(\d+)")
_RAISED = re.compile(r"^(?:[A-Za-z_][\w.]*(?:Error|Exception|Interrupt)|AssertionError)\b.*|^SUMMARY: .*", re.MULTILINE)
# What a mutation inserts whole: marks of the trade, and what breaks parsers
WORDS = (
    '{"@type":"House","name":"',
    '<script type="application/ld+json">',
    "</script>",
    "window.PAGE_MODEL = {",
    '"price":',
    '"bedrooms":',
    '"images":[',
    "<h1>",
    "<dl><dt>",
    "</dt><dd>",
    "itemprop=",
    "itemscope",
    "£250,000",
    "250.000 €",
    "120 m²",
    "class=price",
    "srcset=",
    "<base href=",
    "javascript:",
    "data:",
    "&amp;amp;",
    "&#x0;",
    "\\u0000",
    "\\ud800",
    "self.__next_f",
    '.push([1,"1:T',
    '"$1:a"',
    "[[",
    "]]",
    "<svg>",
    "<template>",
    "<!--",
    "null",
    "1e999",
    "-0",
    "NaN",
    "<table>",
    "</b>",
    "http://[",
    "//[::1]/a.jpg",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Fuzz for some seconds; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bench.fuzz_extraction", description=__doc__)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--target", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if importlib.util.find_spec("atheris") is None:
        print("atheris is not installed: pip install -r requirements-dev.txt (Linux on x86-64 only)", file=sys.stderr)
        return MISSING
    if given.target is not None:
        _fuzz(given.target)
        return 0
    return _report(*_hunt(given.seconds))


def _hunt(seconds: int) -> tuple[int, list[str]]:
    """(executions, crashes) of one hunt after another, until the time is over."""
    executions = 0
    crashes: list[str] = []
    deadline = time.monotonic() + seconds
    with tempfile.TemporaryDirectory() as folder:
        corpus, found = Path(folder) / "corpus", Path(folder) / "found"
        corpus.mkdir()
        found.mkdir()
        (Path(folder) / "words").write_text("".join(f'"{_escaped(word)}"\n' for word in WORDS))
        for number, seed in enumerate(_seeds()):
            (corpus / f"{number:04}").write_bytes(seed)
        while (left := int(deadline - time.monotonic())) > 0 and len(crashes) < MAX_CRASHES:
            output = _run(corpus, found, Path(folder) / "words", left)
            executions += sum(map(int, _UNITS.findall(output)))
            if not (crash := _crash_in(output, found)):
                break
            print(f"crash: {crash}", flush=True)
            crashes.append(crash)
    return executions, crashes


def _run(corpus: Path, found: Path, words: Path, seconds: int) -> str:
    """What a process of libFuzzer's said until it was done or something broke."""
    options = [
        f"-max_total_time={seconds}",
        f"-max_len={MAX_PAGE_BYTES}",
        f"-timeout={SLOW_S}",
        f"-rss_limit_mb={RSS_LIMIT_MB}",
        f"-artifact_prefix={found}/",
        f"-dict={words}",
        "-print_final_stats=1",
        "-verbosity=1",
    ]
    command = [sys.executable, "-m", "bench.fuzz_extraction", "--target", *options, str(corpus)]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    return done.stdout + done.stderr


def _crash_in(output: str, found: Path) -> str | None:
    """What broke, with the input that broke it as a file that stays; None where nothing did."""
    artifacts = sorted(found.iterdir())
    raised = _RAISED.findall(output)
    if not artifacts:
        return None
    with tempfile.NamedTemporaryFile(prefix="fuzz_extraction_", delete=False) as kept:
        kept.write(artifacts[0].read_bytes())
    for artifact in artifacts:
        artifact.unlink()
    return f"{raised[0][:200] if raised else 'no exception'} ({kept.name})"


def _report(executions: int, crashes: list[str]) -> int:
    print(f"{executions} executions, {len(crashes)} crashes")
    print(json.dumps({"executions": executions, "crashes": crashes}))
    return 1 if crashes or not executions else 0


def _seeds() -> Iterator[bytes]:
    """The project's own pages, each as its portal's."""
    for folder in (PROJECT_ROOT / "tests" / "pages", PROJECT_ROOT / "listings" / "samples"):
        for file in sorted(folder.rglob("*.html")):
            page = file.read_bytes()
            if len(page) <= MAX_SEED_BYTES:
                slug = file.parent.name if file.parent.name in PORTALS else file.stem
                yield bytes([PORTALS.index(slug) if slug in PORTALS else len(PORTALS)]) + page


def _escaped(word: str) -> str:
    return "".join(chr(b) if 32 <= b < 127 and b not in b'"\\' else f"\\x{b:02x}" for b in word.encode())


PORTALS = tuple(sorted(file.stem for file in (PROJECT_ROOT / "listings" / "mappings").glob("*.json")))[:200]


def _fuzz(options: list[str]) -> None:
    """Mutate until libFuzzer ends the process."""
    import atheris

    with atheris.instrument_imports(include=["listings.extraction"]):
        from bench.hostile_pages import EVERY_KIND_OF_RULE
        from bench.soundness import faults_of
        from listings.extraction.engine import extract
        from listings.extraction.mapping import parse_mapping, shipped_mapping
        from listings.extraction.page import Page
        from listings.extraction.portals import all_portals

    portals = {portal.slug: portal for portal in all_portals()}
    every_kind = parse_mapping(dict(EVERY_KIND_OF_RULE))

    def read(data: bytes) -> None:
        choice, html = data[0] if data else 0, data[1:]
        portal = portals.get(PORTALS[choice]) if choice < len(PORTALS) else None
        mapping = (shipped_mapping(portal.slug) if portal else every_kind) if choice % 3 else None
        url = f"https://{portal.host if portal else 'homes.example'}/details/5000001/"
        extraction = extract(Page(url, html), portal=portal, mapping=mapping)
        extraction.as_record(provenance=True)
        if faults := faults_of(extraction):
            raise AssertionError("; ".join(faults))

    atheris.Setup([sys.argv[0], *options], read)
    atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(main())
