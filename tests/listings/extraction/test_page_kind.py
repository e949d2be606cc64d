"""A page's kind is judged from its structure, not from words that a listing may use as well."""

import json

import pytest

from listings.extraction.engine import extract
from listings.extraction.mapping import parse_mapping
from listings.extraction.page import Page
from listings.extraction.result import Status

URL = "https://homes.example/details/5000001/"
LISTING = (
    '<html><head><title>{title}</title></head><body><h1>{headline}</h1><p class="price">£212,000</p>'
    "<dl><dt>Bedrooms</dt><dd>3</dd><dt>Postcode</dt><dd>WB9 3EF</dd></dl><p>{text}</p>{extra}</body></html>"
)


def judged(html: str, url: str = URL) -> Status:
    return extract(Page(url, html)).status


def listing(
    title: str = "Mill Cottage", text: str = "Stone and slate.", extra: str = "", headline: str = "Mill Cottage"
) -> str:
    return LISTING.format(title=title, headline=headline, text=text, extra=extra)


MAPPING = parse_mapping(
    {
        "portal": "x",
        "version": "1",
        "listing_url": r"/details/\d",
        "anchors": {"home": [{"css": "#home"}]},
        "fields": {"title": [{"css": "h1"}], "price": [{"css": ".price"}]},
    }
)


def judged_with_mapping(html: str, url: str) -> Status:
    return extract(Page(url, html), mapping=MAPPING).status


@pytest.mark.parametrize("tag", ["script", "SCRIPT", "script data-a=it's"])
def test_a_wall_is_one_however_long_its_program(tag):
    program = f"<{tag}>{'var a=1;' * 30_000}</{tag.partition(' ')[0]}>"
    html = f"<html><head><title>Just a moment...</title></head><body><h1>Just a moment...</h1>{program}</body></html>"
    assert judged(html) is Status.BLOCKED


def test_a_page_at_no_listing_s_address_without_a_listing_s_data_is_none():
    html = listing(extra="<p>90 m²</p>" * 30)
    assert judged_with_mapping(html, "https://homes.example/for-sale/millhaven") is Status.NOT_A_LISTING
    assert judged_with_mapping(html, "https://homes.example/for-sale/details/5000001/") is Status.OK


def test_an_address_may_match_without_the_pattern_s_group():
    mapping = parse_mapping(
        {
            "portal": "x",
            "version": "1",
            "listing_url": r"example/(en/)?details/\d",
            "anchors": {"home": [{"css": "#home"}]},
            "fields": {"title": [{"css": "h1"}]},
        }
    )
    for path in ("details/5000001/", "en/details/5000001/"):
        page = Page(f"https://homes.example/{path}", listing(extra="<p>90 m²</p>"))
        assert extract(page, mapping=mapping).status is Status.OK


def test_a_listing_s_data_make_a_listing_at_any_address():
    html = listing(extra="<div id=home>here</div>")
    assert judged_with_mapping(html, "https://homes.example/en/mill-cottage") is Status.OK


@pytest.mark.parametrize("url", ["https://homes.example/", "https://homes.example"])
def test_an_address_that_names_only_a_site_says_nothing(url):
    assert judged_with_mapping(listing(), url) is Status.OK


def test_a_listing_that_is_gone_is_so_wherever_its_address_leads():
    html = "<html><body><h1>Homes</h1><p>This property is no longer available.</p></body></html>"
    assert judged_with_mapping(html, "https://homes.example/for-sale/") is Status.GONE


def test_a_wall_is_one_at_any_address():
    html = (
        "<html><head><title>Just a moment...</title></head><body><script src='/cdn-cgi/challenge-platform/x'></script>"
    )
    assert judged_with_mapping(html, "https://homes.example/for-sale/") is Status.BLOCKED


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
    "name",
    [
        "403 Forbidden Road, Millhaven",
        "404 Main Street",
        "410 Gone Lane, Millhaven",
        "500 Error Creek Road",
        "503 Maintenance Way",
        "Access Denied, a cottage on the moor",
        "Captcha House, 1 Robot Check",
        "Just a moment from the sea: 3 bed cottage",
        "One more step to the beach",
        "Former dental practice with waiting room",
        "Are you a human? Then live here",
        "Sold out once, back on the market",
        "Verkauft wird ein Bauernhaus",
        "Forbidden Corner Farm | homes.example",
        "No longer overlooked: 3 bed semi",
    ],
)
def test_a_listing_stays_one_whatever_it_is_called(name):
    assert judged(listing(title=name, headline=name)) is Status.OK


@pytest.mark.parametrize(
    "text",
    [
        "Access denied to the loft until the works are done.",
        "403 Forbidden, says a sign at the gate; 404 Not Found, says the satnav.",
        "Parking is no longer available on the street.",
        "Der Stellplatz ist nicht mehr verfügbar.",
        "The previous listing has been removed and this one replaces it.",
        "Sold as seen. Verkauft wie besichtigt. Vendu en l'état.",
        "Please confirm you are human before you call: we get many robots.",
        "You will be placed in a queue for viewings; your estimated wait time is a week.",
        "Unusual traffic from your street is rare. Checking your browser before accessing the brochure is not needed.",
        "La plaza de garaje ya no está disponible. Le parking n’est plus disponible.",
    ],
)
def test_a_listing_stays_one_whatever_its_text_says(text):
    assert judged(listing(text=text)) is Status.OK


@pytest.mark.parametrize(
    "extra",
    [
        '<script>window.KPSDK={};</script><script src="/149e9513/ips.js"></script>',
        '<script src="/_Incapsula_Resource?SWJIYLWA=1"></script>',
        "<script>window._pxAppId='PX000'</script>",
        '<script src="https://a.token.awswaf.com/a/challenge.js" defer></script>',
        '<form action="/contact"><textarea></textarea><i class="h-captcha"></i></form>',
        '<script src="https://hcaptcha.com/1/api.js"></script>',
        '<form action="/captcha/send"><input type="email"><textarea></textarea></form>',
        "<h2>The neighbour's garage is no longer available</h2>",
        "<h3>Page not found in the brochure?</h3>",
    ],
)
def test_a_listing_stays_one_whatever_rides_along(extra):
    assert judged(listing(extra=extra)) is Status.OK


def test_a_private_person_s_short_ad_is_a_listing():
    html = """<html lang=de><head><title>Garage in Mühlhausen zum Monatsersten - Kleinanzeigen</title></head><body>
    <h1>Garage in Mühlhausen zum Monatsersten</h1><b>80 €</b><p>Guten Tag, ich vermiete eine Einzelgarage auf einem
    ruhigen Garagenhof. Das Tor geht von Hand auf, innen ist Platz für einen Kombi und zwei Fahrräder. Monatliche
    Miete 80 €. Eine Besichtigung ist am Dienstag oder am Mittwochabend möglich. Bitte per Post melden.</p>"""
    assert judged(html, "https://ads.example/garage-in-muehlhausen.html") is Status.OK


def test_a_page_of_cards_is_judged_before_its_cards_are_read(monkeypatch):
    def read(*arguments):
        raise AssertionError("it was read")

    cards = "".join(f"<li><a href=/{n}>House {n}</a><b>£{100 + n},000</b></li>" for n in range(30))
    html = f"<html><body><h1>Houses in Millhaven</h1><ul>{cards}</ul></body></html>"
    monkeypatch.setattr("listings.extraction.engine.reconcile", read)
    assert judged(html, "https://homes.example/for-sale/millhaven/") is Status.NOT_A_LISTING


def test_a_filter_for_prices_on_request_makes_a_page_of_cards_no_home():
    cards = "".join(f"<li><a href=/{n}>House {n}</a><b>£{100 + n},000</b></li>" for n in range(30))
    search = "<form><label><input type=checkbox> Price on request</label></form>"
    html = f"<html><body><h1>Houses in Millhaven</h1>{search}<ul>{cards}</ul></body></html>"
    judged = extract(Page("https://homes.example/for-sale/millhaven", html))
    assert judged.status is Status.NOT_A_LISTING
    assert "in cards" in judged.reason


@pytest.mark.parametrize("around", ["{}", "<form id=aspnetForm>{}</form>"])
def test_a_home_whose_price_is_withheld_is_read_among_cards_of_others(around):
    cards = "".join(f"<li><a href=/{n}>House {n}</a><b>£{100 + n},000</b></li>" for n in range(30))
    facts = (
        "<h1>Mill Cottage</h1><p class=price>Price on application</p><dl><dt>Bedrooms</dt><dd>3</dd>"
        "<dt>Postcode</dt><dd>WB9 3EF</dd></dl><div class=description>"
        + "A garden runs down to the river. " * 9
        + "</div>"
    )
    html = f"<html><body>{around.format(f'{facts}<section><ul>{cards}</ul></section>')}</body></html>"
    assert judged(html, "https://homes.example/mill-cottage/") is Status.OK


@pytest.mark.parametrize(
    "html",
    [
        "<html><head><title>404 Not Found</title></head><body><h1>404</h1></body></html>",
        "<html><body><h1>This property is no longer available</h1><p>See others like it.</p></body></html>",
        "<html><body><h1>Este anuncio ya no está disponible</h1></body></html>",
        "<html><body><h2>Cette annonce n’est plus disponible</h2></body></html>",
        "<html><body><p>お探しの物件は掲載終了しました</p></body></html>",
        "<html><body><h1>İlan yayında değil</h1></body></html>",
        "<html><body><h1>Diese Kleinanzeige ist deaktiviert</h1></body></html>",
        "<html><body><h1>Die Mietwohnung wird nicht mehr angeboten</h1></body></html>",
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


def test_a_home_that_says_it_is_this_page_is_a_listing_beside_others_of_its_kind():
    home = (
        '{{"@type": ["Product", "House"], "url": "{url}", "name": "h", "address": {{"addressLocality": "Withybrook"}}}}'
    )
    others = [home.format(url=f"https://homes.example/details/60000{n}/") for n in range(6)]
    alone = ",".join(others)
    with_own = ",".join([home.format(url=URL), *others])

    assert judged(listing(extra=f'<script type="application/ld+json">[{with_own}]</script>')) is Status.OK
    assert judged(listing(extra=f'<script type="application/ld+json">[{alone}]</script>')) is Status.NOT_A_LISTING


def test_a_list_that_says_it_is_this_page_is_a_list():
    item = '{"@type": "House", "name": "h", "address": {"addressLocality": "Withybrook"}}'
    of_page = (
        f'{{"@type": ["CollectionPage", "Place"], "url": "{URL}", "address": {{"addressLocality": "Withybrook"}}}}'
    )
    several = ",".join([of_page, *[item] * 6])

    assert judged(listing(extra=f'<script type="application/ld+json">[{several}]</script>')) is Status.NOT_A_LISTING


@pytest.mark.parametrize("html", ["", "   \n\t", "\x00\x00"])
def test_an_empty_page_failed(html):
    assert judged(html) in (Status.FAILED, Status.NOT_A_LISTING)


def test_nothing_leaks_from_a_page_that_is_no_listing():
    extraction = extract(Page(URL, "<html><head><title>404</title></head><body><p class=price>£5</p></body></html>"))
    stated = {name for name, value in extraction.values.items() if value not in (None, [])}
    assert extraction.status is Status.GONE
    assert stated == {"import_url"}


def cards_of_homes(count: int, price: str, words: str) -> str:
    cards = (
        f"<li class=card><a href=/ad/{number}><img src=/{number}.jpg><h3>Home {number}</h3></a>"
        f"<p>{price.format(2 + number)}</p><p>{words}</p></li>"
        for number in range(count)
    )
    return f"<ul>{''.join(cards)}</ul>"


TAXED = "A home of 80 m² that costs €300,000 is taxed at 3.5 per cent, which comes to €10,500. " * 8


@pytest.mark.parametrize(
    ("url", "body"),
    [
        ("https://agency.example/our-homes/", f"<h1>Our homes</h1>{cards_of_homes(5, '€{}20,000', '5 rooms, 120 m²')}"),
        ("https://homes.example/", f"<h1>Find your home</h1>{cards_of_homes(8, '€{}20,000', '3 rooms, 80 m²')}"),
        ("https://homes.example/agents/jane", f"<h1>Jane</h1>{cards_of_homes(3, '£{}20,000', '3 beds, 90 m²')}"),
        ("https://homes.example/za/sea-point", f"<h1>For sale</h1>{cards_of_homes(20, 'R {} 450 000', '96 m²')}"),
        ("https://homes.example/tw/taipei", f"<h1>For sale</h1>{cards_of_homes(20, '{},380萬元', '32坪')}"),
        ("https://homes.example/guides/tax", f"<article><h1>What tax you pay</h1><p>{TAXED}</p></article>"),
    ],
    ids=["few homes", "front page", "agent", "rand", "tens of thousands", "article"],
)
def test_prices_in_cards_and_in_prose_make_no_listing(url, body):
    assert judged(f"<html><body>{body}</body></html>", url) is Status.NOT_A_LISTING


def test_a_private_person_may_state_price_and_size_in_one_paragraph():
    prose = "We sell our house of 120 m² by the sea, with a garden and two terraces, near the school. " * 2
    html = f"<html><body><h1>House for sale</h1><p>{prose}Asking €250,000, call us any time.</p></body></html>"
    assert judged(html, "https://homes.example/ads/123456") is Status.OK


def test_cards_that_are_annotated_as_homes_beside_one_with_an_id_make_it_no_list():
    cards = "".join(
        f"<div itemscope itemtype='http://schema.org/Product'><a itemprop=url href='/{n}'>{n}</a></div>"
        for n in range(6)
    )

    assert judged(listing(extra=cards), "https://homes.example/flats/2-rooms-4182270091") is Status.OK
    assert judged(listing(extra=cards), "https://homes.example/flats") is Status.NOT_A_LISTING


def test_a_search_that_ends_in_a_postal_code_or_describes_its_town_is_a_list():
    card = "<div itemscope itemtype='http://schema.org/Product'><a itemprop=url href='/{0}'>{0}</a></div>"
    town = {"@type": "Place", "url": "https://homes.example/sale/berlin", "address": {"addressLocality": "Berlin"}}
    nodes = [town] + [{"@type": "House", "url": f"https://homes.example/{n}"} for n in range(6)]
    annotated = f"<script type='application/ld+json'>{json.dumps(nodes)}</script>"

    cards = "".join(card.format(n) for n in range(6))
    assert judged(listing(extra=cards), "https://homes.example/for-sale/berlin/10115") is Status.NOT_A_LISTING
    assert judged(listing(extra=cards), "https://homes.example/search/berlin-123456") is Status.NOT_A_LISTING
    assert judged(listing(extra=annotated), "https://homes.example/sale/berlin") is Status.NOT_A_LISTING


NEWS = "Homes of 80 m² in the north of the town are let for €1,750 a month, those of 60 m² for €1,400. " * 6


def data_of(**node):
    return f"<script type='application/ld+json'>{json.dumps(node)}</script>"


@pytest.mark.parametrize(
    ("url", "headline", "body", "data"),
    [
        (
            "https://homes.example/news/rents-824417",
            "What rents cost",
            NEWS,
            {"@type": "NewsArticle", "headline": "What rents cost"},
        ),
        (
            "https://homes.example/agents/tess-moor/",
            "Tess Moor",
            NEWS,
            {"@type": "RealEstateAgent", "name": "Tess Moor"},
        ),
        ("https://homes.example/shops/gulf-villas", "Gulf Villas d.o.o.", NEWS, {}),
        ("https://homes.example/agence/sambre-et-meuse-immo/1043377", "Sambre & Meuse Immo", NEWS, {}),
    ],
    ids=["news", "an agent's data", "a firm's legal form", "an agency's address"],
)
def test_what_is_about_an_article_or_who_is_in_the_trade_is_no_listing(url, headline, body, data):
    place = "<address>104 State Street, Otley LS21 1AB</address>"
    html = f"<title>{headline} - Homes</title>{data_of(**data)}<h1>{headline}</h1>{place}<p>{body}</p>"
    assert judged(html, url) is Status.NOT_A_LISTING


def test_a_home_whose_page_is_called_an_article_is_one_where_it_states_all_that_homes_do():
    photos = "".join(f"<img src='/photos/{n}-1024x768.jpg'>" for n in range(4))
    data = data_of(**{"@type": "Article", "headline": "Mill Cottage"})
    rows = "<dl><dt>Floor area</dt><dd>96 m²</dd></dl>"
    html = listing(extra=f"{photos}{rows}{data}", text="Stone and slate, a garden, a stream behind it. " * 8)
    assert judged(html, "https://agency.example/property/mill-cottage/") is Status.OK


def test_a_short_page_that_names_the_place_of_a_home_that_is_gone_is_gone():
    headline = "<title>Tyne View, Prudhoe</title><h1>Tyne View, Prudhoe, NE42 5AA</h1>"
    html = f"{headline}<p>Sorry, this property is no longer on the market.</p>"
    assert judged(html, "https://www.agency.co.uk/property/tyne-view/") is Status.GONE


FULL = (
    "<address>14 Curlew Terrace, Whitby YO21 3QZ</address><p class='price'>£287,500</p>"
    f"<dl><dt>Floor area</dt><dd>96 m²</dd></dl><p>{NEWS}</p>"
)


@pytest.mark.parametrize(
    "path",
    [
        "blog/living-in-whitby", "en/news/12345678-what-a-home-costs", "house-prices/details/england-58231476",
        "porovnani-nemovitosti?id=861204", "stati-kak-kupit-341877", "mortgages/affordability-calculator/",
    ],
)  # fmt: skip
def test_an_address_says_that_its_page_is_no_listing_s(path):
    assert judged(f"<h1>14 Curlew Terrace</h1>{FULL}", f"https://homes.example/{path}") is Status.NOT_A_LISTING


@pytest.mark.parametrize("path", ["stati-uniti/villa-58231476", "details/58231476", "new-homes/58231476"])
def test_an_address_with_like_words_is_a_listing_s(path):
    assert judged(f"<h1>14 Curlew Terrace</h1>{FULL}", f"https://homes.example/{path}") is Status.OK


@pytest.mark.parametrize(
    "body",
    [
        f"<h1>How much can I borrow?</h1><b>£234,000</b><p>2 bed flat, 80 m²</p><p>{NEWS}</p>",
        "<h1>27 Rimu Crescent</h1><address>27 Rimu Crescent, Otley LS21 1AB</address><b>£1,130,000</b><p>120 m²</p>",
    ],
    ids=["neither place nor photos", "neither text nor photos"],
)
def test_prices_and_sizes_alone_are_no_home_s(body):
    assert judged(body, "https://homes.example/tools/") is Status.NOT_A_LISTING


def test_a_list_of_homes_like_it_does_not_make_a_home_s_page_a_list():
    alike = data_of(
        **{"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "url": f"/{n}"} for n in range(12)]}
    )
    assert judged(listing(extra=alike), "https://homes.example/details/5000001/") is Status.OK
    assert judged(listing(extra=alike), "https://homes.example/details/") is Status.NOT_A_LISTING


@pytest.mark.parametrize("said", ["Den er desværre solgt", "Acest anunț a expirat", "Boligen er solgt"])
def test_a_headline_that_says_it_is_sold_or_expired_is_that_of_a_listing_that_is_gone(said):
    html = f"<title>Villa</title><h1>{said}</h1><p>{NEWS}</p>"
    assert judged(html, "https://homes.example/sag-4120000871/") is Status.GONE


def test_a_home_below_a_journal_is_a_listing_where_it_states_all_and_its_price_is_set_apart():
    photos = "".join(f"<img src='/photos/{n}-1024x768.jpg'>" for n in range(4))
    home = f"<h1>The Old Forge</h1>{FULL}<div class='gallery'>{photos}</div>"
    assert judged(home, "https://agency.example/journal/the-old-forge") is Status.OK
    told = home.replace("<p class='price'>£287,500</p>", "<p>Homes here cost £287,500.</p>")
    assert judged(told, "https://agency.example/journal/the-old-forge") is Status.NOT_A_LISTING


def test_a_few_lines_that_offer_a_home_are_an_ad_without_a_price_that_is_known():
    prose = "A quiet room of 32 m² with a kitchen, bills included, near the school and the bus to the city. " * 3
    html = f"<title>Studio for rent</title><h1>Furnished studio for rent</h1><p>{prose}</p><p>32 m²</p>"
    assert judged(html, "https://classifieds.example/cls/58813042.html") is Status.OK


def test_an_agency_s_address_is_a_listing_s_where_a_price_is_set_apart_or_photos_are_shown():
    url = "https://homes.example/agences-immobilieres-44/nantes/pro-302418817/"
    terms = "<table><tr><td>Up to £100,000</td><td>5 %</td></tr></table>"
    about = f"<h1>Quai des Hirondelles</h1><address>17 Mill Street, Otley LS21 1AB</address>{terms}<p>{NEWS}</p>"
    assert judged(about, url) is Status.NOT_A_LISTING
    assert judged(f"<h1>14 Curlew Terrace</h1>{FULL}", url) is Status.OK


def test_a_list_that_is_called_as_the_page_makes_it_a_list_whatever_its_address():
    alike = {"@type": "ItemList", "name": "Mill Cottage", "itemListElement": [{"@type": "ListItem", "url": "/1"}]}
    assert judged(listing(extra=data_of(**alike)), "https://homes.example/details/5000001/") is Status.NOT_A_LISTING


def test_photos_and_prices_of_sold_homes_make_no_agent_s_page_a_listing():
    sold = "".join(f"<li><b>£{n}89,000</b> 2 bed 96 m² <img src='/p/{n}-800x600.jpg'></li>" for n in range(1, 5))
    agent = data_of(**{"@type": "RealEstateAgent", "name": "Marcus Delacroix"})
    office = "<address>1200 Adams Street, Otley LS21 1AB</address>"
    html = (
        f"<title>Marcus Delacroix - Agent</title>{agent}<h1>Marcus Delacroix</h1>{office}<p>{NEWS}</p><ul>{sold}</ul>"
    )
    assert judged(html, "https://homes.example/people/56cb51e0bb954701000b1d42") is Status.NOT_A_LISTING


def test_an_article_s_headline_may_go_on_on_the_page():
    data = data_of(**{"@type": "NewsArticle", "headline": "Six remarkable homes for sale"})
    photos = "".join(f"<img src='/p/{n}-800x600.jpg'>" for n in range(4))
    html = f"{data}<h1>Six remarkable homes for sale, from a watermill to a lighthouse</h1>{photos}<p>{NEWS}</p>"
    assert judged(html, "https://homes.example/property/six-homes-281944") is Status.NOT_A_LISTING
