"""The page as flat lists: what stands in what, and which marks of style are no texts of their own."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from listings.extraction.page import Page
from listings.extraction.sources import outline as outline_module


def outline_of(body):
    return Page("https://homes.example/1", f"<body>{body}</body>").outline


def element_of(outline, tag):
    return outline.by_tag[tag][0]


@pytest.mark.parametrize(
    ("body", "texts"),
    [
        ("<p>Three \n\t bedrooms</p>", ["Three bedrooms"]),
        ("<p> </p><p>\n</p><p>Garden</p>", ["Garden"]),
        ("<p>Rent <b>&euro;900</b> a month</p>", ["Rent", "€900", "a month"]),
        ("<p>120 m<sup>2</sup></p>", ["120 m²"]),
        ("<p>120 m<sup> 2 </sup> of land</p>", ["120 m²", "of land"]),
        ("<p>Footnote<sup>3</sup></p>", ["Footnote", "3"]),
        ("<dt>Wohn&shy;fl&auml;che</dt><dd>\u200e120\u200b m²\u2069</dd>", ["Wohnfläche", "120 m²"]),
        ("<dl><dt>Rooms</dt><dd>2</dd></dl>", ["Rooms", "2"]),
        ("<b>Rooms</b>: 3", ["Rooms", ": 3"]),
        ("<b>Rooms</b><i>:</i> <i>3</i>", ["Rooms:", "3"]),
        ("<b>間取り</b><i>：</i><i>2LDK</i>", ["間取り:", "2LDK"]),
        ("<i>:</i><b>Rooms</b>", [":", "Rooms"]),
        ("<p>Shown<script>hidden()</script><style>p{}</style><template>no</template></p>", ["Shown"]),
        ("<noscript>Turn on JavaScript</noscript><p>Shown</p>", ["Shown"]),
        ("<!-- 3 bedrooms --><p>2 bedrooms</p>", ["2 bedrooms"]),
        ("<svg><path d='M1'/><title>Bath</title></svg><p>2</p>", ["Bath", "2"]),
    ],
)
def test_texts_are_those_a_reader_sees_in_document_order(body, texts):
    assert outline_of(body).texts == texts


@pytest.mark.parametrize(("chars", "is_more"), [(9, True), (14, True), (15, False), (40, False)])
def test_whether_a_page_shows_more_is_told_before_it_is_all_read(chars, is_more):
    page = Page("https://homes.example/1", "<p> Three rooms </p><!-- and no more than that --><b> \n </b><i>xy</i>")
    assert outline_module.shows_more_than(chars, page.tree) is is_more


def test_an_empty_page_has_nothing():
    outline = outline_of("")
    assert (outline.texts, outline.by_tag.get("p")) == ([], None)


def test_an_element_knows_its_texts_its_subtree_and_what_it_stands_in():
    outline = outline_of("<main><h1>House</h1><ul><li>Garden</li><li>Garage</li></ul></main><p>Call us</p>")
    main, items, second = element_of(outline, "main"), element_of(outline, "ul"), outline.by_tag["li"][1]
    assert outline.text(main) == "House Garden Garage"
    assert (outline.text(items), outline.size(items)) == ("Garden Garage", 2)
    assert outline.text(second) == "Garage"
    assert [outline.tags[above] for above in outline.ancestors(second)] == ["ul", "main", "body"]
    assert outline.tags[main : outline.stop[main]] == ["main", "h1", "ul", "li", "li"]
    assert outline.tags[outline.owners[outline.texts.index("Call us")]] == "p"


def test_an_element_without_texts_is_empty_where_it_stands():
    outline = outline_of("<p>Before</p><img src='/1.jpg'><p>Behind</p>")
    image = element_of(outline, "img")
    assert (outline.size(image), outline.text(image)) == (0, "")
    assert outline.texts[outline.first[image]] == "Behind"


def test_attributes_are_found_by_name_and_empty_ones_are_not():
    outline = outline_of('<p class="a" title="">x</p><i aria-label="Beds" data-rooms="3" onclick="go()"></i>')
    assert outline.tags[outline.by_attribute["aria-label"][0][0]] == "i"
    found = [(name, value) for _, name, value in outline.with_attributes(("class", "title", "data-rooms", "onclick"))]
    assert found == [("class", "a"), ("data-rooms", "3"), ("onclick", "go()")]
    assert outline.attributes[element_of(outline, "i")]["onclick"] == "go()"


def test_reading_ends_at_its_bound(monkeypatch):
    monkeypatch.setattr(outline_module, "MAX_NODES", 5)
    outline = outline_of("<i>x</i>" * 50)
    assert outline.texts == ["x", "x"]
    assert outline.tags == ["body", "i", "i"]


def test_comments_are_no_elements():
    assert outline_of("<p>a<!-- b -->c</p>").tags == ["body", "p"]


def test_one_text_is_cut_at_its_bound():
    assert len(outline_of("<p>" + "a" * 50_000 + "</p>").texts[0]) == outline_module.MAX_TEXT_CHARS


TAGS = st.sampled_from(["div", "p", "li", "b", "sup", "table", "td", "a", "h2"])
TREES = st.recursive(
    st.sampled_from(["3", "beds", ":", "2", " ", "€900", "<br>", "<img src=x>", "<p>", "</div>"]),
    lambda inner: st.tuples(TAGS, st.lists(inner, max_size=4)).map(
        lambda made: f"<{made[0]}>{''.join(made[1])}</{made[0]}>"
    ),
    max_leaves=25,
)


@settings(max_examples=150, deadline=None)
@given(TREES)
def test_the_lists_of_any_page_fit_together(body):
    outline = outline_of(body)
    assert len(outline.owners) == len(outline.texts)
    assert len(outline.parents) == len(outline.tags) == len(outline.first) == len(outline.end) == len(outline.stop)
    for element, above in enumerate(outline.parents):
        assert above < element
        assert outline.first[element] <= outline.end[element]
        if above >= 0:
            assert outline.first[above] <= outline.first[element]
            assert outline.end[element] <= outline.end[above]
            assert outline.stop[element] <= outline.stop[above]
    for at, owner in enumerate(outline.owners):
        assert outline.first[owner] <= at < outline.end[owner]
    assert all(text == " ".join(text.split()) != "" for text in outline.texts)
