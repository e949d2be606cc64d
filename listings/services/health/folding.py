"""Folding notes into the figures of their hours and days.

One at a time, under a lock: a note is removed and counted in one transaction, so each counts once, whatever dies.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any, TypeAlias

from django.db import connection, transaction

from listings.health.figures import Figures, Note
from listings.models import HealthDay, HealthHour, HealthNote
from propscrape.locks import wait_for_turn
from propscrape.tenancy import staff_scope

BATCH, MAX_BATCHES = 2_000, 500
TURN = "fold health"
TAKE = f"""
    DELETE FROM {HealthNote._meta.db_table}
    WHERE id IN (SELECT id FROM {HealthNote._meta.db_table} ORDER BY id LIMIT {BATCH})
    RETURNING portal, at, outcome, quality_grade, fields_seen, price_bin, value_marks, structure, mapping_version,
              total_ms
"""  # noqa: S608  a table name of our own

HourKey: TypeAlias = tuple[str, datetime]
DayKey: TypeAlias = tuple[str, date]


def fold_notes() -> int:
    """Count all notes that are there; how many it were."""
    folded = 0
    for _ in range(MAX_BATCHES):
        count = _fold_some()
        folded += count
        if count < BATCH:
            break
    return folded


def _fold_some() -> int:
    with transaction.atomic(), staff_scope():
        wait_for_turn(TURN)
        with connection.cursor() as cursor:
            cursor.execute(TAKE)
            notes = [Note(*row) for row in cursor.fetchall()]
        if notes:
            by_hour, by_day = count_notes(notes)
            add_hours(by_hour)
            add_days(by_day)
    return len(notes)


def count_notes(notes: Iterable[Note]) -> tuple[dict[HourKey, Figures], dict[DayKey, Figures]]:
    """The figures that notes come to, by portal and hour and by portal and day."""
    by_hour: dict[HourKey, Figures] = {}
    by_day: dict[DayKey, Figures] = {}
    for note in notes:
        hour = note.at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
        by_hour.setdefault((note.portal, hour), Figures()).add(note)
    for (portal, hour), figures in by_hour.items():
        by_day.setdefault((portal, hour.date()), Figures()).merge(figures)
    return by_hour, by_day


def add_hours(by_hour: dict[HourKey, Figures]) -> None:
    """Add to what is there. Call it in a scope of staff, in one's turn."""
    hours = {hour for _, hour in by_hour}
    for row in HealthHour.objects.filter(hour__in=hours, portal__in={portal for portal, _ in by_hour}):
        if (row.portal, row.hour) in by_hour:
            by_hour[row.portal, row.hour].merge(figures_of(row))
    write_hours(by_hour)


def add_days(by_day: dict[DayKey, Figures]) -> None:
    """The same for days."""
    days = {day for _, day in by_day}
    for row in HealthDay.objects.filter(day__in=days, portal__in={portal for portal, _ in by_day}):
        if (row.portal, row.day) in by_day:
            by_day[row.portal, row.day].merge(figures_of(row))
    write_days(by_day)


def write_hours(by_hour: dict[HourKey, Figures]) -> None:
    """Put these in the place of what is there."""
    rows = [HealthHour(portal=portal, hour=hour, **columns_of(found)) for (portal, hour), found in by_hour.items()]
    _upsert(HealthHour, rows, ("portal", "hour"))


def write_days(by_day: dict[DayKey, Figures]) -> None:
    """The same for days."""
    rows = [HealthDay(portal=portal, day=day, **columns_of(found)) for (portal, day), found in by_day.items()]
    _upsert(HealthDay, rows, ("portal", "day"))


def columns_of(figures: Figures) -> dict[str, Any]:
    """Figures as their row holds them."""
    return {
        "scrapes": figures.scrapes,
        "good": figures.good,
        "blocked": figures.blocked,
        "reads": figures.reads,
        "last_success_at": figures.last_success_at,
        "counts": figures.counts(),
    }


def figures_of(row: HealthHour | HealthDay) -> Figures:
    """A row's figures."""
    return Figures.of(row.counts, reads=row.reads, last_success_at=row.last_success_at)


def _upsert(model: Any, rows: Sequence[Any], unique: Sequence[str]) -> None:
    updated = ("scrapes", "good", "blocked", "reads", "last_success_at", "counts")
    model.objects.bulk_create(rows, update_conflicts=True, unique_fields=unique, update_fields=updated, batch_size=500)
