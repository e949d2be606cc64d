"""One page, one address."""

from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from propscrape.canonical_url import canonicalize_url, check_url
from propscrape.errors import InvalidUrl

SAME_PAGE = [
    "https://www.example.com/homes/1",
    "http://example.com/homes/1",
    "https://EXAMPLE.com:443/homes/1/",
    "http://example.com:80/homes/1",
    "https://example.com./homes/1#photos",
    "https://example.com/homes/1?utm_source=x&gclid=1&fbclid=2",
    "https://example.com/hom%65s/1",
]


@pytest.mark.parametrize("url", SAME_PAGE)
def test_ways_to_write_one_page(url):
    assert canonicalize_url(url) == "https://example.com/homes/1"


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("https://example.com", "https://example.com"),
        ("https://example.com/", "https://example.com"),
        ("https://example.com/a?b=2&a=1", "https://example.com/a?a=1&b=2"),
        ("https://example.com/a?id=1&id=0", "https://example.com/a?id=0&id=1"),
        ("https://example.com/a?empty=", "https://example.com/a?empty="),
        ("https://example.com:8080/a", "https://example.com:8080/a"),
        ("https://müller.example/straße", "https://xn--mller-kva.example/stra%C3%9Fe"),
        ("https://example.com/a%2Bb c".replace(" ", "%20"), "https://example.com/a+b%20c"),
        ("https://[2001:db8::1]/a", "https://[2001:db8::1]/a"),
        ("https://example.com/%FF", "https://example.com/%FF"),
        ("https://example.com/a?id=%ff", "https://example.com/a?id=%FF"),
        ("https://example.com/a%2fb", "https://example.com/a%2Fb"),
        ("https://www.www.example.com/a", "https://example.com/a"),
        ("https://www.com/a", "https://www.com/a"),
        ("http://example.com:443/a", "https://example.com/a"),
        ("https://example.com:80/a", "https://example.com:80/a"),
    ],
)
def test_canonical_form(url, canonical):
    assert canonicalize_url(url) == canonical


def test_different_pages_stay_different():
    pages = [
        "https://example.com/1",
        "https://example.com/2",
        "https://example.com/1?unit=2",
        "https://m.example.com/1",
        "https://example.com/1?id=%ff",
        "https://example.com/1?id=%fe",
        "https://example.com/1/2",
        "https://example.com/1%2F2",
        "https://example.com:80/1",
    ]
    assert len({canonicalize_url(url) for url in pages}) == len(pages)


@given(st.text(max_size=100))
def test_any_text_is_an_address_or_invalid(text):
    try:
        check_url(text)
    except InvalidUrl:
        return
    assert text.lower().startswith(("http://", "https://"))


HOSTS = st.one_of(
    st.lists(st.sampled_from(["www", "com", "a", "xn--mller-kva", "müller"]), min_size=1, max_size=4).map(".".join),
    st.sampled_from(["[2001:db8::1]", "EXAMPLE.com."]),
)


@given(
    st.sampled_from(["http", "https"]),
    HOSTS,
    st.sampled_from(["", ":80", ":443", ":8080"]),
    st.text(max_size=40) | st.sampled_from(["%2F", "/%2f/", "%ff", "//", "/./.."]),
    st.lists(st.tuples(st.text(min_size=1, max_size=8), st.text(max_size=8)), max_size=3),
    st.sampled_from(["", "&x=%ff", "&=", "&&", "&x=%2B+"]),
)
def test_canonical_of_canonical_is_itself(scheme, host, port, path, query, tail):
    quoted = path if path.isascii() and "%" in path else quote(path, errors="surrogatepass")
    url = f"{scheme}://{host}{port}/{quoted}?{urlencode(query, errors='surrogatepass')}{tail}"
    try:
        once = canonicalize_url(url)
    except InvalidUrl:
        return
    assert canonicalize_url(once) == once
