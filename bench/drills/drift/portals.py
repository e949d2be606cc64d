"""Portals that are made up for the drill: how often each is scraped, what its pages state, and how that moves."""

import math
import random
from dataclasses import dataclass, field
from datetime import datetime

PORTALS = 100
# Of the fields that a page may state; those that are usual lie high
USUAL = (
    "title", "price_float", "price_string", "price_cents", "currency", "for_sale", "property_type", "address_string",
    "city", "country", "description", "image_urls", "main_image_url", "reference", "agent_company", "locale_code",
)  # fmt: skip
OFTEN = ("count_bedrooms", "count_bathrooms", "constructed_area", "area_unit", "latitude", "longitude", "features")
RARE = ("plot_area", "floor", "year_construction", "energy_certificate_grade", "postal_code", "region", "tenure")
FIELDS = USUAL + OFTEN + RARE
LEAST_A_DAY, MOST_A_DAY = 4, 400
NOON = 13


@dataclass(slots=True)
class Portal:
    """One made-up portal; rates a day, shares from 0 to 1, prices by the logarithm to base 10."""

    slug: str
    per_day: float
    weekend: float
    night: float
    fills: dict[str, float]
    scatter: float
    walls: float
    timeouts: float
    unchanged: float
    watched_pages: int
    rents: float
    price: float
    price_spread: float
    season: float
    trend: float
    drift: dict[str, float] = field(default_factory=dict)
    better_from: int | None = None
    better_field: str | None = None
    rebuilt_from: int | None = None
    structure: int = 0

    def rate(self, hour: datetime) -> float:
        """Scrapes expected in an hour."""
        wave = 1 + (1 - self.night) * math.cos(2 * math.pi * (hour.hour - NOON) / 24)
        of_week = self.weekend if hour.weekday() >= 5 else 1.0
        return self.per_day / 24 * of_week * wave


def make_portals(rng: random.Random) -> list[Portal]:
    """The drill's portals, from a few scrapes a day to hundreds."""
    portals = [_make(rng, number) for number in range(PORTALS)]
    for portal in rng.sample(portals, 25):
        _improve(rng, portal)
    for portal in rng.sample(portals, 20):
        portal.rebuilt_from = rng.randrange(10, 55)
    for portal in rng.sample(portals, 20):
        portal.drift = {rng.choice(OFTEN): rng.uniform(-0.12, 0.12)}
    return portals


def _make(rng: random.Random, number: int) -> Portal:
    return Portal(
        slug=f"drill_{number:03}",
        per_day=math.exp(rng.uniform(math.log(LEAST_A_DAY), math.log(MOST_A_DAY))),
        weekend=rng.choice((1.0, 0.9, 0.6, 0.3)),
        night=rng.uniform(0.0, 1.0),
        fills=_fills(rng),
        scatter=rng.choice((0.0, 0.01, 0.02, 0.04)),
        walls=rng.choice((0.0, 0.0, 0.01, 0.03, 0.08)),
        timeouts=rng.uniform(0.0, 0.05),
        unchanged=rng.uniform(0.0, 0.4),
        watched_pages=rng.choice((0, 0, 2, 5, 15)),
        rents=rng.choice((0.0, 0.2, 0.5, 1.0)),
        price=rng.uniform(5.0, 6.2),
        price_spread=rng.uniform(0.15, 0.35),
        season=rng.uniform(0.0, 0.03),
        trend=rng.uniform(-0.03, 0.03),
        structure=rng.randrange(256),
    )


def _fills(rng: random.Random) -> dict[str, float]:
    usual = {name: rng.choice((1.0, 0.99, 0.97, 0.93)) for name in USUAL}
    often = {name: rng.uniform(0.5, 0.97) for name in OFTEN}
    return usual | often | {name: rng.uniform(0.0, 0.5) for name in RARE}


def _improve(rng: random.Random, portal: Portal) -> None:
    """A new mapping that reads a field more often than the one before it."""
    portal.better_from, portal.better_field = rng.randrange(8, 55), rng.choice(OFTEN)
    portal.fills[portal.better_field] = rng.uniform(0.4, 0.6)
