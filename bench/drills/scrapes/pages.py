"""What the drill's portals serve: a listing, a wall, the place of a listing that is gone."""

import json

from .plan import PlannedPage

SENTENCES = (
    "A bright family home on a quiet street, a short walk from the station, the shops and two schools. ",
    "The kitchen opens onto a terrace and a garden that gets the sun from noon; both bathrooms were renewed. ",
    "There is a garage, a dry cellar and a study under the roof with a view over the valley. ",
)
WALL = """<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>
<noscript>Enable JavaScript and cookies to continue</noscript>
<script>window._cf_chl_opt={cvId:'3'};</script>
<script src="/cdn-cgi/challenge-platform/h/g/orchestrate/chl_page/v1"></script>
</body></html>"""
GONE = """<html><head><title>Property not found</title></head><body><h1>This property has been removed by the agent</h1>
<p>It may be sold or temporarily removed from the market.</p></body></html>"""
ROBOTS = "User-agent: *\nDisallow: /private/\n"


def listing_page(page: PlannedPage) -> str:
    """A home of its own, with the price that the plan gave it."""
    title = f"{2 + page.number % 4} bedroom house at {1 + page.number} Harbour Row"
    described = " ".join(SENTENCES[(page.number + turn) % len(SENTENCES)] for turn in range(6))
    return (
        f"<!DOCTYPE html><html lang='en'><head><title>{title}</title>"
        f"<script type='application/ld+json'>{json.dumps(_data(page, title, described))}</script></head>"
        f"<body><main><h1>{title}</h1><p class='price'>{page.portal.currency} {page.price:,}</p>"
        f"<ul><li>{2 + page.number % 4} bedrooms</li><li>2 bathrooms</li><li>{80 + page.number % 90} m²</li></ul>"
        f"<h2>Description</h2><p>{described}</p></main></body></html>"
    )


def _data(page: PlannedPage, title: str, described: str) -> dict[str, object]:
    return {
        "@context": "https://schema.org",
        "@type": "SingleFamilyResidence",
        "name": title,
        "description": described,
        "numberOfBedrooms": 2 + page.number % 4,
        "address": {"@type": "PostalAddress", "streetAddress": f"{1 + page.number} Harbour Row"},
        "offers": {"@type": "Offer", "price": page.price, "priceCurrency": page.portal.currency},
    }
