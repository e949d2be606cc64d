"""Whatever is sent is judged: no exception, no endless time, no address that is not http(s)."""

import html as html_module
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.hostile import CHOICES
from bench.hostile_pages import HOSTILE, url_of
from bench.soundness import faults_of
from listings.extraction.engine import extract
from listings.extraction.mapping import shipped_mapping
from listings.extraction.page import Page
from listings.extraction.portals import all_portals, find_portal
from listings.extraction_batch import MappingChoice, extract_page

URL = "https://www.rightmove.co.uk/properties/900000123"
GENERIC_URL = "https://homes.example/details/5000001/"
GENERIC, EVERY_KIND = CHOICES["generic"], CHOICES["mapped"]
FACTS = "<p class=price>£250,000</p><dl><dt>Bedrooms</dt><dd>3</dd><dt>Floor area</dt><dd>90 m²</dd></dl>"

FRAGMENTS = st.sampled_from(
    [
        "<script>window.PAGE_MODEL = ",
        '{"propertyData": {',
        '"prices": {"primaryPrice": "£1"}',
        "}}",
        "</script>",
        '<script type="application/ld+json">',
        '{"@type": "House", "offers": ',
        "[1]",
        "null",
        '"\\u0000"',
        "}",
        "<h1>",
        '<p id="propertyHeaderPrice">',
        "£250,000",
        "POA",
        '<div itemscope itemtype="x/House">',
        '<b itemprop="geo">',
        '<img src="javascript:alert(1)">',
        '<meta property="og:image" content="data:x">',
        "\x00",
        "é",
        "<!--",
        "]]>",
    ]
)


# The trade's own words, and what could be made of them
TAGS = st.sampled_from(
    [
        "div",
        "span",
        "p",
        "li",
        "ul",
        "dl",
        "dt",
        "dd",
        "table",
        "tr",
        "td",
        "h1",
        "h2",
        "h3",
        "section",
        "a",
        "img",
        "b",
        "address",
        "script",
        "svg",
        "template",
    ]
)
NAMES = st.sampled_from(
    [
        "price",
        "address",
        "description",
        "features",
        "bedrooms",
        "gallery",
        "similar",
        "agent-name",
        "agent-phone",
        "breadcrumb",
        "area",
        "rent",
        "deposit",
    ]
)
TEXTS = st.sampled_from(
    [
        "£250,000",
        "1.250 €/Monat",
        "£1,200 pcm",
        "POA",
        "Bedrooms",
        "3",
        "3 beds",
        "120 m²",
        "Zimmer: 4",
        "2.5",
        "sold",
        "Description",
        "Features",
        "Similar homes",
        "12 Mill Lane, Millhaven, AB1 2CD",
        "01632 960001",
        "9" * 25,
        "-1",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "&amp;amp;",
        "a@b.example",
        "http://[::1",
        "1/0",
        "٣ غرف",
        "3LDK",
        "万円",
    ]
) | st.text(max_size=30).map(html_module.escape)
ADDRESSES = st.sampled_from(
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//img.example/5000001/a.jpg",
        "/a.jpg",
        "file:///etc/passwd",
        "tel:+441",
        "mailto:a@b.example",
        "https://maps.google.com/?q=51.5,-0.1",
        "ftp://a.example/a.png",
        "https://",
        "http:///a.jpg",
        "https://a.example/\u0000.jpg",
        "vbscript:x",
        "JAVASCRIPT:x.jpg",
        "https://a b.example/c.jpg",
        "blob:https://a/b",
    ]
) | st.text(max_size=20).map(html_module.escape)
ATTRIBUTES = st.one_of(
    st.tuples(st.sampled_from(["class", "id", "itemprop", "data-testid", "property"]), NAMES),
    st.tuples(
        st.sampled_from(["href", "src", "srcset", "data-src", "content", "style", "itemtype", "data-lat"]), ADDRESSES
    ),
    st.tuples(st.sampled_from(["title", "aria-label", "alt", "itemscope", "value", "data-x"]), TEXTS),
).map(lambda pair: f'{pair[0]}="{pair[1].replace(chr(34), "")}"')


def element(tag: str, attributes: list[str], inner: list[str]) -> str:
    return f"<{tag} {' '.join(attributes)}>{''.join(inner)}</{tag}>"


trees = st.recursive(
    TEXTS,
    lambda inner: st.builds(element, TAGS, st.lists(ATTRIBUTES, max_size=3), st.lists(inner, max_size=4)),
    max_leaves=12,
)
KEYS = st.sampled_from(
    [
        "price",
        "amount",
        "currency",
        "bedrooms",
        "bathrooms",
        "rooms",
        "area",
        "livingArea",
        "floorSize",
        "title",
        "name",
        "description",
        "images",
        "photos",
        "url",
        "address",
        "city",
        "postalCode",
        "latitude",
        "longitude",
        "geo",
        "features",
        "reference",
        "id",
        "agent",
        "phone",
        "email",
        "offers",
        "yearBuilt",
        "@type",
        "@id",
    ]
)
VALUES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | TEXTS
    | ADDRESSES
    | st.sampled_from(["House", "£250,000", 250000, 51.5, -0.12, [51.5, -0.12], {"value": 3}, "120", 1e308, 10**30])
)
places = st.recursive(
    VALUES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=8), max_leaves=20
)
states = st.tuples(
    st.sampled_from(
        [
            '<script type="application/ld+json">{}</script>',
            '<script type="application/json" id="__NUXT_DATA__">{}</script>',
            "<script>window.listing = {};</script>",
            "<p data-state='{}'></p>",
        ]
    ),
    places,
).map(lambda pair: pair[0].replace("{}", json.dumps(pair[1])))


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


@pytest.mark.parametrize("choice", [GENERIC, EVERY_KIND], ids=["generic", "mapped"])
@pytest.mark.parametrize("name", HOSTILE)
def test_a_page_made_to_hurt_gets_an_answer(name, choice):
    """A little of each page; `python -m bench.hostile` takes all of it, and the time."""
    extraction = extract_page(url_of(name), HOSTILE[name](0.002), choice)
    assert extraction.as_record(provenance=True)["status"]
    assert faults_of(extraction) == []


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(trees | states, max_size=8).map("".join),
    st.sampled_from(["", FACTS]),
    st.sampled_from([GENERIC, EVERY_KIND]),
)
def test_whatever_a_page_is_made_of_its_values_are_sound(body, facts, choice):
    html = (
        f"<html lang=en><head><title>Mill Cottage</title></head><body><h1>Mill Cottage</h1>{facts}{body}</body></html>"
    )
    extraction = extract_page(GENERIC_URL, html, choice)
    assert faults_of(extraction) == []
    json.dumps(extraction.as_record(provenance=True), allow_nan=False)


@settings(max_examples=100, deadline=None)
@given(places, st.sampled_from([None, "uk_rightmove", "at_willhaben", "es_fotocasa"]))
def test_whatever_embedded_data_says_its_values_are_sound(state, slug):
    portal = next((portal for portal in all_portals() if portal.slug == slug), None)
    text = json.dumps(state)
    html = (
        f"<title>Mill Cottage</title><h1>Mill Cottage</h1>{FACTS}<script>window.PAGE_MODEL = {text};</script>"
        f'<script type="application/json" id="__NEXT_DATA__">{text}</script>'
    )
    url = f"https://{portal.host}/details/5000001/" if portal else GENERIC_URL
    extraction = extract(Page(url, html), portal=portal, mapping=shipped_mapping(slug) if slug else None)
    assert faults_of(extraction) == []


@settings(max_examples=200, deadline=None)
@given(st.text("aXz9 &<>\"';#жΩ", min_size=6, max_size=30) | st.text(st.sampled_from("&;#ampltgb 39"), max_size=30))
def test_text_in_data_is_decoded_once(text):
    offer = {"price": 1, "priceCurrency": "GBP"}
    node = json.dumps({"@type": "House", "name": html_module.escape(text), "offers": offer})
    html = f"{FACTS}<script type='application/ld+json'>{node}</script>"
    assert extract_page(GENERIC_URL, html, GENERIC).values["title"] in (None, " ".join(text.split()))


@pytest.mark.parametrize(
    ("written", "title"),
    [("Fish &amp; chips", "Fish & chips"), ("R&amp;amp;D mews", "R&amp;D mews"), ("1 &lt; 2 homes", "1 < 2 homes")],
)
def test_entities_in_data_are_decoded_once(written, title):
    node = json.dumps({"@type": "House", "name": written, "offers": {"price": 250000, "priceCurrency": "GBP"}})
    html = f"{FACTS}<script type='application/ld+json'>{node}</script>"
    assert extract_page(GENERIC_URL, html, GENERIC).values["title"] == title


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
