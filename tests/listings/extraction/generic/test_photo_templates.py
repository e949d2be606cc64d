"""Photos that data names by less than their address, completed by what the page shows whole."""

import pytest

from listings.extraction.generic.photo_templates import whole_addresses
from tests.listings.extraction.generic.snippets import PROSE, script, values_of

CDN = "https://cdn.homes.example"
HOME = f"<h1>House</h1><p>€250,000</p><p>90 m²</p><p>{PROSE}</p>"


@pytest.mark.parametrize(
    ("members", "shown", "second"),
    [
        ([{"id": n} for n in (258801, 258802, 258803)], f"{CDN}/t/258801-800x600.webp", f"{CDN}/t/258802-800x600.webp"),
        ([258801, 258802, 258803], f"{CDN}/t/258801-800x600.webp", f"{CDN}/t/258802-800x600.webp"),
        (
            [{"id": f"215/10{n}/300"} for n in range(3)],
            f"{CDN}/215/100/300_360.jpg 360w, {CDN}/215/100/300_720.jpg 720w",
            f"{CDN}/215/101/300_360.jpg",
        ),
        ([f"/p/a{n}b2c.jpg" for n in range(3)], f"{CDN}/800x600/p/a0b2c.jpg?v=1", f"{CDN}/800x600/p/a1b2c.jpg?v=1"),
        ([f"p/x__{n}1.jpg" for n in range(3)], f"{CDN}/new/p/x__01xg.webp", f"{CDN}/new/p/x__11xg.webp"),
        (
            [{"map": {"small": f"a{n}b2_s.jpg", "original": f"a{n}b2_o.jpg"}} for n in range(3)],
            f"{CDN}/i/a0b2_o.jpg",
            f"{CDN}/i/a1b2_o.jpg",
        ),
        (
            [f"{CDN}/{{action}}/{{width}}x{{height}}/a{n}b2.jpg" for n in range(3)],
            f"{CDN}/crop/800x600/a0b2.jpg",
            f"{CDN}/crop/800x600/a1b2.jpg",
        ),
        (
            [f"//cdn.homes.example/{{size}}/a{n}b2.jpg" for n in range(3)],
            f"{CDN}/80,q9/a0b2.jpg",
            f"{CDN}/80,q9/a1b2.jpg",
        ),
    ],
)
def test_the_others_are_named_as_the_one_that_is_shown(members, shown, second):
    assert whole_addresses(members, [shown])[1] == second
    assert len(whole_addresses(members, [shown])) == 3


@pytest.mark.parametrize(
    ("members", "shown"),
    [
        ([{"id": n} for n in (258801, 258802, 258803)], f"{CDN}/t/1258801-800x600.webp"),
        ([{"id": n} for n in (258801, 258802, 258803)], f"{CDN}/t/358801.webp"),
        ([{"id": n} for n in (1, 2, 3)], f"{CDN}/t/1.webp"),
        ([{"id": 258801}], f"{CDN}/t/258801.webp"),
        ([f"{CDN}/a{n}.jpg" for n in range(3)], f"{CDN}/a0.jpg"),
        (["kitchen", "bath", "hall"], f"{CDN}/kitchen.jpg"),
        ([f"{CDN}/{{size}}/a{n}b2.jpg" for n in range(3)], f"{CDN}/800/c0d4.jpg"),
        ([None, [], {}, 1.5], f"{CDN}/1.5.jpg"),
        ([f"{CDN}/{'{a}' * 40}{n}.jpg" for n in range(3)], f"{CDN}/{'a' * 1_900}0.jpg"),
        ([f"{CDN}/{'{a}x' * 40}{n}.jpg" for n in range(3)], f"{CDN}/{'x' * 1_900}0.jpg"),
    ],
)
def test_what_no_picture_of_the_page_bears_out_names_none(members, shown):
    assert whole_addresses(members, [shown]) == []


def test_a_gallery_is_read_whole_where_the_page_shows_a_part_of_it():
    listing = {
        "id": 900000123,
        "price": 250_000,
        "bedrooms": 3,
        "livingArea": 90,
        "photos": [{"id": n} for n in range(258801, 258814)],
    }
    shown = "".join(f"<img src='{CDN}/t/{n}-800x600.webp'>" for n in (258801, 258802, 258803))
    values = values_of(HOME + shown + script({"listing": listing}, type="application/json"))

    assert [image["url"] for image in values["image_urls"]] == [
        f"{CDN}/t/{n}-800x600.webp" for n in range(258801, 258814)
    ]


def test_an_address_with_gaps_that_nothing_fills_is_no_photo():
    photos = [f"{CDN}/{{size}}/a{n}b2.jpg" for n in range(6)]
    values = values_of(HOME + script({"listing": {"id": 900000123, "photos": photos}}, type="application/json"))

    assert values["image_urls"] == []
