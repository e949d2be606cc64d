"""Portals that nobody mapped, made up: ways to build pages, and as many homes as are asked for, with their values.

What a page states is known exactly, so what is learned from some pages can be judged on others.
"""

import json
import random
from collections.abc import Callable
from dataclasses import dataclass

from bench.page_filling import Filling

STREETS = ("Mill Lane", "Osier Road", "Tannery Street", "Weir Close", "Kiln Row", "Heron Way", "Quarry Hill")
CITIES = (
    ("Leeds", "LS1 4AP"),
    ("Bristol", "BS8 1TH"),
    ("Norwich", "NR3 1AU"),
    ("Exeter", "EX4 4QJ"),
    ("York", "YO1 7HH"),
)
KINDS = (("Terraced house", "house"), ("Flat", "apartment"), ("Detached house", "house"), ("Bungalow", "house"))
FEATURES = ("Garden", "Cellar", "Loft", "Open fire", "Bicycle shed", "South terrace", "Double glazing", "Pantry")
PEOPLE = (("Anna Linde", "Linde & Co Estates"), ("Tom Harker", "Harker Homes"), ("Mara Osei", "Osei Lettings"))
MIN_PHOTOS, MAX_PHOTOS = 4, 9
SITE_PHONE = "0113 496 0999"
LINKS, CARDS, STYLES_BYTES, PROGRAM_BYTES = 60, 12, 10_000, 40_000


@dataclass(frozen=True, slots=True)
class Home:
    """What one page states; None and empty where it does not.  price in GBP, area in square feet."""

    reference: str
    kind: tuple[str, str]
    for_sale: bool
    price: int
    beds: int
    baths: int | None
    area: int
    street: str
    city: str
    postal_code: str
    latitude: float
    longitude: float
    text: str
    photos: tuple[str, ...]
    features: tuple[str, ...]
    agent: tuple[str, str]
    phone: str

    @property
    def title(self) -> str:
        """The headline, which names neither number nor street twice."""
        return f"{self.beds} bedroom {self.kind[0].lower()} {'for sale' if self.for_sale else 'to rent'} in {self.city}"

    @property
    def price_text(self) -> str:
        """The price as shown."""
        return f"£{self.price:,}" if self.for_sale else f"£{self.price:,} pcm"

    @property
    def address(self) -> str:
        """The address in one line."""
        return f"{self.street}, {self.city}, {self.postal_code}"

    def values(self) -> dict[str, object]:
        """The same in the vocabulary's fields."""
        return {
            "title": self.title,
            "price_float": float(self.price),
            "currency": "GBP",
            "price_period": "total" if self.for_sale else "month",
            "for_sale": self.for_sale,
            "for_rent": not self.for_sale,
            "property_type": self.kind[1],
            "count_bedrooms": float(self.beds),
            **({"count_bathrooms": float(self.baths)} if self.baths else {}),
            "constructed_area": float(self.area),
            "area_unit": "sqft",
            "address_string": self.address,
            "city": self.city,
            "postal_code": self.postal_code,
            "country": "GB",
            "latitude": self.latitude,
            "longitude": self.longitude,
            "description": self.text,
            "image_urls": [{"url": url} for url in self.photos],
            **({"features": list(self.features)} if self.features else {}),
            "reference": self.reference,
            "agent_name": self.agent[0],
            "agent_company": self.agent[1],
            "agent_phone": self.phone,
        }


@dataclass(frozen=True, slots=True)
class MadePage:
    """A page of a made-up portal and what it states."""

    id: str
    url: str
    html: str
    home: Home


def make_home(seed: str) -> Home:
    """A home by lot: the same for the same seed."""
    lot = random.Random(seed)
    reference = str(lot.randrange(10_000_000, 99_999_999))
    for_sale = lot.random() < 0.6
    city, postal_code = lot.choice(CITIES)
    photos = lot.randint(MIN_PHOTOS, MAX_PHOTOS)
    return Home(
        reference=reference,
        kind=lot.choice(KINDS),
        for_sale=for_sale,
        price=lot.randrange(120, 900) * 1000 if for_sale else lot.randrange(60, 300) * 10,
        beds=lot.randint(1, 6),
        baths=lot.choice((None, 1, 2, 3)),
        area=lot.randrange(400, 3000),
        street=f"{lot.randint(2, 180)} {lot.choice(STREETS)}",
        city=city,
        postal_code=postal_code,
        latitude=round(lot.uniform(50.5, 55.0), 6),
        longitude=round(lot.uniform(-3.5, 0.5), 6),
        text=Filling(seed).text(12 * lot.randint(5, 12)),
        photos=tuple(
            f"https://img.homes.example/{reference}/{lot.getrandbits(48):012x}_{n}.jpg" for n in range(photos)
        ),
        features=tuple(lot.sample(FEATURES, lot.choice((0, 3, 4, 5)))),
        agent=lot.choice(PEOPLE),
        phone=f"+44113496{lot.randrange(100, 900):04d}",
    )


def make_pages(style: str, count: int, *, seed: str = "") -> list[MadePage]:
    """So many pages of the portal that is built in a style."""
    pages = []
    for number in range(count):
        home = make_home(f"{style} {seed} {number}")
        url = f"https://www.{style}homes.co.uk/property/{home.reference}"
        pages.append(MadePage(f"{style}{number:02d}", url, STYLES[style](home, f"{style}{seed}{number}"), home))
    return pages


def host_of(style: str) -> str:
    """The host of a style's portal, which nobody registered."""
    return f"{style}homes.co.uk"


def drawn_name(lot: random.Random) -> str:
    """A class name as builds draw it."""
    return "css-" + "".join(lot.choices("abcdefghjkmnpqrstuvwxyz0123456789", k=6)) + str(lot.randrange(10))


def _page(home: Home, seed: str, body: str, head: str = "") -> str:
    """A page with the furniture that all pages of a site share, and cards of other homes."""
    filling = Filling("site")
    styles, links, program = filling.styles(STYLES_BYTES), filling.links(LINKS), filling.program(PROGRAM_BYTES)
    return (
        f'<!doctype html><html lang="en-GB"><head><title>{home.title} | Homes</title><style>{styles}</style>'
        f'<meta property="og:image" content="{home.photos[0]}">{head}</head><body>'
        f'<nav><a href="/">Homes</a><a href="/buy">Buy</a><a href="/rent">Rent</a><a href="/sell">Sell</a>{links}</nav>'
        f"<main>{body}</main><section><h2>Similar properties</h2>{Filling(seed).cards(CARDS)}</section>"
        f'<footer>{links}Homes Ltd, 9 Exchange Place, London <a href="tel:{SITE_PHONE}">{SITE_PHONE}</a></footer>'
        f"<script>{program}</script></body></html>"
    )


def _by_state(home: Home, seed: str) -> str:
    """A page whose program keeps the listing as JSON; its elements have names drawn by lot."""
    lot = random.Random("names")
    listing = {
        "listingId": home.reference,
        "headline": home.title,
        "transactionType": "sale" if home.for_sale else "rent",
        "propertyType": home.kind[0],
        "price": {"amount": home.price, "currency": "GBP", "label": home.price_text},
        "bedrooms": home.beds,
        "bathrooms": home.baths,
        "floorArea": {"value": home.area, "unit": "sqft"},
        "address": {"displayAddress": home.address, "town": home.city, "postcode": home.postal_code},
        "location": {"latitude": home.latitude, "longitude": home.longitude},
        "description": home.text,
        "images": [{"url": url} for url in home.photos],
        "keyFeatures": list(home.features),
        "agent": {"name": home.agent[0], "phone": home.phone},
        "branch": {"name": home.agent[1], "address": "1 Park Row, Leeds"},
    }
    state = json.dumps({"props": {"pageProps": {"build": seed[:1], "listing": listing}}})
    body = (
        f'<h1 class="{drawn_name(lot)}">{home.title}</h1><p class="{drawn_name(lot)}">{home.price_text}</p>'
        f'<div class="{drawn_name(lot)}">{home.text}</div>'
        f'<script id="__NEXT_DATA__" type="application/json">{state}</script>'
    )
    return _page(home, seed, body)


def _by_nodes(home: Home, seed: str) -> str:
    """A page that states most as JSON-LD, and the rest by names of classes that mean something."""
    node = {
        "@context": "https://schema.org",
        "@type": "House" if home.kind[1] == "house" else "Apartment",
        "name": home.title,
        "description": home.text,
        "numberOfBedrooms": home.beds,
        **({"numberOfBathroomsTotal": home.baths} if home.baths else {}),
        "floorSize": {"@type": "QuantitativeValue", "value": home.area, "unitCode": "FTK"},
        "image": list(home.photos),
        "geo": {"@type": "GeoCoordinates", "latitude": home.latitude, "longitude": home.longitude},
        "address": {
            "@type": "PostalAddress",
            "streetAddress": home.street,
            "addressLocality": home.city,
            "postalCode": home.postal_code,
            "addressCountry": "GB",
        },
    }
    features = "".join(f"<li>{name}</li>" for name in home.features)
    body = (
        f'<h1>{home.title}</h1><div class="listing-price">{home.price_text}</div><p>{home.kind[0]}</p>'
        f'<ul class="property-features">{features}</ul><p class="listing-ref">Ref: {home.reference}</p>'
        f'<div class="agent-card"><b class="agent-name">{home.agent[0]}</b>'
        f'<i class="agent-company">{home.agent[1]}</i>'
        f'<a class="agent-phone" href="tel:{home.phone}">{home.phone}</a></div>'
    )
    return _page(home, seed, body, f'<script type="application/ld+json">{json.dumps(node)}</script>')


def _by_labels(home: Home, seed: str) -> str:
    """A page of a table of labels and values, and of a gallery."""
    rows = [
        ("Price", home.price_text),
        ("Property type", home.kind[0]),
        ("Bedrooms", home.beds),
        ("Bathrooms", home.baths),
        ("Floor area", f"{home.area} sq ft"),
        ("Address", home.address),
        ("Reference", home.reference),
        ("Agency", home.agent[1]),
    ]
    table = "".join(f"<tr><th>{label}</th><td>{value}</td></tr>" for label, value in rows if value)
    photos = "".join(f'<li><img src="{url}" alt=""></li>' for url in home.photos)
    features = "".join(f"<li>{name}</li>" for name in home.features)
    body = (
        f'<h1 id="headline">{home.title}</h1><ul id="gallery">{photos}</ul><table id="facts">{table}</table>'
        f'<h2>Description</h2><div id="description"><p>{home.text}</p></div><ul id="features">{features}</ul>'
        f'<div id="map" data-lat="{home.latitude}" data-lng="{home.longitude}"></div>'
        f'<div id="contact"><b id="agent-name">{home.agent[0]}</b> <a href="tel:{home.phone}">{home.phone}</a></div>'
    )
    return _page(home, seed, body)


def _by_rows(home: Home, seed: str) -> str:
    """A page of nested boxes: names drawn by lot for every build, itemprop and test ids on some of them."""
    lot = random.Random("names")
    row, item = drawn_name(lot), drawn_name(lot)
    rows = [("Bedrooms", home.beds), ("Bathrooms", home.baths), ("Size", f"{home.area} sq ft"), ("Type", home.kind[0])]
    facts = "".join(
        f'<div class="{row}"><div class="{item}">{label}</div><div>{value}</div></div>'
        for label, value in rows
        if value
    )
    photos = "".join(f'<img itemprop="image" data-src="{url}">' for url in home.photos)
    features = "".join(f"<li>{name}</li>" for name in home.features)
    body = (
        f'<h1 itemprop="name" class="{drawn_name(lot)}">{home.title}</h1>'
        f'<div class="{drawn_name(lot)}" data-testid="price">{home.price_text}</div>'
        f'<div itemprop="address" class="{drawn_name(lot)}">{home.address}</div>'
        f'<div data-testid="facts">{facts}</div><div class="{drawn_name(lot)}">{photos}</div>'
        f'<div itemprop="description" class="{drawn_name(lot)}">{home.text}</div>'
        f'<ul data-testid="features">{features}</ul><p>Property reference: {home.reference}</p>'
        f'<a href="https://maps.google.com/?q={home.latitude},{home.longitude}">Map</a>'
        f'<div data-testid="agent"><strong data-testid="agent-company">{home.agent[1]}</strong>'
        f'<em data-testid="agent-name">{home.agent[0]}</em><a href="tel:{home.phone}">{home.phone}</a></div>'
    )
    return _page(home, seed, body)


def _by_program(home: Home, seed: str) -> str:
    """A page whose program is no JSON, with a gallery that it draws; what people read has class names that tell."""
    photos = ", ".join(f'{{thumb: "{url}", full: "{url}"}}' for url in home.photos)
    program = (
        f"var ad = {{id: '{home.reference}', price: '{home.price}', lat: {home.latitude}, lng: {home.longitude},"
        f" zip: '{home.postal_code}'}}; var gallery = [{photos}];"
    )
    items = [f"{home.beds} bedrooms", f"{home.baths} bathrooms" if home.baths else "", f"{home.area} sq ft"]
    facts = "".join(f'<li class="fact">{item}</li>' for item in items if item)
    features = "".join(f'<span class="amenity">{name}</span>' for name in home.features)
    body = (
        f'<h1 class="ad-title">{home.title}</h1><p class="ad-price">{home.price_text}</p><ul class="facts">{facts}</ul>'
        f'<p class="ad-address">{home.address}</p><div class="ad-description">{home.text}</div>'
        f'<div class="amenities">{features}</div><div class="agency-box"><b class="agency-name">{home.agent[1]}</b>'
        f'<span class="agent-name">{home.agent[0]}</span><span class="agent-phone">{home.phone}</span></div>'
        f"<script>{program}</script>"
    )
    return _page(home, seed, body)


STYLES: dict[str, Callable[[Home, str], str]] = {
    "state": _by_state,
    "nodes": _by_nodes,
    "labels": _by_labels,
    "rows": _by_rows,
    "program": _by_program,
}
