"""The listing among all that a page's embedded data holds."""

import json

import pytest

from listings.extraction.generic.data import MAX_KEYS, MAX_TEXTS, Data
from listings.extraction.generic.own import Own
from listings.extraction.generic.state import state_candidates, within
from listings.extraction.sources.script_state import read_states
from listings.extraction.sources.scripts import Script
from tests.listings.extraction.generic.snippets import PROSE, best, page_of, raws, script, trust_of, values_of

HOME = {
    "id": 900000123,
    "title": "House with garden",
    "price": 250_000,
    "bedrooms": 3,
    "bathrooms": 2,
    "livingArea": 120,
    "description": PROSE,
    "yearBuilt": 1987,
}
FOREIGN = ("similarFacts", "marketStats", "filters", "searchFacets")
OTHER = {**HOME, "id": 900000999, "title": "Another house", "price": 990_000, "bedrooms": 9}


def read(body, **page):
    whole = page_of(body, **page)
    own = Own(whole)
    return list(state_candidates(Data(whole, own), own))


def escaped(state):
    return json.dumps(json.dumps(state))


def flight(rows):
    pushed = "".join(f"{name}:{json.dumps(row)}\n" for name, row in rows.items())
    return f"<script>self.__next_f.push({json.dumps([1, pushed])})</script>"


def devalue(state):
    """As Nuxt writes its payload: a list in which every value is the place of another."""
    keys = list(state)
    return [{key: at + 1 for at, key in enumerate(keys)}, *state.values()]


@pytest.mark.parametrize(
    "body",
    [
        script({"props": {"pageProps": {"listing": HOME}}}, id="__NEXT_DATA__", type="application/json"),
        script({"ad": HOME}, before="window.__INITIAL_STATE__ = ", after=";"),
        script({"ad": HOME}, before="window['state']="),
        script(HOME, before="var listing = ", after="; start(listing);"),
        script(HOME, before="app.render(", after=", 'detail')"),
        script({"a": {"b": {"c": [HOME]}}}, before="dataLayer.push(", after=")"),
        f"<script>window.__STATE__ = JSON.parse({escaped({'ad': HOME})})</script>",
        flight({"1": ["$", "main", None, {"listing": HOME}]}),
        script(devalue(HOME), id="__NUXT_DATA__", type="application/json"),
        f"<div id=app data-page='{json.dumps({'props': {'property': HOME}})}'></div>",
        f"<listing-page data-listing='{json.dumps(HOME)}'></listing-page>",
        f"<input type=hidden value='{json.dumps(HOME)}'>",
        script({"cache": json.dumps({"query": {"property": HOME}})}, id="__NEXT_DATA__", type="application/json"),
    ],
    ids=[
        "next", "state", "subscript", "variable", "argument", "data layer", "parsed", "flight", "nuxt", "attribute",
        "component", "input", "text in data",
    ],
)  # fmt: skip
def test_the_listing_is_read_wherever_a_page_keeps_its_data(body):
    found = read(body)
    assert best(found, "price") == 250_000
    assert best(found, "count_bedrooms") == 3
    assert best(found, "description") == PROSE
    assert {candidate.source for candidate in found} == {"json"}


@pytest.mark.parametrize(
    ("stated", "fact", "value"),
    [
        ({"num_bedrooms": 4}, "count_bedrooms", 4),
        ({"numBedrooms": "4"}, "count_bedrooms", "4"),
        ({"NumberOfBedrooms": 4}, "count_bedrooms", 4),
        ({"habitaciones": 4}, "count_bedrooms", 4),
        ({"schlafzimmer": 4}, "count_bedrooms", 4),
        ({"wohnflaeche": "82,5"}, "constructed_area", "82,5"),
        ({"fave_property_bedrooms": "4"}, "count_bedrooms", "4"),
        ({"kaltmiete": 950}, "price", 950),
        ({"price": {"amount": 250_000, "currency": "EUR"}}, "price", {"amount": 250_000, "currency": "EUR"}),
        ({"geo": {"lat": 47.07, "lng": 15.44}}, "position", {"lat": 47.07, "lng": 15.44}),
        ({"location": {"coordinates": {"latitude": 47.07, "longitude": 15.44}}}, "position", None),
        ({"address": {"city": "Musterstadt", "postalCode": "8010"}}, "city", "Musterstadt"),
        ({"address": {"city": {"name": "Musterstadt"}}}, "city", {"name": "Musterstadt"}),
        ({"agent": {"name": "Ann Exemplar", "phone": "020 7946 0000"}}, "agent_phone", "020 7946 0000"),
        ({"agent": {"name": "Ann Exemplar"}}, "agent_name", {"name": "Ann Exemplar"}),
        ({"agents": [{"name": "Ann Exemplar"}, {"name": "Bob"}]}, "agent_name", "Ann Exemplar"),
        ({"agency": {"name": "Exemplar Homes"}}, "agent_company", {"name": "Exemplar Homes"}),
        ({"salesPerson": {"name": "Ann Exemplar", "tel": "020 7946 0000"}}, "agent_name", "Ann Exemplar"),
        ({"agency": {"email": "post@homes.example"}}, "agent_email", "post@homes.example"),
        ({"characteristics": {"bedrooms": 4}}, "count_bedrooms", 4),
        ({"photos": ["/1.jpg", "/2.jpg"]}, "images", ["/1.jpg", "/2.jpg"]),
    ],
)
def test_keys_are_read_by_their_meaning(stated, fact, value):
    base = {"id": 900000123, "title": "House with garden", "plotArea": 500, "rooms": 6, "photoCount": 7}
    found = raws(read(script({**base, **stated}, before="x = ")), fact)
    if value is None:
        assert {"latitude": 47.07, "longitude": 15.44} in found
    else:
        assert found[:1] == [value]


def test_a_rent_with_charges_gives_way_to_the_rent_whatever_comes_first():
    for prices in ({"totalRent": 1200, "baseRent": 950}, {"baseRent": 950, "totalRent": 1200}):
        assert best(read(script({**HOME, "price": None, **prices}, before="x = ")), "price") == 950
    assert best(read(script({**HOME, "price": None, "totalRent": 1200}, before="x = ")), "price") == 1200


@pytest.mark.parametrize(
    "key",
    [
        "similar", "similarListings", "relatedProperties", "recommendations", "nearbyHomes", "otherAds", "carousel",
        "recentlyViewed", "translations", "i18n", "messages", "localeData", "suggestedHomes", "promoted",
    ],
)  # fmt: skip
@pytest.mark.parametrize("value", [OTHER, [OTHER], {"items": [OTHER, OTHER]}])
def test_other_homes_and_translations_are_no_listing(key, value):
    assert read(script({"page": {key: value}}, before="x = ")) == []


def test_words_for_facts_are_no_facts():
    words = {"price": "Price", "bedrooms": "Bedrooms", "bathrooms": "Bathrooms", "title": "Title", "area": "Area"}
    assert read(script({"words": {**words, "description": "Description"}}, before="x = ")) == []


def test_a_list_of_siblings_is_no_listing():
    others = [{**OTHER, "id": 900000990 + n} for n in range(4)]
    assert read(script({"results": others}, before="x = ")) == []


def test_of_siblings_the_one_with_the_page_s_id_is_the_listing():
    others = [{**OTHER, "id": 900000990 + n} for n in range(4)]
    assert best(read(script({"results": [*others, HOME]}, before="x = ")), "price") == 250_000


@pytest.mark.parametrize(
    "mark",
    [
        {"id": 900000123},
        {"id": "900000123"},
        {"url": "https://www.homes.example/property/900000123?from=search"},
        {"path": "/property/900000123/"},
    ],
)
def test_the_object_with_the_page_s_id_beats_a_richer_one(mark):
    own = {"price": 250_000, "bedrooms": 3, "livingArea": 120, **mark}
    richer = {"id": 900000999, "price": 990_000, "bedrooms": 9, "livingArea": 900, "rooms": 12, "images": ["/1.jpg"]}
    assert best(read(script({"first": richer, "second": own}, before="x = ")), "price") == 250_000


def test_the_object_with_the_page_s_title_is_the_listing():
    own = {"price": 250_000, "bedrooms": 3, "livingArea": 120, "headline": "Bright house by the river"}
    head = "<title>Bright house by the river | Homes</title>"
    found = read(script({"first": {**OTHER, "plotArea": 9}, "second": own}, before="x = "), head=head)
    assert best(found, "price") == 250_000


def test_the_object_that_is_the_page_s_own_is_believed_more():
    mine, likely = read(script(HOME, before="x = ")), read(script({**HOME, "id": 4711}, before="x = "))
    assert trust_of(mine, "price", 250_000) > trust_of(likely, "price", 250_000)


def test_the_id_that_the_address_bears_out_is_believed_most():
    found = read(script({**HOME, "ref": "AB-12", "listingId": 900000123}, before="x = "))
    assert best(found, "reference") == 900000123


@pytest.mark.parametrize(
    "state",
    [
        {"name": "Ann", "title": "Agent", "description": PROSE, "images": ["/ann.jpg"], "id": 900000123},
        {"price": 1, "title": "Banner"},
        {"latitude": 47.1, "longitude": 15.4, "title": "Map", "description": "Where"},
        {"price": "", "bedrooms": None, "title": "", "images": [], "description": "x"},
    ],
)
def test_people_banners_and_maps_are_no_homes(state):
    assert read(script({"thing": state, "padding": "x" * 80}, before="x = ")) == []


def test_prices_and_titles_deep_inside_the_listing_are_of_other_things():
    history = {"events": {"last": {"price": 100_000, "title": "Sold", "description": "Long ago"}}}
    bare = {key: value for key, value in HOME.items() if key not in ("price", "description")}
    found = read(script({**bare, "plotArea": 500, "rooms": 7, "history": history}, before="x = "))
    assert raws(found, "title") == ["House with garden"]
    assert (raws(found, "price"), raws(found, "description")) == ([], [])


def test_an_agent_s_own_numbers_are_not_the_home_s():
    agent = {"name": "Ann Exemplar", "price": 5, "bedrooms": 7, "description": "Sells homes", "username": "ann1"}
    bare = {key: value for key, value in HOME.items() if key != "bedrooms"}
    found = read(script({**bare, "agent": agent}, before="x = "))
    assert raws(found, "count_bedrooms") == []
    assert raws(found, "price") == [250_000]
    assert raws(found, "agent_name") == [agent]


def test_references_of_flight_data_are_followed():
    rows = {"5": {"text": PROSE}, "1": {**HOME, "description": "$5:text", "bathrooms": "$undefined"}}
    found = read(flight(rows))
    assert best(found, "description") == PROSE
    assert raws(found, "count_bathrooms") == []


def test_lists_of_pictures_are_kept_for_the_photos():
    urls = [f"https://cdn.homes.example/p/{n}.jpg" for n in range(3)]
    whole = page_of(script({"images": urls, "media": [{"url": u} for u in urls], "tags": ["a", "b"]}, before="x = "))
    assert [members for _, members in Data(whole, Own(whole)).lists] == [urls, [{"url": url} for url in urls]]


def names_of(text, **script_of):
    return [name for name, _ in read_states([Script(**{"type": "", "id": "", "src": "", "text": text, **script_of})])]


PRICED = json.dumps({"price": 250_000, "text": "x" * 60})


@pytest.mark.parametrize(
    ("text", "options", "names"),
    [
        (PRICED, {"type": "application/json", "id": "state"}, ["state"]),
        (PRICED, {"type": "application/json"}, ["application/json"]),
        (PRICED, {"type": "application/ld+json"}, []),  # read as nodes
        (f"window.STATE = {PRICED};", {}, ["STATE"]),
        (f"window.STATE = {PRICED};", {"src": "/app.js"}, []),
        (f"const one = {PRICED}, two = {PRICED}", {}, ["one", "two"]),
        (f"if (a) {{ show({PRICED}) }}", {}, ["show"]),
        (f"x = JSON.parse({json.dumps(PRICED)})", {}, ["parse"]),
        ('x = {"price": 1}', {}, []),  # too small to be a listing
        ('x = {"price": ' + '"a' * 50, {}, []),
        (f"one = {{ price: 1 }}; two = {PRICED}", {}, ["two"]),
        (f'one = {{"a": b}}; two = {PRICED}', {}, ["two"]),
        ("not json", {"type": "application/json"}, []),
        (json.dumps({"colour": "red", "text": "x" * 60}), {}, []),  # nothing that a listing has
    ],
)
def test_states_are_read_from_programs_and_data_with_their_names(text, options, names):
    assert names_of(text, **options) == names


def test_a_state_larger_than_the_first_look_is_read_whole():
    state = {"price": 1, "rows": ["x" * 50] * 500}
    found = read_states([Script("", "", "", f"ad = {json.dumps(state)}; go()")])
    assert list(found) == [("ad", state)]


def test_reading_a_program_of_nothing_but_openings_ends():
    assert names_of('price = {"' * 50_000) == []


def test_texts_in_texts_in_data_are_read_so_often_and_no_oftener():
    state: object = {"ad": HOME}
    for _ in range(6):
        state = {"cache": json.dumps(state)}
    assert best(read(script(state, type="application/json")), "price") == 250_000
    many = {f"cache{n}": json.dumps({"ad": {**OTHER, "id": n}}) for n in range(100)}
    whole = page_of(script(many, type="application/json"))
    assert len(Data(whole, Own(whole)).objects) == MAX_TEXTS


def next_data(state):
    return script({"props": {"pageProps": state}}, id="__NEXT_DATA__", type="application/json")


@pytest.mark.parametrize(
    "members",
    [
        [
            {"key": "price", "label": "Cena", "value": "899000", "localizedValue": "899 000 zł"},
            {"key": "m", "label": "Powierzchnia", "value": "63", "localizedValue": "63 m²"},
            {"key": "rooms_num", "label": "Liczba pokoi", "value": "3"},
        ],
        [
            {"key": "price", "value": ["899 000 zł"]},
            {"key": "square", "value": "x", "value_label": "63 m²", "key_label": "Surface habitable"},
            {"key": "rooms", "value": "3", "value_label": "3", "key_label": "Nombre de pièces"},
        ],
        [
            {"name": "Price", "value": {"display": "899 000 zł"}},
            {"name": "Floor area", "value": "63 m²"},
            {"name": "Rooms", "value": 3},
        ],
    ],
    ids=["labels", "labels beside values", "names"],
)
def test_lists_of_labels_and_values_are_read_by_their_labels(members):
    home = {"title": "House with garden", "description": PROSE, "photos": ["/1.jpg", "/2.jpg"], "attributes": members}
    values = values_of(f"<h1>House with garden</h1>{next_data({'ad': home})}", url="https://www.homes.example/ad/x")
    assert (values["price_float"], values["currency"]) == (899_000, "PLN")
    assert (values["constructed_area"], values["count_rooms"]) == (63, 3)


def test_a_list_of_labels_states_nothing_that_its_values_could_not():
    home = {**HOME, "attributes": [{"label": "Bathrooms", "value": "en suite"}, {"label": "Rooms", "value": "many"}]}
    assert raws(read(script({"ad": home}, type="application/json")), "count_rooms") == []


def test_references_in_a_cache_of_answers_are_followed():
    cache = {
        "ROOT_QUERY": {"listing": {"__ref": "Listing:900000123"}},
        "Listing:900000123": {
            **HOME,
            "__typename": "Listing",
            "agent": {"__ref": "Agent:9"},
            "city": {"__ref": "gone"},
        },
        "Agent:9": {"__typename": "Agent", "name": "Anna Lindqvist"},
    }
    found = read(next_data({"cache": cache}))
    assert best(found, "agent_name")["name"] == "Anna Lindqvist"
    assert raws(found, "city") == []


def test_an_object_is_entered_once_however_often_it_is_referred_to():
    other = {f"k{number}": number for number in range(MAX_KEYS)}
    home = {**HOME, **{f"a{number}": {"__ref": "X"} for number in range(200)}}
    whole = page_of(script({"ROOT_QUERY": {}, "X": other, "L": home}, type="application/json"))
    data = Data(whole, Own(whole))
    chosen = next(found for found in data.objects if found.is_own)
    assert len(list(within(chosen, data.resolve))) == 2


def test_lists_about_other_homes_state_nothing_of_this_one():
    lists = {name: [{"label": "Rooms", "value": "7"}, {"label": "Floor", "value": "9"}] for name in FOREIGN}
    assert raws(read(script({"ad": {**HOME, **lists}}, type="application/json")), "count_rooms") == []


def test_an_answer_behind_a_guard_against_running_it_is_read():
    answer = "{}&&" + json.dumps({"version": 1, "payload": {"home": HOME}})
    assert best(read(script({"cache": {"/details": answer}}, type="application/json")), "price") == 250_000


def test_the_only_member_of_a_list_is_a_number_as_well_as_itself():
    found = read(script({"ad": {**HOME, "price": [250_000]}}, type="application/json"))
    assert raws(found, "price")[:1] == [[250_000]]


def test_a_price_and_an_address_are_enough_of_an_object_that_bears_the_page_s_id():
    home = {"token": "abc12xyz", "price": 250_000, "address": {"city": {"text": "Haifa"}}, "more": {"bedrooms": 3}}
    page = {"url": "https://www.homes.example/item/abc12xyz"}
    assert best(read(script({"data": home}, type="application/json"), **page), "count_bedrooms") == 3
    other = {**home, "token": "zzz99zzz"}
    assert read(script({"data": other}, type="application/json"), **page) == []


def test_what_lies_around_the_listing_s_facts_under_its_id_is_its_own():
    inner = {key: HOME[key] for key in ("bedrooms", "bathrooms", "livingArea")}
    wrapper = {"id": 900000123, "agents": [{"name": "Luca Ferrante"}], "geo": {"lat": 51.46, "lng": -2.59}}
    proposed = read(script({"page": {"listing": {**wrapper, "facts": inner}}}, type="application/json"))

    assert best(proposed, "count_bedrooms") == 3
    assert best(proposed, "agent_name") == "Luca Ferrante"
    assert best(proposed, "position") == {"lat": 51.46, "lng": -2.59}


def test_a_key_that_holds_the_page_s_id_marks_the_listing():
    inner = {key: HOME[key] for key in ("bedrooms", "bathrooms", "livingArea")}
    kept = {"cached_en_900000123": {"quick": inner, "coordinates": {"lat": 51.46, "lng": -2.59}}}

    assert best(read(script(kept, type="application/json")), "position") == {"lat": 51.46, "lng": -2.59}


@pytest.mark.parametrize("around", [{"results": [1]}, {"results": {"id": 900000999}}])
def test_what_lies_around_the_listing_without_its_id_is_not_its_own(around):
    inner = {key: HOME[key] for key in ("bedrooms", "bathrooms", "livingArea")}
    state = {"page": {**around, "facts": inner, "geo": {"lat": 51.46, "lng": -2.59}}}

    assert raws(read(script(state, type="application/json")), "position") == []


def test_who_offers_the_home_may_stand_beside_it():
    seller = {"name": "Hill & Sons", "phone": "+44 20 7946 0018"}
    proposed = read(script({"data": {"listing": HOME, "advertiser": seller}}, type="application/json"))

    assert best(proposed, "agent_company") == "Hill & Sons"
    assert best(proposed, "agent_phone") == "+44 20 7946 0018"


def test_who_looks_at_the_page_does_not_offer_the_home():
    proposed = read(script({"data": {"listing": HOME, "user": {"name": "Guest Account"}}}, type="application/json"))

    assert raws(proposed, "agent_name") == []


def test_a_list_of_references_is_no_text():
    cache = {
        "ROOT_QUERY": {"listing": {"__ref": "Listing:900000123"}},
        "Listing:900000123": {**HOME, "locations": [{"__ref": "Location:17"}], "streetAddress": "Mill Lane 9"},
        "Location:17": {"fullName": "Withybrook"},
    }

    assert "Location:17" not in str(raws(read(script(cache, type="application/json")), "address"))


@pytest.mark.parametrize(
    ("stated", "price", "currency"),
    [
        ({"price": {"amount": 180_000, "currency": "USD"}}, 180_000, "USD"),
        ({"price": {"value": 180_000, "currency": {"id": 2, "name": "€"}}}, 180_000, "EUR"),
        ({"priceCzk": 180_000}, 180_000, "CZK"),
        ({"price_eur": 180_000}, 180_000, "EUR"),
        ({"priceUsd": 198_000, "priceEur": 180_000, "price": 180_000, "currency": "EUR"}, 180_000, "EUR"),
        ({"prices": [{"currency": "MYR", "min": 180_000, "max": 180_000}]}, 180_000, "MYR"),
        ({"price": {"amount": 180_000, "currency": "XQZ"}}, None, None),
    ],
)
def test_the_currency_that_stands_with_an_amount_is_its_own(stated, price, currency):
    home = {key: value for key, value in HOME.items() if key != "price"} | stated
    values = values_of(script({"listing": home}, type="application/json"), url="https://www.homes.example.pl/900000123")

    assert (values["price_float"], values["currency"]) == (price, currency)


def test_a_program_s_own_names_are_no_kind_of_home():
    values = values_of(script({"listing": {**HOME, "__typename": "HOME_House"}}, type="application/json"))

    assert values["property_type"] is None


def test_an_address_in_one_line_may_stand_in_an_object():
    home = {**HOME, "address": {"formattedAddress": "9 Mill Lane, Bristol BS1 4ST", "lat": 51.46, "lng": -2.59}}
    values = values_of(script({"listing": home}, type="application/json"), url="https://homes.example.co.uk/900000123")

    assert values["address_string"] == "9 Mill Lane, Bristol BS1 4ST"


def test_what_is_told_to_programs_that_count_visitors_gives_way_to_the_listing():
    told = {"id": 900000123, "type": "x", "price": 250_000, "bedrooms": 3, "livingArea": 90, "city": "withybrook"}
    home = {**HOME, "livingArea": 120}
    body = f"<script>dataLayer.push({json.dumps(told)})</script><script>window.home = {json.dumps(home)}</script>"

    assert best(read(body), "constructed_area") == 120


@pytest.mark.parametrize("key", ["contactAgentData", "agentInfo"])
def test_who_offers_the_home_may_stand_in_an_object_about_it(key):
    agent = {"agent": {"name": "Lim Wei", "mobile": "+65 9155 0122"}}
    proposed = read(script({"data": {"listing": HOME, key: agent}}, type="application/json"))

    assert (best(proposed, "agent_name"), best(proposed, "agent_phone")) == ("Lim Wei", "+65 9155 0122")


def test_a_price_of_nothing_gives_way_to_the_other():
    home = {key: value for key, value in HOME.items() if key != "price"} | {"salePrice": 0, "rentPrice": 1_850}

    assert best(read(script({"listing": home}, type="application/json")), "price") == 1_850


@pytest.mark.parametrize("attribute", [":estate", "v-bind:estate", "data-estate", "props"])
def test_data_that_attributes_hand_to_components_is_read(attribute):
    stated = json.dumps(HOME).replace('"', "&quot;")

    assert best(read(f'<estate-show {attribute}="{stated}"></estate-show>'), "count_bedrooms") == 3


def test_keys_that_end_in_the_type_of_their_field_are_read():
    home = {"id": 900000123, "price_d": 250_000.0, "bedrooms_i": 3, "city_s": "Otley", "description_t": PROSE}
    proposed = read(script({"doc": home}, type="application/json"))

    assert (best(proposed, "count_bedrooms"), best(proposed, "city")) == (3, "Otley")


def test_lists_of_labels_under_headings_are_read():
    groups = [
        {
            "header": "Summary",
            "params": [{"label": "Bedrooms", "value": "4"}, {"label": "Floor area", "value": "95 m²"}],
        },
        {"header": "More", "params": [{"field_label": "Bathrooms", "option_label": "2"}]},
    ]
    home = {"id": 900000123, "title": "House with garden", "price": 250_000, "description": PROSE, "params": groups}
    proposed = read(script({"listing": home}, type="application/json"))

    assert [best(proposed, fact) for fact in ("count_bedrooms", "constructed_area", "count_bathrooms")] == [
        "4",
        "95 m²",
        "2",
    ]


@pytest.mark.parametrize("seller", [{"full_name": "Abu Laith"}, {"displayName": "Abu Laith"}])
def test_a_seller_is_named_by_whatever_key_names_people(seller):
    values = values_of(script({"listing": {**HOME, "seller": seller}}, type="application/json"))

    assert values["agent_name"] == "Abu Laith"


def test_the_page_s_own_object_is_the_listing_though_what_it_measures_lies_further_in():
    home = {
        "__typename": "Home",
        "id": 900000123,
        "address": "9 Mill Lane",
        "pictures": ["/a.jpg", "/b.jpg"],
        "area": {"livingArea": 90},
        "contact": {"name": "Ann Exemplar", "phone": "+44 20 7946 0018"},
    }
    proposed = read(script({"Home:900000123": home}, type="application/json"))

    assert (best(proposed, "constructed_area"), best(proposed, "agent_phone")) == (90, "+44 20 7946 0018")


def test_a_long_description_may_lie_under_details():
    home = {key: value for key, value in HOME.items() if key != "description"} | {"details": {"description": PROSE * 2}}

    assert best(read(script({"listing": home}, type="application/json")), "description") == PROSE * 2


def test_neither_who_looks_at_the_page_nor_what_they_last_sought_is_of_the_home_in_the_same_wrapper():
    visitor = {"name": "John Visitor", "phone": "+44 20 7946 0018", "email": "v@visitors.example"}
    state = {
        "pageId": 900000123, "listing": HOME, "user": visitor, "me": visitor, "session": {"user": visitor},
        "lastSearch": {"city": "Leeds"}, "visitor": {"city": "Leeds", "country": "GB"}, "settings": {"country": "US"},
    }  # fmt: skip
    told = {candidate.fact for candidate in read(script(state, type="application/json"))}

    assert told.isdisjoint({"agent_name", "agent_phone", "agent_email", "city", "country"})


@pytest.mark.parametrize("name", ["DFP_TARGETS", "BIDDER_CUSTOM_PARAMS", "adTargeting"])
def test_the_rounded_figures_that_buyers_of_advertisements_are_told_are_not_the_listing_s(name):
    buckets = {"id": 900000123, "price": 300_000, "livingArea": 160, "bedrooms": 4, "title": "House with garden"}

    assert list(read(script({name: buckets}, type="application/json"))) == []


def test_ads_that_say_no_more_of_the_page_than_all_others_of_their_list_are_not_its_own():
    ads = [{**HOME, "id": 700_000 + n, "title": f"House {n}", "category": "Houses for sale"} for n in range(5)]
    head = "<title>Houses for sale in Dijon</title>"
    assert read(script({"ads": ads}, type="application/json"), head=head, url="https://www.homes.example/search") == []


def test_what_lies_in_one_of_a_list_of_homes_is_not_the_page_s():
    homes = [
        {"id": n, "price": 300_000 + n, "bedrooms": 3, "livingArea": 90, "info": OTHER} for n in range(700_000, 700_005)
    ]
    assert read(script({"results": homes}, type="application/json"), url="https://www.homes.example/for-sale/") == []


def test_a_place_that_bears_the_page_s_title_names_nobody():
    place = {"id": 17, "fullName": "Norra Sigtuna, Sigtuna kommun", "type": "DISTRICT", "reference": "SE-17"}
    head = "<title>Ekorrstigen 14, Norra Sigtuna, Sigtuna kommun</title>"
    found = read(script({"place": place, "home": HOME}, type="application/json"), head=head)
    assert raws(found, "agent_name") == []


def test_a_list_of_homes_with_a_picture_each_is_no_list_of_pictures():
    homes = [{**OTHER, "id": n, "img": f"https://cdn.homes.example/{n}.jpg"} for n in range(5)]
    whole = page_of(script({"results": homes}, type="application/json"), url="https://www.homes.example/for-sale/")
    assert Data(whole, Own(whole)).lists == []
