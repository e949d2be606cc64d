"""What the pages of matching show of listings, evidence and excerpts."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from listings.matching.evidence import Evidence
from listings.models import Listing
from listings.services.match_reading import Explained
from propscrape.console_cells import UNKNOWN, Cell, badge, inside_link, money, outside_link, share, shortened, when

# Evidence of less than this is a hint
STRONG = 2.0


def compare_url(a: UUID, b: UUID | None = None) -> str:
    """The address of two listings beside each other, or of one with a form for the other."""
    asked = {"a": a} if b is None else {"a": a, "b": b}
    return f"{reverse('admin:listings_matchgroup_compare')}?{urlencode(asked)}"


def listing_link(listing: Listing) -> Cell:
    """The listing's own page of the console."""
    return inside_link(reverse("admin:listings_listing_change", args=[listing.pk]), str(listing))


def member_row(listing: Listing, anchor: Listing) -> dict[str, Any]:
    """A listing of a group, with a way to compare it with the group's first."""
    return {
        "pk": listing.pk,
        "link": listing_link(listing),
        "portal": listing.portal or "no portal",
        "page": outside_link(listing.import_url or listing.canonical_url, "page"),
        "price": money(listing.price_float, listing.currency, listing.price_period),
        "size": size_of(listing),
        "rooms": rooms_of(listing),
        "floor": getattr(listing, "floor", None) or UNKNOWN,
        "seen": when(listing.last_retrieved_at),
        "compare": compare_url(anchor.pk, listing.pk) if listing.pk != anchor.pk else None,
    }


def size_of(listing: Listing) -> str:
    """The area as stated."""
    unit = {"sqmt": "m²", "sqft": "sq ft"}.get(listing.area_unit or "", "")
    return UNKNOWN if listing.constructed_area is None else f"{listing.constructed_area:g} {unit}".strip()


def rooms_of(listing: Listing) -> str:
    """Bedrooms, and rooms where a market counts them."""
    rooms = getattr(listing, "count_rooms", None)
    parts = [] if listing.count_bedrooms is None else [f"{listing.count_bedrooms:g} bedrooms"]
    return ", ".join(parts + ([] if rooms is None else [f"{rooms:g} rooms"])) or UNKNOWN


def comparison_facts(explained: Explained) -> dict[str, Any]:
    """Two listings beside each other for their page: facts, evidence, excerpts, and what is thought of them."""
    found, both = explained.found, (explained.first, explained.second)
    return {
        "both": [
            {"pk": one.pk, "link": listing_link(one), "portal": one.portal or "no portal", "page": _page(one)}
            for one in both
        ],
        "stated": _stated(*both),
        "score": share(found.score),
        "taken_for": badge("one property", "good") if found.is_match else badge("two properties", "plain"),
        "similarity": UNKNOWN if found.similarity is None else f"{found.similarity:.2f}",
        "evidence": list(map(_evidence_row, found.evidence)),
        "excerpts": explained.excerpts,
        "decision": explained.decision,
    }


def _page(listing: Listing) -> Cell:
    return outside_link(listing.import_url or listing.canonical_url)


def _stated(a: Listing, b: Listing) -> list[tuple[str, Cell, Cell]]:
    rows: dict[str, Callable[[Any], Cell]] = {
        "price": lambda one: money(one.price_float, one.currency, one.price_period),
        "area": size_of,
        "rooms": rooms_of,
        "floor": lambda one: shortened(one.floor),
        "address": lambda one: shortened(one.address_string or one.street_address or one.street_name),
        "city": lambda one: shortened(one.city),
        "agent": lambda one: shortened(one.agent_company),
        "last read": lambda one: when(one.last_retrieved_at),
    }
    return [(name, shown(a), shown(b)) for name, shown in rows.items()]


def _evidence_row(evidence: Evidence) -> tuple[str, str, str, str, Cell]:
    weight = evidence.weight
    strength = "contradicts" if evidence.is_contradiction else "strongly" if abs(weight) >= STRONG else "a little"
    words = strength if evidence.is_contradiction else f"{strength} {'for it' if weight > 0 else 'against it'}"
    tone = "good" if weight >= STRONG else "bad" if weight <= -STRONG else "plain"
    return evidence.fact, evidence.this or UNKNOWN, evidence.other or UNKNOWN, evidence.words, badge(words, tone)
