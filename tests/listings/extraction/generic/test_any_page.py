"""Whatever a page is made of the trade's words: it is read, what is read fits, and it stands on the page."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from listings.extraction.engine import extract
from listings.extraction.facts import FACTS, Reading, read
from listings.extraction.fields import FIELDS_BY_NAME
from listings.extraction.generic.candidates import generic_candidates
from listings.extraction.generic.lookup import BEHIND, HEADINGS, LABELS
from listings.extraction.generic.sound import is_sound
from listings.extraction.generic.view import View
from listings.extraction.limits import fits
from listings.extraction.market import Market
from listings.extraction.names.index import IDEAS
from tests.listings.extraction.generic.snippets import page_of

READING = Reading(Market("GB", "GBP", "en-GB", "sqft"), "https://www.homes.example/property/900000123")
MARKS = sorted({mark for idea in IDEAS for mark in idea.marks})
KEYS = sorted({key for idea in IDEAS for key in (*idea.keys, *idea.weak_keys)})
LABEL_WORDS, BEHIND_WORDS, HEADING_WORDS = sorted(LABELS), sorted(BEHIND), sorted(HEADINGS)

VALUES = st.sampled_from(
    [
        "3", "2.5", "3+1", "120 m²", "1,200 sq ft", "£250,000", "250.000 €", "€900 / month", "POA", "For sale",
        "To rent",
        "12 Example Lane", "Exampleton", "EX1 2PL", "020 7946 0000", "ann@homes.example", "Ann Exemplar",
        "AB-1203", "1987",
        "https://cdn.homes.example/p/900000123-1.jpg", "52.5163", "13.3777", ":", "",
        "A bright home in a quiet street. " * 8,
    ]
)  # fmt: skip
WORDS = st.one_of(
    VALUES,
    st.sampled_from(LABEL_WORDS),
    st.sampled_from(BEHIND_WORDS),
    st.sampled_from(HEADING_WORDS),
    st.text(max_size=12),
)
TAGS = st.sampled_from(
    ["div", "p", "li", "ul", "dl", "dt", "dd", "table", "tr", "td", "h1", "h2", "b", "span", "section", "nav", "a"]
)


def escape(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def element(made):
    tag, mark, attribute, inner = made
    return f'<{tag} class="{mark}" {attribute[0]}="{escape(attribute[1])}">{"".join(inner)}</{tag}>'


ATTRIBUTES = st.tuples(
    st.sampled_from(["title", "aria-label", "data-src", "href", "data-lat", "lng", "style", "data-x"]), WORDS
)
TREES = st.recursive(
    WORDS.map(escape),
    lambda inner: st.tuples(TAGS, st.sampled_from(MARKS), ATTRIBUTES, st.lists(inner, max_size=5)).map(element),
    max_leaves=20,
)
STATES = st.recursive(
    VALUES | st.integers(-5, 10**9) | st.floats(allow_nan=False, allow_infinity=False) | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=8),
    max_leaves=20,
)


@st.composite
def pages(draw):
    """A page of marked elements and of data with the trade's keys."""
    state = json.dumps({"price": 1, "id": 900000123, "listing": draw(STATES)}).replace("<", "\\u003c")
    return page_of(f"{draw(TREES)}{draw(TREES)}<script>window.STATE = {state}</script>")


@settings(max_examples=120, deadline=None)
@given(pages())
def test_what_is_proposed_is_a_fact_that_has_its_form_and_every_value_of_it_fits(page):
    for found in generic_candidates(View(page)):
        assert found.fact in FACTS
        assert is_sound(found.fact, found.raw)
        assert 0 < found.trust <= 1
        assert found.source
        assert found.path
        values = read(found, READING)
        assert values.keys() <= FIELDS_BY_NAME.keys()
        assert all(fits(name, value) for name, value in values.items())


def squeezed(text):
    return "".join(text.split()).replace("²", "2")


@settings(max_examples=120, deadline=None)
@given(pages())
def test_texts_read_from_what_a_reader_sees_are_quotes_of_the_page(page):
    said = squeezed(
        " ".join(page.outline.texts) + " ".join(v for held in page.outline.attributes for v in held.values() if v)
    )
    for found in generic_candidates(View(page)):
        is_quote = found.source == "label" or (found.source == "css" and found.path != "typology")
        if is_quote and isinstance(found.raw, str) and found.fact not in ("offer", "description"):
            parts = found.raw.split() if found.fact == "title" else [found.raw]  # of which the price is left out
            assert all(squeezed(part) in said for part in parts)


@settings(max_examples=60, deadline=None)
@given(pages())
def test_any_page_is_judged_and_judged_alike_twice(page):
    first = extract(page).as_record(provenance=True)
    assert first == extract(page_of(page.source.partition("<body>")[2].removesuffix("</body></html>"))).as_record(
        provenance=True
    )
