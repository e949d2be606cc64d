"""Captured search pages of real portals: the listings each leads to, known by the addresses its portal gives them."""

import gzip
import json
import re
from pathlib import Path

import pytest

from listings.extraction.listing_links import listing_links
from listings.extraction.mapping import shipped_mapping
from listings.extraction.page import Page
from listings.extraction.portals import find_portal

SHARED = Path(__file__).parents[4] / "shared" / "pages"
TRUTH = SHARED / "truth.json"
# What the address of every listing is there, and how many the page leads to; similar homes are not among them
SEARCHES = {
    "search_gb_onthemarket": (r"/details/\d+/", 28),
    "search_hu_ingatlan": (r"/[\w-]+/elado\+haz/[\w-]+/\d{8}", 19),
    "search_nl_funda": (r"/huur/amsterdam/[a-z]+-\d{8}-[\w-]+/", 20),
    "search_nl_pararius": (r"/[\w-]+/amsterdam/[0-9a-f]{8}/[\w/-]+", 30),
    "search_rs_nekretnine": (r"/stambeni-objekti/stanovi/[\w-]+/Nk[\w-]+/", 25),
    "search_se_booli": (r"/(?:bostad|annons)/\d+", 35),
    "search_us_redfin": (r"/CA/[\w-]+/[\w/-]+/home/\d+", 21),
}

pytestmark = [
    pytest.mark.shared_pages,
    pytest.mark.skipif(not TRUTH.is_file(), reason="../shared/pages is not here"),
]


def links_of(key: str, url: str) -> list[str]:
    html = gzip.decompress(SHARED.joinpath("pages", f"{key}.html.gz").read_bytes())
    portal = find_portal(url)
    return listing_links(Page(url=url, html=html), portal, shipped_mapping(portal.slug) if portal else None)


@pytest.mark.parametrize("key", SEARCHES)
def test_a_search_page_leads_to_its_listings_and_to_nothing_else(key):
    address, count = SEARCHES[key]
    links = links_of(key, json.loads(TRUTH.read_text("utf-8"))[key]["url"])
    assert len(links) == count
    assert [link for link in links if not re.fullmatch(rf"https://(?:www\.)?[a-z.]+{address}", link)] == []


def test_a_listing_a_wall_and_a_dead_page_lead_to_none():
    pages = json.loads(TRUTH.read_text("utf-8"))
    urls = {key: page["url"] for key, page in pages.items() if page.get("url") and key not in SEARCHES}
    assert {key: links for key, url in urls.items() if (links := links_of(key, url))} == {}
