"""What of a page is the listing's own, and what is navigation, small print or about other homes."""

import time

import pytest

from listings.extraction.generic.view import MAX_LABEL_CHARS
from tests.listings.extraction.generic.snippets import PROSE, view_of

HOME = f"<h1>House with garden</h1><p>{PROSE}</p><ul><li>3 bedrooms</li><li>2 bathrooms</li><li>Garage</li></ul>"


def live_texts(body, **page):
    view = view_of(body, **page)
    return [view.outline.texts[at] for at in view.live]


@pytest.mark.parametrize(
    "block",
    [
        "<nav><a>OTHER</a></nav>",
        "<footer><p>OTHER</p></footer>",
        "<select><option>OTHER</option></select>",
        "<dialog><p>OTHER</p></dialog>",
        "<textarea>OTHER</textarea>",
        "<div role='navigation'><a>OTHER</a></div>",
        "<div role='contentinfo'>OTHER</div>",
        "<div role='dialog'><p>OTHER</p></div>",
        "<form role='search'><label>OTHER</label></form>",
        "<ul role='menu'><li>OTHER</li></ul>",
        "<section class='similar-listings'><p>OTHER</p></section>",
        "<section id='similarProperties'><p>OTHER</p></section>",
        "<div data-testid='recommended-carousel'><p>OTHER</p></div>",
        "<div data-qa='recently-viewed'><p>OTHER</p></div>",
        "<div class='annonces-similaires'><p>OTHER</p></div>",
        "<div class='podobne-oferty'><p>OTHER</p></div>",
        "<div class='css-1x2y related_properties__list'><p>OTHER</p></div>",
        "<div id='onetrust-banner-sdk'><p>OTHER</p></div>",
        "<div class='cookie-banner'><h2>OTHER</h2></div>",
        "<div class='mortgage-calculator'><p>OTHER</p></div>",
        "<div class='calculadora-hipoteca'><p>OTHER</p></div>",
        "<form class='wpcf7'><p>OTHER</p></form>",
        "<div class='newsletter-signup'><p>OTHER</p></div>",
    ],
)
def test_navigation_small_print_and_blocks_of_other_homes_are_dead(block):
    texts = live_texts(HOME + block)
    assert "OTHER" not in texts
    assert "3 bedrooms" in texts


@pytest.mark.parametrize(
    "block",
    [
        "<nav class='breadcrumb'><a>OWN</a></nav>",
        "<nav aria-label='Breadcrumb'><a>OWN</a></nav>",
        "<nav id='filAriane' class='fil-ariane'><a>OWN</a></nav>",
        "<header><p>OWN</p></header>",
        "<aside><p>OWN</p></aside>",
        "<div class='property-details'><p>OWN</p></div>",
        "<form><p>OWN</p></form>",
    ],
)
def test_breadcrumbs_and_blocks_of_the_listing_are_not(block):
    assert "OWN" in live_texts(HOME + block)


@pytest.mark.parametrize(
    "heading",
    [
        "Similar homes", "Similar properties:", "You may also like", "Recently viewed", "Ähnliche Immobilien",
        "Annonces similaires", "Inmuebles similares", "Immobili simili", "Imóveis semelhantes", "Podobne ogłoszenia",
        "Vergelijkbare woningen", "Похожие объявления", "Hasonló ingatlanok", "Mortgage calculator", "Contact us",
    ],
)  # fmt: skip
def test_what_such_a_heading_heads_is_dead_to_the_end_of_its_section(heading):
    block = f"<section><h2>{heading}</h2><div><p>OTHER</p></div></section>"
    texts = live_texts(f"{HOME}{block}<section><p>OWN</p></section>")
    assert "OTHER" not in texts
    assert "OWN" in texts


def test_a_heading_among_the_listing_s_own_blocks_takes_only_what_stands_behind_it():
    texts = live_texts(f"<main>{HOME}<h2>Similar homes</h2><div>OTHER</div></main>")
    assert "3 bedrooms" in texts
    assert "OTHER" not in texts


def test_a_name_of_other_homes_on_the_block_that_holds_the_headline_means_nothing():
    texts = live_texts(f"<div class='search-results'>{HOME}</div><p>Call us</p>")
    assert "3 bedrooms" in texts


def test_what_holds_most_of_the_page_is_the_page_whatever_it_is_called():
    body = "<h1>House</h1><div class='related'><p>3 bedrooms</p><p>Garden</p><p>Garage</p></div>"
    assert "3 bedrooms" in live_texts(body)


def card(number, inside="", tag="a"):
    opening = f"<a href='/property/{number}'>" if tag == "a" else f"<{tag}>"
    return f"<li class='item'>{opening}<b>Card {number}</b> <i>€{number}50,000</i>{inside}</{tag}></li>"


def test_linked_siblings_with_prices_of_their_own_are_cards_of_other_homes():
    texts = live_texts(HOME + "<ul>" + "".join(map(card, range(1, 5))) + "</ul>")
    assert not [text for text in texts if "Card" in text or "€" in text]
    assert "3 bedrooms" in texts


def test_a_card_that_withholds_its_price_is_one_among_those_that_do_not():
    asked = "<li class='item'><a href='/9'><b>Card 9</b></a> <i>Price on request</i></li>"
    texts = live_texts(f"{HOME}<ul>{''.join(map(card, range(1, 5)))}{asked}</ul>")
    assert "Price on request" not in texts
    assert "3 bedrooms" in texts


@pytest.mark.parametrize(
    "blocks",
    [
        "<li class='item'><a href='/me'>Share</a> <i>Price on request</i> <b>OWN</b></li>{}",
        "{}<li class='item'><a href='/agent'><b>OWN</b></a> <i>Hill Estates</i></li>",
    ],
)
def test_a_block_of_the_page_s_own_around_such_cards_is_none_of_them(blocks):
    texts = live_texts(f"{HOME}<ul>{blocks.format(''.join(map(card, range(1, 5))))}</ul>")
    assert "OWN" in texts
    assert "Card 2" not in texts


def test_two_such_siblings_are_too_few_to_tell():
    assert "Card 1" in live_texts(HOME + "<ul>" + card(1) + card(2) + "</ul>")


def test_siblings_without_links_are_no_cards():
    assert "Card 1" in live_texts(HOME + "<ul>" + "".join(card(n, tag="div") for n in range(1, 5)) + "</ul>")


def test_siblings_of_one_price_are_no_cards():
    rows = "".join(f"<li><a href='/{n}'>Photo {n} of the home for €250,000</a></li>" for n in range(5))
    assert "Photo 1 of the home for €250,000" in live_texts(f"{HOME}<ul>{rows}</ul>")


def test_the_listing_s_own_block_made_like_its_neighbours_cards_stays():
    own = f"<li class='item'><h1>House</h1><a href='/book'>Book</a><b>€450,000</b><p>{PROSE}</p></li>"
    texts = live_texts("<ul>" + own + "".join(map(card, range(1, 5))) + "</ul>")
    assert "€450,000" in texts
    assert "Card 1" not in texts


def test_a_sibling_that_holds_far_more_than_the_cards_is_the_listing_s_own():
    own = card(6, inside="".join(f"<p>Room {n}</p>" for n in range(20)))
    texts = live_texts(f"<h1>House</h1><p>{PROSE}</p><ul>{own}{''.join(map(card, range(1, 5)))}</ul>")
    assert "Card 6" in texts
    assert "Card 1" not in texts


@pytest.mark.parametrize(
    ("body", "headline"),
    [
        ("<h1>House</h1><h1>Second</h1>", "House"),
        ("<h1></h1><h1>House</h1>", "House"),
        ("<nav><h2>Menu</h2></nav><h2>House</h2>", "House"),
        ("<h1><img src=logo.png></h1><h2>House</h2>", "House"),
    ],
)
def test_the_headline_is_the_first_live_heading_with_a_text(body, headline):
    view = view_of(f"{body}<p>Garden</p><p>Garage</p><p>Balcony</p>")
    assert view.headline is not None
    assert view.outline.text(view.headline) == headline
    assert view.outline.texts[view.start] == headline


def test_a_page_without_headings_has_no_headline_and_starts_at_its_top():
    view = view_of("<p>House</p>")
    assert (view.headline, view.start) == (None, 0)


def test_labels_are_folded_without_their_colon_and_long_or_dead_texts_are_none():
    view = view_of(f"<b>  Número de  HABITACIONES : </b><p>{'word ' * 20}</p><nav><b>Bedrooms</b></nav><b>面積：</b>")
    assert "numero de habitaciones" in view.labels
    assert "面積" in view.labels
    assert "bedrooms" not in view.labels
    assert max(map(len, view.labels)) <= MAX_LABEL_CHARS


def test_an_element_is_named_by_whole_words_of_its_class_id_and_test_id():
    view = view_of("<p class='ListingPrice_main__x1'>1</p><p id='pricey'>2</p><p data-testid='bed-count'>3</p>")
    first, second, third = view.outline.by_tag["p"]
    assert "price" in view.marks[first]
    assert "price" not in view.marks_around(second, 0)
    assert view.marks_around(third, 2) == view.marks[third]


def test_a_name_around_an_element_counts_only_where_little_else_stands_in_it():
    view = view_of("<div class='price'><p><b>€1</b></p></div>")
    assert "price" in view.marks_around(view.outline.by_tag["b"][0], 3)
    view = view_of("<div class='price'><p><b>€1</b></p>" + "<i>x</i>" * 20 + "</div>")
    assert "price" not in view.marks_around(view.outline.by_tag["b"][0], 3)


@pytest.mark.parametrize(
    "heading", ["Features and description", "Description & features", "Ausstattung / Beschreibung", "Description | Map"]
)
def test_a_heading_of_two_facts_heads_both(heading):
    assert list(view_of(f"<div><h3>{heading}</h3><p>x</p></div>").headed("description"))


def test_a_heading_that_only_mentions_a_fact_does_not_head_it():
    assert not list(view_of("<h3>A description of our service to landlords</h3>").headed("description"))


def test_an_element_s_path_names_it_as_a_selector_would():
    view = view_of("<p class='price' id='p1'>1</p><p>2</p>")
    assert [view.path(element) for element in view.outline.by_tag["p"]] == ["p[class='price']", "p"]


def test_cards_of_as_many_makes_as_there_are_groups_are_found_in_time():
    cards = "".join(f"<a class=c{at // 3} href=/{at}>€ {1_000 + at}</a>" for at in range(12_000))
    start = time.process_time()
    assert view_of(f"<h1>Homes</h1><div>{cards}</div>").cards == 12_000
    assert time.process_time() - start < 2


def test_what_others_looked_at_as_well_is_another_s():
    home = "<h1>Casa</h1><p>$ 890.000</p>"
    view = view_of(f"{home}<section><h2>Quienes vieron este aviso también vieron</h2><p>$ 750.000</p></section>")
    assert [view.outline.texts[at] for at in view.live] == ["Casa", "$ 890.000"]


def test_cards_that_a_program_makes_links_of_are_others_homes():
    cards = "".join(
        f"<div class='card' data-href='/homes/{n}'><b>$ {n}50.000</b><i>Casa</i></div>" for n in range(1, 5)
    )
    view = view_of(f"<h1>Casa</h1><p>$ 890.000</p><p>3 ambientes</p><div>{cards}</div>")
    assert view.cards == 4


def test_what_was_sold_nearby_is_another_s():
    view = view_of("<h1>House</h1><p>604 m² erf</p><div><h2>Recently sold in Durbanville</h2><p>580 m² erf</p></div>")
    assert "580 m² erf" not in [view.outline.texts[at] for at in view.live]


def test_rows_with_pictures_of_their_own_are_no_cards_for_that():
    rows = "".join(f"<div class='row' data-src='/p/{n}.jpg'><b>$ {n}50.000</b><i>Casa</i></div>" for n in range(1, 5))
    assert view_of(f"<h1>Casa</h1><p>$ 890.000</p><p>3 ambientes</p><div>{rows}</div>").cards == 0
