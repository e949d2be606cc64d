"""A scrape's captured page beside its values: the values' table, and the document in the frame next to it."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from listings.console_facts import show_value
from listings.models import Scrape
from listings.preview.drawing import FRAME_POLICY, place_of
from listings.services.previewing import ReadField, read_scrape_again
from propscrape.console_cells import share, shortened
from propscrape.errors import ServiceError

HEADERS = {
    "Content-Security-Policy": FRAME_POLICY,
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def page_facts(scrape: Scrape) -> dict[str, Any]:
    """What the template shows. Each value leads to its place in the frame, by the frame's name and a fragment."""
    address = reverse("admin:listings_scrape_page", args=[scrape.pk])
    try:
        reading = read_scrape_again(scrape)
    except ServiceError as error:
        return {"page_fault": error.message}
    return {
        "page_address": address,
        "page_values": [_row(read, address) for read in reading.fields],
        "page_status": reading.status.replace("_", " "),
        "is_as_then": reading.is_as_then,
    }


def page_document(scrape: Scrape) -> HttpResponse:
    """The document of the frame: somebody else's texts in markup of our own."""
    try:
        document = read_scrape_again(scrape).document()
    except ServiceError as error:
        return HttpResponse(
            error.message, content_type="text/plain; charset=utf-8", status=error.status, headers=HEADERS
        )
    return HttpResponse(document, headers=HEADERS)


def _row(read: ReadField, address: str) -> dict[str, Any]:
    return {
        "number": read.number,
        "name": read.field.name,
        "meaning": read.field.meaning,
        "href": f"{address}#{place_of(read.number)}" if read.is_marked else "",
        "value": show_value(read.field, read.value),
        "source": read.source,
        "path": shortened(read.path),
        "confidence": share(read.confidence),
    }
