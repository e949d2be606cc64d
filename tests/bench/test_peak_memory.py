"""The peak is that of the process that extracts, not of the one that asks."""

import json

import pytest

from bench.peak_memory import NotMeasuredError, measure_peak_mb
from bench.resident_memory import peak_bytes
from propscrape.environment import PROJECT_ROOT

GONE = PROJECT_ROOT / "tests" / "pages" / "walls" / "gone.html"
HELD_MB = 300


@pytest.fixture
def index(tmp_path):
    file = tmp_path / "index.jsonl"
    file.write_text(json.dumps({"id": "gone", "url": "https://homes.example/1", "file": str(GONE)}))
    return file


@pytest.fixture(autouse=True)
def at_the_project_root(monkeypatch):
    monkeypatch.chdir(PROJECT_ROOT)


def test_what_the_asking_process_holds_is_not_counted(index):
    held = b"x" * (HELD_MB * 1_000_000)
    assert peak_bytes() > len(held)
    assert 5 < measure_peak_mb(index) < HELD_MB


def test_a_larger_page_shows(index, tmp_path):
    page = tmp_path / "large.html"
    page.write_text("<p>An invented text of some length.</p>" * 200_000)
    large = tmp_path / "large.jsonl"
    large.write_text(json.dumps({"id": "large", "url": "https://homes.example/2", "file": str(page)}))
    assert measure_peak_mb(large) > measure_peak_mb(index) + 10


def test_a_process_that_fails_says_why(tmp_path):
    with pytest.raises(NotMeasuredError, match=r"none\.jsonl"):
        measure_peak_mb(tmp_path / "none.jsonl")
