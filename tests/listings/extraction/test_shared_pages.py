"""Captured pages of real portals, scored against what was read off them by hand; they are not part of the project."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from listings.extraction_batch import MappingChoice, SavedPage, extract_batch

SHARED = Path(__file__).parents[4] / "shared" / "pages"
MAPPED_HOSTS = ("rightmove.co.uk", "zoopla.co.uk", "fotocasa.es", "willhaben.at")

pytestmark = [
    pytest.mark.shared_pages,
    pytest.mark.skipif(not SHARED.joinpath("truth.json").is_file(), reason="../shared/pages is not here"),
]


@pytest.fixture(scope="module")
def extracted(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("extracted")
    truth = json.loads(SHARED.joinpath("truth.json").read_text("utf-8"))
    pages = [
        SavedPage(id=key, url=entry.get("url") or f"https://www.{entry['portal']}/", file=_file(key))
        for key, entry in truth.items()
    ]
    extract_batch(pages, out, MappingChoice())
    return out


def test_mapped_portals_are_read_right(extracted):
    score = [sys.executable, str(SHARED / "score.py"), str(extracted), "--truth", str(SHARED / "truth.json")]
    floors = ["--min-precision", "0.97", "--min-recall", "0.95"]
    scored = subprocess.run([*score, "--portal", *MAPPED_HOSTS, *floors], capture_output=True, text=True, check=False)
    assert scored.returncode == 0, scored.stdout + scored.stderr


def test_no_wall_search_page_or_dead_listing_is_taken_for_a_listing(extracted):
    truth = json.loads(SHARED.joinpath("truth.json").read_text("utf-8"))
    expected = {key: entry["status"] for key, entry in truth.items() if entry.get("status")}
    judged = {key: json.loads(extracted.joinpath(f"{key}.json").read_bytes())["status"] for key in expected}
    assert judged == expected


def _file(key: str) -> Path:
    return SHARED / "pages" / f"{key}.html.gz"
