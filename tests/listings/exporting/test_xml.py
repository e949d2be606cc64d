"""xml, read back by two parsers: well-formed whatever a text holds, and the text is there again."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.listings.exporting.records import ID, TEXTS, full_record, record, written

FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def listing(one):
    file = written("xml", one)
    assert outline(etree.fromstring(file)) == outline(ElementTree.fromstring(file))
    return ElementTree.fromstring(file)[0]


def outline(element):
    return element.tag, dict(element.attrib), element.text or "", [outline(child) for child in element]


def test_a_listing_has_an_element_for_each_known_field():
    root = listing(full_record(longitude=-1.5))
    assert root.tag == "listing"
    assert root.get("id") == str(ID)
    assert root.get("updated_at") == "2026-11-02T08:30:00Z"
    assert root.findtext("title") == "the title"
    assert root.findtext("price_float") == "325000"
    assert root.findtext("longitude") == "-1.5"
    assert root.findtext("for_sale") == "true"
    assert root.findtext("available_from") == "2026-12-24"
    assert [item.text for item in root.find("features")] == ["the features", "another"]
    (image,) = root.find("image_urls")
    assert (image.get("url"), image.text) == ("https://example.com/image_urls.jpg", "a view of image_urls")


def test_what_is_not_known_has_no_element():
    assert len(listing(record())) == 0
    assert [element.tag for element in listing(record(title=""))] == ["title"]


@pytest.mark.parametrize("text", ["]]>", "<!--", "&amp;", "a\r\nb", "\x08\x1f", "\ufffe", "<a href='x'>", "𝄞"])
def test_text_that_looks_like_markup_or_may_not_be_is_only_text(text):
    assert listing(record(title=text)).findtext("title") == FORBIDDEN.sub("\ufffd", text)


@given(text=TEXTS, items=st.lists(TEXTS, min_size=1))
def test_any_text_is_read_as_it_was(text, items):
    root = listing(record(description=text, features=items, image_urls=[{"url": text, "caption": text}]))
    allowed = FORBIDDEN.sub("\ufffd", text)
    assert root.findtext("description") == allowed
    assert [item.text or "" for item in root.find("features")] == [FORBIDDEN.sub("\ufffd", item) for item in items]
    assert (root.find("image_urls")[0].get("url"), root.find("image_urls")[0].text or "") == (allowed, allowed)
