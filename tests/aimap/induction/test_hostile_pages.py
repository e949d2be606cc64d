"""Pages made to hurt teach a mapping in order or are refused, and what learning asks of them is bounded."""

import json
import time

import pytest

from aimap.induction.captures import Capture, UnusableCapturesError
from aimap.induction.learning import learn_mapping
from aimap.induction.writing import mapping_text
from bench.hostile_pages import HOSTILE
from listings.extraction.mapping_lint import lint_mapping
from tests.aimap.asking.homes import HOMES
from tests.aimap.asking.homes import page as homes_page
from tests.aimap.induction.pages import HOST, home, url_of

SHARE = 0.005  # of the size of each that the bench measures
MAX_CPU_SECONDS = 10.0  # of the largest; without bounds they take minutes
# Which learning asks more of than extraction does
COSTLY = ("state in small scripts", "picture addresses that do not end", "small states", "40,000 named elements")


def learn_from(page):
    """The faults of the mapping learned from a page beside a harmless one, or alone where it can be."""
    html = page if isinstance(page, bytes) else page.encode("utf-8", "surrogatepass")
    pages = [Capture("hostile", url_of(0), html), Capture("whole", url_of(1), home(1))]
    return lint_mapping(mapping_text(learn_mapping(host=HOST, captures=pages).mapping).encode())


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_beside_a_harmless_one_teaches_a_mapping_in_order(name):
    assert learn_from(HOSTILE[name](SHARE)) == []


@pytest.mark.parametrize("name", COSTLY)
def test_a_hostile_page_of_full_size_is_learned_from_in_bounded_time(name):
    start = time.process_time()
    assert learn_from(HOSTILE[name](1.0)) == []
    assert time.process_time() - start < MAX_CPU_SECONDS


def test_nothing_but_hostile_pages_is_refused():
    pages = [Capture("deep", url_of(0), "<div>" * 200_000), Capture("zero", url_of(1), b"\x00" * 100_000)]
    with pytest.raises(UnusableCapturesError, match="is a listing: deep is "):
        learn_mapping(host=HOST, captures=pages)


@pytest.mark.parametrize("evil", ["\\ud800", "\\u0000", "\\u0085"])
def test_keys_that_no_database_holds_are_in_no_rule(evil):
    """Python reads them out of JSON, and PostgreSQL or UTF-8 refuses them."""
    pages = []
    for at, (reference, title, price, beds, area, *_, about) in enumerate(HOMES):
        state = f'''{{"own{evil}": {{"ti{evil}tle": "{title}", "price": {price}, "bedrooms": {beds}, "area": {area},
            "reference{evil}": "{reference}", "reference": "{reference}", "description": "{about * 3}"}}}}'''
        html = homes_page(HOMES[at], f"<script>window.STATE = {state}</script>")
        pages.append(Capture(reference, f"https://homes.example/sale/{at}", html))
    text = mapping_text(learn_mapping(host="homes.example", captures=pages).mapping)
    assert text.encode().decode() == text
    assert json.loads(evil.join('""')) not in text
    assert evil not in text
    assert "reference" in text
