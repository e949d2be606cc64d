"""Small pages of portals that nobody registered, in the shape of what portals of many countries publish.

Each was written by us, with invented homes and people; the JSON beside it says what at least must be read from it.
"""

import json
from pathlib import Path

import pytest

from listings.extraction_batch import MappingChoice, extract_page

PAGES = sorted((Path(__file__).parents[3] / "data" / "unmapped").glob("*.json"))


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.stem)
def test_a_page_that_nobody_mapped_is_read(file):
    expected = json.loads(file.read_text(encoding="utf-8"))
    html = file.with_suffix(".html").read_text(encoding="utf-8")

    extraction = extract_page(expected["url"], html, MappingChoice(disabled=True))

    assert extraction.status == expected["status"], extraction.reason
    images = extraction.values["image_urls"]
    assert isinstance(images, list)
    read = {**extraction.values, "images": len(images)}
    assert {name: read[name] for name in expected["values"]} == expected["values"]
