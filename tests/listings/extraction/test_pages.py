"""Pages we wrote in the shape of real ones, each with the extraction expected of it."""

import gc
import json
from pathlib import Path

import pytest

from listings.extraction_batch import MappingChoice, extract_page

PAGES = Path(__file__).parents[2] / "pages"
EXPECTED = sorted(PAGES.glob("*/*.json"))


@pytest.mark.parametrize("file", EXPECTED, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_page_gives_exactly_what_it_states(file):
    expected = json.loads(file.read_text(encoding="utf-8"))
    html = file.with_suffix(".html").read_bytes()

    extraction = extract_page(expected["url"], html, MappingChoice())

    stated = {name: value for name, value in extraction.values.items() if value not in (None, [])}
    assert extraction.status == expected["status"], extraction.reason
    if expected["status"] == "ok":
        stated.pop("import_url")
        assert stated == expected["values"]
    else:
        assert set(stated) <= {"import_url", "portal"}


@pytest.mark.parametrize("choice", [MappingChoice(), MappingChoice(disabled=True)], ids=["mapped", "generic"])
def test_a_page_and_its_tree_are_freed_without_the_garbage_collector(choice):
    file = EXPECTED[0]
    url, html = json.loads(file.read_text(encoding="utf-8"))["url"], file.with_suffix(".html").read_bytes()
    extract_page(url, html, choice)  # what is read once for all pages
    gc.collect()
    gc.disable()
    try:
        extract_page(url, html, choice)
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_every_shipped_mapping_has_a_page():
    mapped = {file.stem for file in (Path(__file__).parents[3] / "listings" / "mappings").glob("*.json")}
    assert mapped <= {file.parent.name for file in EXPECTED}
