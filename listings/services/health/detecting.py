"""Judging every portal by its latest figures; what changes is written down, and told afterwards (telling.py)."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import structlog
from django.utils import timezone

from listings.health.baseline import Baseline
from listings.health.changes import find_changes
from listings.health.findings import Finding, Sample, find_faults, find_faults_of_new
from listings.health.judging import (
    SICK,
    Standing,
    next_standing,
    odds_allowed,
    proposed,
    relevant,
    worth_to_believe,
)
from listings.health.silence import HOUR, LOOKED_BACK, find_silence
from listings.models import HealthChange, Portal, PortalHealth
from listings.services.health.baselines import DAYS, LEFT_OUT, refresh_baselines
from listings.services.health.latest import (
    Ends,
    Hours,
    good_by_hour,
    last_day,
    latest_ends,
    latest_hours,
    portals_with_figures,
    samples_of,
)
from listings.services.health.standings import Judgement, write_judgement
from listings.services.portals import SENT_IN
from propscrape.tenancy import staff_scope

logger = structlog.get_logger(__name__)
AT_LEAST_APART = timedelta(minutes=30)


def detect(*, now: datetime | None = None) -> list[HealthChange]:
    """Judge all portals of which anything is known; the changes of state. Call it once an hour, one at a time."""
    now = now or timezone.now()
    with staff_scope():
        healths = _healths(now)
        refresh_baselines(healths, now)
        ends = latest_ends(now)
        hours = latest_hours([health.portal_id for health in healths if _has_news(health, ends)], now)
        paused = _note_paused(healths, now)
        overall = Overall.of(healths, ends, paused, now)
        allowed = odds_allowed(len(healths))
        judged = [
            _judge(health, hours[health.portal_id], overall, allowed, now)
            if health.portal_id in hours
            else _judge_silence(health, overall, allowed, now)
            for health in healths
        ]
        PortalHealth.objects.filter(pk__in=[health.pk for health in healths]).update(judged_at=now)
    changes = [change for change in judged if change is not None]
    for change in changes:
        logger.warning("portal_health", portal=change.portal_id, state=change.after, reason=change.reason)
    return changes


def was_judged_lately(*, now: datetime | None = None) -> bool:
    """Whether it is too early to judge again: two judgements of one hour, of two beats, would agree by nature."""
    with staff_scope():
        return PortalHealth.objects.filter(judged_at__gt=(now or timezone.now()) - AT_LEAST_APART).exists()


class Overall:
    """All portals together, against which the silence of one is judged."""

    def __init__(
        self,
        ends: Mapping[str, Ends],
        paused: frozenset[str],
        total: dict[datetime, float],
        usual: dict[datetime, float],
    ) -> None:
        self.ends, self.paused, self.total, self.usual = ends, paused, total, usual

    @classmethod
    def of(
        cls, healths: Sequence[PortalHealth], ends: Mapping[str, Ends], paused: frozenset[str], now: datetime
    ) -> "Overall":
        """As far back as the longest silence goes. Nothing is usual of portals that are `paused`."""
        known = [Baseline.of(health.baseline).rhythm for health in healths if health.portal_id not in paused]
        since = [ends[health.portal_id].success for health in healths if health.portal_id in ends]
        begin = min((at or now - LOOKED_BACK for at in since), default=now - LOOKED_BACK)
        hour = max(begin, now - LOOKED_BACK).replace(minute=0, second=0, microsecond=0)
        usual: dict[datetime, float] = {}
        total = good_by_hour(hour, now)
        while hour < now:
            usual[hour] = sum(rhythm.expected(hour) for rhythm in known)
            hour += HOUR
        return cls(ends, paused, total, usual)

    def silence(self, health: PortalHealth, base: Baseline, now: datetime) -> list[Finding]:
        """The finding that a portal is silent, with its odds, if there is any to speak of.

        There is none where staff wanted it silent; nor does silence take the place of a trouble that is worse.
        """
        is_worse = health.state in SICK and health.state != PortalHealth.State.IDLE
        if is_worse or health.portal_id in self.paused or not base.is_old_enough:
            return []
        success = self.ends[health.portal_id].success if health.portal_id in self.ends else None
        since = max((at for at in (success, health.paused_until) if at is not None), default=None)
        found = find_silence(rhythm=base.rhythm, last_success=since, now=now, total=self.total, usual=self.usual)
        return [found] if found is not None else []


def _has_news(health: PortalHealth, ends: Mapping[str, Ends]) -> bool:
    """Whether anything was scraped since it was last judged."""
    if health.portal_id not in ends or health.judged_at is None:
        return health.portal_id in ends
    return ends[health.portal_id].hour >= health.judged_at.replace(minute=0, second=0, microsecond=0)


def _healths(now: datetime) -> list[PortalHealth]:
    """Each known portal's row, locked; made where there is none."""
    registered = set(Portal.objects.values_list("pk", flat=True))
    known = [slug for slug in portals_with_figures(now, days=DAYS + LEFT_OUT) if slug in registered]
    rows = [PortalHealth(portal_id=slug, since=now) for slug in known]
    PortalHealth.objects.bulk_create(rows, ignore_conflicts=True)
    return list(PortalHealth.objects.select_for_update().order_by("pk"))


def _note_paused(healths: Sequence[PortalHealth], now: datetime) -> frozenset[str]:
    """Portals that staff switched off, and since when; not those that are never fetched, whose pages are sent in."""
    slugs = Portal.objects.filter(is_enabled=False).exclude(tier=SENT_IN).values_list("pk", flat=True)
    paused = frozenset(slugs)
    noted = [health for health in healths if health.portal_id in paused]
    for health in noted:
        was_paused = health.paused_until is not None and health.paused_until == health.judged_at
        health.paused_since, health.paused_until = health.paused_since if was_paused else now, now
    PortalHealth.objects.bulk_update(noted, ["paused_since", "paused_until"], batch_size=200)
    return paused


def _judge(health: PortalHealth, hours: Hours, overall: Overall, allowed: float, now: datetime) -> HealthChange | None:
    base = Baseline.of(health.baseline)
    used = _usable(health, hours)
    samples = samples_of(used, now)
    findings = _faults(health, samples, base) + overall.silence(health, base, now)
    is_proven = max((sample.worth for sample in samples), default=0) >= worth_to_believe(base)
    after = next_standing(_standing(health), proposed(findings, allowed), is_proven=is_proven)
    near = relevant(findings, allowed)
    changed = find_changes(base.figures, last_day(used, now))
    return write_judgement(health, Judgement(after, near, changed, _mapping(hours), _first_seen(near, now)), now)


def _faults(health: PortalHealth, samples: Sequence[Sample], base: Baseline) -> list[Finding]:
    """Held against what is normal; a portal that is new, and not one that staff said is another now, against little."""
    if base.is_old_enough or health.normal_from is not None:
        return find_faults(samples, base)
    return find_faults_of_new(samples)


def _judge_silence(health: PortalHealth, overall: Overall, allowed: float, now: datetime) -> HealthChange | None:
    """Of a portal that was not scraped since it was last judged, nothing else is known to be otherwise."""
    near = relevant(overall.silence(health, Baseline.of(health.baseline), now), allowed)
    if not near:
        return None
    after = next_standing(_standing(health), proposed(near, allowed), is_proven=False)
    return write_judgement(health, Judgement(after, near, {}, health.sick_mapping, _first_seen(near, now)), now)


def _standing(health: PortalHealth) -> Standing:
    return Standing(health.state, health.worse_streak, health.better_streak)


def _usable(health: PortalHealth, hours: Hours) -> Hours:
    """What a new mapping reads is judged by itself; so is what comes after staff said what is normal."""
    if health.normal_from is not None:
        hours = [(hour, figures) for hour, figures in hours if hour >= health.normal_from]
    sick = health.sick_mapping
    if health.state in SICK and sick is not None and _mapping(hours) != sick:
        last = max((hour for hour, figures in hours if figures.mappings.get(sick, 0)), default=None)
        return [(hour, figures) for hour, figures in hours if last is None or hour > last]
    return hours


def _mapping(hours: Hours) -> str | None:
    """The version that read most of the latest hour with reads."""
    read = [figures.mappings for _, figures in hours if figures.mappings]
    return max(read[-1], key=lambda version: read[-1][version]) if read else None


def _first_seen(near: Sequence[Finding], now: datetime) -> datetime:
    """Silence began when it began; of anything else the first look that saw it counts."""
    silent_for = [finding.count for finding in near if finding.kind == "silence"]
    return now - timedelta(hours=max(silent_for, default=0))
