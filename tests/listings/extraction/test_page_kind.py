"""A page's kind is judged from its structure, not from words that a listing may use as well."""

import pytest

from listings.extraction.engine import extract
from listings.extraction.page import Page
from listings.extraction.result import Status

URL = "https://homes.example/details/5000001/"
LISTING = (
    '<html><head><title>{title}</title></head><body><h1>Mill Cottage</h1><p class="price">£212,000</p>'
    "<dl><dt>Bedrooms</dt><dd>3</dd><dt>Postcode</dt><dd>WB9 3EF</dd></dl><p>{text}</p>{extra}</body></html>"
)


def judged(html: str, url: str = URL) -> Status:
    return extract(Page(url, html)).status


def listing(title: str = "Mill Cottage", text: str = "Stone and slate.", extra: str = "") -> str:
    return LISTING.format(title=title, text=text, extra=extra)


@pytest.mark.parametrize(
    "html",
    [
        listing(),
        listing(text="The form asks for a captcha before it shows the number."),
        listing(extra='<script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script>'),
        listing(extra='<script src="https://www.google.com/recaptcha/api.js"></script>'),
        listing(text="The barn that stood here was removed and is no longer available as an annexe."),
        listing(extra="<section><h2>Similar homes</h2>" + '<b class="price">£1</b>' * 8 + "</section>"),
    ],
)
def test_a_listing_stays_one_whatever_else_it_says(html):
    assert judged(html) is Status.OK


@pytest.mark.parametrize(
    "html",
    [
        "<html><head><title>404 Not Found</title></head><body><h1>404</h1></body></html>",
        "<html><body><h1>This property is no longer available</h1><p>See others like it.</p></body></html>",
        "<html><body><h1>Este anuncio ya no está disponible</h1></body></html>",
        "<html><body><h2>Cette annonce n’est plus disponible</h2></body></html>",
        "<html><body><p>お探しの物件は掲載終了しました</p></body></html>",
    ],
)
def test_a_listing_that_is_gone_is_gone(html):
    assert judged(html) is Status.GONE


@pytest.mark.parametrize(
    "html",
    [
        "<html><body><h1>Estate agents in Millhaven</h1><p>We sell homes.</p></body></html>",
        "<html><body><h1>Sign in</h1><form><input type=password></form></body></html>",
        "%PDF-1.7 \x01\x02 binary",
        "just a line of text",
    ],
)
def test_what_is_no_listing_is_none(html):
    assert judged(html) is Status.NOT_A_LISTING


def test_a_page_that_lists_several_is_no_listing():
    item = '{"@type": "House", "name": "h", "offers": {"price": 1, "priceCurrency": "GBP"}}'
    several = ",".join([item] * 6)
    html = listing(extra=f'<script type="application/ld+json">[{several}]</script>')
    assert judged(html) is Status.NOT_A_LISTING


@pytest.mark.parametrize("html", ["", "   \n\t", "\x00\x00"])
def test_an_empty_page_failed(html):
    assert judged(html) in (Status.FAILED, Status.NOT_A_LISTING)


def test_nothing_leaks_from_a_page_that_is_no_listing():
    extraction = extract(Page(URL, "<html><head><title>404</title></head><body><p class=price>£5</p></body></html>"))
    stated = {name for name, value in extraction.values.items() if value not in (None, [])}
    assert extraction.status is Status.GONE
    assert stated == {"import_url"}
