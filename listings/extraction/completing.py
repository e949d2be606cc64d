"""Critical facts that a mapping leaves open on a page of its make, asked of all that the page states otherwise."""

from collections.abc import Iterable, Mapping, Set
from types import MappingProxyType

from listings.extraction.facts import FACTS, Reading
from listings.extraction.generic.candidates import generic_candidates
from listings.extraction.generic.view import View
from listings.extraction.page import Page
from listings.extraction.reconcile import Accepted, reconcile

# What states each critical fact (quality.py), or goes with it
_STATING: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "title": frozenset({"title"}),
        "price_float": frozenset({"price", "price_period", "price_qualifier", "currency"}),
        "currency": frozenset({"price", "currency"}),
        "for_sale": frozenset({"offer", "price_period"}),
        "property_type": frozenset({"property_type"}),
        "address_string": frozenset(
            {
                "address", "address_line", "street_address", "street_name", "street_number", "city", "town",
                "postal_code", "province", "region", "position",
            }
        ),
    }
)  # fmt: skip


MAY_MISS = 1  # usual fact, on a page that otherwise states what its make does


def complete(page: Page, missing: Iterable[str], usual: Set[str], reading: Reading, accepted: Accepted) -> None:
    """Fill in the critical facts that are missing, and a usual one; of a page that misses more all that is open.

    What the mapping states stands.
    """
    stated = accepted.stated
    critical = frozenset[str]().union(*(_STATING[name] for name in missing))
    other = usual - stated - critical
    wanted = critical | other if len(other) <= MAY_MISS else frozenset(FACTS) - stated
    reconcile(generic_candidates(View(page), wanted), reading, accepted)
