"""Where the home stands: addresses, and positions from maps, attributes and programs."""

import pytest

from listings.extraction.generic.places import place_candidates
from listings.extraction.generic.positions import position_candidates
from listings.extraction.market import Market
from listings.extraction.readers.place import read_position
from listings.extraction.readers.reading import Reading
from tests.listings.extraction.generic.snippets import PROSE, raws, values_of, view_of

HOME = f"<h1>House</h1><p>€250,000</p><p>90 m²</p><p>{PROSE}</p>"
AT = "https://www.immobilienscout24.de/expose/900000123"
GB = "https://www.onthemarket.com/details/900000123/"


def places(body, fact="position"):
    view = view_of(body)
    return raws([*place_candidates(view), *position_candidates(view)], fact)


PAIR = [52.5163, 13.3777]


@pytest.mark.parametrize(
    "body",
    [
        "<a href='https://www.google.com/maps?q=52.5163,13.3777'>Map</a>",
        "<a href='https://www.google.de/maps/place/x/@52.5163,13.3777,15z'>Map</a>",
        "<a href='https://maps.google.com/?ll=52.5163,13.3777&z=14'>Map</a>",
        "<a href='https://maps.apple.com/?ll=52.5163,13.3777'>Map</a>",
        "<iframe src='https://maps.google.com/maps?q=52.5163%2C13.3777&output=embed'></iframe>",
        "<img src='https://maps.googleapis.com/maps/api/staticmap?center=52.5163,13.3777&zoom=14'>",
        "<img data-src='https://maps.googleapis.com/maps/api/staticmap?markers=color:red%7C52.5163,13.3777'>",
        "<a href='https://www.google.com/maps/dir/?api=1&destination=52.5163,13.3777'>Route</a>",
        "<a href='https://www.bing.com/maps?cp=52.5163~13.3777'>Map</a>",
        "<div style='background:url(https://maps.googleapis.com/maps/api/staticmap?center=52.5163,13.3777)'></div>",
        "<script>new google.maps.LatLng(52.5163, 13.3777)</script>",
        "<script>L.map('m').setView([52.5163, 13.3777], 13)</script>",
        "<script>L.marker([52.5163, 13.3777]).addTo(map)</script>",
        "<script>var lat = 52.5163; var lng = 13.3777;</script>",
        "<script>init({latitude: '52.5163', longitude: '13.3777'})</script>",
        '<script>x = "{\\"lat\\":52.5163,\\"lon\\":13.3777}"</script>',
        "<script>show({lng: 13.3777, lat: 52.5163})</script>",
    ],
)
def test_a_position_is_read_from_maps_and_programs(body):
    assert places(body) == [PAIR]


@pytest.mark.parametrize(
    "body",
    [
        "<div data-lat='52.5163' data-lng='13.3777'></div>",
        "<div data-latitude='52.5163' data-longitude='13.3777'></div>",
        "<div data-lat='52.5163' data-lon='13.3777'></div>",
        "<gmp-map lat='52.5163' lng='13.3777'></gmp-map>",
        "<input type=hidden name=latitude value='52.5163'><input type=hidden name=longitude value='13.3777'>",
        "<input type=hidden id=lat value='52.5163'><input type=hidden id=lng value='13.3777'>",
    ],
)
def test_a_position_is_read_from_attributes_and_hidden_inputs(body):
    assert places(body) == [{"latitude": "52.5163", "longitude": "13.3777"}]


@pytest.mark.parametrize(
    "body",
    [
        "<a href='https://www.homes.example/search?q=52.5163,13.3777'>Search</a>",
        "<a href='https://www.google.com/maps?q=Musterstadt'>Map</a>",
        "<div data-lat='52.5163'></div>",
        "<input name=latitude value='52.5163'>",
        "<div class='similar-listings'><i data-lat='52.5163' data-lng='13.3777'></i></div>" + HOME,
        "<script>var scale = 52.5163, zoom = 13.3777</script>",
        "<script>var lat = 52.5163;" + " " * 500 + "var lng = 13.3777</script>",
        "<script>var lat = 52, lng = 13</script>",
    ],
)
def test_half_a_position_a_search_or_another_home_s_is_none(body):
    assert places(body) == []


@pytest.mark.parametrize(
    ("raw", "country", "position"),
    [
        ({"latitude": 52.5163, "longitude": 13.3777}, "DE", (52.5163, 13.3777)),
        ({"lat": "52,5163", "lng": "13,3777"}, "DE", (52.5163, 13.3777)),
        ("52.5163,13.3777", "DE", (52.5163, 13.3777)),
        ("52.5163;13.3777", "DE", (52.5163, 13.3777)),
        ([52.5163, 13.3777], "DE", (52.5163, 13.3777)),
        ([13.3777, 52.5163], "DE", (52.5163, 13.3777)),  # GeoJSON
        ({"type": "Point", "coordinates": [13.3777, 52.5163]}, "DE", (52.5163, 13.3777)),
        ({"type": "Point", "coordinates": [-9.14, 38.71]}, "PT", (38.71, -9.14)),
        ({"LATITUDE": "28.39", "LONGITUDE": "76.95"}, "IN", (28.39, 76.95)),
        ({"latitude": 13.3777, "longitude": 52.5163}, "DE", None),  # named, so not turned round
        ({"latitude": 40.4168, "longitude": -3.7038}, "DE", None),  # an agent's office abroad
        ([40.4168, -3.7038], "DE", None),
        ({"latitude": 40.4168, "longitude": -3.7038}, None, (40.4168, -3.7038)),
        ([40.4168, -3.7038], "XX", (40.4168, -3.7038)),  # no bounds are known of it
        ({"latitude": 0, "longitude": 0}, None, None),
        ({"latitude": 52, "longitude": 13}, "DE", None),
        ({"latitude": 152.5, "longitude": 13.4}, None, None),
        ({"latitude": 52.5}, None, None),
        ([52.5], None, None),
        ([52.5, 13.4, 10.0], "DE", None),
        ("52.5", None, None),
        (None, None, None),
        ({"coordinates": "52.5163,13.3777"}, "DE", None),
    ],
)
def test_a_position_lies_in_its_country_or_is_none(raw, country, position):
    values = read_position(raw, Reading(Market(country, None, None, None), AT))
    assert (values.get("latitude"), values.get("longitude")) == (position or (None, None))


def test_where_a_page_says_the_home_stands_counts_more_than_the_portal_s_country():
    reading = Reading(Market("DE", "EUR", "de-DE", "sqmt"), AT, stated_country="ES")
    assert read_position({"latitude": 40.4168, "longitude": -3.7038}, reading)
    assert not read_position({"latitude": 52.5163, "longitude": 13.3777}, reading)


def test_a_map_of_another_country_gives_way_to_one_of_the_portal_s():
    body = (
        f"{HOME}<a href='https://www.google.com/maps?q=40.4168,-3.7038'>Office</a>"
        "<script>var lat = 52.5163, lng = 13.3777</script>"
    )
    values = values_of(body, url=AT, lang="de")
    assert (values["latitude"], values["longitude"]) == (52.5163, 13.3777)


def test_two_positions_of_like_trust_are_left_open():
    body = (
        HOME + "<div data-lat='52.5163' data-lng='13.3777'></div><script>var lat = 48.1371; var lng = 11.5754</script>"
    )
    values = values_of(body, url=AT, lang="de")
    assert (values["latitude"], values["longitude"]) == (None, None)
    assert values["price_float"] == 250_000


@pytest.mark.parametrize(
    ("body", "fact", "text"),
    [
        ("<h1>House</h1><p class='address'>12 Example Lane, Exampleton</p>", "address", "12 Example Lane, Exampleton"),
        ("<h1>House</h1><p itemprop='streetAddress'>12 Example Lane</p>", "street_name", "12 Example Lane"),
        ("<h1>House</h1><b itemprop='addressLocality'>Exampleton</b>", "city", "Exampleton"),
        ("<h1>House</h1><b itemprop='postalCode'>EX1 2PL</b>", "postal_code", "EX1 2PL"),
        ("<h1>House</h1><address>12 Example Lane</address>", "address", "12 Example Lane"),
        (
            "<h1>Haus</h1><div><h2>Lage</h2><p>Musterweg 3, 12345 Musterstadt</p></div>",
            "address",
            "Musterweg 3, 12345 Musterstadt",
        ),
        (
            "<h1>House</h1><div><h2>Location</h2><p>12 Example Lane,</p><p>Exampleton</p></div>",
            "address",
            "12 Example Lane, Exampleton",
        ),
    ],
)
def test_addresses_are_read_by_name_and_heading(body, fact, text):
    assert places(body, fact) == [text]


@pytest.mark.parametrize(
    "body",
    [
        "<h1>House</h1><div class='agency-office'><p class='address'>1 Office Road</p></div>",
        "<h1>House</h1>" + "<p>Room</p>" * 30 + "<address>1 Office Road</address>",
        "<h1>House</h1><p>a</p><p>b</p><footer><p class='address'>1 Office Road</p></footer>",
        f"<h1>House</h1><div class='address'>{PROSE}</div>",
    ],
)
def test_an_agent_s_address_and_texts_about_places_are_no_address(body):
    assert places(body, "address") == []


def test_lines_between_commas_close_to_the_headline_are_proposed_and_no_others():
    far = "".join(f"<p>word {n}</p>" for n in range(20))
    body = (
        f"<h1>Mill Lane, Otley</h1><p>Garden, river</p><p>Area: 90 m², 3 rooms</p><p>no comma</p>{far}<p>Far, Off</p>"
    )
    assert places(body, "address_line") == ["Mill Lane, Otley", "Garden, river"]


REST = f"<p class='price'>2 500 000</p><p>90 m²</p><p>{PROSE}</p>"


@pytest.mark.parametrize(
    ("line", "country", "city", "code"),
    [
        ("00250 Helsinki", "fi", "Helsinki", "00250"),
        ("Oudegracht 112 B 3511 AW Utrecht", "nl", "Utrecht", "3511 AW"),
        ("Lyon 69003 Montchat", "fr", "Lyon", "69003"),
        ("1620 København V", "dk", "København", "1620"),
        ("İstanbul / Kadıköy / Caferağa Mh.", "tr", "İstanbul", None),
    ],
)
def test_a_line_near_the_headline_needs_no_comma_where_a_code_or_slashes_part_it(line, country, city, code):
    head = f"<title>{line.split(' / ')[0]}</title>"
    values = values_of(f"<h1>Home</h1><p>{line}</p>{REST}", head=head, url=f"https://www.nobody-knows.{country}/1")
    assert (values["city"], values["postal_code"]) == (city, code)


@pytest.mark.parametrize("line", ["Built in 1929 for artists", "1 250 000 kr", "12345 Entries", "2026 Visitors"])
def test_other_numbers_near_the_headline_make_no_address(line):
    values = values_of(f"<h1>Home</h1><p>{line}</p>{REST}", url="https://www.nobody-knows.se/1")
    assert values["constructed_area"] == 90
    assert (values["city"], values["address_string"]) == (None, None)


def test_an_address_may_tell_the_country_and_with_it_the_currency():
    body = f"<h1>1400 Maple Ave</h1><p>Austin, TX 78702</p><p class='price'>$525,000</p><p>90 m²</p><p>{PROSE}</p>"
    values = values_of(body)
    assert (values["city"], values["postal_code"], values["country"]) == ("Austin", "78702", "US")
    assert (values["currency"], values["price_cents"]) == ("USD", 52_500_000)
    elsewhere = values_of(body.replace("Austin, TX 78702", "Somewhere, far"))
    assert (elsewhere["price_float"], elsewhere["currency"], elsewhere["country"]) == (525_000, None, None)


def test_what_is_offered_is_no_part_of_the_address_behind_it():
    body = f"<h1>Piso en venta en Gràcia, Barcelona</h1>{REST}"
    values = values_of(body, lang="es", url="https://www.nobody-knows.es/1")
    assert (values["address_string"], values["city"]) == ("Gràcia, Barcelona", "Barcelona")


@pytest.mark.parametrize(
    ("line", "country"),
    [
        ("28013 Madrid", "es"),  # where the agency sits
        ("Premio 2019 Madrid", "es"),
        ("Prix 2024 Paris", "fr"),
        ("Madrid / Barcelona / Valencia", "es"),
    ],
)
def test_a_line_that_the_headline_does_not_speak_of_is_no_address(line, country):
    body = f"<h1>Casa con jardín</h1><p>Agencia Sol</p><p>{line}</p>{REST}"
    assert values_of(body, url=f"https://www.nobody-knows.{country}/1")["city"] is None


@pytest.mark.parametrize(
    ("price", "country"), [("€300,000", None), ("£300,000", "GB"), ("AED 1,300,000", None), ("300,000", "GB")]
)
def test_a_domain_tells_no_country_where_the_price_is_in_another_s_money(price, country):
    body = f"<h1>Villa for sale in Marbella</h1><p class='price'>{price}</p><p>90 m²</p><p>{PROSE}</p>"
    assert values_of(body, url="https://www.nobody-knows.co.uk/villa-1")["country"] == country


def test_an_address_gives_no_currency_to_a_number_without_a_sign():
    body = f"<h1>1400 Maple Ave</h1><p>Austin, TX 78702</p><p class='price'>525,000</p><p>90 m²</p><p>{PROSE}</p>"
    assert values_of(body)["currency"] is None


def test_an_address_in_a_block_that_names_an_agent_is_where_their_office_is():
    card = "<div class='card'><b class='agent-name'>Anna Linde</b><p class='address'>Dorfgasse 12, 8010 Graz</p></div>"
    assert places(f"{HOME}{card}", "address") == []
    home = "<div><h1>House</h1><p class='address'>Dorfgasse 12, 8010 Graz</p><b class='agent-name'>Anna Linde</b></div>"
    assert places(home, "address") == ["Dorfgasse 12, 8010 Graz"]


def test_what_follows_an_empty_map_is_not_what_its_heading_says():
    body = f"{HOME}<div><h2>Location</h2><div id=map></div><div><p>Tomasz Elm</p><p>Talmeen Brokers</p></div></div>"
    assert values_of(body, url="https://dubai.homes.example/office/900000123")["address_string"] is None


def test_a_village_and_its_code_are_an_address_where_the_page_s_own_spells_both():
    body = f"<nav>Plouha (22580)</nav>{HOME.replace('House', 'Vente terrain 862 m²')}<h2>Plouha (22580)</h2>"
    title = "<title>Vente terrain Plouha (22580)</title>"

    def place(url):
        values = values_of(body, head=title, lang="fr", url=url)
        return values["city"], values["postal_code"]

    assert place("https://www.pap.fr/annonces/terrain-plouha-22580-r458103377") == ("Plouha", "22580")
    assert place("https://www.pap.fr/annonces/terrain-r458103377") == (None, None)


def test_the_address_stands_behind_the_colon_of_a_headline():
    body = HOME.replace("House", "Huis te koop: Poststraat 46, 9160 Lokeren")
    values = values_of(body, lang="nl", url="https://www.zimmo.be/nl/lokeren-9160/te-koop/huis/LQ7ZK/")
    assert (values["street_address"], values["postal_code"]) == ("Poststraat 46", "9160")
