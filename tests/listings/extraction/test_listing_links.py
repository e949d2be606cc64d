"""The listings of a search page, and nothing else that it links to."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listings.extraction.listing_links import MAX_LINKS, listing_links
from listings.extraction.mapping import shipped_mapping
from listings.extraction.page import Page
from listings.extraction.portals import find_portal
from propscrape.canonical_url import canonicalize_url

PAGES = Path(__file__).parents[2] / "pages"
HOST = "https://homes.example"
RIGHTMOVE = "https://www.rightmove.co.uk/property-for-sale/find.html?locationIdentifier=REGION%5E1016"


def links_of(file: str, url: str) -> list[str]:
    return listing_links(Page(url=url, html=(PAGES / file).read_bytes()), None)


def links_in(html: str, url: str = f"{HOST}/for-sale") -> list[str]:
    portal = find_portal(url)
    return listing_links(Page(url=url, html=html), portal, shipped_mapping(portal.slug) if portal else None)


def cards(*links: str, price: str = "£250,000") -> str:
    return "".join(f'<div><a href="{link}">A home</a><p>{price}</p></div>' for link in links)


HOMES = ["/home/1001", "/home/1002", "/home/1003"]


def test_a_list_in_json_ld_is_read_with_what_the_page_shows_of_it():
    assert links_of("search_item_list/results.html", "https://www.moorandmill.example/for-sale/wharfedale") == [
        "https://www.moorandmill.example/home/crag-view-479951",
        "https://www.moorandmill.example/home/weir-cottage-480113",
        "https://www.moorandmill.example/home/flat-3-tannery-court-480297",
        "https://www.moorandmill.example/home/paddock-with-planning-478820",
    ]


def test_the_state_of_a_page_that_a_script_fills_is_read():
    assert links_of("search_state/results.html", "https://www.calycanto.example/es/comprar/valdeplata") == [
        f"https://www.calycanto.example/es/piso/valdeplata/{number}/d" for number in (7120455, 7120461, 7119802)
    ]


def test_cards_are_told_from_filters_pages_agents_articles_adverts_and_similar_homes():
    assert links_of("search_cards/results.html", "https://www.giebelwerk.example/kaufen/haus/birkenau") == [
        "https://www.giebelwerk.example/objekt/81234567",
        "https://www.giebelwerk.example/objekt/81239990",
        "https://giebelwerk.example/objekt/81201003",
        "https://www.giebelwerk.example/objekt/81240777",
    ]


@pytest.mark.parametrize("name", ["navigation", "no_results"])
def test_a_page_without_results_leads_to_no_listing(name):
    assert links_of(f"search_nothing/{name}.html", "https://www.moorandmill.example/for-sale/nidderdale") == []


def test_a_listings_own_page_leads_to_none():
    own = "https://www.giebelwerk.example/objekt/81230000"
    assert links_of("search_cards/results.html", own) == []


def test_where_the_portals_addresses_are_known_one_card_is_enough():
    html = cards("/properties/162000001#/?channel=RES_BUY") + cards("/estate-agents/agent/Mill/Otley-30443.html")
    assert links_in(html, RIGHTMOVE) == ["https://www.rightmove.co.uk/properties/162000001"]
    assert links_in(html) == []


def test_of_a_known_portals_listing_no_links_are_taken():
    html = cards(*[f"/properties/16200000{number}" for number in range(5)])
    assert links_in(html, "https://www.rightmove.co.uk/properties/900000101?channel=RES_BUY") == []


def test_listings_without_ids_are_known_by_names():
    names = ["/homes/old-mill-by-the-weir", "/homes/flat-on-the-square", "/homes/barn-with-two-fields"]
    assert links_in(cards(*names)) == [HOST + name for name in names]


def test_an_id_may_stand_in_the_query():
    html = cards(
        "/detail.php?id=1001&amp;lang=en", "/detail.php?id=1002&amp;lang=en", "/detail.php?id=1003&amp;lang=en"
    )
    assert links_in(html) == [f"{HOST}/detail.php?id={number}&lang=en" for number in (1001, 1002, 1003)]


def test_listings_under_paths_of_different_places_are_one_kind():
    homes = ["/otley/house/31944392", "/ilkley/house/31939569", "/skipton/flat/30646900", "/otley/flat/31963686"]
    assert links_in(cards(*homes)) == [HOST + home for home in homes]


def test_two_cards_are_too_few_to_tell():
    assert links_in(cards(*HOMES[:2])) == []


def test_links_without_prices_are_no_listings():
    assert links_in(cards(*HOMES, price="4 minutes to read")) == []


@pytest.mark.parametrize(
    "link",
    [
        "javascript:open(1004)",
        "mailto:1004@homes.example",
        "tel:01943100400",
        "data:text/html,1004",
        "ftp://homes.example/home/1004",
        "https://elsewhere.example/home/1004",
        "//elsewhere.example/home/1004",
        "https://nothomes.example/home/1004",
        "https://homes.example.elsewhere.example/home/1004",
        "https://user:secret@homes.example/home/1004",
        "https://homes.example:99999/home/1004",
        "http://[homes.example/home/1004",
        "/home/1004\\x",
        "/home/10 04",
        "/home/1004.jpg",
        "/home/1004\u202e",
        f"/home/1004{'x' * 3000}",
        "#1004",
        "",
    ],
)
def test_links_that_lead_elsewhere_or_nowhere_are_passed_over(link):
    assert links_in(cards(*HOMES, link)) == [HOST + home for home in HOMES]


def test_hosts_below_the_portals_count_and_every_address_is_taken_once():
    same = ["https://www.homes.example/home/1001/", "http://homes.example/home/1001#map", "/home/1001?utm_source=x"]
    assert links_in(cards(*HOMES, *same, "https://leeds.homes.example/home/1004")) == [
        *[HOST + home for home in HOMES],
        "https://leeds.homes.example/home/1004",
    ]


@pytest.mark.parametrize(
    ("base", "found"),
    [("/en/", f"{HOST}/en/home/1001"), ("https://www.homes.example/fr/", "https://www.homes.example/fr/home/1001")],
)
def test_relative_links_are_relative_to_the_base(base, found):
    html = f'<head><base href="{base}"></head>' + cards("home/1001", "home/1002", "home/1003")
    assert links_in(html)[:1] == [found]


def test_a_bare_list_in_data_counts_where_the_page_does_not_show_it():
    items = ",".join(f'{{"@type": "ListItem", "url": "{home}"}}' for home in HOMES)
    data = f'<script type="application/ld+json">{{"@type": "ItemList", "itemListElement": [{items}]}}</script>'
    assert links_in(data + "<div id='root'></div>") == [HOST + home for home in HOMES]
    assert links_in(data + "<nav>" + "".join(f'<a href="{home}">x</a>' for home in HOMES) + "</nav>") == []
    assert links_in(data + cards(HOMES[2], HOMES[1], HOMES[0])) == [HOST + home for home in reversed(HOMES)]


def test_a_search_pages_own_address_is_none_of_its_listings():
    offers = f'<script type="application/ld+json">{{"@type": "Product", "url": "{HOST}/homes-in/60311"}}</script>'
    assert links_in(offers + cards(*HOMES, "/homes-in/60311"), f"{HOST}/homes-in/60311") == [HOST + h for h in HOMES]


def test_a_base_elsewhere_takes_the_links_with_it():
    assert links_in('<head><base href="https://elsewhere.example/"></head>' + cards(*HOMES)) == []


def test_no_more_than_200_are_taken_of_however_many():
    found = links_in(cards(*[f"/home/{number}" for number in range(100_000, 150_000)]))
    assert found == [f"{HOST}/home/{number}" for number in range(100_000, 100_000 + MAX_LINKS)]


def test_lists_in_data_are_bounded_too():
    homes = ",".join(f'{{"@type": "House", "url": "/home/{number}"}}' for number in range(10_000, 60_000))
    html = f'<script type="application/ld+json">{{"@type": "ItemList", "itemListElement": [{homes}]}}</script>'
    assert len(links_in(html)) == MAX_LINKS


fragments = st.sampled_from(
    [
        "<a href='/home/1001'>", "<a href='/home/1002?x=1'>", "<a href=", "</a>", "<div>", "</div>", "£100,000",
        "<nav>", "<h2>Similar homes</h2>", "<base href='//['>", "\x00",
        "<script type='application/ld+json'>", "</script>",
        '{"@type": "ItemList", "itemListElement": [{"@type": "House", "url": "/home/1003"}, null, 5, {"item": []}]}',
        '<script id="__NEXT_DATA__" type="application/json">', '[{"price": 1, "url": "/home/1004"}, {"price": []}]',
        "<template>", "\ud800", "<a href='http://[::1'>",
    ]
)  # fmt: skip


@given(st.lists(fragments, max_size=30).map("".join), st.sampled_from([HOST, "", "not a url", "http://[", RIGHTMOVE]))
def test_any_text_is_judged_and_every_link_found_can_be_fetched(html, url):
    for link in links_in(html, url):
        assert canonicalize_url(link)
