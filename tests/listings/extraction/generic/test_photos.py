"""The listing's own photos among all pictures of the page."""

import json

import pytest

from listings.extraction.generic.data import Data
from listings.extraction.generic.own import Own
from listings.extraction.generic.photos import Lead, photo_candidates
from listings.extraction.generic.view import View
from tests.listings.extraction.generic.snippets import PROSE, best, page_of, raws, script, values_of

CDN = "https://cdn.homes.example"
OWN = [f"{CDN}/photos/a{n}f00d{n}.jpg" for n in range(1, 6)]
OTHERS = [f"{CDN}/photos/b{n}beef{n}.jpg" for n in range(1, 9)]
LEAD = f"<meta property='og:image' content='{OWN[0]}'>"
HOME = f"<h1>House</h1><p>{PROSE}</p><p>€250,000</p><p>90 m²</p>"


def images(urls, attribute="src"):
    return "".join(f"<img {attribute}='{url}'>" for url in urls)


def proposals(body, **page):
    whole = page_of(HOME + body, **page)
    own = Own(whole)
    return list(photo_candidates(View(whole), own, Data(whole, own)))


def photos(body, **page):
    return best(proposals(body, **page), "images")


@pytest.mark.parametrize(
    "attribute",
    ["src", "data-src", "data-lazy", "data-original", "data-zoom-image", "data-full", "data-flickity-lazyload"],
)
def test_a_gallery_is_read_from_whatever_attribute_holds_its_pictures(attribute):
    assert photos(f"<div class='gallery'>{images(OWN, attribute)}</div>") == OWN


@pytest.mark.parametrize(
    "body",
    [
        "<div class='swiper'>"
        + "".join(f"<div style='background-image: url(\"{url}\")'></div>" for url in OWN)
        + "</div>",
        "<div class='gallery'>" + "".join(f"<a href='{url}'><b>+</b></a>" for url in OWN) + "</div>",
        "<div class='photo-grid'>" + "".join(f"<a href='{url}'><img src=x></a>" for url in OWN) + "</div>",
        "<ul id='imageGallery'>" + "".join(f"<li data-image='{url}'></li>" for url in OWN) + "</ul>",
        "<div class=galleria>" + "".join(f"<picture><source srcset='{url}'></picture>" for url in OWN) + "</div>",
    ],
    ids=["background", "links", "thumbnails", "list", "sources"],
)
def test_a_gallery_is_read_from_whatever_elements_it_is_made_of(body):
    assert [url for url in photos(body) if url != "x"] == OWN


def test_a_larger_copy_in_another_attribute_is_preferred():
    body = "".join(f"<img src='{CDN}/thumb/{n}.jpg' data-full='{url}'>" for n, url in enumerate(OWN))
    assert photos(f"<div class='gallery'>{body}</div>") == OWN


@pytest.mark.parametrize(
    "others",
    [
        "<section class='similar-homes'>{}</section>",
        "<section><h2>Similar properties</h2><div>{}</div></section>",
        "<footer>{}</footer>",
        "<div class='recently-viewed'>{}</div>",
    ],
)
def test_photos_of_similar_homes_are_never_taken(others):
    body = f"<div class='gallery'>{images(OWN)}</div><p>Garden</p>{others.format(images(OTHERS) + '<p>Other</p>')}"
    assert photos(body) == OWN
    urls = [image["url"] for image in values_of(HOME + body)["image_urls"]]
    assert urls == OWN


def test_photos_of_cards_of_other_homes_are_never_taken():
    cards = "".join(
        f"<li class=card><a href='/{n}'><img src='{url}'>House {n}</a> <b>€{n}10,000</b></li>"
        for n, url in enumerate(OTHERS, 1)
    )
    assert photos(f"<div class='gallery'>{images(OWN)}</div><ul>{cards}</ul>") == OWN


def test_of_two_galleries_the_one_with_the_leading_photo_is_the_listing_s():
    mine = "".join(f"<img src='{CDN}/main/{n}a0b1c2.jpg'>" for n in range(4))
    body = f"<div>{images(OTHERS)}</div><div>{mine}</div>"
    lead = f"<meta property='og:image' content='{CDN}/main/2a0b1c2.jpg'>"
    assert photos(body, head=lead) == [f"{CDN}/main/{n}a0b1c2.jpg" for n in range(4)]


def test_pictures_that_bear_the_listing_s_id_are_its_own():
    mine = [f"{CDN}/photos/900000123-{n}.jpg" for n in range(4)]
    assert photos(images(OTHERS[:3]) + images(mine)) == mine


def test_a_logo_and_an_icon_are_no_gallery():
    assert photos(f"<img src='{CDN}/logo.png'><img src='/i/bed.png'>") is None


def test_pictures_within_the_page_s_own_text_are_not_addresses():
    body = images(["data:image/png;base64,AAAA"] * 5)
    assert photos(f"<div class='gallery'>{body}</div>") is None


def test_the_list_of_the_page_s_data_that_holds_the_leading_photo_is_the_listing_s():
    state = {"images": OWN, "more": [{"url": url} for url in OTHERS]}
    assert raws(proposals(script(state, before="x = "), head=LEAD), "images") == [OWN]


def test_lists_of_the_page_s_data_are_read_as_they_are_with_their_captions():
    members = [{"url": url, "caption": f"Room {n}"} for n, url in enumerate(OWN)]
    assert photos(script({"images": members}, before="x = "), head=LEAD) == members
    found = values_of(HOME + script({"images": members}, before="x = "), head=LEAD)["image_urls"]
    assert found[1] == {"url": OWN[1], "caption": "Room 1"}


@pytest.mark.parametrize("slash", ["/", "\\/", "\\u002F"])
def test_addresses_in_a_program_around_the_leading_photo_s_are_read(slash):
    program = "load([" + ",".join(f"{{src: '{url}'}}".replace("/", slash) for url in OWN) + "])"
    assert photos(f"<script>{program}</script>", head=LEAD) == OWN


def test_addresses_in_a_program_without_a_leading_photo_are_not_read():
    program = "load([" + ",".join(f"{{src: '{url}'}}" for url in OTHERS) + "])"
    assert photos(f"<script>{program}</script>") is None


def test_a_run_of_addresses_ends_where_other_things_begin():
    run = ",".join(f"'{url}'" for url in OWN)
    far = ",".join(f"'{url}'" for url in OTHERS)
    program = f"a = [{run}]; {'x' * 2_000} b = [{far}]"
    assert photos(f"<script>{program}</script>", head=LEAD) == OWN


def test_variants_of_one_photo_become_one():
    urls = [f"{CDN}/p/{n}a1b2c3.jpg?w={width}" for n in range(4) for width in (320, 1280)]
    values = values_of(f"{HOME}<div class='gallery'>{images(urls)}</div>")
    assert [image["url"] for image in values["image_urls"]] == urls[1::2]
    assert values["main_image_url"] == urls[1]


def test_photos_with_the_leading_one_or_with_the_listing_s_id_are_believed_more():
    def trust(urls, head=""):
        return next(found.trust for found in proposals(f"<div class='gallery'>{images(urls)}</div>", head=head))

    unknown = trust(OWN, head=f"<meta property='og:image' content='{CDN}/x/c1cafe99.jpg'>")
    assert trust(OWN, head=LEAD) > unknown
    assert trust([f"{CDN}/900000123/a{n}.jpg" for n in range(4)], head=LEAD) > unknown


def test_a_lead_is_named_by_the_long_words_with_figures_of_its_path():
    lead = Lead.of(f"{CDN}/1024x768/house/ab12cd34ef.jpg?w=1")
    assert lead.is_in("https://img.homes.example/s/ab12cd34ef_small.webp")
    assert not lead.is_in(f"{CDN}/other/ffff0000.jpg")
    assert not Lead.of(None).is_in(f"{CDN}/ab12cd34ef.jpg")
    assert not Lead.of(f"{CDN}/house.jpg").is_in(f"{CDN}/house.jpg")


def test_gallery_data_in_attributes_is_read():
    data = json.dumps([{"src": url, "alt": "Room"} for url in OWN])
    values = values_of(f"{HOME}<div data-gallery='{data}'></div>", head=LEAD)
    assert [image["url"] for image in values["image_urls"]] == OWN


def test_a_link_to_a_photo_around_its_small_copy_is_one_photo():
    linked = "".join(f"<a href='{CDN}/p/a{n}f0-p1.jpg'><img src='{CDN}/p/a{n}f0-p2.jpg'></a>" for n in range(1, 6))

    assert photos(linked) == [f"{CDN}/p/a{n}f0-p1.jpg" for n in range(1, 6)]


@pytest.mark.parametrize("attribute", ["lazy-src", "data-image-url", "rel", "data-whatever"])
def test_a_photo_that_a_program_puts_in_the_place_of_another_is_read(attribute):
    pictures = "".join(f"<img src='/spacer.gif' {attribute}='{url}'>" for url in OWN)

    assert photos(pictures) == OWN


def test_hosts_that_share_the_load_hold_one_gallery():
    spread = [f"https://{10 + n}.img.homes.example/image/1/1.a{n}b2c3d4e5.f{n}" for n in range(6)]

    assert photos("".join(f"<img src='{url}'>" for url in spread)) == spread
