"""The form of an address tells its country only where no other country writes addresses so."""

import pytest

from listings.extraction.parsing.country_of_form import country_of_form


@pytest.mark.parametrize(
    ("line", "country"),
    [
        ("1400 Maple Ave, Austin, TX 78702", "US"),
        ("Austin, TX 78702-1234", "US"),
        ("45 Maple Street, Ottawa, ON K1S 2B2", "CA"),
        ("Ottawa, ON K1S2B2", "CA"),
        ("Ottawa K1S2B2", None),
        ("Via Dante 5, Milano, MI 20121", None),
        ("Palermo PA 90133", None),
        ("Berlin, DE 10115", None),
        ("12 Ocean View, London SW1A 1AA.", None),
        ("Musterstadt, QX 78702", None),
        ("75008 Paris", None),
        ("28014 Madrid", None),
        ("Apartment A1 1AAA", None),
        ("TX 78702 Austin", None),
        ("", None),
    ],
)
def test_the_end_of_a_line_tells_two_countries(line, country):
    assert country_of_form(line) == country
