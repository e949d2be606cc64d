"""python -m bench.extraction as people and programs run it: the last line is its contract, whatever the machine."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench.extraction_report import MAX_FLOOR_RATIO, MAX_GENERIC_FLOOR_RATIO, MAX_PEAK_MB
from propscrape.environment import PROJECT_ROOT

PAGES = PROJECT_ROOT / "tests" / "pages"
FIGURES = [
    "pages_per_s",
    "generic_pages_per_s",
    "ms_per_page",
    "floor_ratio",
    "generic_floor_ratio",
    "extruct_pages_per_s",
    "bs4_parse_pages_per_s",
    "peak_mb",
]
WITHOUT_PEERS = """
import runpy, sys
sys.modules.update(extruct=None, bs4=None)
sys.argv = ["bench.extraction", *sys.argv[1:]]
runpy.run_module("bench.extraction", run_name="__main__", alter_sys=True)
"""


@pytest.fixture
def index(tmp_path) -> Path:
    lines = [
        {
            "id": "letting",
            "url": "https://www.rightmove.co.uk/properties/900000123",
            "file": str(PAGES / "uk_rightmove" / "letting_2026.html"),
        },
        {"id": "gone", "url": "https://homes.example/1", "file": str(PAGES / "walls" / "gone.html")},
    ]
    file = tmp_path / "index.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)))
    return file


def run(*command: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *map(str, command)], cwd=PROJECT_ROOT, capture_output=True, text=True, timeout=120, check=False
    )


def last_line(done: subprocess.CompletedProcess[str]) -> dict[str, float | None]:
    assert done.stderr == ""
    return json.loads(done.stdout.splitlines()[-1])


def test_last_line_has_every_figure_and_the_exit_status_is_that_of_the_bars(index):
    done = run("-m", "bench.extraction", index, "--rounds", 2)

    figures = last_line(done)
    assert list(figures) == FIGURES
    assert all(isinstance(figure, float) and figure > 0 for figure in figures.values())
    assert figures["floor_ratio"] > 1
    within = (
        figures["floor_ratio"] <= MAX_FLOOR_RATIO
        and figures["generic_floor_ratio"] <= MAX_GENERIC_FLOOR_RATIO
        and figures["peak_mb"] < MAX_PEAK_MB
    )
    assert done.returncode == (0 if within else 1)
    assert ("Bar missed" in done.stdout) is not within
    assert "Judged: 1 ok, 1 gone." in done.stdout


def test_peers_that_are_not_installed_are_named_and_null(index):
    done = run("-c", WITHOUT_PEERS, index, "--rounds", 1)

    figures = last_line(done)
    assert list(figures) == FIGURES
    assert {name for name, figure in figures.items() if figure is None} == {
        "extruct_pages_per_s",
        "bs4_parse_pages_per_s",
    }
    for distribution in ("extruct", "beautifulsoup4"):
        assert f"{distribution} is not installed" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["none.jsonl"], "none.jsonl"),
        (["--rounds", "0"], "must be from 1 to 100"),
        (["--rounds", "many"], "invalid"),
    ],
)
def test_unusable_arguments_are_refused_with_a_reason(arguments, reason):
    done = run("-m", "bench.extraction", *arguments)
    assert done.returncode == 2
    assert reason in done.stderr
    assert "Traceback" not in done.stderr
