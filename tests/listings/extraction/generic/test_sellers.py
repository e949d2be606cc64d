"""The name that heads a block about the seller is the agent's, where nothing says it better."""

import pytest

from listings.extraction.generic.sellers import seller_candidates
from listings.extraction.generic.view import View
from listings.extraction.page import Page
from tests.listings.extraction.generic.snippets import PROSE, values_of


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


@pytest.mark.parametrize(
    "block",
    [
        "<div class='agent'><img src='a.jpg'><h5>Callum Prior</h5><p>Director</p>{}</div>",
        "<div class='broker'><strong>Callum Prior</strong>{}</div>",
        "<div class='negotiator-card'><h4>Callum Prior</h4>{}</div>",
        "<div class='contactAgent'><p class='nom'>Callum Prior</p>{}</div>",
        "<div class='ficha-agente'><p class='nombre'>Le atiende: Callum Prior</p>{}</div>",
        "<section class='contact-agent'><h3>Callum Prior</h3>{}</section>",
    ],
)
def test_a_card_with_a_name_and_a_way_to_reach_it_says_who_offers_the_home(block):
    whole = f"{HOME}<p>€250,000</p><p>90 m²</p><p>{PROSE}</p>" + block.format("<a href='tel:+442079460018'>Call</a>")

    assert values_of(whole)["agent_name"] == "Callum Prior"


def test_a_block_called_agent_that_nobody_is_reached_by_names_nobody():
    assert sellers(HOME + "<div class='agent'><h5>Callum Prior</h5></div>") == []


@pytest.mark.parametrize(
    "body",
    [
        "<h2>Información de la inmobiliaria</h2><h3>Inmobiliaria Cantera Rosa</h3><p>64 propiedades</p>",
        "<house-company-profile><h2>Inmobiliaria Cantera Rosa</h2><button>Ver más</button></house-company-profile>",
        "<div class='agency-card-large'><h4>Inmobiliaria Cantera Rosa</h4><p>Calle 5</p><p>Lunes a viernes</p></div>",
        "<div class='offerOwner'><h3>Inmobiliaria Cantera Rosa</h3><p>Calle 5</p><p>Lunes a viernes</p></div>",
    ],
    ids=["heading", "a program's own tag", "mark", "owner of the offer"],
)
def test_who_offers_the_home_heads_a_block_that_is_named_for_them(body):
    found = sellers(f"<h1>Casa</h1><p>3 recámaras</p><section>{body}</section>")
    assert found == [("agent_company", "Inmobiliaria Cantera Rosa")]


def test_a_button_below_the_heading_is_nobody_s_name():
    assert (
        sellers(f"{HOME}<section><h2>About the agency</h2><button>Green Homes</button><p>Weekdays</p></section>") == []
    )
