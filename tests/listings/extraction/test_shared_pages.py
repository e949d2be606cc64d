"""Captured pages of real portals, scored against what was read off them by hand; they are not part of the project."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from listings.extraction_batch import MappingChoice, SavedPage, extract_batch

SHARED = Path(__file__).parents[4] / "shared" / "pages"
FLOORS = {"mapped": ("0.985", "0.95"), "generic": ("0.96", "0.85")}  # precision, recall

pytestmark = [
    pytest.mark.shared_pages,
    pytest.mark.skipif(not SHARED.joinpath("truth.json").is_file(), reason="../shared/pages is not here"),
]


@pytest.fixture(scope="module", params=FLOORS)
def extracted(request, tmp_path_factory) -> tuple[str, Path]:
    """With their mappings or without any, and the folder of what was read."""
    out = tmp_path_factory.mktemp("extracted")
    truth = json.loads(SHARED.joinpath("truth.json").read_text("utf-8"))
    pages = [
        SavedPage(id=key, url=entry.get("url") or f"https://www.{entry['portal']}/", file=_file(key))
        for key, entry in truth.items()
    ]
    extract_batch(pages, out, MappingChoice(disabled=request.param == "generic"))
    return request.param, out


def test_real_pages_are_read_right(extracted):
    reading, out = extracted
    precision, recall = FLOORS[reading]
    floors = ["--min-precision", precision, "--min-recall", recall]
    score = [sys.executable, str(SHARED / "score.py"), str(out), "--truth", str(SHARED / "truth.json")]
    scored = subprocess.run([*score, *floors], capture_output=True, text=True, check=False)
    assert scored.returncode == 0, scored.stdout + scored.stderr


def test_no_wall_search_page_or_dead_listing_is_taken_for_a_listing(extracted):
    _, out = extracted
    truth = json.loads(SHARED.joinpath("truth.json").read_text("utf-8"))
    expected = {key: entry["status"] for key, entry in truth.items() if entry.get("status")}
    judged = {key: json.loads(out.joinpath(f"{key}.json").read_bytes())["status"] for key in expected}
    assert judged == expected


def _file(key: str) -> Path:
    return SHARED / "pages" / f"{key}.html.gz"
