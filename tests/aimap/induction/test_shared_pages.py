"""Captured pages of real portals: what is learned from some is right on others.  They are not part of the project."""

import json
from collections import Counter
from pathlib import Path

import pytest

from aimap.induction.captures import Capture
from aimap.induction.learning import learn_mapping
from bench.accuracy import load_scorer
from listings.extraction.engine import extract
from listings.extraction.mapping import Mapping, parse_mapping
from listings.extraction.page import Page
from listings.extraction.portals import find_portal
from listings.extraction_batch import read_page_file

SHARED = Path(__file__).parents[4] / "shared" / "pages"
SERIES = SHARED / "series" / "findmyhome"
LEARNED_FROM = 6
PRECISION_FLOOR = 0.97

pytestmark = [
    pytest.mark.shared_pages,
    pytest.mark.skipif(not SERIES.joinpath("index.json").is_file(), reason="../shared/pages is not here"),
]


def test_a_mapping_learned_from_a_few_pages_reads_the_hand_read_ones_as_well_as_all_rules_do():
    truth = json.loads(SHARED.joinpath("series_truth.json").read_text("utf-8"))
    hand_read = {Path(entry["file"]).name for entry in truth.values()}
    listed = json.loads(SERIES.joinpath("index.json").read_text("utf-8"))["pages"]
    others = [page for page in listed if f"{page['id']}.html.gz" not in hand_read][:LEARNED_FROM]
    captures = [Capture(page["id"], page["url"], read_page_file(SERIES / f"{page['id']}.html.gz")) for page in others]
    mapping = parse_mapping(learn_mapping(host="findmyhome.at", captures=captures).mapping)
    learned, generic = outcomes(truth, mapping), outcomes(truth, None)
    given = learned["right"] + learned["wrong"] + learned["spurious"]
    assert learned["right"] / given >= PRECISION_FLOOR
    assert learned["missing"] + learned["wrong"] <= generic["missing"] + generic["wrong"]


def outcomes(truth, mapping: Mapping | None) -> Counter[str]:
    """What became of every field of the pages of a truth."""
    scorer = load_scorer(SHARED / "score.py")
    counted: Counter[str] = Counter()
    for entry in truth.values():
        page = Page(entry["url"], read_page_file(SHARED / entry["file"]))
        record = extract(page, portal=find_portal(entry["url"]), mapping=mapping).as_record()
        counted.update(filter(None, (scorer.judge(fact, record, owed) for fact, owed in entry["fields"].items())))
    return counted
