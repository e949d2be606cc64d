"""What a page states in each of its structured sources."""

import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from listings.extraction.engine import extract
from listings.extraction.json_path import MAX_MATCHES, find_all, parse_path
from listings.extraction.page import MAX_HEADLINES, Page, decode_html
from listings.extraction.sources.devalue import MAX_EXPANDED, find_in, open_flat
from listings.extraction.sources.jsonld import types_of
from listings.extraction.sources.raw_text import cut_raw_text
from listings.extraction.sources.scripts import read_scripts
from listings.extraction.sources.selectors import can_match

URL = "https://homes.example/details/5000001/"


def page(body: str) -> Page:
    return Page(URL, f"<html><head></head><body>{body}</body></html>")


@pytest.mark.parametrize(
    ("script", "types"),
    [
        ('{"@type": "House"}', [["House"]]),
        ('[{"@type": "House"}, {"@type": ["Product", "https://schema.org/House"]}]', [["House"], ["Product", "House"]]),
        ('{"@context": "x", "@graph": [{"@type": "WebSite"}, {"@type": "Apartment"}]}', [["WebSite"], ["Apartment"]]),
        ('<!-- {"@type": "House"} -->', [["House"]]),
        ('//<![CDATA[\n{"@type": "House"}\n//]]>', [["House"]]),
        ('{"@type": "House", "name": "line\nbreak"}', [["House"]]),
        ('{"@type": "House"};', [["House"]]),
        ('{"@type": "House"', []),
        ("[" * 50_000, []),
    ],
)
def test_jsonld_is_read_in_every_form_that_pages_use(script, types):
    nodes = page(f'<script type="application/ld+json">{script}</script>').jsonld
    assert [list(types_of(node)) for node in nodes] == types


def test_a_reference_within_jsonld_stands_for_the_node_it_names():
    graph = {
        "@graph": [
            {"@type": "House", "@id": "#home", "address": {"@id": "#place"}, "offers": {"seller": {"@id": "#firm"}}},
            {"@type": "PostalAddress", "@id": "#place", "addressLocality": "Otley", "isPartOf": {"@id": "#home"}},
            {"@type": "Organization", "@id": "#firm", "name": "Weir Homes"},
            {"@type": "Offer", "itemOffered": {"@id": "#nowhere"}},
        ]
    }
    html = f'<script type="application/ld+json">{json.dumps(graph)}</script>'
    home, place, _, offer = (dict[str, Any](node) for node in Page(URL, html).jsonld)

    assert home["address"]["addressLocality"] == "Otley"
    assert home["offers"]["seller"]["name"] == "Weir Homes"
    assert home["address"]["isPartOf"] == {"@id": "#home"}  # nothing holds itself
    assert place["isPartOf"]["@id"] == "#home"
    assert offer["itemOffered"] == {"@id": "#nowhere"}


def test_a_reference_to_a_node_that_is_not_there_is_no_seller():
    node = {
        "@type": "House",
        "name": "h",
        "offers": {"@type": "Offer", "offeredBy": {"@id": "https://h.example/#firm"}},
    }
    html = f'<h1>House</h1><script type="application/ld+json">{json.dumps(node)}</script>'

    assert extract(Page("https://homes.example/1", html)).values["agent_company"] is None


def test_microdata_has_the_shape_of_jsonld():
    items = page(
        """<div itemscope itemtype="http://schema.org/House"><h1 itemprop="name">Mill Cottage</h1>
        <div itemprop="address" itemscope itemtype="http://schema.org/PostalAddress">
        <meta itemprop="postalCode" content="WB9 3EF"></div>
        <img itemprop="photo" src="/1.jpg"><img itemprop="photo" src="/2.jpg"><a itemprop="url" href="/x">x</a></div>"""
    ).microdata
    assert items == (
        {
            "@type": ["http://schema.org/House"],
            "name": "Mill Cottage",
            "address": {"@type": ["http://schema.org/PostalAddress"], "postalCode": "WB9 3EF"},
            "photo": ["/1.jpg", "/2.jpg"],
            "url": "/x",
        },
    )


@pytest.mark.parametrize(
    "script",
    [
        '<script>window.HOME = {"price": 5};</script>',
        '<script>window["HOME"]={"price":5}</script>',
        '<script>var a=1; var HOME = {"price": 5}, b = 2</script>',
        '<script>const HOME = {"price": 5}</script>',
        '<script>window.HOME = JSON.parse("{\\"price\\": 5}")</script>',
        '<script>window.HOME = "{\\"price\\": 5}"</script>',
        '<script id="HOME" type="application/json"> {"price": 5} </script>',
        '<script>if (window.HOME) {}</script><script>window.HOME = {"price": 5}</script>',
        '<script id="HOME" type="application/json">[{"price": 1}, 5]</script>',
        '<script>window.HOME = {"data": "[{\\"price\\":1},5]", "encoding": "on"}</script>',
    ],
)
def test_embedded_state_is_found_by_its_name(script):
    assert page(script).state("HOME") == {"price": 5}


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("ad.price", [5]),
        ("ad", [{"price": 5, "photos": ["a.jpg"]}]),
        ("ad.photos.0", ["a.jpg"]),
        ("..[price].price", [5]),
        ("ad.rooms", []),
        ("self.ad.price", [5]),
        ("none.price", []),
        ("*.price", [5]),
        ("ad.photos.*", ["a.jpg"]),
        ("self.*.photos", [["a.jpg"]]),
    ],
)
def test_a_flat_list_is_looked_into_without_expanding_all_of_it(path, found):
    flat = '[{"ad":1,"self":0,"none":-1},["Ref",2],{"price":3,"photos":4},5,[5],"a.jpg"]'
    state = page(f'<script id="HOME" type="application/json">{flat}</script>')
    assert state.find_in_state("HOME", parse_path(path)) == found


def flattened(value):
    """A JSON value as devalue writes it."""
    flat = []

    def place(inner):
        at = len(flat)
        flat.append(None)
        if isinstance(inner, dict):
            flat[at] = {key: place(member) for key, member in inner.items()}
        else:
            flat[at] = [place(member) for member in inner] if isinstance(inner, list) else inner
        return at

    place(value)
    return flat


KEYS = st.sampled_from("abc")
STATES = st.dictionaries(
    KEYS,
    st.recursive(
        st.integers(5, 9) | st.sampled_from(["x", "", "Map"]),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
        max_leaves=8,
    ),
    min_size=1,
)


@given(STATES, st.lists(st.sampled_from([".a", ".b", ".*", ".0", "[a]", "..c"]), min_size=1, max_size=4))
def test_a_path_finds_in_a_flat_list_what_it_finds_in_the_state_it_stands_for(state, steps):
    path = parse_path("".join(["a", *steps]))
    opened = open_flat(flattened(state))
    assert find_in(opened, path) == find_all(state, path)


def test_a_long_list_that_is_referred_to_often_is_not_copied_each_time():
    flat = [{"a": 1}, [2] * 2_000, [3] * 200_000, 5]
    start = time.process_time()
    assert find_in(open_flat(flat), parse_path("a.*.*")) == [5] * 2_000
    assert time.process_time() - start < 1


def test_a_list_beyond_the_bounds_counts_as_long_as_it_is():
    flat = open_flat([{"a": 1}, [2] * 1_000, [3] * (MAX_EXPANDED + 1), 5])
    start = time.process_time()
    assert len(find_in(flat, parse_path("a..*"))) <= MAX_MATCHES
    assert time.process_time() - start < 1


def test_state_that_is_not_there_is_none():
    assert page("<script>window.OTHER = {}</script>").state("HOME") is None
    assert page("<script>window.HOME = {broken: 1}</script>").state("HOME") is None


def test_states_of_some_size_are_listed_wherever_they_stand_in_a_program():
    home = {"price": 250000, "address": {"city": "Withybrook"}, "images": ["a.jpg", "b.jpg"]}
    text = json.dumps(home)
    scripts = f"window.HOME={text};f(1);window.PARSED=JSON.parse({json.dumps(text)});hydrate({text})"
    assert list(page(f"<script>{scripts}</script><script>f({{}})</script>").states()) == [
        ("HOME", home),
        ("parse", home),
        ("hydrate", home),
    ]


def test_the_value_behind_a_literal_of_a_script():
    html = "<script>push(k,v)}('property',{\"beds\":3}));</script>"
    assert page(html).script_value("}('property',") == {"beds": 3}
    assert page(html).script_value("}('branch',") is None


def test_a_long_value_behind_a_literal_is_read_to_its_end():
    home = {"text": "line\nbreak " * 900, "beds": 3}
    text = json.dumps(home).replace("\\n", "\n")
    assert (
        page(f'<script>f({{"mapLocation":1}});g={{"mapLocation": {text}}}</script>').script_value('"mapLocation":')
        == home
    )
    assert page(f"<script>HOME.x();window.HOME = {text};</script>").state("HOME") == home


def test_many_broken_values_take_no_longer_than_few():
    def seconds(times):
        hostile = page("<script>" + '"mapLocation":{' * times + '"a":[' + "1," * 1_900_000 + "</script>")
        assert hostile.scripts
        start = time.perf_counter()
        assert hostile.script_value('"mapLocation":') is None
        return time.perf_counter() - start

    assert seconds(20) < 5 * max(seconds(1), 0.1)


def test_flight_rows_are_joined_split_and_their_references_followed():
    pushes = [
        '1:{"listing":{"text":"$2","price":"$3:props:price"}}\\n2:T7,',
        "a\\u00e9b\\ncd",  # 7 bytes of text; what follows them begins the next row
        '3:[\\"$\\",\\"p\\",null,{\\"price\\":{\\"amount\\":5}}]\\n',
        '4:I[1,[],\\"x\\"]\\n',
    ]
    pushes[0] = pushes[0].replace('"', '\\"')
    flight = page("".join(f'<script>self.__next_f.push([1,"{push}"])</script>' for push in pushes)).flight
    listing = find_all(flight.rows["1"], parse_path("listing"))[0]
    assert isinstance(listing, dict)
    assert flight.resolve(listing["text"]) == "aéb\ncd"
    assert flight.resolve(listing["price"]) == {"amount": 5}
    assert flight.resolve("$undefined") is None
    assert flight.resolve("$$5") == "$5"
    assert flight.resolve("plain") == "plain"
    assert "4" not in flight.rows


def test_flight_references_that_go_in_circles_end():
    flight = page('<script>self.__next_f.push([1,"1:[\\"$1\\"]\\n2:{\\"a\\":\\"$2:a\\"}\\n"])</script>').flight
    assert flight.resolve("$2:a") is None


def test_labels_of_lists_tables_and_sentences():
    labels = page(
        """<dl><dt>Bedrooms:</dt><dd>3</dd></dl><table><tr><th>Baujahr</th><td>1908</td></tr></table>
        <ul><li>Tenure: Freehold</li><li>No colon here</li></ul><dl><dt>Bedrooms</dt><dd>9</dd></dl>"""
    ).labels
    assert dict(labels) == {"bedrooms": "3", "baujahr": "1908", "tenure": "Freehold"}


def test_meta_base_and_canonical_address():
    read = Page(
        URL,
        """<html lang="en-GB"><head><base href="/en/"><title> A  B </title><meta property="OG:Title" content="x">
        <meta name="description" content=""><link rel="canonical" href="/c"></head></html>""",
    )
    assert read.meta["title"] == ("A B",)
    assert read.meta["og:title"] == ("x",)
    assert "description" not in read.meta
    assert read.meta["html:lang"] == ("en-GB",)
    assert read.canonical == "/c"
    assert read.base_url == "https://homes.example/en/"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("<p>£5".encode(), "<p>£5"),
        (b"\xef\xbb\xbf<p>\xc2\xa35", "<p>£5"),
        (b'<meta charset="iso-8859-1"><p>\xa35', '<meta charset="iso-8859-1"><p>£5'),
        (b'<meta charset="iso-8859-1"><p>\xc2\xa35', '<meta charset="iso-8859-1"><p>£5'),  # declared wrongly
        ("<meta charset=windows-1251>Квартира".encode("cp1251"), "<meta charset=windows-1251>Квартира"),
        (b"\x80 5", "€ 5"),
        (b'<meta charset="rot13">\x80', '<meta charset="rot13">€'),
        ("£".encode("utf-16"), "£"),
    ],
)
def test_bytes_are_decoded_as_they_were_written(raw, text):
    assert decode_html(raw) == text


def test_text_leaves_out_scripts_and_styles():
    assert page("<style>p{}</style><p>One <b>two</b></p><script>three()</script>").text == "One two"


MARKUP = st.sampled_from(
    [
        "<p>", "</p>", "home", "<!-- a <script> in words -->", "<!-->", "<title>", "<script> in a title</title>",
        "<script>", "<script src=/a.js>", "<script id='x' type='application/json'>", '<SCRIPT type="a&amp;b">',
        "</script>", "</script >", "<style>", "<script>var a</style>", "</style>", "<noscript>",
        "</noscript>", "<scripts>", "<textarea>", "</textarea>", "<script/>", '<b title="<script>">', '<b title="a>">',
        '<script x="', " ", '"', "'", "x<b>y</b>",
    ]
)  # fmt: skip


@given(st.lists(MARKUP, max_size=14).map("".join))
def test_raw_text_is_cut_out_as_a_parser_would(body):
    source = f"<html><head></head><body><p>{body}"
    raw_text = cut_raw_text(source)
    if raw_text is None:
        return
    parsed, rest = (LexborHTMLParser(html.encode(), scripting=True) for html in (source, raw_text.markup))
    assert raw_text.scripts == read_scripts(parsed)
    parsed.strip_tags(["script", "style", "noscript"])
    assert rest.body.text(separator="|") == parsed.body.text(separator="|")


def test_a_script_that_writes_another_is_whole():
    html = """<p>a</p><script><!--
    document.write('<script src="/x.js"></script>'); //--></script><p>b</p>"""
    assert page(html).text == "a b"
    assert cut_raw_text(html) is None


def test_rdfa_is_read_as_microdata_is():
    html = """<body vocab="https://schema.org/" prefix="schema: https://schema.org/">
      <div typeof="Apartment schema:Product"><h2 property="name">Flat by the weir</h2>
        <span property="schema:numberOfRooms">3</span>
        <div property="offers" typeof="Offer"><meta property="priceCurrency" content="EUR">
          <b property="https://schema.org/price" content="320000">320.000 €</b></div></div></body>"""
    assert page(html).rdfa == (
        {
            "@type": ["Apartment", "schema:Product"],
            "name": "Flat by the weir",
            "numberOfRooms": "3",
            "offers": {"@type": ["Offer"], "priceCurrency": "EUR", "price": "320000"},
        },
    )


def test_open_graph_tags_of_the_head_are_no_rdfa_items():
    assert page('<head><meta property="og:title" content="x"></head><body><p property="name">y</p></body>').rdfa == ()


@pytest.mark.parametrize(
    ("head", "canonical"),
    [
        ("<link rel=canonical href=/a>", "/a"),
        ("<LINK HREF='/a?b=1&amp;c=2' REL=Canonical>", "/a?b=1&c=2"),
        ('<!-- <link rel="canonical" href="/old"> --><link rel="canonical" href="/a">', "/a"),
        ('<link rel="canonical" href="/a"><link rel="canonical" href="/b">', "/a"),
        ('<link rel="next" href="/canonical">', None),
        ("<LINK HREF=/a REL=CANONICAL>", "/a"),
        ('<link rel="alternate" title="canonical" href="/b"><link href="/a" rel=" canonical ">', "/a"),
        ('<meta name="canonical" content="/b"><link rel="canonical" href="/a">', "/a"),
        ("<script>'<link rel=canonical href=/b>'</script>", None),
        ('<body><link rel="canonical" href="/a">', None),
        ("<link rel=canonical href=/a", None),
    ],
)
def test_the_canonical_address_is_that_of_the_head(head, canonical):
    assert Page(URL, f"<html><head>{head}").canonical == canonical


def test_meta_is_read_in_head_and_body_with_what_stands_in_quotes_whole():
    read = Page(
        URL,
        """<meta name=a content='1'><meta content="5 > 4, it's &amp; so" property="B"><meta name="a" content="2">
        <body><meta itemprop="price" content="7">""",
    )
    assert (read.meta["a"], read.meta["b"], read.meta["price"]) == (("1", "2"), ("5 > 4, it's & so",), ("7",))
    assert "c" not in read.meta


@pytest.mark.parametrize(
    ("selector", "matches"),
    [
        (".price", True),
        (".price, #nowhere", True),
        ("#nowhere, p", True),
        ("#nowhere .price", False),
        ("[data-id='a-1'] b", True),
        ("[data-id^=none]", False),
        ("div:has(> .nowhere)", True),  # a group may be of :not(), so nothing in it is asked for
        (".nowhere:not(.price), .elsewhere", False),
    ],
)
def test_a_selector_is_told_from_its_names_before_a_tree_is_made(selector, matches):
    assert can_match(selector, '<div class="price" data-id="a-1"><b>5</b></div>') is matches


def test_headlines_are_read_in_their_order_and_not_from_comments():
    html = (
        "<!-- <h1>Draft</h1> --><h2 class=a>Near\n<b>you</b></h2><p>x</p><H1>Flat &amp; garden</H1><h4>no</h4><h3>Map"
    )
    assert [(level, " ".join(text.split())) for level, text in page(html).headlines()] == [
        (2, "Near you"),
        (1, "Flat & garden"),
        (3, "Map"),
    ]


@pytest.mark.parametrize("reads_tree", [False, True])
@pytest.mark.parametrize(
    ("html", "headline"),
    [
        ("<h2>Near</h2><h1 class=a>Flat <b>one</b></h1><h1>Two</h1>", "Flat one"),
        ("<!-- <h1>Draft</h1> --><H1>Flat</H1>", "Flat"),
        ("<p>Flat</p>", ""),
        ("<script>'<h1>x</h1>'</script><h1>Flat</h1>", "Flat"),
    ],
)
def test_the_headline_is_the_first_h1_with_and_without_a_tree(html, headline, reads_tree):
    read = page(html)
    if reads_tree:
        assert read.tree.body
    assert " ".join(read.headline.split()) == headline


@pytest.mark.parametrize("reads_tree", [False, True])
def test_a_headline_in_a_template_is_not_the_page_s(reads_tree):
    read = page("<template><h1>Gone</h1><h2>Gone</h2></template><h1>Flat</h1>")
    if reads_tree:
        assert read.tree.body
    assert read.headline == "Flat"
    assert list(read.headlines()) == [(1, "Flat")]


def test_the_first_headline_is_looked_for_without_reading_those_of_lower_levels():
    start = time.process_time()
    assert page("<h2>" * 200_000).headline == ""
    assert time.process_time() - start < 1


def test_a_page_has_at_most_so_many_headlines():
    assert len(list(page("<h2>x</h2>" * 100).headlines())) == MAX_HEADLINES


@pytest.mark.parametrize("reads_tree", [False, True])
def test_a_title_in_the_body_is_the_page_s_where_the_head_has_none(reads_tree):
    read = Page(URL, "<html><head></head><body><title>Flat</title><p>x</p></body></html>")
    if reads_tree:
        assert read.tree.body
    assert read.meta["title"] == ("Flat",)


@pytest.mark.parametrize("reads_tree", [False, True])
def test_the_title_is_the_same_with_and_without_a_tree(reads_tree):
    titles = "<!-- <title>Draft</title> --><TITLE>Flat &amp; <b>\n garden</TITLE>"
    read = Page(URL, f"<head>{titles}</head><body><svg><title>x")
    if reads_tree:
        assert read.tree.body
    assert read.meta["title"] == ("Flat & <b> garden",)
