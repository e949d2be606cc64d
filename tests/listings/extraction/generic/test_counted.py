"""Counts and areas by the word behind their number."""

import pytest

from listings.extraction.generic.counted import counted_candidates, counted_in
from tests.listings.extraction.generic.snippets import PROSE, best, raws, trust_of, values_of, view_of


def counted(body, fact, **page):
    return raws(counted_candidates(view_of(body, **page)), fact)


@pytest.mark.parametrize(
    ("body", "fact", "raw"),
    [
        ("<li>3 bedrooms</li>", "count_bedrooms", "3 bedrooms"),
        ("<li>3 bed</li>", "count_bedrooms", "3 bed"),
        ("<li>3-bed house</li>", "count_bedrooms", "3-bed house"),
        ("<li>3 BHK</li>", "count_bedrooms", "3 BHK"),
        ("<li>2.5 ba</li>", "count_bathrooms", "2.5 ba"),
        ("<li>3 habitaciones</li>", "count_bedrooms", "3 habitaciones"),
        ("<li>3 hab.</li>", "count_bedrooms", "3 hab."),
        ("<li>2 chambres à coucher</li>", "count_bedrooms", "2 chambres à coucher"),
        ("<li>2 salles de bain</li>", "count_bathrooms", "2 salles de bain"),
        ("<li>4 Zimmer</li>", "count_rooms", "4 Zimmer"),
        ("<li>3,5 Zimmer</li>", "count_rooms", "3,5 Zimmer"),
        ("<li>3½ Zimmer</li>", "count_rooms", "3½ Zimmer"),
        ("<li>2 Schlafzimmer</li>", "count_bedrooms", "2 Schlafzimmer"),
        ("<li>3 camere da letto</li>", "count_bedrooms", "3 camere da letto"),
        ("<li>5 locali</li>", "count_rooms", "5 locali"),
        ("<li>2 slaapkamers</li>", "count_bedrooms", "2 slaapkamers"),
        ("<li>3 pokoje</li>", "count_rooms", "3 pokoje"),
        ("<li>4 комнаты</li>", "count_rooms", "4 комнаты"),
        ("<li>1 ห้องนอน</li>", "count_bedrooms", "1 ห้องนอน"),
        ("<li>36.5 ตร.ม.</li>", "constructed_area", "36.5 ตร.ม"),
        ("<b>Offers over</b><div>1,184 sq ft</div>", "constructed_area", "1,184 sq ft"),
        ("<li>3 חדרי שינה</li>", "count_bedrooms", "3 חדרי שינה"),
        ("<li>120 m<sup>2</sup></li>", "constructed_area", "120 m²"),
        ("<li>1,826 sq ft</li>", "constructed_area", "1,826 sq ft"),
        ("<li>82,5 qm</li>", "constructed_area", "82,5 qm"),
        ("<li>56 кв. м</li>", "constructed_area", "56 кв. м"),
        ("<li>65.2㎡</li>", "constructed_area", "65.2㎡"),
        ("<li><b>3</b><span>beds</span></li>", "count_bedrooms", "3 beds"),
        ("<li><b>4</b> <span>Zimmer</span></li>", "count_rooms", "4 Zimmer"),
    ],
)
def test_a_number_counts_what_stands_behind_it(body, fact, raw):
    found = counted(body, fact)
    assert found
    assert found[0].startswith(raw)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3 beds, 2 baths, 1 garage", {"count_bedrooms": "3", "count_bathrooms": "2", "count_garages": "1"}),
        ("3 bed 2 bath house", {"count_bedrooms": "3", "count_bathrooms": "2"}),
        ("3 hab. · 2 baños · 90 m²", {"count_bedrooms": "3", "count_bathrooms": "2", "constructed_area": "90"}),
        ("4 Zimmer, 98 m²", {"count_rooms": "4", "constructed_area": "98"}),
    ],
)
def test_one_text_may_count_several_things(text, expected):
    found = list(counted_candidates(view_of(f"<p>{text}</p>")))
    assert {fact: str(best(found, fact)).split()[0] for fact in expected} == expected


@pytest.mark.parametrize(
    "text",
    [
        "5 minutes to the beach",
        "5 min. bus",
        "3 km to the station",
        "12 kWh/m²a",
        "Beds: 3 Baths: 2",
        "See 24 photos",
        "10.5.2024 bedrooms",
        "A3 bedrooms",
        f"{PROSE} 3 bedrooms",
    ],
)
def test_distances_dates_labels_and_long_texts_count_no_bedrooms(text):
    assert counted(f"<p>{text}</p>", "count_bedrooms") == []


def test_a_number_and_a_word_of_different_rows_count_nothing():
    body = "<ul><li>3</li><li>a</li><li>b</li><li>c</li></ul><p>beds</p>"
    assert counted(body, "count_bedrooms") == []


def test_a_word_that_is_the_next_number_s_label_counts_nothing():
    assert counted("<p><i>3</i> <b>beds:</b> <i>4</i></p>", "count_bedrooms") == []


def test_a_number_behind_another_fact_s_label_counts_nothing():
    assert counted("<dl><dt>Bathrooms</dt><dd>3 bed</dd></dl>", "count_bedrooms") == []
    assert counted("<dl><dt>Bedrooms</dt><dd>3 bed</dd></dl>", "count_bedrooms") == ["3 bed"]


def test_a_number_of_rooms_may_say_how_many_are_for_sleeping():
    body = "<dl><dt>Rooms</dt><dd>5 rooms (3 bedrooms)</dd></dl>"
    assert counted(body, "count_bedrooms") == ["3 bedrooms"]


@pytest.mark.parametrize("body", ["<li>Oda Sayısı: 3+1</li>", "<h1>Deniz manzaralı 3 + 1 daire</h1>"])
def test_a_turkish_home_is_named_by_its_bedrooms_and_living_rooms(body):
    assert counted(body, "count_bedrooms", lang="tr") == ["3 yatak odası"]
    assert counted(body, "count_bedrooms", lang="de") == []


@pytest.mark.parametrize("body", ["<p>Galeri 9+1 fotoğraf</p>", "<p>Taksit 6 + 1 ay</p>"])
def test_other_sums_in_turkish_count_no_rooms(body):
    assert counted(body, "count_bedrooms", lang="tr") == []


def test_of_several_turkish_types_none_is_the_home_s():
    assert counted("<p>3+1</p><p>2+1</p>", "count_bedrooms", lang="tr") == []


def test_an_area_within_a_sentence_is_not_the_home_s():
    assert counted("<p>The terrace of 12 m² looks over the park and the river</p>", "constructed_area") == []


def test_the_first_count_behind_the_headline_is_believed_most():
    found = list(counted_candidates(view_of("<p>9 beds</p><h1>House</h1><p>3 beds</p><p>4 beds</p>")))
    assert trust_of(found, "count_bedrooms", "3 beds") > trust_of(found, "count_bedrooms", "4 beds")
    assert trust_of(found, "count_bedrooms", "4 beds") > trust_of(found, "count_bedrooms", "9 beds")


@pytest.mark.parametrize(
    ("lang", "headline", "bedrooms"),
    [
        ("pt-PT", "Apartamento T3 em Braga", 3),
        ("pt", "Apartamento T2+1", 2),
        ("pt", "Moradia T3 ou T4", None),
        ("pt", "Apartamento T0", 0),
        ("en", "Apartment T3 in Braga", None),
        ("fr", "Appartement T3", None),
        ("pt", "Modelo XT3", None),
        ("", "Apartamento t3 à venda", 3),
        ("pt", "Casa em Braga</h1><p>90 m²</p><span>T4</span><h1>", 4),
        ("pt", "Casa em Braga</h1><span>T4</span><span>T5</span><h1>", None),
        ("en", "House</h1><span>T4</span><h1>", None),
    ],
)
def test_homes_are_named_by_their_bedrooms_on_portuguese_pages_alone(lang, headline, bedrooms):
    body = f"<h1>{headline}</h1><p>{PROSE}</p><dl><dt>Preço</dt><dd>250.000 €</dd></dl><p>90 m²</p>"
    values = values_of(body, lang=lang)
    assert values["price_float"] == 250_000
    assert values["count_bedrooms"] == bedrooms


@pytest.mark.parametrize("text", ["3+1 bedrooms", "2-3 bedrooms", "3/4 bedrooms"])
def test_two_numbers_in_front_of_a_word_are_left_open(text):
    body = f"<h1>Flat</h1><p>{text}</p><p>{PROSE}</p><dl><dt>Price</dt><dd>€250,000</dd></dl>"
    values = values_of(body)
    assert values["price_float"] == 250_000
    assert values["count_bedrooms"] is None


def test_cards_of_other_homes_count_nothing():
    cards = "".join(f"<li><a href='/{n}'>€{n}50,000</a> {n} beds</li>" for n in range(4, 9))
    assert counted(f"<h1>House</h1><p>3 beds</p><p>Garden</p><ul>{cards}</ul>", "count_bedrooms") == ["3 beds"]


@pytest.mark.parametrize(
    ("text", "area", "plot"),
    [
        ("250 m² construcción", ["250 m²"], []),
        ("180 m² terreno", [], ["180 m²"]),
        ("220 m² de terrain", [], ["220 m²"]),
        ("4 Bed · 3 Bath · 187 m² · Detached", ["187 m²"], []),
        ("120 m² | 600 m² Grundstück", ["120 m²"], ["600 m²"]),
        ("House 120 m², plot 500 m²", ["120 m²", "500 m²"], []),
        ("120 m² / 500 m² plot", ["120 m²", "500 m²"], []),
        ("120 m², plot of 500", ["120 m²"], []),
    ],
)
def test_an_area_is_of_what_stands_behind_it(text, area, plot):
    assert (counted(f"<li>{text}</li>", "constructed_area"), counted(f"<li>{text}</li>", "plot_area")) == (area, plot)


@pytest.mark.parametrize(
    ("row", "beds"),
    [
        ("<li><i class='icon-bed'></i> 2</li>", ["2"]),
        ("<li><svg class='bed'></svg><span>2</span></li>", ["2"]),
        ("<li><i class='icon-bed'></i> Quiet</li>", []),
        ("<li><i class='icon-bed'></i></li><li>2026</li>", []),
        ("<li><i class='icon-bus'></i> 2</li>", []),
        ("<li>3 <i class='icon-bed'></i> 2 <i class='icon-bath'></i> 1</li>", []),
        ("<li><span>3</span><i class='icon-bed'></i><span>2</span><i class='icon-bath'></i></li>", []),
    ],
)
def test_a_number_alone_behind_an_icon_counts_what_the_icon_is_called(row, beds):
    assert counted(f"<h1>House</h1><ul>{row}</ul>", "count_bedrooms") == beds


def test_who_sells_is_no_label_of_what_stands_below():
    assert counted("<h1>Estate Agent</h1><h2>3 bedroom house</h2>", "count_bedrooms") == ["3 bedroom house"]


@pytest.mark.parametrize("text", ["46 - 118 m²", "46–118 sqm", "1 - 3 beds", "2-4 bedrooms", "1 – 3 bed"])
def test_what_counts_from_one_number_to_a_larger_is_of_several_homes(text):
    assert list(counted_in(text)) == []


@pytest.mark.parametrize(
    ("text", "fact"), [("Flat 3 - 2 beds", "count_bedrooms"), ("2-bed flat", "count_bedrooms"), ("A 12 - 118 m²", None)]
)
def test_other_dashes_are_no_range(text, fact):
    assert [found for found, _ in counted_in(text)] == ([fact] if fact else [])


def test_an_area_behind_a_short_word_for_another_is_not_the_home_s():
    values = values_of(
        "<h1>Rumah</h1><p>€250,000</p><p>3 beds</p><p>LT:</p><p>165 m²</p><dl><dt>Living area</dt><dd>190 m²</dd></dl>"
    )

    assert values["constructed_area"] == 190


@pytest.mark.parametrize(
    ("text", "beds", "baths"), [("3室2厅1厨2卫", 3, 2), ("2房1廳1衛", 2, 1), ("2 房 2 廳 1 衞", 2, 1)]
)
def test_chinese_homes_are_told_by_their_rooms_of_each_kind(text, beds, baths):
    values = values_of(f"<h1>惠新苑</h1><p>€250,000</p><p>118 m²</p><p>{text}</p>", lang="zh")

    assert (values["count_bedrooms"], values["count_bathrooms"]) == (beds, baths)


def test_an_area_that_the_text_behind_it_calls_the_plot_s_is_no_living_area():
    body = "<div>286 <small>SqM</small></div><div>480 SqM <small>Plot size</small></div>"
    values = values_of(f"<h1>Villa</h1><p>€250,000</p><p>3 beds</p>{body}")

    assert (values["constructed_area"], values["plot_area"]) == (286, 480)


def test_the_area_of_a_part_of_the_home_is_not_the_home_s():
    body = "<dl><dt>Terrasse:</dt><dd>14 m²</dd></dl><p>71 m²</p>"
    values = values_of(f"<h1>Appartement</h1><p>€250,000</p><p>3 beds</p>{body}")

    assert values["constructed_area"] == 71
