"""Writing a portal's judgement down: its state, why, since when, and each change of it as a row that stays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from listings.health.changes import in_words
from listings.health.findings import Finding
from listings.health.judging import SICK, Standing
from listings.metrics import HEALTH_CHANGES
from listings.models import HealthChange, PortalHealth
from listings.services.health.quarantine import end_quarantine, forget_when_committed

SHOWN = 3
BROKEN = PortalHealth.State.BROKEN
FOLLOWED = (
    "state", "since", "reason", "findings", "changed", "first_seen_at", "sick_mapping", "worse_streak",
    "better_streak", "quarantined_since",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one look at a portal's figures comes to; `mapping` is the version that reads it now."""

    standing: Standing
    findings: Sequence[Finding]
    changed: Mapping[str, Any]
    mapping: str | None
    first_seen_at: datetime

    def reason(self) -> str:
        """In words; empty where nothing is wrong."""
        worst = [finding.words for finding in self.findings[:SHOWN]]
        if not worst:
            return ""
        return " ".join([f"{'; '.join(worst)}.", *in_words(dict(self.changed))])


def write_judgement(health: PortalHealth, judgement: Judgement, now: datetime) -> HealthChange | None:
    """Write what is other than before; the change of state, if there is one. Call it in a scope of staff."""
    before = {name: getattr(health, name) for name in FOLLOWED}
    _take_over(health, judgement, now)
    if all(before[name] == getattr(health, name) for name in FOLLOWED):
        return None
    health.save(update_fields=FOLLOWED)
    if before["state"] == health.state:
        return None
    if before["state"] == BROKEN:
        is_mended = judgement.mapping is not None and judgement.mapping != before["sick_mapping"]
        end_quarantine(health.portal_id, is_mended=is_mended)
    forget_when_committed()
    HEALTH_CHANGES.labels(health.portal_id, health.state).inc()
    return HealthChange.objects.create(
        portal_id=health.portal_id,
        at=now,
        before=before["state"],
        after=health.state,
        reason=health.reason,
        findings=health.findings,
        changed=health.changed,
        first_seen_at=health.first_seen_at or before["first_seen_at"],
    )


def _take_over(health: PortalHealth, judgement: Judgement, now: datetime) -> None:
    standing = judgement.standing
    was = health.state
    health.worse_streak, health.better_streak = standing.worse, standing.better
    if standing.state != was:
        health.state, health.since = standing.state, now
    if judgement.findings:
        health.first_seen_at = min(health.first_seen_at or now, judgement.first_seen_at)
        health.reason = judgement.reason()
        health.findings = [finding.as_json() for finding in judgement.findings]
        health.changed = health.changed | dict(judgement.changed)
    elif standing.state == "healthy":
        health.first_seen_at, health.reason, health.findings, health.changed = None, "", [], {}
    if standing.state in SICK and was not in SICK:
        health.sick_mapping = judgement.mapping
    elif standing.state not in SICK:
        health.sick_mapping = None
    health.quarantined_since = (health.quarantined_since or now) if standing.state == BROKEN else None
