"""What tests of matching share: flats that can be told apart, and a worker's work."""

import itertools
from typing import Any

from clients.models import Client
from listings.match_tasks import match_next
from listings.models import Listing, MatchGroup, MatchMember
from listings.services.match_queueing import queue_matching
from listings.services.search_columns import search_columns
from propscrape.tenancy import client_scope, staff_scope

FLAT = {
    "title": "Two bedroom flat in Mill Court, Otley",
    "description": (
        "A first floor flat in a converted mill beside the river, with an open plan living kitchen, two double "
        "bedrooms and a bathroom with a shower over the bath. One parking space belongs to it."
    ),
    "price_float": 189950.0, "price_cents": 18_995_000, "currency": "GBP", "price_period": "total", "for_sale": True,
    "for_rent": False, "property_type": "apartment", "count_bedrooms": 2.0, "count_bathrooms": 1.0,
    "constructed_area": 61.3, "area_unit": "sqmt", "floor": "1", "street_name": "Bridge Street", "street_number": "14",
    "city": "Otley", "postal_code": "LS21 1AA", "latitude": 53.9071, "longitude": -1.6912, "locale_code": "en-GB",
    "portal": "uk_rightmove", "agent_company": "Wharfe Estates",
}  # fmt: skip
ELSEWHERE = FLAT | {
    "title": "Riverside two bed apartment", "portal": "uk_zoopla", "agent_company": "Dales & Co",
    "constructed_area": 61.0, "floor": "First floor", "street_number": None,
    "description": "Beside the river: a flat on the first floor of an old mill. Open plan living kitchen, two doubles.",
}  # fmt: skip
UPSTAIRS = FLAT | {"floor": "3", "constructed_area": 66.0, "price_float": 199950.0, "portal": "uk_zoopla"}
_numbers = itertools.count()


def make_home(account: Client, **values: Any) -> Listing:
    """A listing of the client, queued to be matched as an import would."""
    values = FLAT | values
    url = f"https://example.com/homes/{next(_numbers)}"
    with client_scope(account.pk):
        listing = Listing.objects.create(client=account, canonical_url=url, **values, **search_columns(values))
        queue_matching(listing)
    return listing


def change_home(listing: Listing, **values: Any) -> None:
    """The listing's page says something else now."""
    with client_scope(listing.client_id):
        Listing.objects.filter(pk=listing.pk).update(**values)
        queue_matching(listing, changed=values)


def work_off() -> int:
    """What workers do until nothing is due; how many listings they compared."""
    done = 0
    while count := match_next():
        done += count
    return done


def groups() -> list[set[Any]]:
    """The ids of the listings of each group, largest group first."""
    with staff_scope():
        found: dict[Any, set[Any]] = {}
        for member in MatchMember.objects.all():
            found.setdefault(member.group_id, set()).add(member.listing_id)
        assert {group.pk: group.size for group in MatchGroup.objects.all()} == {k: len(v) for k, v in found.items()}
    return sorted(found.values(), key=len, reverse=True)
