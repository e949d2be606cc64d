"""What the page's head and address state: <meta>, the language, teasers, the id in the URL."""

from collections.abc import Iterator

from listings.extraction.candidates import Candidate, generic_candidate
from listings.extraction.generic.nodes import is_whole
from listings.extraction.generic.own import Own
from listings.extraction.page import Page

MIN_WHOLE_TEXT_CHARS = 300
ID_TRUST = 0.62
DRAWN_TRUST = 0.56
PATH_TRUST = 0.5
_GEO_POSITION = ("geo.position", "icbm")
_META: dict[str, tuple[str, ...]] = {
    "title": ("og:title", "twitter:title"),
    "main_image": ("og:image", "og:image:secure_url", "og:image:url", "twitter:image"),
    "price": ("product:price:amount", "og:price:amount"),
    "currency": ("product:price:currency", "og:price:currency"),
    "latitude": ("og:latitude", "place:location:latitude"),
    "longitude": ("og:longitude", "place:location:longitude"),
    "city": ("og:locality",),
    "region": ("og:region",),
    "postal_code": ("og:postal-code",),
    "street_address": ("og:street-address",),
    "country": ("og:country-name",),
    "locale_code": ("html:lang", "content-language", "og:locale"),
}


def head_candidates(page: Page, fact: str) -> Iterator[Candidate]:
    """What a page's head states where no mapping needs to say so: its language."""
    for name in _META["locale_code"] if fact == "locale_code" else ():
        for content in page.meta.get(name, ())[:1]:
            yield generic_candidate(fact, content, "meta", name)


def meta_candidates(page: Page) -> Iterator[Candidate]:
    for fact, names in _META.items():
        for name in names:
            contents = page.meta.get(name)
            if contents:
                yield from _positioned(page, fact, contents[0], name)
    for name in _GEO_POSITION:
        for content in page.meta.get(name, ()):
            yield generic_candidate("position", content, "meta", name)


def _positioned(page: Page, fact: str, raw: object, name: str) -> Iterator[Candidate]:
    """A meta candidate; latitude and longitude are proposed together, as one position."""
    if fact == "longitude":
        return
    if fact != "latitude":
        yield generic_candidate(fact, raw, "meta", name)
        return
    longitude = page.meta.get(name.replace("latitude", "longitude"))
    if longitude:
        yield generic_candidate("position", {"latitude": raw, "longitude": longitude[0]}, "meta", name)


def teaser_candidates(page: Page) -> Iterator[Candidate]:
    """What the head says of the page, where it is long enough to be the text and does not break off."""
    for name in ("og:description", "description", "twitter:description"):
        for content in page.meta.get(name, ())[:1]:
            if len(content) >= MIN_WHOLE_TEXT_CHARS and is_whole(content):
                yield generic_candidate("description", content, "meta", name)


def url_candidates(page: Page, own: Own) -> Iterator[Candidate]:
    """What the page's address says: the offer and the kind of property in words, the listing's id in figures."""
    path = page.address.partition("?")[0]
    yield generic_candidate("offer", path, "url", "url")
    yield Candidate(
        "property_type", path.partition("//")[2].partition("/")[2].replace("-", " "), "url", "url", PATH_TRUST
    )
    if own.last_id:
        yield Candidate("reference", own.last_id, "url", "url", ID_TRUST)
    elif own.drawn_id:
        yield Candidate("reference", own.drawn_id, "url", "url", DRAWN_TRUST)
