"""What is learned from some pages of a host holds for its others."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aimap.induction.captures import MAX_CAPTURES, Capture, UnusableCapturesError
from aimap.induction.learning import learn_mapping
from aimap.induction.writing import mapping_text
from bench.made_portals import STYLES, host_of, make_pages
from listings.extraction.engine import extract
from listings.extraction.mapping import parse_mapping
from listings.extraction.mapping_lint import lint_mapping
from listings.extraction.page import Page
from tests.aimap.induction.pages import HOST, home, learn, price, read, url_of

WALLS = Path(__file__).parents[2] / "pages" / "walls"


def captures(pages):
    return [Capture(page.id, page.url, page.html) for page in pages]


def wall(name):
    """A page of the host that is no listing."""
    return Capture(name, f"https://{HOST}/{name}", (WALLS / f"{name}.html").read_bytes())


def selectors(learned, fact):
    return [rule["css"] for rule in learned.mapping["fields"][fact] if "css" in rule]


@pytest.mark.parametrize("style", STYLES)
def test_unseen_pages_of_the_host_are_read_by_the_learned_mapping_alone(style):
    seen, unseen = make_pages(style, 4), make_pages(style, 8)[4:]
    mapping = parse_mapping(learn_mapping(host=host_of(style), captures=captures(seen)).mapping)
    for page in unseen:
        found = extract(Page(page.url, page.html), mapping=mapping)
        expected = page.home.values()
        for name in ("title", "price_float", "for_sale", "count_bedrooms", "constructed_area", "reference", "city"):
            assert found.values[name] == expected[name], name
        assert [image["url"] for image in found.values["image_urls"]] == list(page.home.photos)  # type: ignore[attr-defined]
        assert page.home.text[:80] in str(found.values["description"])
        assert found.scraper_name == host_of(style).replace(".", "_")
        assert not [trace for trace in found.traces if trace.outcome == "agrees" and trace.fact == "title"]


@pytest.mark.parametrize("style", STYLES)
def test_what_is_written_is_in_order_and_reads_as_it_was_learned(style):
    learned = learn_mapping(host=host_of(style), captures=captures(make_pages(style, 3)))
    text = mapping_text(learned.mapping)
    assert lint_mapping(text.encode()) == []
    assert json.loads(text) == learned.mapping
    assert text.count("\n") > len(learned.mapping["fields"])  # a line for every rule


def test_the_order_in_which_pages_come_does_not_matter():
    pages = captures(make_pages("labels", 5))
    assert learn_mapping(host=host_of("labels"), captures=pages) == learn_mapping(
        host=host_of("labels"), captures=pages[::-1]
    )


def test_one_page_is_enough_to_read_the_next():
    values = read(learn(home(0)), 7, home(7))
    assert (values["price_float"], values["count_bedrooms"]) == (float(price(7)), 8.0)


def test_of_many_pages_twenty_are_read():
    pages = make_pages("state", MAX_CAPTURES + 3)
    learned = learn_mapping(host=host_of("state"), captures=captures(pages))
    assert len(learned.samples) == MAX_CAPTURES
    assert [page.reason for page in learned.left_out] == ["20 other pages are enough"] * 3


def test_a_number_that_is_the_price_on_one_page_by_chance_is_no_place_of_it():
    chance = (price(0), 77, 8_123)
    learned = learn(*(home(n, more=f'<p class="page-visits">{seen}</p>') for n, seen in enumerate(chance)))
    assert not [rule for rule in selectors(learned, "price") if "visits" in rule]


def test_what_all_pages_say_alike_is_no_listings_title():
    site = '<h1 class="site-name">Quay Homes of Leeds and the north</h1>'
    pages = [home(n, headline=f'{site}<h2 class="home-title">House number {n} at the old mill</h2>') for n in range(4)]
    learned = learn(*pages[:3])
    assert read(learned, 3, pages[3])["title"] == "4 bedroom house"


def test_a_company_that_offers_every_home_of_its_site_is_learned():
    agent = '<div class="agent-card">Offered by <b class="agent-company">Quay Homes Ltd</b></div>'
    learned = learn(*(home(n, agent=agent) for n in range(3)))
    assert read(learned, 5, home(5, agent=agent))["agent_company"] == "Quay Homes Ltd"


def test_a_telephone_number_that_is_the_sites_own_is_no_agents():
    footer = '<footer>Quay Homes <a class="hotline" href="tel:+441134960999">0113 496 0999</a></footer>'
    cards = [f'<div class="agent-card"><b class="agent-name">{name}</b></div>' for name in ("Ann Lee", "Bo Ray")]
    learned = learn(*(home(n, agent=cards[n % 2], more=footer) for n in range(4)))
    assert read(learned, 9, home(9, agent=cards[1], more=footer))["agent_phone"] is None


def test_names_that_people_chose_come_before_those_that_a_build_drew():
    def drawn(n):
        return home(n, price=f'<div class="css-1x{n}k9z sc-fKKxfu" data-testid="price">£{price(n):,}</div>')

    learned = learn(*map(drawn, range(3)))
    assert selectors(learned, "price")[0] == 'div[data-testid="price"]'
    assert read(learned, 6, drawn(6))["price_float"] == float(price(6))


def test_no_place_is_found_by_counting_children():
    for style in STYLES:
        text = mapping_text(learn_mapping(host=host_of(style), captures=captures(make_pages(style, 3))).mapping)
        assert "nth-" not in text


def test_names_drawn_by_lot_are_used_where_nothing_better_is_there():
    def only_drawn(n):
        return home(n, address=f'<section><div class="css-9qk2x1">{n + 3} Mill Lane, Leeds, LS1 4AP</div></section>')

    values = read(learn(*map(only_drawn, range(3))), 8, only_drawn(8))
    assert values["postal_code"] == "LS1 4AP"


def test_a_place_that_is_gone_after_a_redesign_has_others_behind_it():
    def both(n):
        return home(n, head=f'<meta property="product:price:amount" content="{price(n)}">')

    learned = learn(*map(both, range(3)))
    assert len(learned.mapping["fields"]["price"]) > 1
    without = both(5).replace('class="listing-price"', 'class="x"')
    assert read(learned, 5, without)["price_float"] == float(price(5))


def test_two_makes_of_page_of_one_host_are_learned_together():
    labels = make_pages("labels", 5)
    states = [(page, page.url.replace("statehomes", "labelshomes")) for page in make_pages("state", 5)]
    both = [*captures(labels[:3]), *(Capture(f"s{page.id}", url, page.html) for page, url in states[:3])]
    mapping = parse_mapping(learn_mapping(host=host_of("labels"), captures=both).mapping)
    for page, url in [*((page, page.url) for page in labels[3:]), *states[3:]]:
        values = extract(Page(url, page.html), mapping=mapping).values
        assert (values["price_float"], values["title"]) == (float(page.home.price), page.home.title)


def test_pages_of_two_languages_are_learned_together():
    def german(n):
        facts = f"<table id=facts><tr><th>Schlafzimmer</th><td>{n + 1}</td></tr></table>"
        return (
            home(n, facts=facts)
            .replace("en-GB", "de-DE")
            .replace("bedroom house for sale in", "-Zimmer-Haus kaufen in")
        )

    learned = learn(home(0), german(1), home(2), german(3), home(4))
    assert read(learned, 6, home(6))["count_bedrooms"] == 7.0
    assert read(learned, 6, german(6))["count_bedrooms"] == 7.0


def test_pages_that_are_no_listings_and_those_of_other_hosts_are_left_out():
    pages = [Capture(f"p{n}", url_of(n), home(n)) for n in range(2)]
    others = [*map(wall, ("gone", "cloudflare", "search")), Capture("empty", f"https://{HOST}/e", b"")]
    foreign = Capture("foreign", "https://elsewhere.example/1", home(3))
    learned = learn_mapping(host=HOST, captures=[*others, foreign, *pages])
    assert learned.samples == ("p0", "p1")
    reasons = {page.id: page.reason.partition(":")[0] for page in learned.left_out}
    assert reasons == {
        "gone": "gone", "cloudflare": "blocked", "search": "not_a_listing", "empty": "failed",
        "foreign": "of another host",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("host", "pages", "message"),
    [
        (HOST, [], "no pages"),
        ("elsewhere.example", [home(0)], "none of the 1 pages is of 'elsewhere.example'"),
        ("", [home(0)], "is of ''"),
        (HOST, [""], "p0 is failed: the page is empty"),
        (HOST, ["<h1>About us</h1>"], "is a listing: p0 is not_a_listing"),
    ],
)
def test_pages_that_teach_nothing_are_refused_with_the_reason(host, pages, message):
    taken = [Capture(f"p{n}", url_of(n), html) for n, html in enumerate(pages)]
    with pytest.raises(UnusableCapturesError, match=message):
        learn_mapping(host=host, captures=taken)


def test_bytes_that_are_not_utf8_are_read_as_browsers_do():
    pages = [home(n).replace("Mill Lane", "Müller Lane").encode("cp1252") for n in range(3)]
    taken = [Capture(f"p{n}", url_of(n), html) for n, html in enumerate(pages)]
    learned = learn_mapping(host=HOST, captures=taken)
    assert "Müller Lane" in str(
        read(learned, 4, home(4).replace("Mill Lane", "Müller Lane").encode("cp1252"))["address_string"]
    )


def test_the_market_of_a_host_that_nobody_registered_is_written_down():
    market = learn(*map(home, range(2))).mapping["market"]
    assert (market["country"], market["currency"], market["locale"]) == ("GB", "GBP", "en-GB")


def test_findings_count_what_the_mapping_states_beside_what_is_agreed():
    found = {finding.fact: finding for finding in learn(*map(home, range(3))).findings}
    price_found = found["price"]
    assert (price_found.agreed, price_found.alike, price_found.otherwise, price_found.missed) == (3, 3, 0, 0)
    assert price_found.rules == len(learn(*map(home, range(3))).mapping["fields"]["price"])


PIECES = st.sampled_from(
    [
        "</main>", "<script>", "</script>", "<table>", "<h1>", "</div>", "<!--", '"', "{", "}", "[", "£", "\x00",
        "\ud800", "<a:b c", "<\u00e9t\u00e9>",
        '<script>var x = {"price": ', '<script type="application/ld+json">{"@type": "House", "name": ',
        '<p class="', "<template>", "<svg>", "&#0;", "<select>", '<base href="//">', '<div data-state=\'{"a": [1]}\'>',
    ]
)  # fmt: skip


def learned_text(html: str, count: int) -> str:
    """The mapping learned from a broken page, alone or beside a whole one; why none is learned."""
    pages = [Capture("broken", url_of(0), html), Capture("whole", url_of(1), home(1))][:count]
    try:
        return mapping_text(learn_mapping(host=HOST, captures=pages).mapping)
    except UnusableCapturesError as error:
        return str(error)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, 2_000), PIECES), max_size=6), st.integers(1, 2))
def test_broken_pages_teach_a_mapping_in_order_or_are_refused(cuts, count):
    html = home(0)
    for at, piece in cuts:
        html = html[:at] + piece + html[at:]
    text = learned_text(html, count)
    if count == 1 and not text.startswith("{"):
        assert "broken is " in text
    else:
        assert lint_mapping(text.encode()) == []
