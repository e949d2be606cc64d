"""Labels that portals put on a listing, and where the sale or let stands by them."""

import pytest

from listings.extraction.parsing.listing_status import parse_listing_status


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Sold STC", "under_offer"),
        ("SOLD_SUBJECT_TO_CONTRACT", "under_offer"),
        ("Under Offer", "under_offer"),
        ("Sold", "sold"),
        ("Let agreed", "let"),
        ("To let", "active"),
        ("Reserviert", "reserved"),
        ("Réservé", "reserved"),
        ("verkauft", "sold"),
        ("Alquilado", "let"),
        ("No longer available", "withdrawn"),
        ("Available", "active"),
        ("Chain free", None),
        ("The neighbours' house was sold last year for more than ours is on the market for", None),
        ("", None),
    ],
)
def test_a_label_names_a_status_or_none(text, status):
    assert parse_listing_status(text) == status
