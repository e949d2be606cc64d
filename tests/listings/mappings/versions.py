"""Mappings for tests: a portal whose pages we write ourselves."""

from typing import Any

from django.utils import timezone

from listings.models import GoldenPage, MappingVersion, PortalRereading, ShadowRun
from listings.services.captures import compress, digest_of
from listings.services.mapping_drafts import draft_mapping
from listings.services.portals import sync_portals

PORTAL = "uk_rightmove"
URL = "https://www.rightmove.co.uk/properties/1001"
HTML = """<html lang="en"><head><title>Two-bedroom flat in Leeds</title></head><body>
<h1 id="name">Two-bedroom flat for sale in Leeds</h1><p id="asking">£250,000</p><p id="other">£240,000</p>
<p id="kind">Flat for sale</p><p id="beds">2 bedrooms</p>
<p id="about">A bright flat near the station, with a balcony to the south and a lift in the house.</p>
<script type="application/json" id="home">{"id": 1001, "town": "Leeds"}</script></body></html>"""


def document(price: str = "#asking", **fields: Any) -> dict[str, Any]:
    """A mapping of the page above; `price` selects where the price is read."""
    rules = {
        "title": [{"css": "#name"}],
        "price": [{"css": price}],
        "property_type": [{"css": "#kind"}],
        "description": [{"css": "#about"}],
        "tenure": [{"css": "#kind"}],
    }
    return {
        "portal": PORTAL,
        "version": "1",
        "anchors": {"home": [{"json": "home"}]},
        "fields": rules | fields,
    }


def draft(price: str = "#asking", *, origin: MappingVersion.Origin = MappingVersion.Origin.STAFF, **fields: Any):
    """A draft of such a mapping."""
    if not MappingVersion.objects.exists():
        sync_portals()
    return draft_mapping(portal=PORTAL, document=document(price, **fields), origin=origin, by="ann")


def make_mapping_work() -> None:
    """A row in every table of mappings."""
    version = draft()
    values: dict[str, Any] = {"portal_id": PORTAL, "version": version}
    ShadowRun.objects.create(**values, pages_wanted=5, started_by="ann", ends_at=timezone.now())
    PortalRereading.objects.create(**values, asked_by="ann")
    GoldenPage.objects.create(
        portal_id=PORTAL, url=URL, content_hash=digest_of(HTML.encode()), html_zstd=compress(HTML.encode()),
        html_bytes=len(HTML.encode()), expected={"title": "A house"}, pinned_by="ann",
    )  # fmt: skip
