"""Small pages of one made-up host, each part of which a test may swap."""

from typing import Any

from aimap.induction.captures import Capture
from aimap.induction.learning import Learned, learn_mapping
from listings.extraction.engine import extract
from listings.extraction.mapping import parse_mapping
from listings.extraction.page import Page

AGENTS = ("Ann Lee", "Bo Ray", "Cy Fox", "Di May")
HOST = "quayhomes.co.uk"
TEXT = (
    "A home of number {n} with a wide hall, a kitchen that looks over the yard and rooms under the roof. "
    "The street is quiet, the shops are five minutes away, and the garden has seen new trees since last spring."
)


def home(n: int, **parts: str) -> str:
    """A listing by its number, with parts put in place of those that it has."""
    pieces = {
        "head": "",
        "headline": f"<h1>{n + 1} bedroom house for sale in Leeds</h1>",
        "price": f'<div class="listing-price">£{price(n):,}</div>',
        "address": f'<p class="listing-address">{n + 3} Mill Lane, Leeds, LS1 4AP</p>',
        "facts": f"<table id=facts><tr><th>Bedrooms</th><td>{n + 1}</td></tr>"
        f"<tr><th>Floor area</th><td>{900 + 10 * n} sq ft</td></tr></table>",
        "text": f'<div id="description">{TEXT.format(n=n)}</div>',
        "photos": "".join(
            f'<img class="gallery-photo" src="https://img.quayhomes.co.uk/{n}a{at}/view.jpg">' for at in range(5)
        ),
        "agent": f'<div class="agent-card"><b class="agent-name">{AGENTS[n % 4]}</b></div>',
        "more": "",
        **parts,
    }
    head = f"<head><title>{n + 1} bedroom house | Quay Homes</title>{pieces.pop('head')}</head>"
    return f'<!doctype html><html lang="en-GB">{head}<body><main>{"".join(pieces.values())}</main></body></html>'


def price(n: int) -> int:
    """The price of the listing of a number, in GBP."""
    return 251_000 + 13_000 * n


def url_of(n: int) -> str:
    """The address of the listing of a number."""
    return f"https://www.{HOST}/homes/{70_310_000 + n}"


def learn(*pages: str) -> Learned:
    """What is learned from pages numbered in their order."""
    return learn_mapping(host=HOST, captures=[Capture(f"p{n}", url_of(n), html) for n, html in enumerate(pages)])


def read(learned: Learned, n: int, html: str | bytes) -> dict[str, Any]:
    """What a learned mapping states of a page."""
    found = extract(Page(url_of(n), html), mapping=parse_mapping(learned.mapping))
    assert found.status == "ok"
    return found.values
