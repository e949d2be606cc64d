"""What is published, when, and who wants it. No database: the drill must know by itself what is owed."""

import random
from dataclasses import dataclass

SUBSCRIPTIONS, LISTINGS = 20, 400
# Every event is wanted by so many subscriptions, through their filter on portals; a portal's are these steps apart
STEPS = (0, 7, 13)
MAX_AT_ONCE = 3
TYPES = ("listing.updated", "listing.price_changed", "listing.status_changed", "listing.corrected")


@dataclass(frozen=True, slots=True)
class Batch:
    """Events of one listing that are published in one transaction; `due_s` counts seconds from the start."""

    number: int
    due_s: float
    listing: int
    types: tuple[str, ...]

    @property
    def key(self) -> str:
        """What the product calls the listing."""
        return f"drill-listing-{self.listing:04}"

    @property
    def portal(self) -> str:
        """Where the listing is found; filters ask for it."""
        return portal_name(self.listing % SUBSCRIPTIONS)


def plan_batches(rng: random.Random, *, events: int, over_s: float) -> list[Batch]:
    """Batches of exactly `events` events in all, evenly spread over so many seconds."""
    sizes: list[int] = []
    while (left := events - sum(sizes)) > 0:
        sizes.append(min(left, rng.randint(1, MAX_AT_ONCE)))
    return [
        Batch(
            number=number,
            due_s=over_s * number / len(sizes),
            listing=rng.randrange(LISTINGS),
            types=tuple(rng.choices(TYPES, k=size)),
        )
        for number, size in enumerate(sizes)
    ]


def portal_name(number: int) -> str:
    """A portal of the drill's."""
    return f"drill-portal-{number:02}"


def wanted_by(portal: str) -> tuple[int, ...]:
    """The subscriptions, counted from 0, that want what happens at a portal."""
    return tuple(subscription for subscription in range(SUBSCRIPTIONS) if portal in portals_of(subscription))


def portals_of(subscription: int) -> list[str]:
    """The filter of a subscription."""
    return [portal_name((subscription - step) % SUBSCRIPTIONS) for step in STEPS]
