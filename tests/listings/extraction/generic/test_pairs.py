"""Labels and their values, whatever they are made of."""

import pytest

from listings.extraction.generic.pairs import pair_candidates
from tests.listings.extraction.generic.snippets import PROSE, best, raws, trust_of, values_of, view_of


def stated(body, fact, **page):
    return best(pair_candidates(view_of(body, **page)), fact)


BEDROOMS = [
    "<ul><li><i title='Bedrooms: 3'></i></li></ul>",
    "<dl><dt>Bedrooms</dt><dd>3</dd></dl>",
    "<dl><div><dt>Bedrooms</dt><dd>3</dd></div><div><dt>Bathrooms</dt><dd>2</dd></div></dl>",
    "<dl><dt>Bathrooms</dt><dd>2</dd><dt>Bedrooms</dt><dd>3</dd><dt>Rooms</dt><dd>5</dd></dl>",
    "<table><tr><th>Bedrooms</th><td>3</td></tr><tr><th>Bathrooms</th><td>2</td></tr></table>",
    "<table><tr><td>Bathrooms</td><td>2</td><td>Bedrooms</td><td>3</td></tr></table>",
    "<div><div>Bedrooms</div><div>3</div></div>",
    "<div><span>Bedrooms:</span> <span>3</span></div>",
    "<ul><li>Bedrooms: 3</li><li>Bathrooms: 2</li></ul>",
    "<ul><li><b>Bedrooms</b> 3</li><li><b>Bathrooms</b> 2</li></ul>",
    "<ul><li><strong>Bedrooms:</strong> 3</li></ul>",
    "<ul><li>Bedrooms = 3</li></ul>",
    "<ul><li>Bedrooms 3</li></ul>",
    "<div><div><span>Bathrooms</span><span>2</span></div><div><span>Bedrooms</span><span>3</span></div></div>",
    "<div><p><b>3</b></p><p>Bedrooms</p></div>",
    "<ul><li><span>3</span><span>Bedrooms</span></li><li><span>2</span><span>Bathrooms</span></li></ul>",
    "<div><span>3</span><small>Bedrooms</small><span>2</span><small>Bathrooms</small></div>",
    "<table><tr><td data-label='Bedrooms'>3</td></tr></table>",
    "<ul><li title='Bedrooms'>3</li></ul>",
    "<ul><li><i aria-label='Bedrooms'></i> 3</li><li><i aria-label='Bathrooms'></i> 2</li></ul>",
    "<ul><li><img alt='Bedrooms' src='bed.svg'><span>3</span></li></ul>",
    "<div><span data-tooltip='Bedrooms'>3</span></div>",
    "<ul class='detail'><li><strong>Bathrooms:</strong><b>2</b></li><li><strong>Bedrooms:</strong><b>3</b></li></ul>",
]


@pytest.mark.parametrize("body", BEDROOMS)
def test_three_bedrooms_are_three_bedrooms_in_any_markup(body):
    assert stated(body, "count_bedrooms") == "3"


@pytest.mark.parametrize(
    ("body", "fact", "value"),
    [
        ("<dl><dt>Wohnfläche</dt><dd>82,5 m<sup>2</sup></dd></dl>", "constructed_area", "82,5 m²"),
        ("<div><span>Superficie útil</span><span>90 m²</span></div>", "constructed_area", "90 m²"),
        ("<ul><li>Surface habitable : 75 m²</li></ul>", "constructed_area", "75 m²"),
        ("<tr><th>専有面積</th><td>65.2㎡</td></tr>", "constructed_area", None),  # no table, so no row
        ("<table><tr><th>専有面積</th><td>65.2㎡</td></tr></table>", "constructed_area", "65.2㎡"),
        ("<p>Baujahr: 1987</p>", "year_construction", "1987"),
        ("<p>Rok budowy: 1987</p>", "year_construction", "1987"),
        ("<table><tr><td>Anno di costruzione</td><td>1987</td></tr></table>", "year_construction", "1987"),
        ("<dl><dt>Camere da letto</dt><dd>2</dd></dl>", "count_bedrooms", "2"),
        ("<dl><dt>Slaapkamers</dt><dd>2</dd></dl>", "count_bedrooms", "2"),
        ("<dl><dt>Liczba pokoi</dt><dd>4</dd></dl>", "count_rooms", "4"),
        ("<dl><dt>Количество комнат</dt><dd>4</dd></dl>", "count_rooms", "4"),
        ("<dl><dt>حمامات</dt><dd>4</dd></dl>", "count_bathrooms", "4"),
        ("<div><span>Kaufpreis</span><span>350.000 €</span></div>", "price", "350.000 €"),
        ("<div><span>Precio</span><p><b>350.000</b><i>€</i></p></div>", "price", "350.000 €"),
        ("<div><b>Ref.:</b> <span>AB-1203</span></div>", "reference", "AB-1203"),
        ("<p>Grundstücksfläche: 600 m²</p>", "plot_area", "600 m²"),
        ("<dl><dt>Etage</dt><dd>3. Obergeschoss</dd></dl>", "floor", "3. Obergeschoss"),
    ],
)
def test_labels_are_known_in_the_languages_of_the_portals(body, fact, value):
    assert stated(body, fact) == value


def test_a_text_that_opens_with_a_colon_is_its_label_s_value_without_it():
    assert stated("<p><b>Reference</b>: AB-1203</p>", "reference") == "AB-1203"


def test_a_label_without_a_value_takes_none_from_the_label_behind_it():
    body = "<dl><dt>Bedrooms</dt><dd></dd><dt>Bathrooms</dt><dd>2</dd></dl>"
    found = list(pair_candidates(view_of(body)))
    assert raws(found, "count_bedrooms") == []
    assert raws(found, "count_bathrooms") == ["2"]


def test_a_label_alone_in_its_block_states_nothing():
    assert list(pair_candidates(view_of("<p>Bedrooms</p>"))) == []


def test_a_value_ends_where_the_next_label_begins():
    body = "<p><b>Bedrooms</b> 3 <b>Bathrooms</b> 2 <b>Ref.</b> AB-12</p>"
    assert [stated(body, fact) for fact in ("count_bedrooms", "count_bathrooms", "reference")] == ["3", "2", "AB-12"]


@pytest.mark.parametrize(
    "body",
    [
        "<a title='Rent'>Imprint</a>",
        "<p>Bedrooms are on the upper floor: see the plan</p>",
        "<p>All bedrooms: bright</p>",
        f"<p>{PROSE} Bedrooms: 3 {PROSE} {PROSE}</p>",
        "<nav><dl><dt>Bedrooms</dt><dd>3</dd></dl></nav><h1>House</h1><p>a</p><p>b</p>",
        "<div class='similar-listings'><p>Bedrooms: 3</p></div><h1>House</h1><p>a</p><p>b</p>",
    ],
)
def test_sentences_menus_and_other_homes_state_no_bedrooms(body):
    assert stated(body, "count_bedrooms") is None


@pytest.mark.parametrize("code", ["KT", "ch", "bed"])
def test_short_names_in_attributes_are_codes_of_countries_or_languages_not_labels(code):
    assert list(pair_candidates(view_of(f"<ul><li><a title='{code}'>2</a></li></ul>"))) == []


def test_what_an_icon_is_called_may_count():
    assert stated("<span aria-label='3 beds'><svg></svg>3</span>", "count_bedrooms") == "3 beds"
    assert stated("<i title='2.5 baths'></i>", "count_bathrooms") == "2.5 baths"


@pytest.mark.parametrize(
    "control",
    [
        "<button aria-label='Bedrooms: 1'>1</button>",
        "<div role='slider' aria-label='Bedrooms: 1'></div>",
        "<form><span title='1 bedroom'></span></form>",
        "<a href='/p/3' title='1 bedroom villa in Rome'><img src='/1.jpg'></a>",
    ],
)
def test_what_a_control_or_a_link_is_called_counts_nothing(control):
    assert stated(control, "count_bedrooms") is None


@pytest.mark.parametrize("alt", ["Bedroom 2", "Bedrooms: 3", "3 beds"])
def test_what_a_photo_is_called_counts_nothing(alt):
    assert stated(f"<img src='/1.jpg' alt='{alt}'>", "count_bedrooms") is None


def test_one_word_beside_a_label_of_people_is_as_often_a_button():
    assert stated("<dl><dt>Agent</dt><dd>Contact</dd></dl>", "agent_name") is None
    assert stated("<dl><dt>Agent</dt><dd>Ann Exemplar</dd></dl>", "agent_name") == "Ann Exemplar"
    assert stated("<dl><dt>掲載会社</dt><dd>見本不動産</dd></dl>", "agent_company") == "見本不動産"


def test_a_short_text_beside_the_label_of_the_description_is_none():
    assert stated("<dl><dt>Description</dt><dd>See below</dd></dl>", "description") is None
    assert stated(f"<dl><dt>Description</dt><dd>{PROSE}</dd></dl>", "description") == PROSE


@pytest.mark.parametrize("label", ["Photos", "Latitude", "Map"])
def test_photos_and_positions_are_not_read_from_labels(label):
    found = pair_candidates(view_of(f"<dl><dt>{label}</dt><dd>48.1</dd></dl>"))
    assert {c.fact for c in found}.isdisjoint({"images", "latitude", "longitude", "position"})


@pytest.mark.parametrize(
    ("warm", "base"),
    [("Warmmiete", "Kaltmiete"), ("Gesamtmiete", "Nettokaltmiete"), ("Loyer CC", "Loyer hors charges")],
)
def test_a_warm_rent_gives_way_to_the_base_rent(warm, base):
    body = f"<dl><dt>{warm}</dt><dd>1.200 €</dd><dt>{base}</dt><dd>950 €</dd></dl>"
    found = list(pair_candidates(view_of(body)))
    assert trust_of(found, "price", "950 €") > trust_of(found, "price", "1.200 €")


def test_a_warm_rent_alone_is_the_rent():
    assert stated("<dl><dt>Warmmiete</dt><dd>1.200 €</dd></dl>", "price") == "1.200 €"


@pytest.mark.parametrize("label", ["Deposit", "Kaution", "Fianza", "Dépôt de garantie", "Price per m²", "Price/m²"])
def test_deposits_and_prices_per_area_are_no_price(label):
    assert stated(f"<dl><dt>{label}</dt><dd>€1,900</dd></dl>", "price") is None


def test_the_surest_name_of_a_fact_is_believed_most():
    found = list(pair_candidates(view_of("<dl><dt>Beds</dt><dd>4</dd><dt>Bedrooms</dt><dd>3</dd></dl>")))
    assert trust_of(found, "count_bedrooms", "3") > trust_of(found, "count_bedrooms", "4")


def test_counts_of_two_numbers_are_left_open():
    body = f"<h1>Flat</h1><p>{PROSE}</p><dl><dt>Price</dt><dd>€250,000</dd><dt>Bedrooms</dt><dd>3+1</dd></dl>"
    values = values_of(body)
    assert values["price_float"] == 250_000
    assert values["count_bedrooms"] is None


def test_a_label_may_mean_another_fact_in_another_language():
    body = "<table><tr><td>Camere</td><td>3</td></tr></table>"
    assert (stated(body, "count_bedrooms", lang="it"), stated(body, "count_rooms", lang="it")) == ("3", None)
    assert (stated(body, "count_bedrooms", lang="ro"), stated(body, "count_rooms", lang="ro")) == (None, "3")


def test_two_links_of_a_menu_are_no_label_and_its_value():
    menu = "<ul><li><a href='/agents'>Agent</a></li><li><a href='/prices'>Market Prices</a></li></ul>"

    assert raws(pair_candidates(view_of(menu)), "agent_name") == []


@pytest.mark.parametrize("around", ["<section><h2>Location</h2><div id='map'></div></section>{}",
                                    "<div><h3>Location</h3><iframe></iframe></div>{}"])  # fmt: skip
def test_a_heading_above_a_map_heads_nothing_behind_its_block(around):
    page = around.format("<section><p>Exemplar Homes, Mill Lane 9</p></section>")

    assert raws(pair_candidates(view_of(page)), "address") == []


def test_location_is_a_letting_in_french():
    crumbs = "<ul><li>Location</li><li>Studio Paris</li></ul>"

    assert raws(pair_candidates(view_of(crumbs, lang="fr")), "address") == []


@pytest.mark.parametrize(
    ("body", "fact", "raw"),
    [
        ("<dl><dt>Plot (m²)</dt><dd>742</dd></dl>", "plot_area", "742 m²"),
        ("<dl><dt>Grund&shy;stück&nbsp;ca.</dt><dd>742 m²</dd></dl>", "plot_area", "742 m²"),
        ("<table><tr><th>Living area</th><td>285 <span>m²</span></td></tr></table>", "constructed_area", "285 m²"),
        (
            "<table><tr><td>Street:</td><td><b>Mill Lane 33</b> [<a>Map</a>]</td></tr></table>",
            "street_name",
            "Mill Lane 33",
        ),
    ],
)
def test_units_and_links_to_maps_are_no_part_of_label_or_value(body, fact, raw):
    assert stated(body, fact) == raw


def test_a_link_to_a_map_is_no_part_of_a_city():
    assert stated("<div><b>City</b><span>Otley</span> <a>Show on map</a></div>", "city") == "Otley"


@pytest.mark.parametrize(
    ("body", "fact", "raw"),
    [
        ("<dl><dt>SqFt:</dt><dd>2,684</dd></dl>", "constructed_area", "2,684 sq ft"),
        ("<dl><dt>Acres:</dt><dd>0.42</dd></dl>", "plot_area", "0.42 acres"),
        ("<dl><dt>Living area</dt><dd>120</dd></dl>", "constructed_area", "120"),
        ("<dl><dt>SqFt:</dt><dd>120 m²</dd></dl>", "constructed_area", "120 m²"),
    ],
)
def test_a_label_names_the_unit_of_a_number_without_one(body, fact, raw):
    assert stated(body, fact) == raw


@pytest.mark.parametrize(("lang", "fact"), [("hu", "price"), ("sr", None), ("en", None)])
def test_a_label_of_two_letters_is_one_in_its_own_language(lang, fact):
    found = list(pair_candidates(view_of("<dl><dt>ár</dt><dd>45 000 000</dd></dl>", lang=lang)))

    assert [candidate.fact for candidate in found] == ([fact] if fact else [])


@pytest.mark.parametrize("text", ["- Bedrooms : 3", "• Bedrooms: 3", "– Bedrooms : 3"])
def test_a_bullet_in_front_of_a_label_is_no_part_of_it(text):
    assert stated(f"<ul><li>{text}</li></ul>", "count_bedrooms") == "3"


def test_a_label_is_known_without_what_stands_in_brackets_behind_it():
    assert stated("<dl><dt>Bedrooms (upper floor)</dt><dd>3</dd></dl>", "count_bedrooms") == "3"


@pytest.mark.parametrize(("text", "raw"), [("Ref. L0457", "L0457"), ("Ref FG-L0457", "FG-L0457"), ("Rooms ABC1", None)])
def test_a_reference_of_letters_and_figures_needs_no_colon(text, raw):
    assert stated(f"<p>{text}</p>", "reference") == raw
