"""Who offers the home, told from whose site it is."""

import pytest

from listings.extraction.generic.people import people_candidates
from tests.listings.extraction.generic.snippets import PROSE, best, raws, trust_of, values_of, view_of

HOME = f"<h1>House</h1><p>€250,000</p><p>90 m²</p><p>{PROSE}</p>"


def people(body, fact):
    return raws(people_candidates(view_of(body)), fact)


@pytest.mark.parametrize(
    ("body", "fact", "raw"),
    [
        ("<a href='tel:+442079460000'>Call</a>", "agent_phone", "+442079460000"),
        ("<a href='callto:+442079460000'>Call</a>", "agent_phone", "+442079460000"),
        ("<a href='mailto:ann@homes.example'>Write</a>", "agent_email", "ann@homes.example"),
        ("<p>020 7946 0000</p>", "agent_phone", "020 7946 0000"),
        ("<p>Tel: 020 7946 0000</p>", "agent_phone", "Tel: 020 7946 0000"),
        ("<p>Tél. +33 1 99 00 12 34</p>", "agent_phone", "Tél. +33 1 99 00 12 34"),
        ("<p>(415) 555-0100</p>", "agent_phone", "(415) 555-0100"),
        ("<p class='agent-name'>Ann Exemplar</p>", "agent_name", "Ann Exemplar"),
        ("<p class='agency-name'>Exemplar Homes</p>", "agent_company", "Exemplar Homes"),
        ("<b data-testid='agencyName'>Exemplar Homes</b>", "agent_company", "Exemplar Homes"),
    ],
)
def test_people_are_read_from_links_numbers_and_names(body, fact, raw):
    assert people(HOME + body, fact) == [raw]


@pytest.mark.parametrize(
    "body",
    [
        "<p>900000123</p>",  # an id
        "<p>20.05.2024</p>",
        "<p>2024-05-20</p>",
        "<p>1.5.2024 - 31.12.2024</p>",
        "<p>250 000</p>",
        "<p>Built 1987 to 1990</p>",
        "<p>Call 020 7946 0000 or write to the office</p>",
        "<a href='tel:'>Call</a>",
        "<footer><a href='tel:+442079460000'>Call</a></footer>",
        "<div class='similar-listings'><a href='tel:+442079460000'>Call</a></div>",
        "<a href='/tel:123456789'>x</a>",
    ],
)
def test_ids_dates_sums_and_small_print_are_no_telephone(body):
    assert people(HOME + body, "agent_phone") == []


def test_a_number_above_the_headline_is_the_site_s_and_gives_way():
    header = "<header><a href='tel:+442079460999'>Helpline</a></header>"
    found = list(people_candidates(view_of(f"{header}{HOME}<a href='tel:+442079460000'>Ann</a>")))
    assert best(found, "agent_phone") == "+442079460000"
    assert trust_of(found, "agent_phone", "+442079460999") < trust_of(found, "agent_phone", "+442079460000") - 0.1


def test_a_written_number_beats_the_site_s_linked_one():
    body = f"<header><a href='tel:+442079460999'>Helpline</a></header>{HOME}<p>020 7946 0000</p>"
    assert values_of(body, url="https://www.onthemarket.com/details/900000123/")["agent_phone"] == "+442079460000"


def test_the_site_s_own_number_is_taken_where_there_is_no_other():
    body = f"<header><a href='tel:+442079460999'>Helpline</a></header>{HOME}"
    assert people(body, "agent_phone") == ["+442079460999"]


@pytest.mark.parametrize(
    "text", ["Contact agent", "Show phone", "Send a message", "View profile", "Anfrage senden", "Contacter", "Agent"]
)
def test_a_button_is_no_name(text):
    values = values_of(f"{HOME}<p class='agent-name'>{text}</p>")
    assert values["price_float"] == 250_000
    assert values["agent_name"] is None


def test_a_block_of_many_texts_is_no_name():
    block = "<div class='agent-name'><p>Ann</p><p>Exemplar</p><p>Sells homes</p></div>"
    assert people(HOME + block, "agent_name") == []


@pytest.mark.parametrize(
    ("link", "fact", "raw"),
    [
        ("<a href='/real-estate-agent/anna-lindqvist-17'>Anna Lindqvist</a>", "agent_name", "Anna Lindqvist"),
        ("<a href='https://x.example/agents/lindqvist/'>Anna Lindqvist</a>", "agent_name", "Anna Lindqvist"),
        ("<a href='/agenzie/8/mill-casa'>Casa Immobiliare</a>", "agent_company", "Casa Immobiliare"),
        ("<a href='/agencies/mill-homes-23'>Mill Homes</a>", "agent_company", "Mill Homes"),
    ],
)
def test_a_name_may_link_to_the_page_about_who_bears_it(link, fact, raw):
    assert people(HOME + link, fact) == [raw]


@pytest.mark.parametrize(
    "link",
    [
        "<a href='/agents/'>All agents</a>",
        "<a href='/agents/anna-lindqvist'>Show number</a>",
        "<a href='/for-sale/anna-lindqvist'>Anna Lindqvist</a>",
        "<nav><a href='/agents/anna-lindqvist'>Anna Lindqvist</a></nav>",
        "<a href='/agents/find-an-agent'>Find an Agent</a>",
        "<a href='/agency/terms-of-use'>Terms of Use</a>",
        "<a href='/agents/madrid'>Madrid</a>",
        "<a href='/inmobiliaria/venta/piso-en-madrid'>Piso en Madrid</a>",
        "<a href='/makler/ratgeber/immobilie-verkaufen'>Immobilie Verkaufen</a>",
        "<a href='/imobiliaria/apartamento-t2-lisboa-77'>Apartamento T2 Lisboa</a>",
    ],
)
def test_other_links_name_nobody(link):
    assert people(HOME + link, "agent_name") + people(HOME + link, "agent_company") == []


@pytest.mark.parametrize(
    ("picture", "company"),
    [
        ("<img class='agency-logo' src='/l.png' alt='MILL IMMOBILIER'>", ["MILL IMMOBILIER"]),
        ("<div class='agency-logo'><a href='/x'><img src='/l.png' alt='Logo of Mill Homes'></a></div>", ["Mill Homes"]),
        ("<img class='agency-logo' src='/l.png' alt='agent-logo'>", []),
        ("<img class='agency-logo' src='/l.png'>", []),
        ("<img src='/l.png' alt='Mill Homes'>", []),
        ("<div class='partner-logo'><img src='/l.png' alt='Mill Homes'></div>", []),
        ("<div class='agency-logo'><img src='/l.png' alt='App Store'></div>", []),
    ],
)
def test_a_logo_behind_the_headline_is_called_like_the_company(picture, company):
    assert people(HOME + picture, "agent_company") == company
    assert people(picture + HOME, "agent_company") == []  # the site's own


def test_a_logo_of_the_site_itself_names_no_company():
    body = HOME + "<img class='agency-logo' src='/l.png' alt='Mill Homes'>"
    assert raws(people_candidates(view_of(body, url="https://www.millhomes.example/1")), "agent_company") == []


@pytest.mark.parametrize(
    "block",
    [
        "<div class='contact-form'>{}</div>",
        "<section><h3>Contact the agent</h3><div>{}</div></section>",
        "<div id='enquiry-form'>{}</div>",
    ],
)
def test_a_form_to_write_to_the_agent_says_who_that_is(block):
    card = "<p class='agent-name'>Ann Exemplar</p><a href='tel:+442079460018'>Call</a>"

    assert people(HOME + block.format(card), "agent_name") == ["Ann Exemplar"]
    assert people(HOME + block.format(card), "agent_phone") == ["+442079460018"]


def test_such_a_form_among_other_homes_or_small_print_says_nothing():
    card = "<div class='contact-form'><p class='agent-name'>Ann Exemplar</p><a href='tel:+442079460018'>Call</a></div>"

    assert people(f"{HOME}<footer>{card}</footer>", "agent_name") == []
    assert people(f"{HOME}<div class='similar-listings'>{card}</div>", "agent_phone") == []


def test_a_form_states_nothing_else_of_the_home():
    values = values_of(HOME + "<div class='contact-form'><label>Bedrooms</label><b>7</b></div>")

    assert values["count_bedrooms"] is None


def test_a_telephone_number_is_of_the_country_that_the_page_names():
    card = "<p class='agent-name'>Ann Exemplar</p><a href='tel:3125550118'>Call</a>"
    place = '{"@type":"House","address":{"addressCountry":"US"}}'
    values = values_of(
        HOME + card, head=f"<script type='application/ld+json'>{place}</script>", url="https://homes.example.com/1"
    )

    assert values["agent_phone"] == "+13125550118"


@pytest.mark.parametrize("text", ["585.227.000", "1,250,000"])
def test_an_amount_whose_sign_stands_apart_is_no_telephone_number(text):
    assert people(f"{HOME}<p><span>$</span><span>{text}</span></p>", "agent_phone") == []


def test_a_number_behind_the_word_contact_is_one():
    assert people(f"{HOME}<p>Contact: 512-555-0139</p>", "agent_phone") == ["Contact: 512-555-0139"]


def test_a_firm_that_lets_homes_is_named_by_the_link_to_its_page():
    link = "<h2><a href='/agents/haarlem/spaarne-rentals'>Spaarne Rentals</a></h2>"

    assert "Spaarne Rentals" in people(HOME + link, "agent_company") + people(HOME + link, "agent_name")


def test_a_company_stands_above_a_link_that_hides_its_number():
    card = "<div><h3>Vastgoed De Leie</h3><a href='tel:+3292345678'>Toon telefoonnummer</a></div>"

    assert people(HOME + card, "agent_company") == ["Vastgoed De Leie"]


def test_a_number_above_the_headline_is_the_site_s():
    body = f"<p><b>Call us:</b> <span>0906 000 0460</span></p>{HOME}<a href='tel:+442079460018'>Call</a>"

    assert values_of(body, url="https://homes.example.co.uk/900000123")["agent_phone"] == "+442079460018"


def test_a_name_may_have_small_words_within():
    card = "<div class='agent-card'><h4>Jasmijn van het Veer</h4></div>"

    assert values_of(HOME + card)["agent_name"] == "Jasmijn van het Veer"


@pytest.mark.parametrize("heading", ["Richiedi informazioni", "Request information", "Solicitar información"])
def test_a_form_to_ask_for_more_says_who_is_asked(heading):
    card = f"<div><h3>{heading}</h3><p class='agent-name'>Ann Exemplar</p><a href='tel:+442079460018'>Call</a></div>"

    assert people(HOME + card, "agent_name") == ["Ann Exemplar"]


@pytest.mark.parametrize(
    "asking", ["Ver teléfono", "Show phone number", "Pokaż numer", "WhatsApp", "Vis telefonnummer"]
)
def test_a_company_is_named_above_the_button_that_hides_its_number(asking):
    body = f"<h1>House</h1><p>3 rooms</p><aside><p>Straits Lantern Properties Pte Ltd</p><a>{asking}</a></aside>"
    assert raws(people_candidates(view_of(body)), "agent_company") == ["Straits Lantern Properties Pte Ltd"]


def test_an_amount_is_no_number_and_a_legal_form_alone_no_company():
    amount = "<h1>House</h1><a>Ankara Emlak Ofisi</a><span>(5.900.000 TL)</span>"
    assert raws(people_candidates(view_of(amount)), "agent_company") == []
    form = "<h1>House</h1><p>Limited</p><p>020 7946 0000</p>"
    assert raws(people_candidates(view_of(form)), "agent_company") == []


@pytest.mark.parametrize(
    "href",
    [
        "https://wa.me/351912000417?text=Hi",
        "https://api.whatsapp.com/send?phone=351912000417",
        "whatsapp://send?phone=%2B351912000417",
    ],
)
def test_a_link_that_opens_a_chat_tells_a_number(href):
    body = f"<h1>Room</h1><p>12 m²</p><a href='{href}'>Chat</a>"
    assert raws(people_candidates(view_of(body)), "agent_phone") == ["+351912000417"]
