"""The name that heads a block about the seller is the agent's, where nothing says it better."""

import pytest

from listings.extraction.generic.sellers import seller_candidates
from listings.extraction.generic.view import View
from listings.extraction.page import Page


def sellers(body):
    page = Page("https://homes.example/5000001/", f"<html><body>{body}</body></html>")
    return [(candidate.fact, candidate.raw) for candidate in seller_candidates(View(page))]


HOME = "<h1>Mill Cottage</h1><p>3 bedrooms</p>"


@pytest.mark.parametrize(
    ("block", "found"),
    [
        ("<div class='seller-info'><h3>Anna Linde</h3><p>Member since 2019</p></div>", ("agent_name", "Anna Linde")),
        ("<div class='b-agent-card'><span>Offered by</span><b>Weir R Lodge</b></div>", ("agent_name", "Weir R Lodge")),
        ("<a class='x-owner-block__in'><i class='x-owner__name'>Max Muster</i></a>", ("agent_name", "Max Muster")),
        ("<section class='contact-details'><h4>Weir Homes Ltd</h4></section>", ("agent_company", "Weir Homes Ltd")),
    ],
)
def test_the_name_that_is_set_apart_in_a_seller_s_block_is_found(block, found):
    assert sellers(HOME + block) == [found]


@pytest.mark.parametrize(
    "body",
    [
        HOME + "<div class='seller-info'><h3>Contact us</h3><p>Anna Linde</p></div>",
        HOME + "<div class='seller-info'><h3>Send A Message</h3></div>",
        HOME + "<div class='agent-info'><h3>5 Mill Lane</h3></div>",
        HOME + "<div class='agents'><h3>Anna Linde</h3></div>",
        HOME + "<footer><div class='contact-info'><h3>Anna Linde</h3></div></footer>",
        f"<div class='contact-info'><h3>Anna Linde</h3></div>{HOME}",
        HOME + "<div class='agent-info'>" + "<p>word</p>" * 60 + "<h3>Anna Linde</h3></div>",
    ],
)
def test_nobody_else_is(body):
    assert sellers(body) == []
