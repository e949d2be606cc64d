import json
import re
import time
from pathlib import Path
from typing import Any

import pytest

from listings.extraction.engine import extract
from listings.extraction.mapped import MappedPage
from listings.extraction.mapping import MappingError, Rule, parse_mapping, shipped_mapping
from listings.extraction.mapping_lint import lint_mapping
from listings.extraction.page import Page
from listings.extraction.safe_selector import is_bounded_on

MAPPINGS = Path(__file__).parents[3] / "listings" / "mappings"
SAMPLE = Page(
    "https://homes.example/details/5000001/",
    """<html lang="en"><head><meta property="og:title" content="Mill Cottage, Withybrook"></head><body>
    <p id="cost">Guide price £212,000</p><div class="text"><h3>About</h3><p>Stone, slate and a <b>stream</b>.</p></div>
    <ul class="facts"><li>Two hearths</li><li>Yard</li></ul><dl><dt>Bedrooms:</dt><dd>3</dd></dl>
    <script>window.HOME = {"home": {"kind": "TERR", "size": 81.5, "zip": {"out": "WB9", "in": "3EF"}, "sold": false,
    "baths": 0, "pins": [{"kind": "shop", "lat": 1, "lng": 1}, {"kind": "home", "lat": 52.1, "lng": -1.4}]}};</script>
    </body></html>""",
)


def mapping(**fields):
    return {"portal": "example", "version": "1", "anchors": {"home": [{"json": "HOME.home"}]}, "fields": fields}


def read(**fields):
    return extract(SAMPLE, mapping=parse_mapping(mapping(**fields))).values


@pytest.mark.parametrize(
    ("fact", "rule", "field", "value"),
    [
        ("title", {"meta": "og:title"}, "title", "Mill Cottage, Withybrook"),
        ("price", {"css": "#cost"}, "price_float", 212_000.0),
        ("price", {"css": "#cost"}, "price_qualifier", "guide"),
        ("count_bedrooms", {"label": ["Beds", "Bedrooms"]}, "count_bedrooms", 3.0),
        ("features", {"css": ".facts li", "all": True}, "features", ["Two hearths", "Yard"]),
        ("street_address", {"css": ".facts li", "all": True, "join": ", "}, "street_address", "Two hearths, Yard"),
        ("description", {"css": ".text", "html": True, "without": "h3"}, "description", "Stone, slate and a stream."),
        ("constructed_area", {"json": "@home.size", "unit": "sqmt"}, "constructed_area", 81.5),
        ("postal_code", {"json": "@home.zip", "format": "{out} {in}"}, "postal_code", "WB9 3EF"),
        ("property_type", {"json": "@home.kind", "values": {"TERR": "house"}}, "property_type", "house"),
        ("position", {"json": "@home.pins[kind=home]"}, "latitude", 52.1),
        ("position", {"script": '"pins":', "path": "1"}, "longitude", -1.4),
        ("reference", {"url": True, "match": "/details/(\\d+)"}, "reference", "5000001"),
    ],
)
def test_each_source_and_option_reads_its_value(fact, rule, field, value):
    assert read(**{fact: [rule]})[field] == value


@pytest.mark.parametrize(
    ("fact", "rule", "field"),
    [
        ("count_bathrooms", {"json": "@home.baths", "unless": ["0"]}, "count_bathrooms"),
        ("street_address", {"json": "@home.zip", "format": "{out} {missing}"}, "street_address"),
        ("listing_status", {"json": "@home.sold", "values": {"true": "sold"}}, "listing_status"),
        ("tenure", {"css": "#nowhere"}, "tenure"),
    ],
)
def test_what_is_not_stated_stays_unknown(fact, rule, field):
    assert read(**{fact: [rule]})[field] is None


ROWS = Page(
    "https://homes.example/details/5000001/",
    """<dl><dt>Bedrooms:</dt><dd>3</dd></dl><p class="row"><b>Bathrooms</b> <i>2</i></p><p class="row">2 garages</p>
    <p class="row">Cellar: yes</p><p class="row">81 m²</p><p class="row">512 m²</p>
    <i id="map" data-lat="52.1" data-lng="-1.4"></i><script>var centre = {lat: 52.1, lng: -1.4};</script>""",
)
PAIR = "lat: (?P<latitude>[\\d.]+), lng: (?P<longitude>-?[\\d.]+)"


@pytest.mark.parametrize(
    ("fact", "rule", "raw"),
    [
        ("position", {"css": "#map", "format": "{data-lat},{data-lng}"}, "52.1,-1.4"),
        ("position", {"css": "#map", "format": "{data-lat},{data-lon}"}, None),
        ("position", {"after": "centre", "match": PAIR}, {"latitude": "52.1", "longitude": "-1.4"}),
        ("count_bedrooms", {"label": True}, "3"),
        ("count_toilets", {"label": True}, None),
        ("count_bedrooms", {"css": ".row", "named": True}, None),
        ("count_bathrooms", {"css": ".row", "named": True}, "2"),
        ("count_garages", {"css": ".row", "named": True}, "2 garages"),
        ("constructed_area", {"css": ".row", "named": True}, None),  # one of two, and no word tells which
        ("features", {"css": ".row", "named": True}, ["Cellar"]),
    ],
)
def test_what_is_called_by_its_name_is_read_where_pairs_stand(fact, rule, raw):
    parsed = parse_mapping({"portal": "x", "version": "1", "fields": {fact: [rule]}})
    found = MappedPage(ROWS, parsed).read(parsed.fields[fact][0])
    assert (found[1] if found else None) == raw


def test_a_candidate_that_does_not_parse_falls_through_to_the_next():
    assert read(price=[{"css": "h3"}, {"css": ".facts"}, {"css": "#cost"}])["price_float"] == 212_000.0


@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        ({"portal": "x", "version": "1", "fields": {}, "extra": 1}, "unknown key 'extra'"),
        ({"portal": "x", "version": 1, "fields": {}}, "'version' must be a text"),
        (mapping(prise=[{"css": "p"}]), "unknown field 'prise'"),
        (mapping(price=[{"css": "p", "atr": "x"}]), "unknown key 'atr'"),
        (mapping(price=[{"css": "p", "meta": "x"}]), "exactly one source"),
        (mapping(price=[{"attr": "x"}]), "exactly one source"),
        (mapping(price=[]), "at least one"),
        (mapping(price=[{"meta": "p", "attr": "x"}]), "'attr' goes with 'css' only"),
        (mapping(price=[{"css": "p["}]), "bad selector"),
        (mapping(price=[{"css": "a b c d e"}]), "too many spaces"),
        (mapping(price=[{"css": "a ~ b ~ c"}]), "one ~, at most"),
        (mapping(price=[{"css": ":is(a b, c d) e f"}]), "too many spaces"),
        (mapping(price=[{"css": "*:has(* *:has(b))"}]), "looks for too much in :has()"),
        (mapping(price=[{"css": "div:has(~ b)"}]), "looks for too much in :has()"),
        (mapping(price=[{"css": "p", "without": "a," * 300 + "a"}]), "longer than 500"),
        (mapping(price=[{"css": "p", "match": "("}]), "bad pattern"),
        (mapping(price=[{"css": "p", "match": "(a+)+b"}]), "repeats a repeat"),
        (mapping(price=[{"css": "p", "all": "yes"}]), "'all' must be bool"),
        (mapping(price=[{"json": "STATE...price"}]), "dots too many"),
        (mapping(price=[{"json": "@house.price"}]), "unknown anchor 'house'"),
        (mapping(price=[{"url": True}]), "'url' must be true and go with 'match'"),
        (mapping(plot_area=[{"css": "p", "unit": "furlong"}]), "unit must be one of"),
        ({**mapping(), "anchors": {}, "listing_url": "/details/"}, "'listing_url' needs an anchor"),
        ({**mapping(), "listing_url": "("}, "listing_url: bad pattern"),
        ({**mapping(), "listing_url": 5}, "'listing_url' must be a text"),
        ({**mapping(), "market": "GB"}, "'market' must be an object"),
        ({**mapping(), "market": {"country": "Britain"}}, "'Britain' is no country"),
        ({**mapping(), "market": {"land": "GB"}}, "unknown key 'land'"),
        ({**mapping(), "usual": "price"}, "'usual' must be a list"),
        ({**mapping(), "usual": ["price"]}, "no rules for 'price'"),
        ({**mapping(price=[{"css": "p"}]), "anchors": {}, "usual": ["price"]}, "'usual' needs an anchor"),
        ({**mapping(), "partial": "yes"}, "'partial' must be true or false"),
        (mapping(price=[{"css": "p", "named": True, "attr": "x"}]), "'named' reads texts"),
        (mapping(price=[{"meta": "p", "named": True}]), "'named' goes with 'css' only"),
        (mapping(price=[{"label": [5]}]), "'label' must be a text"),
    ],
)
def test_a_fault_is_named_and_never_ignored(broken, fault):
    with pytest.raises(MappingError, match=re.escape(fault)):
        parse_mapping(broken)


def test_a_field_given_twice_is_refused():
    text = b'{"portal": "x", "version": "1", "fields": {"price": [{"css": "p"}], "price": [{"css": "b"}]}}'
    with pytest.raises(MappingError, match="'price' is given twice"):
        parse_mapping(text)


@pytest.mark.parametrize("value", ["12345678901234567890123", '"\\ud800"', "[" * 300 + "]" * 300])
def test_what_cannot_be_stored_is_refused(value):
    text = json.dumps(mapping(offer=[{"css": "p", "values": {"a": "VALUE"}}])).replace('"VALUE"', value)
    with pytest.raises(MappingError, match="holds what cannot be stored"):
        parse_mapping(text.encode())


def test_thousands_of_keys_are_looked_through_once():
    text = json.dumps(dict.fromkeys(map(str, range(30_000))))
    began = time.process_time()
    with pytest.raises(MappingError, match="unknown key"):
        parse_mapping(text.encode())
    assert time.process_time() - began < 3


@pytest.mark.parametrize(
    "selector",
    [".md\\:flex > .x", "a[href*='x ~ y z'] b", ".pic li:has(span:lexbor-contains('a b c d')) b", "a, b, c d"],
)
def test_selectors_as_people_write_them_are_taken(selector):
    assert parse_mapping(mapping(price=[{"css": selector}])).fields["price"][0].where == selector


DEEP = "<i class=zz></i>" + "<div class=deep>" * 2_000 + "<b></b>" * 2_000


@pytest.mark.parametrize(
    ("selector", "hostile"),
    [
        (".zz .deep b", DEEP),
        (":is(.zz:nth-child(2n), .q) b", DEEP),
        ("b:not(.zz:nth-child(2n) .q)", DEEP),
        (".zz:has(i) b", DEEP),
        (".zz ~ p", "<i><i class=zz></i></i>" + "<p>" * 40_000),
        ("p:lexbor-contains('zz') ~ b", "<div>zz</div><p>" + "y" * 1_000_000 + "</p>" + "<b></b>" * 9_000),
    ],
)
def test_a_selector_that_would_run_away_on_a_page_is_not_looked_for_there(selector, hostile):
    rule = {"css": selector}
    own = "<p class=zz>zz</p><div class=deep><b></b></div>"
    for html, found in ((own, True), (hostile, False)):
        page = Page("https://x.example/1", f"<html><body>{html}</body></html>")
        assert is_bounded_on(page, selector) is found
    began = time.process_time()
    assert MappedPage(page, parse_mapping(mapping(title=[rule]))).read(Rule("css", selector)) is None
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    "selector",
    [".deep b:nth-last-child(2n)", ".deep b:last-of-type", ".deep b:lexbor-contains('x') + b", ".deep b:has(i)"],
)
def test_what_is_asked_of_an_element_alone_is_looked_for_at_any_depth(selector):
    page = Page("https://x.example/1", f"<html><body>{DEEP}</body></html>")
    began = time.process_time()
    assert is_bounded_on(page, selector)
    page.tree.css(selector)
    assert time.process_time() - began < 2


def test_all_faults_are_reported_at_once():
    with pytest.raises(MappingError) as caught:
        parse_mapping(mapping(prise=[{"css": "p"}], price=[{"css": "p["}, {"nowhere": 1}]))
    assert len(caught.value.faults) >= 3


@pytest.mark.parametrize("text", [b"", b"[]", b"null", b"{", b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_mapping_at_all_is_refused(text):
    with pytest.raises(MappingError):
        parse_mapping(text)


HOME = """<html lang="en-GB"><h1>Flat for sale, Mill Lane</h1><p id="own">{own}</p><p id="cost">{price}</p>
    <dl><dt>Bedrooms</dt><dd>2</dd></dl><p>120 m²</p><address>Mill Lane, Leeds</address></html>"""
ONE_MAKE: dict[str, Any] = {
    "portal": "elsewhere",
    "version": "1",
    "market": {"country": "GB", "currency": "GBP", "locale": "en-GB", "area_unit": "sqft"},
    "anchors": {"listing": [{"css": "#own"}]},
    "usual": ["title", "reference"],
    "fields": {
        "title": [{"css": "h1"}],
        "offer": [{"css": "h1"}],
        "property_type": [{"css": "h1"}],
        "price": [{"css": "#cost"}],
        "address": [{"css": "address"}],
        "reference": [{"css": "#own", "match": "(\\d+)"}],
    },
}


def read_home(html, **changes):
    page = Page("https://elsewhere.example/homes/5000001", html)
    return extract(page, mapping=parse_mapping({**ONE_MAKE, **changes}))


def test_what_a_bare_number_means_is_told_by_the_mapping_of_a_portal_that_is_not_registered():
    found = read_home(HOME.format(own="No. 77", price="250,000"))
    assert (found.values["price_float"], found.values["currency"]) == (250_000.0, "GBP")
    assert found.values["country"] == "GB"


def test_a_page_of_the_mapping_s_make_is_read_by_its_rules_alone():
    found = read_home(HOME.format(own="No. 77", price="£250,000"))
    assert (found.scraper_name, found.values["reference"]) == ("elsewhere", "77")
    assert found.values["count_bedrooms"] is None


@pytest.mark.parametrize(
    "html", [HOME.format(own="", price="£250,000"), HOME.replace('id="own"', "").format(own="7", price="£1")]
)
def test_a_page_of_another_make_is_read_as_if_there_were_no_mapping(html):
    found = read_home(html)
    assert (found.scraper_name, found.values["count_bedrooms"]) == ("generic", 2.0)


def test_what_a_partial_mapping_leaves_open_is_read_as_if_there_were_none():
    found = read_home(HOME.format(own="No. 77", price="£250,000"), partial=True)
    assert (found.values["reference"], found.values["count_bedrooms"]) == ("77", 2.0)


@pytest.mark.parametrize(("address", "is_asked"), [("Mill Lane, Leeds", False), ("by the river", True)])
def test_a_town_is_asked_for_where_no_address_states_it(address, is_asked):
    fields = ONE_MAKE["fields"] | {"town": [{"css": "h1"}]}
    html = HOME.format(own="No. 77", price="£1").replace("Mill Lane, Leeds", address).replace("Mill Lane<", "in Leeds<")
    found = read_home(html, fields=fields)
    assert found.values["city"] == "Leeds"
    assert any(trace.fact == "town" for trace in found.traces) is is_asked


def test_one_fact_of_weight_that_a_page_of_the_make_does_not_state_is_looked_for_all_over_it():
    found = read_home(
        HOME.format(own="No. 77", price="£250,000").replace("Flat for sale", "Mill House for sale"),
        fields={**ONE_MAKE["fields"], "price": [{"css": "#nowhere"}]},
    )
    assert (found.scraper_name, found.values["price_float"], found.values["reference"]) == (
        "elsewhere",
        250_000.0,
        "77",
    )


NO_PRICE: dict[str, Any] = {**ONE_MAKE["fields"], "price": [{"css": "#nowhere"}]}


def test_beside_the_fact_of_weight_that_is_missing_only_a_usual_one_is_looked_for():
    html = HOME.format(own="No. 77", price="£250,000")
    usual = {**NO_PRICE, "count_bedrooms": [{"css": "#nowhere"}]}
    assert read_home(html, fields=NO_PRICE).values["count_bedrooms"] is None
    found = read_home(html, fields=usual, usual=["title", "reference", "address", "count_bedrooms"])
    assert (found.values["price_float"], found.values["count_bedrooms"]) == (250_000.0, 2.0)
    assert found.values["constructed_area"] is None


def test_on_a_page_that_lacks_more_of_what_is_usual_all_that_is_open_is_looked_for_and_what_was_read_stands():
    absent = {fact: [{"css": "#nowhere"}] for fact in ("floor", "tenure")}
    fields = {**NO_PRICE, **absent, "city": [{"css": "address"}], "address": [{"css": "h1"}]}
    usual = ["title", "reference", "address", "offer", "property_type", "city", *absent]
    found = read_home(HOME.format(own="No. 77", price="£250,000"), fields=fields, usual=usual).values
    assert (found["price_float"], found["count_bedrooms"], found["constructed_area"]) == (250_000.0, 2.0, 120.0)
    assert found["address_string"] == "Flat for sale, Mill Lane"


def test_lint_names_the_rules_that_are_dead_on_a_sample():
    linted = mapping(price=[{"css": ".gone"}, {"css": "h3"}, {"css": "#cost"}, {"css": ".never-reached"}])
    assert lint_mapping(linted, SAMPLE) == [
        "price[0]: finds nothing on the sample",
        "price[1]: finds 'About', which is no price",
    ]


@pytest.mark.parametrize("file", sorted(MAPPINGS.glob("*.json")), ids=lambda file: file.stem)
def test_shipped_mappings_are_in_order(file):
    assert lint_mapping(file.read_bytes()) == []
    shipped = shipped_mapping(file.stem)
    assert shipped is not None
    assert shipped.portal == file.stem == json.loads(file.read_bytes())["portal"]


def test_a_portal_without_a_mapping_has_none():
    assert shipped_mapping("zz_nowhere") is None


@pytest.mark.parametrize(
    ("slug", "addresses"),
    [
        ("uk_rightmove", ["new-homes-for-sale/property-43327825.html", "commercial-property-to-let/property-12345678"]),
        ("us_realtor", ["rentals/details/1451-Belmont-St-NW-Apt-113_Washington_DC_20009_M69298-13321"]),
        ("it_immobiliare", ["annunci/p-153877/", "en/annunci/124116385/"]),
        ("es_idealista", ["obra-nueva/91535469/", "en/inmueble/106387165/"]),
        ("jp_livable", ["mansion/C13252K32/", "mansion/CV623ZG20/", "mansion/CVI207001/", "kodate/C48261227/"]),
        ("de_wggesucht", ["13793538.html", "en/wg-zimmer-in-Berlin-Mitte.13793538.html"]),
        ("au_domain", ["2020615556"]),
        ("br_zapimoveis", ["oferta/venda+apartamento+sp/ID-15786529/"]),
    ],
)
def test_listings_of_a_portal_are_at_addresses_of_several_forms(slug, addresses):
    shipped = shipped_mapping(slug)
    for address in addresses:
        assert shipped.listing_url.search(f"https://www.portal.example/{address}"), address


@pytest.mark.parametrize(
    ("slug", "address"),
    [
        ("uk_rightmove", "property-for-sale/find.html?locationIdentifier=REGION%5E87490"),
        ("es_idealista", "obra-nueva/madrid-madrid/"),
        ("jp_livable", "mansion/tokyo/"),
        ("de_wggesucht", "wg-zimmer-in-Berlin.8.0.1.0.html"),
        ("au_domain", "sale/hoppers-crossing-vic-3029/"),
    ],
)
def test_a_portal_s_searches_are_at_no_listing_s_address(slug, address):
    assert not shipped_mapping(slug).listing_url.search(f"https://www.portal.example/{address}")
