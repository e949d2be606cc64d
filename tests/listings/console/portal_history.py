"""Portals with a past for tests of the console: figures by day and hour, states, mappings, scrapes."""

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.utils import timezone

from clients.models import Client
from listings.health.baseline import WATCHED
from listings.health.figures import Figures
from listings.health.histograms import duration_bucket
from listings.models import HealthChange, HealthNote, MappingVersion, Portal, PortalHealth, PortalState, Scrape
from listings.services.health.folding import write_days, write_hours
from propscrape.tenancy import staff_scope

A_DAY = timedelta(days=1)


def make_portal(slug: str = "xx_meadow", host: str = "meadow.example", country: str = "GB", **values: Any) -> Portal:
    """A registered portal that nothing is known of."""
    facts = {"currency": "GBP", "locale": "en-GB", "area_unit": "sqft", "content_source": "html", "tier": "generic"}
    portal = Portal.objects.create(slug=slug, host=host, country=country, **facts | values)
    PortalState.objects.create(portal=portal)
    return portal


def figures(
    *, scrapes: int, good: int | None = None, blocked: int = 0, gone: int = 0, ms: float = 400.0, fill: float = 0.9,
    fills: dict[str, float] | None = None, at: datetime | None = None, mapping: str = "v1",
) -> Figures:  # fmt: skip
    """Figures of so many scrapes. `fill`: the share of pages with each watched field, but for those in `fills`."""
    good = scrapes - blocked - gone if good is None else good
    outcomes = {"ok": good, "blocked": blocked, "gone": gone, "failed": scrapes - good - blocked - gone}
    shares = dict.fromkeys((*WATCHED, "postal_code", "floor"), fill) | (fills or {})
    return Figures(
        reads=good,
        last_success_at=at or timezone.now() if good else None,
        outcomes={name: count for name, count in outcomes.items() if count},
        grades={"A": good} if good else {},
        fills={name: round(share * good) for name, share in shares.items() if good},
        durations={str(duration_bucket(ms)): scrapes} if scrapes else {},
        mappings={mapping: good} if good else {},
    )


def write_history(portal: Portal, by_day: dict[date, Figures], *, now: datetime | None = None) -> None:
    """Keep these days, and today's and yesterday's as one hour each, the last one and the one a day and two before."""
    hour = (now or timezone.now()).replace(minute=0, second=0, microsecond=0)
    today = hour.astimezone(UTC).date()
    with staff_scope():
        write_days({(portal.slug, day): found for day, found in by_day.items()})
        hours = {today: hour, today - A_DAY: hour - A_DAY - timedelta(hours=2)}
        write_hours({(portal.slug, hours[day]): found for day, found in by_day.items() if day in hours})


def judge(portal: Portal, state: str, reason: str = "", *, days: int = 2, **values: Any) -> PortalHealth:
    """Put a portal into a state, since so many days."""
    since = timezone.now() - timedelta(days=days)
    with staff_scope():
        if state != PortalHealth.State.HEALTHY:
            HealthChange.objects.create(portal=portal, at=since, before="healthy", after=state, reason=reason)
        row, _ = PortalHealth.objects.update_or_create(
            portal=portal,
            defaults={"state": state, "since": since, "reason": reason, "judged_at": timezone.now(), **values},
        )
    return row


def make_mapping(portal: Portal, number: int, *, days_ago: float, is_active: bool = True) -> MappingVersion:
    """A version that became active so long ago."""
    at = timezone.now() - timedelta(days=days_ago)
    state = MappingVersion.State.ACTIVE if is_active else MappingVersion.State.RETIRED
    return MappingVersion.objects.create(
        portal=portal, number=number, state=state, origin=MappingVersion.Origin.STAFF, text="{}", created_at=at,
        created_by="ann", activated_at=at, activated_by="ann",
    )  # fmt: skip


def make_scrapes(client: Client, portal: Portal, count: int, **values: Any) -> list[Scrape]:
    """Ended scrapes, a minute apart, each of another page."""
    now = timezone.now()
    usual = {"outcome": "ok", "quality_grade": "A", "fields_filled": 30, "fields_known": 55}
    rows = []
    for number in range(count):
        at = now - timedelta(minutes=number)
        page = {"url": f"https://{portal.host}/homes/{number}", "canonical_url": f"{portal.host}/homes/{number}"}
        facts = {"created_at": at, "finished_at": at, "total_ms": 300 + number} | page | usual | values
        rows.append(Scrape(client=client, portal=portal.slug, source="url", state="done", **facts))
    with staff_scope():
        return Scrape.objects.bulk_create(rows)


def past(portal: Portal, *, days: int, per_day: int, seed: int, sick_since: int | None = None, **sick: Any) -> None:
    """Days of ordinary noise; from `sick_since` days ago on with what `sick` says of each day's figures."""
    chance, today = random.Random(seed), timezone.now().date()
    usual = {name: chance.uniform(0.75, 1.0) for name in WATCHED} | {"title": 0.995, "price_float": 0.97}
    by_day = {}
    for back in range(days):
        weekend = 0.5 if (today - timedelta(days=back)).weekday() >= 5 else 1.0
        scrapes = max(1, round(per_day * weekend * chance.uniform(0.8, 1.2)))
        fills = {name: min(1.0, max(0.0, share + chance.gauss(0, 0.02))) for name, share in usual.items()}
        facts: dict[str, Any] = {"gone": round(scrapes * 0.03), "ms": chance.uniform(250, 900)}
        facts["good"] = round((scrapes - facts["gone"]) * chance.uniform(0.96, 1.0))
        if sick_since is not None and back <= sick_since:
            fills |= sick.get("fills", {})
            if "blocked" in sick:
                facts = {"gone": 0, "ms": 300.0, "blocked": round(scrapes * sick["blocked"])}
                facts["good"] = scrapes - facts["blocked"]
        at = timezone.now() - timedelta(days=back, minutes=7)
        by_day[today - timedelta(days=back)] = figures(scrapes=scrapes, fills=fills, at=at, **facts)
    write_history(portal, by_day)


def make_health() -> None:
    """A row in every table of scrapers' health."""
    portal, now = make_portal(), timezone.now()
    write_history(portal, {now.date(): figures(scrapes=1)})
    judge(portal, "broken", "A reason.")
    HealthNote.objects.create(portal=portal.slug, at=now, outcome="ok")
