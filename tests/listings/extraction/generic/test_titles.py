"""The listing's headline, told from the site's name."""

import pytest

from listings.extraction.generic.titles import title_candidates
from tests.listings.extraction.generic.snippets import best, raws, trust_of, view_of


def titles(body, **page):
    return list(title_candidates(view_of(body, **page)))


@pytest.mark.parametrize(
    ("title", "body", "headline"),
    [
        ("Bright house | Homes", "<h1>Bright house</h1>", "Bright house"),
        (
            "Bright house in Exampleton | Homes",
            "<h2>Menu</h2><h2>Bright house in Exampleton</h2>",
            "Bright house in Exampleton",
        ),
        ("Homes", "<h1>Bright house</h1><h1>Contact us</h1>", "Bright house"),
        ("Bright house - Homes", "<h1>Homes</h1><h2>Bright house</h2>", "Bright house"),
        ("Bright house | Homes", "<h1><a href='/'>The best homes</a></h1><h2>Bright house</h2>", "Bright house"),
        (
            "Bright house | Homes",
            "<a href='https://www.homes.example/'><h1>All</h1></a><h3>Bright house</h3>",
            "Bright house",
        ),
        ("Bright house – 3 rooms – Homes", "<p>x</p>", "Bright house – 3 rooms"),
        ("明るい家｜住まい", "<p>x</p>", "明るい家"),
        ("Bright house", "<p>x</p>", "Bright house"),
        ("", "<h1>Bright house</h1>", "Bright house"),
        ("", "<p>x</p>", None),
        ("Bright house | Homes", "<nav><h1>Bright house</h1></nav><p>a</p><p>b</p><p>c</p>", "Bright house"),
    ],
)
def test_the_headline_is_the_listing_s_and_never_the_site_s(title, body, headline):
    assert best(titles(body, head=f"<title>{title}</title>"), "title") == headline


def test_the_site_s_stated_name_is_no_headline():
    head = "<meta property='og:site_name' content='Exampleton Homes'><title>Bright house</title>"
    found = titles("<h1>Exampleton Homes</h1><h2>Bright house</h2>", head=head)
    assert best(found, "title") == "Bright house"
    assert "Exampleton Homes" not in raws(found, "offer")


def test_a_heading_that_the_page_s_title_begins_with_is_believed_most():
    found = titles(
        "<h1>Welcome</h1><h2>Bright house by the river</h2>", head="<title>Bright house by the river</title>"
    )
    assert trust_of(found, "title", "Bright house by the river") > trust_of(found, "title", "Welcome")


def test_later_headings_are_believed_less():
    found = titles("<h1>One house</h1><h1>Two houses</h1>")
    assert trust_of(found, "title", "One house") > trust_of(found, "title", "Two houses")


def test_headings_and_titles_speak_for_the_offer_and_the_kind_of_property():
    found = titles("<h1>Villa for sale</h1>", head="<title>Villa for sale | Homes</title>")
    assert raws(found, "offer") == raws(found, "property_type") == ["Villa for sale", "Villa for sale"]


def test_a_short_heading_does_not_pass_for_the_title_s_beginning():
    found = titles("<h2>Flat</h2>", head="<title>Flat in Exampleton</title>")
    assert raws(found, "title") == ["Flat in Exampleton"]


def test_the_site_s_own_name_in_the_title_is_no_kind_of_home():
    head = "<title>DOM.RIA - 21 500 per month</title>"
    found = raws(
        title_candidates(view_of("<h1>21 500</h1>", head=head, url="https://dom.ria.example/900000123")),
        "property_type",
    )

    assert "DOM.RIA" not in found


def test_a_price_set_apart_in_the_headline_is_no_part_of_it():
    heading = "<h1>Wohnung zum Kauf <span class='sr-only'>389000.00 €</span></h1>"

    assert best(title_candidates(view_of(heading)), "title") == "Wohnung zum Kauf"
