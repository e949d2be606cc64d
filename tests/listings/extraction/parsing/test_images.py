"""Photos: one per picture, largest copy, nothing that is no photo."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listings.extraction.parsing.images import parse_images, parse_srcset

PAGE = "https://homes.example/listing/1"


def urls(*raw):
    return [image["url"] for image in parse_images(raw, base_url=PAGE)]


@pytest.mark.parametrize(
    ("variants", "largest"),
    [
        (("/p/1_640x480.jpg", "/p/1_1024x768.jpg"), "https://homes.example/p/1_1024x768.jpg"),
        (("/p/7_max_476x317.jpeg", "/p/7.jpeg"), "https://homes.example/p/7.jpeg"),
        (("/p/a.jpg?w=300&h=200", "/p/a.jpg?w=1200&h=800"), "https://homes.example/p/a.jpg?w=1200&h=800"),
        (
            ("https://c.example/645/430/x9.jpg", "https://c.example/1024/768/x9.jpg"),
            "https://c.example/1024/768/x9.jpg",
        ),
        (("/p/9_abc_50x50c.jpg", "/p/9_abc_600x450.jpg"), "https://homes.example/p/9_abc_600x450.jpg"),
        (("/p/9_thumb.jpg", "/p/9_large.jpg"), "https://homes.example/p/9_large.jpg"),
        (("/p/5.jpg?w=800", "/p/5.webp?w=400"), "https://homes.example/p/5.jpg?w=800"),
        (("/s/w_400/q/3.jpg", "/s/w_1600/q/3.jpg"), "https://homes.example/s/w_1600/q/3.jpg"),
        (
            (
                "https://a.example/u/0123456789abcdef0123456789.jpg",
                "https://b.example/300/200/0123456789abcdef0123456789.jpg",
            ),
            "https://a.example/u/0123456789abcdef0123456789.jpg",
        ),
    ],
)
def test_copies_of_one_photo_become_the_largest(variants, largest):
    assert urls(*variants) == [largest]
    assert urls(*reversed(variants)) == [largest]


@pytest.mark.parametrize(
    "raw",
    ["data:image/png;base64,AAAA", "/img/logo.png", "/i/sprite-2.png", "/x/1x1.png", "/a/icon.svg", "/t.gif",
        "javascript:alert(1)",
     "ftp://x.example/a.jpg", "http://[", "", "/p/a_32x32.jpg", "/p/b.jpg?w=16&h=16", "blob:https://x.example/1"],
)  # fmt: skip
def test_what_is_no_photo_is_left_out(raw):
    assert urls(raw) == []


def test_different_photos_stay_apart_in_order():
    assert urls("/p/2.jpg", "/p/1.jpg", "/p/2.jpg") == [
        "https://homes.example/p/2.jpg",
        "https://homes.example/p/1.jpg",
    ]
    assert len(urls("/p/photo.jpg?id=1", "/p/photo.jpg?id=2")) == 2


def test_caption_stays_with_its_photo():
    raw = [
        {"url": "/p/1_300x200.jpg", "caption": "Kitchen &amp; bar"},
        {"contentUrl": "/p/1_900x600.jpg"},
        {"src": "/p/2.jpg"},
    ]
    assert parse_images(raw, base_url=PAGE) == [
        {"url": "https://homes.example/p/1_900x600.jpg", "caption": "Kitchen & bar"},
        {"url": "https://homes.example/p/2.jpg"},
    ]


def test_srcset_gives_its_widest_copy():
    assert urls("/p/1-a.jpg?w=320 320w, /p/1-a.jpg?w=1280 1280w") == ["https://homes.example/p/1-a.jpg?w=1280"]
    assert parse_srcset("a.jpg 1x, b.jpg 1.5x,c.jpg 640w") == [("a.jpg", 100), ("b.jpg", 150), ("c.jpg", 640)]
    assert parse_srcset("https://x.example/c_fill,w_3/a.jpg 2x") == [("https://x.example/c_fill,w_3/a.jpg", 200)]


def test_image_proxy_gives_the_photo_behind_it():
    assert urls("/_next/image?url=https%3A%2F%2Fcdn.example%2Fz.jpg&w=640") == ["https://cdn.example/z.jpg"]


LOCAL_HOSTS = [
    "127.0.0.1", "10.0.0.7", "192.168.1.1", "172.16.0.1", "169.254.169.254", "0.0.0.0", "[::1]", "[fe80::1]",
    "[fc00::1]",
    "[::ffff:127.0.0.1]", "localhost", "LOCALHOST.", "app.localhost", "intranet", "2130706433", "127.1", "0x7f.0.0.0x1",
]  # fmt: skip


@pytest.mark.parametrize("host", LOCAL_HOSTS)
def test_a_picture_of_a_local_host_is_none_of_the_listing(host):
    assert urls(f"http://{host}/p/1.jpg", f"//{host}:8000/p/2.jpg", "/p/3.jpg") == ["https://homes.example/p/3.jpg"]
    assert urls(f"http://user@{host}/p/1.jpg") == []


@pytest.mark.parametrize("host", [*LOCAL_HOSTS, "["])
def test_an_image_proxy_of_a_local_host_stays_the_proxy(host):
    proxy = f"https://homes.example/_next/image?url=http%3A%2F%2F{host}%2Fz.jpg&w=640"
    assert urls(proxy) == [proxy]


@pytest.mark.parametrize("host", ["8.8.8.8", "[2606:4700::1111]", "img.example:8080", "cdn-1.homes.example"])
def test_a_picture_of_a_public_host_is_kept(host):
    assert urls(f"https://{host}/p/1.jpg") == [f"https://{host}/p/1.jpg"]


@given(
    st.lists(
        st.text(max_size=80) | st.dictionaries(st.sampled_from(["url", "srcset", "caption"]), st.text(max_size=80)),
        max_size=8,
    )
)
def test_any_members_are_survived(raw):
    assert all(image["url"].startswith(("http://", "https://")) for image in parse_images(raw, base_url=PAGE))


def test_of_an_object_that_lists_a_photo_s_copies_the_widest_is_taken():
    copies = [{"url": f"/p/{number}-{width}.jpg", "width": width} for number in (1,) for width in (384, 1536, 768)]
    assert urls({"caption": "Garden", "sources": {"jpeg": copies}}) == ["https://homes.example/p/1-1536.jpg"]
    assert urls({"jpeg": copies, "webp": []}) == ["https://homes.example/p/1-1536.jpg"]
    assert urls({"sources": {"jpeg": [{"width": 384}, "x", None]}}) == []
    album = [{"url": f"/p/{number}.jpg", "width": 800} for number in range(4)]
    assert urls({"photos": album}) == []  # a list of its own, not one photo's copies


def test_a_srcset_is_one_photo_however_its_copies_are_called():
    assert urls("/p/a-400.webp 400w, /p/a-1600.webp 1600w") == ["https://homes.example/p/a-1600.webp"]
    assert len(urls("/p/a.webp, /p/b.webp")) == 2
