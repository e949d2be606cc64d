"""One page, one address."""

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
    ]
    assert len({canonicalize_url(url) for url in pages}) == len(pages)


@given(st.text(max_size=100))
def test_any_text_is_an_address_or_invalid(text):
    try:
        check_url(text)
    except InvalidUrl:
        return
    assert text.lower().startswith(("http://", "https://"))


@given(
    st.text(max_size=60),
    st.lists(st.tuples(st.text(min_size=1, max_size=8), st.text(max_size=8)), max_size=3),
)
def test_canonical_of_canonical_is_itself(path, query):
    from urllib.parse import quote, urlencode

    url = f"https://example.com/{quote(path, errors='surrogatepass')}?{urlencode(query, errors='surrogatepass')}"
    try:
        once = canonicalize_url(url)
    except InvalidUrl:
        return
    assert canonicalize_url(once) == once
