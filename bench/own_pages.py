"""The project's own pages as an index: the samples, the pages of the tests where they are, and pages of 1 MB."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from bench.portal_pages import SHAPES, portal_page
from propscrape.environment import PROJECT_ROOT
from propscrape.launch.samples import read_samples

TEST_PAGES = PROJECT_ROOT / "tests" / "pages"
LARGE_PAGES = 2 * len(SHAPES)

Entry = dict[str, str]


@contextmanager
def own_pages() -> Iterator[Path]:
    """The file of an index as `manage.py extract` reads it; it and the pages made for it are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="propscrape-bench-") as name:
        folder = Path(name)
        entries = [*_samples(folder), *_test_pages(), *_large_pages(folder)]
        index = folder / "index.jsonl"
        index.write_text("\n".join(map(json.dumps, entries)), encoding="utf-8")
        yield index


def _samples(folder: Path) -> Iterator[Entry]:
    for sample in read_samples():
        yield _written(folder, f"sample.{urlsplit(sample.url).hostname}", sample.url, sample.html)


def _test_pages() -> Iterator[Entry]:
    for expected in sorted(TEST_PAGES.glob("*/*.json")):
        url = json.loads(expected.read_text(encoding="utf-8"))["url"]
        page_id = f"{expected.parent.name}.{expected.stem}"
        yield {"id": page_id, "url": url, "file": str(expected.with_suffix(".html"))}


def _large_pages(folder: Path) -> Iterator[Entry]:
    for listing in range(LARGE_PAGES):
        page = portal_page(listing=listing, visit=0)
        yield _written(folder, f"large.{listing}.{page.shape.host}", page.url, page.html)


def _written(folder: Path, page_id: str, url: str, html: str) -> Entry:
    file = folder / f"{page_id}.html"
    file.write_text(html, encoding="utf-8")
    return {"id": page_id, "url": url, "file": str(file)}
