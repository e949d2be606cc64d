"""Copies of a photo, however its host names sizes; and photos that only look like copies."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listings.extraction.parsing.image_copies import without_repeats
from listings.extraction.parsing.images import parse_images

ONE, OTHER = "3f2a9c0b7d1e4f5a8b6c7d8e9f0a1b2c", "9c0b7d1e4f5a8b6c7d8e9f0a1b2c3f2a"
ONE_ID, OTHER_ID = "3f2a9c0b-7d1e-4f5a-8b6c-7d8e9f0a1b2c", "9f0a1b2c-7d1e-4f5a-8b6c-3f2a9c0b7d1e"


def photos(*urls):
    return [image["url"] for image in parse_images(urls, base_url="https://homes.example/1")]


@pytest.mark.parametrize(
    ("copies", "one", "other"),
    [
        (("/fp/{}-cc_ft_960.jpg", "/fp/{}-p_e.jpg", "/fp/{}-uncropped_within_1536_1152.webp"), ONE, OTHER),
        (("/l/{}-17123.jpg/ORIG/resize/1500x1500%3E/quality/80", "/l/{}-17123.jpg/ORIG/quality/50"), ONE_ID, OTHER_ID),
        (("/blur/WEB_DETAIL-M-L/0/{}.jpg", "/blur/WEB_DETAIL/0/{}.jpg"), "aa/bb/cc/1234567", "aa/bb/cd/1234568"),
        (("/image/{}/xxl.jpg", "/image/{}/m-c.jpg"), "1234567890", "1234567891"),
        (("/s/width/800/v/1/8/{}.jpg", "/s/crop/590x330/v/1/8/{}.jpg"), "18x8bqhz0l2", "18x8bqhz0l3"),
        (("/ab/cd/{}_l.jpg", "/ab/cd/{}_216x162.jpg"), "33012345_234567890", "33012345_234567891"),
        (("/media/9/{}O-1681234567.jpeg", "/media/9/{}M-1681234567.jpeg"), "404209123", "404209124"),
        (("/h300_w450/{}-12345_300_450.jpg", "/h470_w1080/{}-12345_470_1080.jpg"), "63012345_1", "63012345_2"),
        (("/c16c28/{}/v0/fs/2-rooms.jpeg", "/c16c28/{}/v0/medium/2-rooms.jpeg"), ONE, OTHER),
        (("/listing/24/UPHO.{}.V800/Park.jpg", "/listing/24/UPHO.{}.V550/Park.jpg"), "145678901", "145678902"),
        (("/flats/large/12/34/{}.jpg", "/flats/square/12/34/{}.jpg"), "12345678", "12345679"),
        (("/s/N768/z/{}/$_86.JPG", "/s/N768/z/{}/$_1.JPG"), "abcAAOSwX1Yz", "abdAAOSwX1Yz"),
        (("/photos/34/x5_{}.jpg", "/photos/34/big_{}.jpg", "/photos/34/lthmb_{}.jpg"), "1234567abc", "1234567abd"),
        (("/{}/Ensure1280x720", "/{}/Crop600x400", "/{}"), "321234567", "321234568"),
        (("/up/c_fill,w_600,q_auto/v16/{}.jpg", "/up/v16/{}.jpg"), "a1b2c3d4", "a1b2c3d5"),
        (("/p/{}-400.webp", "/p/{}-800.webp", "/p/{}-1600.webp"), "living-room", "kitchen"),
        (("/p/{}_s.jpg", "/p/{}_l.jpg", "/p/{}.jpg"), "12345_1", "12345_2"),
        (("/grande/{}.jpg", "/klein/{}.jpg"), "haus-1", "haus-2"),
        (("/property/{}/1600.jpg", "/property/{}/600x400-fit-cover.jpg"), "a1f3ca", "a1f3d0"),
        (("/house/{}.jpg!1000x.water2.jpg", "/house/{}.jpg!510x400.jpg"), "167265432", "167265433"),
        (("/firm/12/{}.jpg@800x600", "/firm/12/{}.jpg@200x150"), "4a5b6c7d", "4a5b6c7e"),
        (("/fl/{}-o.jpg", "/fl/{}-t.jpg", "/fl/{}.jpg"), "2023010210111234567", "2023010210111234568"),
        (("/D_NQ_2X_{}-F.webp", "/D_NQ_{}-O.webp", "/D_Q_{}-R.webp"), "612345-MLC5123_09", "612346-MLC5124_09"),
        (("/h/500-45/flat_{}XL.jpg", "/h/500-45/flat_{}G.jpg"), ONE_ID, OTHER_ID),
        (("/800x600-crop/{}/image.jpg", "/1144x888-format=webp/{}/image.jpg"), ONE + ONE, OTHER + ONE),
    ],
)
def test_a_photo_is_counted_once_however_its_host_names_sizes(copies, one, other):
    urls = [f"https://cdn.example{copy.format(photo)}" for photo in (one, other) for copy in copies]

    assert len(photos(*urls)) == 2
    assert len(photos(*urls[::-1])) == 2
    assert len(photos(*urls[:: len(copies)], *urls)) == 2


def test_of_copies_the_one_with_the_longest_side_is_taken():
    assert photos("/p/a-400.jpg", "/p/a-1600.jpg", "/p/b-400.jpg", "/p/b-1600.jpg") == [
        "https://homes.example/p/a-1600.jpg",
        "https://homes.example/p/b-1600.jpg",
    ]


def test_a_photo_behind_a_host_that_resizes_is_that_photo():
    shown = (
        "https://homes.example/cdn/width=800,quality=75/https://cdn.example/p/ab.jpg",
        "https://cdn.example/p/ab.jpg",
    )

    assert len(photos(*shown)) == 1


def test_hosts_that_share_the_load_show_the_same_photo():
    assert len(photos("https://img1.homes.example/p/ab.jpg", "https://img2.homes.example/p/ab.jpg")) == 1


@pytest.mark.parametrize(
    "paths",
    [
        [f"/2023/01/{room}-{n}.jpg" for room in ("kitchen", "bath", "hall") for n in (1, 2, 3)],
        ["/12345678/kitchen.jpg", "/12345678/bath.jpg", "/12345678/hall.jpg", "/12345678/front.jpg"],
        ["/1234567/kitchen.jpg", "/1234567/bath.jpg", "/1234568/kitchen.jpg", "/1234569/front.jpg"],
        [f"/{listing}/{n}.jpg" for listing in (ONE_ID, OTHER_ID) for n in range(100, 112)],
        [f"/{listing}/{n}.jpg" for listing in ("1234567", "1234568") for n in range(1, 12)],
        [f"/p/12345678{letter}.jpg" for letter in "abcdefghijklmnopqrstuvwxyz"],
        [f"/p/4711-{letter}.jpg" for letter in "smltbo"],
        [f"/p/2023010210{minute}12.jpg" for minute in range(10, 60)],
        [f"/p/DSC0{n}-HDR.jpg" for n in range(1000, 1300, 5)],
        [f"/p/photo-{n}.jpg" for n in range(100, 300, 10)],
        ["/12345_floorplan.jpg", "/12345_epc.jpg", "/12345_1.jpg", "/12345_2.jpg"],
        [f"/{ONE_ID}/{n}/{room}.jpg" for n, room in enumerate(("living", "bed", "bath", "hall"))],
        [f"/{day}-{room}.jpg" for day in (20240501, 20240502) for room in ("kitchen", "garden")],
        [f"/98765{n}-{state}.jpg" for n in (1, 2, 3) for state in ("staged", "empty")],
        [f"/{picture}-{letter}.jpg" for picture in (10012, 10013) for letter in "abcd"],
        [f"/{drawn}/{room}.jpg" for drawn in (ONE, OTHER) for room in ("kitchen", "garden", "front")],
        [f"/{home}_{kind}.jpg" for home in (12345678, 12345679) for kind in ("photo", "plan")],
        [f"/{camera}_{n}.jpg" for camera in ("DSC", "IMG") for n in ("00123", "00124")],
        [f"/plot-{plot}/{n}.jpg" for plot in (101, 102) for n in (1, 2, 3)],
        ["/media.jpg/1", "/media.jpg/2", "/media.jpg/3"],
    ],
)  # fmt: skip
def test_photos_that_only_look_like_copies_stay_apart(paths):
    assert len(photos(*paths)) == len(paths)


@given(st.lists(st.text(alphabet="ab/-_.$!@?=19x0\n:", max_size=30)))
def test_one_identity_is_given_for_each(identities):
    assert len(without_repeats(identities)) == len(identities)
    assert set(without_repeats(identities)) <= set(identities)


@given(st.lists(st.text(alphabet="ab/-_.$!@?=19x0:%", max_size=30)))
def test_any_addresses_are_survived(paths):
    urls = [f"https://cdn.example/{path}" for path in paths] + [f"https://a.example/https:/{path}" for path in paths]

    assert len(photos(*urls)) <= len(urls)


def test_the_same_figures_behind_many_names_drawn_by_lot_are_copies_and_behind_few_are_photos():
    names = ["f7466a2f1c52272d42c6", "1d6f2a2250f18d628d9d", "13b02deca0e1f15dcf1f", "d83d679c020c3dda875e"]
    copies = [f"/photos/r4581/{name}-p{copy}.jpg" for copy in (1, 5) for name in names]
    assert len(photos(*copies)) == 4
    assert len(photos(*[f"/photos/{name}-p{n}.jpg" for n in (1, 5) for name in names[:2]])) == 4
    assert len(photos(*[f"/photos/{name}-p{n}.jpg" for n in range(1, 7) for name in names])) == 24
