"""What tells the page's own listing from all others on it."""

import pytest

from listings.extraction.generic.own import Own
from tests.listings.extraction.generic.snippets import page_of


def own_of(url="https://www.homes.example/property/900000123", head=""):
    return Own(page_of("", url=url, head=head))


@pytest.mark.parametrize(
    ("url", "ids", "last"),
    [
        ("https://www.homes.example/property/900000123", {"900000123"}, "900000123"),
        ("https://www.homes.example/property/900000123?ref=77777777", {"900000123", "77777777"}, "900000123"),
        ("https://www.homes.example/flat-in-town-AB90123.html", {"ab90123", "90123"}, "90123"),
        ("https://www.homes.example/AB-90123/", {"ab-90123", "90123"}, "90123"),
        ("https://www.homes.example/12345/homes/67890", {"12345", "67890"}, "67890"),
        ("https://www.homes.example/3-bed-house", set(), None),
        ("https://www.homes.example/detail/41032-73-7c1e0b7a8f3e-9a4c", {"41032"}, None),
        ("https://www.homes.example/flats/detail.pl?flatshare_id=17822093", {"17822093"}, "17822093"),
        ("https://www.homes.example/detail?page=17822093", {"17822093"}, None),
        ("https://www.homes.example/search?places=Dijon_21000__47.32167_6000", set(), None),
        ("https://www.homes12345.example/house", set(), None),
        ("https://www.homes.example/1234/", {"1234"}, None),
        ("", set(), None),
        ("http://[", set(), None),
    ],
)
def test_ids_are_the_long_numbers_of_the_address(url, ids, last):
    own = own_of(url)
    assert (set(own.ids), own.last_id) == (ids, last)


def test_where_only_the_site_was_given_the_address_is_the_one_that_the_page_states():
    head = "<link rel=canonical href='https://www.homes.example/property/900000123'>"
    assert own_of("https://www.homes.example/", head).last_id == "900000123"


@pytest.mark.parametrize(
    "node",
    [
        {"id": 900000123},
        {"id": "900000123"},
        {"link": "https://www.homes.example/property/900000123"},
        {"link": "/property/900000123/?a=1"},
        {"name": "Bright house by the river"},
        {"a": 1, "b": None, "c": [], "d": "900000123"},
    ],
)
def test_an_object_that_bears_the_page_s_id_address_or_title_is_its_own(node):
    assert own_of(head="<title>Bright house by the river | Homes</title>").is_stated_by(node)


@pytest.mark.parametrize(
    "node",
    [
        {},
        {"id": 900000124},
        {"id": True},
        {"id": 900000123.5},
        {"inner": {"id": 900000123}},
        {"name": "the river"},  # too short to name one home
        {"name": "Another house by the river"},
        {"link": "https://www.homes.example/property/9000001"},
        {"text": "900000123 " * 100},
        {f"k{n}": n for n in range(100)} | {"id": 900000123},
    ],
)
def test_any_other_object_is_not(node):
    assert not own_of(head="<title>Bright house by the river | Homes</title>").is_stated_by(node)


@pytest.mark.parametrize(
    ("value", "is_own"),
    [
        (900000123, True),
        ("900000123", True),
        (True, False),
        ("/property/900000123/", True),
        ("https://www.homes.example/property/900000123?a=1", True),
        ("/property/900000123/photos", False),
        ("A light flat  in Łódź", True),
        ("LIGHT FLAT IN LODZ", True),
        ("A light house in Łódź", False),
        ("A light", False),  # too short to tell
        ("see 900000123", False),
    ],
)
def test_an_object_is_the_pages_own_by_its_id_address_or_title(value, is_own):
    own = own_of(head="<title>A light flat in Łódź | homes.example</title>")
    assert own.is_stated_by({"other": "value", "key": value, "list": [], "none": None}) is is_own


@pytest.mark.parametrize(
    ("path", "drawn"),
    [
        ("properties/rtI0BPlsWvEohngvc7HB", "rtI0BPlsWvEohngvc7HB"),
        ("oferta/three-rooms-ID4pXyZ", "ID4pXyZ"),
        ("expose/69a055349a307ab43086c7ba.html", "69a055349a307ab43086c7ba"),
        ("item/abc12xyz?from=list", "abc12xyz"),
        ("flat-in-london", None),
        ("homes/flat-london-sw1a1aa", None),
        ("homes/3bed2bath", None),
        ("villa-marina2", None),
        ("house2026", None),
        ("flat-with-4rooms", None),
        ("", None),
    ],
)
def test_an_id_drawn_by_lot_is_told_from_words_with_a_number(path, drawn):
    own = own_of(f"https://www.homes.example/{path}")
    assert own.drawn_id == drawn
    assert drawn is None or drawn.lower() in own.ids
