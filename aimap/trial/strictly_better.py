"""Whether a proposal may go into use unseen: by what it does to the critical fields of pages as they are now."""

from collections.abc import Sequence

from aimap.trial.judging import FieldTrial, judge_field
from aimap.trial.pages import TRIED_FIELDS, Kind, PageReading
from listings.extraction.fields import FIELDS_BY_NAME
from listings.extraction.result import Status

CRITICAL_FIELDS = tuple(name for name in TRIED_FIELDS if FIELDS_BY_NAME[name].critical)


def is_strictly_better(readings: Sequence[PageReading]) -> bool:
    """Whether every critical field that pages state now is right on more of them than today, or on all already.

    Pages of before a portal changed are left out: nobody sees their like any more. Neither a field nor a page may get
    worse, and something must get better.
    """
    now = [reading for reading in readings if reading.page.kind is not Kind.BEFORE]
    judged = [found for name in CRITICAL_FIELDS if (found := judge_field(name, now)) is not None and found.owed]
    if not judged or any(_is_lost(reading) for reading in now):
        return False
    return all(_is_better(found) or _is_complete(found) for found in judged) and any(map(_is_better, judged))


def _is_better(found: FieldTrial) -> bool:
    return found.right > found.right_before and not found.regressions


def _is_complete(found: FieldTrial) -> bool:
    return found.found == found.owed == found.right and not found.regressions


def _is_lost(reading: PageReading) -> bool:
    return reading.old.status is Status.OK and reading.new.status is not Status.OK
