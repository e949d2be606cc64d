"""Small pages for the tests of the generic readers: a body, and as much of a head as the rule asks about."""

import json
from typing import Any

from listings.extraction.engine import extract
from listings.extraction.generic.candidates import generic_candidates
from listings.extraction.generic.view import View
from listings.extraction.page import Page
from listings.extraction.portals import find_portal

URL = "https://www.homes.example/property/900000123"
PROSE = (
    "A bright home in a quiet street with a garden behind it and a school around the corner. "
    "The kitchen was renewed, the windows are new, and the bus stops in front of the door every ten minutes."
)


def page_of(body: str, *, head: str = "", lang: str = "en", url: str = URL) -> Page:
    """A whole page around a body."""
    return Page(url, f'<!doctype html><html lang="{lang}"><head>{head}</head><body>{body}</body></html>')


def view_of(body: str, **page: str) -> View:
    """The view of such a page."""
    return View(page_of(body, **page))


def script(state: object, *, before: str = "", after: str = "", **attributes: str) -> str:
    """A <script> that holds a state as JSON."""
    named = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f"<script{named}>{before}{json.dumps(state)}{after}</script>"


def raws(candidates, fact: str) -> list[object]:
    """What was proposed for a fact, in the order it was proposed."""
    return [found.raw for found in candidates if found.fact == fact]


def best(candidates, fact: str) -> Any:
    """What is believed most of what was proposed for a fact; None where nothing was."""
    found = [candidate for candidate in candidates if candidate.fact == fact]
    return max(found, key=lambda candidate: candidate.trust).raw if found else None


def proposed(body: str, fact: str, **page: str) -> list[object]:
    """What the whole generic engine proposes for a fact."""
    return raws(generic_candidates(view_of(body, **page)), fact)


def values_of(body: str, **page: str) -> dict[str, Any]:
    """What is extracted from a page that nobody mapped."""
    whole = page_of(body, **page)
    return extract(whole, portal=find_portal(whole.url)).values


def trust_of(candidates, fact: str, raw: object) -> float:
    """How far one proposal is believed."""
    return next(c.trust for c in candidates if c.fact == fact and c.raw == raw)
