"""The list of all scrapers: a row for each portal, the worst first, with what it is sorted and filtered by."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from listings.models import MappingVersion, Portal, PortalHealth
from listings.services.health.overview import DayShares, LastDay, last_days, shares_by_day

SHOWN_DAYS = 14
# Of portals without a judgement: those that were scraped lately, and those that were not
UNJUDGED, UNSCRAPED = "unjudged", "unscraped"
ALARM = {state: place for place, state in enumerate([*reversed(PortalHealth.State.values), UNJUDGED, UNSCRAPED])}
QUERY_CHARS = 100


@dataclass(frozen=True, slots=True)
class PortalRow:
    """A portal with its health. `days` has a place for each of the last 14; None: not scraped then."""

    portal: Portal
    health: PortalHealth | None
    last_day: LastDay
    days: Sequence[DayShares | None]
    mapping: str
    last_success_at: datetime | None

    @property
    def state(self) -> str:
        """As it was last judged, or that it was not yet."""
        if self.health is not None and self.health.judged_at is not None:
            return self.health.state
        return UNJUDGED if self.was_scraped else UNSCRAPED

    @property
    def was_scraped(self) -> bool:
        """Whether any look at it is known."""
        return self.last_day.scrapes > 0 or any(self.days)


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be shown, and in which order; empty: all of it."""

    state: str = ""
    country: str = ""
    tier: str = ""
    words: str = ""
    sort: str = "state"
    is_reversed: bool = False

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> "Wish":
        """From an address's parameters; a sort that is not known is by state."""
        sort = str(given.get("sort", ""))
        name = sort.removeprefix("-")
        known = name in SORTS
        return cls(
            state=str(given.get("state", "")),
            country=str(given.get("country", "")),
            tier=str(given.get("tier", "")),
            words=str(given.get("q", ""))[:QUERY_CHARS].strip().casefold(),
            sort=name if known else "state",
            is_reversed=known and sort.startswith("-"),
        )

    @property
    def is_narrow(self) -> bool:
        """Whether anything but an order was wished for."""
        return bool(self.state or self.country or self.tier or self.words)

    def fits(self, row: PortalRow) -> bool:
        """Whether a row is wanted; portals that nobody scrapes are only for those who ask for them."""
        portal = row.portal
        if not self.is_narrow:
            return row.state != UNSCRAPED
        return (
            self.state in ("", row.state)
            and self.country in ("", portal.country)
            and self.tier in ("", portal.tier)
            and (self.words in portal.host.casefold() or self.words in portal.slug.casefold())
        )


def _state(row: PortalRow) -> Any:
    """The worst first; of those that are as bad the newest trouble, of those that are well the busiest."""
    since = row.health.since.timestamp() if row.health is not None and row.state in PortalHealth.SICK else 0.0
    return ALARM[row.state], -since, -row.last_day.scrapes, row.portal.host


# By which a row is sorted where it says anything; rows that do not come last either way
SORTS: dict[str, Callable[[PortalRow], Any]] = {
    "state": _state,
    "portal": lambda row: row.portal.host,
    "success": lambda row: row.last_day.success,
    "blocked": lambda row: row.last_day.blocked_share,
    "p95": lambda row: row.last_day.p95_ms,
    "scrapes": lambda row: row.last_day.scrapes or None,
    "last_success": lambda row: row.last_success_at,
}


def portal_rows(now: datetime) -> list[PortalRow]:
    """A row for each registered portal: four queries. Call it in a scope of staff."""
    by_day = shares_by_day(now.date() - timedelta(days=SHOWN_DAYS - 1))
    by_hour, mappings = last_days(now), active_mappings()
    return [
        _row(portal, by_day.get(portal.slug, []), by_hour.get(portal.slug), mappings.get(portal.slug, ""), now)
        for portal in _portals()
    ]


def chosen_rows(rows: Sequence[PortalRow], wish: Wish) -> list[PortalRow]:
    """Those that are wanted, in order."""
    value_of = SORTS[wish.sort]
    wanted = [row for row in rows if wish.fits(row)]
    known = [row for row in wanted if value_of(row) is not None]
    unknown = [row for row in wanted if value_of(row) is None]
    return sorted(known, key=value_of, reverse=wish.is_reversed) + unknown


def active_mappings() -> dict[str, str]:
    """The version that reads each portal's pages."""
    active = MappingVersion.objects.filter(state=MappingVersion.State.ACTIVE).order_by()
    return {portal: f"v{number}" for portal, number in active.values_list("portal_id", "number")}


def _portals() -> QuerySet[Portal]:
    heavy = ("health__baseline", "health__findings", "health__changed")
    return Portal.objects.select_related("health", "state").defer(*heavy).order_by("host")


def _row(portal: Portal, days: Sequence[DayShares], last: LastDay | None, mapping: str, now: datetime) -> PortalRow:
    by_date = {shares.day: shares for shares in days}
    shown = [by_date.get(now.date() - timedelta(days=back)) for back in reversed(range(SHOWN_DAYS))]
    successes = [shares.last_success_at for shares in days if shares.last_success_at is not None]
    health: PortalHealth | None = getattr(portal, "health", None)
    return PortalRow(portal, health, last or LastDay(), shown, mapping, max(successes, default=None))
