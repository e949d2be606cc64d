"""Whatever is sent is judged: no exception, no endless time, no address that is not http(s)."""

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from listings.extraction.engine import extract
from listings.extraction.page import Page
from listings.extraction.portals import find_portal
from listings.extraction_batch import MappingChoice, extract_page

URL = "https://www.rightmove.co.uk/properties/900000123"
TEN_MEGABYTES = 10_000_000
MAX_SECONDS = 6  # 3 on a quiet machine

FRAGMENTS = st.sampled_from(
    [
        "<script>window.PAGE_MODEL = ", '{"propertyData": {', '"prices": {"primaryPrice": "£1"}', "}}", "</script>",
        '<script type="application/ld+json">', '{"@type": "House", "offers": ', "[1]", "null", '"\\u0000"', "}", "<h1>",
        '<p id="propertyHeaderPrice">', "£250,000", "POA", '<div itemscope itemtype="x/House">', '<b itemprop="geo">',
        '<img src="javascript:alert(1)">', '<meta property="og:image" content="data:x">', "\x00", "é", "<!--", "]]>",
    ]
)  # fmt: skip


def of_size(piece: str) -> str:
    return piece * (TEN_MEGABYTES // len(piece) + 1)


@settings(max_examples=150, deadline=None)
@given(st.lists(FRAGMENTS | st.text(max_size=20), max_size=30).map("".join))
def test_any_text_is_judged(html):
    assert extract_page(URL, html, MappingChoice()).as_record(provenance=True)["status"]


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.text(max_size=60))
def test_any_bytes_of_any_address_are_judged(html, url):
    extraction = extract(Page(url, html), portal=find_portal(url))
    assert extraction.as_record()["import_url"] in (url, None)


@settings(max_examples=60, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=10),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
        max_leaves=6,
    )
)
def test_a_known_place_may_hold_anything(value):
    places = dict.fromkeys(("id", "text", "prices", "address", "images", "location", "sizings", "bedrooms"), value)
    html = f"<script>window.PAGE_MODEL = {json.dumps({'propertyData': places})}</script>"
    extract_page(URL, html, MappingChoice())


@pytest.mark.parametrize(
    "html",
    [
        of_size("<div>"),
        of_size("<b itemprop=x>"),
        of_size("<dt>a<dd>b"),
        of_size("<li>a: b</li>"),
        of_size('<b class="price">£1</b>'),
        of_size("1,"),
        of_size("£1 "),
        "<script>" + of_size("PAGE_MODEL = {") + "</script>",
        '<script type="application/ld+json">' + of_size('{"@graph":['),
        "<title>" + of_size("a - "),
        '<script>window.PAGE_MODEL = {"propertyData": ' + of_size("[") + "</script>",
    ],
    ids=lambda html: html[:40],
)
def test_ten_hostile_megabytes_end_in_time(html):
    start = time.perf_counter()
    extract_page(URL, html, MappingChoice())
    assert time.perf_counter() - start < MAX_SECONDS


def test_addresses_of_other_schemes_are_left_out_and_markup_is_made_safe():
    html = """<script>window.PAGE_MODEL = {"propertyData": {"id": "900000123", "transactionType": "BUY",
    "text": {"pageTitle": "A <b>house</b>",
    "description": "Nice <img src=x onerror=alert(1)><a href='javascript:x'>home</a>"},
    "prices": {"primaryPrice": "£5,000"}, "address": {"displayAddress": "Lane, Town, TN1"}, "bedrooms": 2,
    "images": [{"url": "javascript:alert(1)"}, {"url": "data:image/png;base64,xx"}, {"url": "//img.example/1.jpg"}],
    "customer": {"logoPath": "file:///etc/passwd"}}}</script>"""
    values = extract_page(URL, html, MappingChoice()).values
    assert values["image_urls"] == [{"url": "https://img.example/1.jpg"}]
    assert values["agent_logo_url"] is None
    assert values["title"] == "A house"
    assert "onerror" not in values["description_html"]
    assert "javascript" not in values["description_html"]
