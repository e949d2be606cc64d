"""Pages of about 1 MB in the shape of real ones: the project's own samples, grown to the proportions of a portal's.

A large page of a British portal has some 1,500 elements and, by size, 7 parts script (state and programs), 1 part
inline icons, 1 part style sheets and 1 part of everything else.
"""

import json
from dataclasses import dataclass
from functools import cache

from propscrape.launch.samples import read_samples

from .page_filling import Filling

STATE_BYTES = 260_000
PROGRAM_BYTES = (370_000, 110_000, 40_000)
STYLE_BYTES = 80_000
ICONS, ICON_BYTES = 90, 1_300
LINKS, CARDS = 300, 90
DESCRIPTION_WORDS = 250
PRICE_STEP = 5


@dataclass(frozen=True, slots=True)
class Shape:
    """One sample and what varies in it. `state_opening` is where its embedded state takes more; None: it has none."""

    host: str
    sample_id: str
    sample_price: int
    phrase: str
    state_opening: str | None
    scraper_name: str


SHAPES = (
    Shape("rightmove.co.uk", "900000101", 325_000, "on a quiet lane", '"propertyData": {', "uk_rightmove"),
    Shape("zoopla.co.uk", "90000202", 1_150, "in a converted tannery", '"pageProps": {', "uk_zoopla"),
    Shape("daft.ie", "9000303", 245_000, "renovated throughout in 2021", None, "generic"),
)


@dataclass(frozen=True, slots=True)
class PortalPage:
    """A page, and what an import must answer for it."""

    shape: Shape
    url: str
    html: str
    price: int
    visit: int


def portal_page(*, listing: int, visit: int) -> PortalPage:
    """A listing's page (0, 1, ...; the shapes take turns) at one visit; every visit finds another price and text."""
    shape = SHAPES[listing % len(SHAPES)]
    price = shape.sample_price + PRICE_STEP * (listing + 1) + visit
    listing_id = str(int(shape.sample_id) + listing + 1)
    url, html = _samples()[shape.host]
    html = _swap(html, shape.sample_id, listing_id)
    html = _swap(html, f"{shape.sample_price:,}", f"{price:,}").replace(str(shape.sample_price), str(price))
    filling = Filling(f"{shape.host} {listing} {visit}")
    html = _swap(html, shape.phrase, f"{shape.phrase}. {filling.text(DESCRIPTION_WORDS)}")
    return PortalPage(shape, _swap(url, shape.sample_id, listing_id), _grow(html, shape, filling), price, visit)


def _grow(html: str, shape: Shape, filling: Filling) -> str:
    head, header, footer = _frame(shape.host)
    state = json.dumps(filling.records(STATE_BYTES), separators=(",", ":"))
    if shape.state_opening:
        html = _swap(html, shape.state_opening, f'{shape.state_opening}"similar": {state}, ')
    else:
        footer += f'<script id="__NEXT_DATA__" type="application/json">{{"props":{{"similar":{state}}}}}</script>'
    html = _swap(html, "</head>", f"{head}</head>")
    html = _swap(html, "<body>", f"<body>{header}")
    html = _swap(html, "</main>", f"</main><aside>{filling.cards(CARDS)}</aside>")
    return _swap(html, "</body>", f"{footer}</body>")


@cache
def _frame(host: str) -> tuple[str, str, str]:
    """What all pages of a portal share: the end of the head, the start and the end of the body."""
    filling = Filling(host)
    first, *others = (
        f"<script>(self.chunks=self.chunks||[]).push([[1],{{{filling.program(size)}}}])</script>"
        for size in PROGRAM_BYTES
    )
    head = f"<style>{filling.styles(STYLE_BYTES)}</style>{first}"
    header = f"<header>{filling.links(LINKS // 2)}{filling.icons(ICONS, ICON_BYTES)}</header>"
    return head, header, f"<footer>{filling.links(LINKS // 2)}</footer>{''.join(others)}"


@cache
def _samples() -> dict[str, tuple[str, str]]:
    return {
        shape.host: (sample.url, sample.html)
        for shape in SHAPES
        for sample in read_samples()
        if shape.host in sample.url
    }


def _swap(text: str, old: str, new: str) -> str:
    """Replace what must be there. Raises ValueError when a sample has changed and this module has not."""
    if old not in text:
        raise ValueError(f"the sample page no longer has {old!r}")
    return text.replace(old, new)
