"""What holds for every format: all that is known is there, nothing that is not, and any text is carried."""

import json
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listings.exporting.file_format import chunks_of
from listings.exporting.formats import FORMATS
from listings.extraction.fields import FIELDS, Kind
from listings.models import Export
from tests.listings.exporting.records import TEXTS, full_record, record, written

TEXT_KINDS = (Kind.TEXT, Kind.LONG_TEXT, Kind.HTML, Kind.URL)
# Said by structure instead: the seller's name, the picture that belongs to a page
TEXT_FIELDS = [field.name for field in FIELDS if field.kind in TEXT_KINDS]


def test_each_format_that_can_be_asked_for_is_there():
    assert sorted(FORMATS) == sorted(Export.Format.values)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("field", TEXT_FIELDS)
def test_each_text_of_the_vocabulary_is_in_each_format(name, field):
    assert f"the {field}".encode() in written(name, full_record())


@pytest.mark.parametrize("name", FORMATS)
def test_pictures_features_and_flaws_are_in_each_format(name):
    file = written(name, full_record()).decode()
    for words in ("/image_urls.jpg", "/floor_plan_urls.jpg", "the features", "the critical_fields_missing", "another"):
        assert words in file


@pytest.mark.parametrize("name", FORMATS)
def test_pages_of_records_make_one_file(name):
    records = [full_record(title=f"home {number}") for number in range(5)]
    paged = b"".join(chunks_of(FORMATS[name], [records[:2], [], records[2:4], records[4:]]))
    assert paged == written(name, *records)


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_to_export_is_a_whole_file_too(name):
    file = written(name).decode()
    if name == "csv":
        assert file.startswith("id,title,")
        assert file.count("\r\n") == 1
    elif name == "xml":
        assert len(ElementTree.fromstring(file)) == 0
    else:
        (records,) = [value for value in json.loads(file).values() if isinstance(value, list)]
        assert records == []


@pytest.mark.parametrize("name", [name for name in FORMATS if name not in ("csv", "xml")])
@given(text=TEXTS, items=st.lists(TEXTS))
def test_json_of_any_text_can_be_read(name, text, items):
    file = json.loads(written(name, record(title=text, features=items), record(description=text)))
    assert text in _texts(file)
    assert set(items) <= _texts(file)


def _texts(value):
    if isinstance(value, dict | list):
        return {text for item in (value.values() if isinstance(value, dict) else value) for text in _texts(item)}
    return {value}
