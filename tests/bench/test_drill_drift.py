"""The drill of sick scrapers: what counts as found, and that a seed draws the same days again."""

import random
from datetime import UTC, datetime, timedelta

from bench.drills.drift.faults import KINDS, Fault, draw_faults
from bench.drills.drift.portals import make_portals
from bench.drills.drift.scraping import Scraping
from bench.drills.drift.verdict import Change, match
from listings.health.figures import sum_of

BEGIN = datetime(2026, 3, 2, tzinfo=UTC)
START = BEGIN + timedelta(days=30)
PRICE = next(kind for kind in KINDS if kind.name == "price_lost")
FAULT = Fault(PRICE, "drill_001", START, START + timedelta(days=4))


def change(hours, *, portal="drill_001", after="broken", kind="fill"):
    return Change(portal, START + timedelta(hours=hours), "watch", after, frozenset({kind}), "why")


def test_a_fault_that_is_called_by_its_name_within_a_day_is_found():
    ((found,), alarms) = match([FAULT], [change(1, after="watch"), change(7)])
    assert (found.is_in_time, found.after, alarms) == (True, timedelta(hours=7), [])


def test_a_fault_that_is_found_later_is_not_in_time():
    ((found,), _) = match([FAULT], [change(25)])
    assert (found.change is not None, found.is_in_time) == (True, False)


def test_a_fault_that_is_called_by_another_name_is_not_found():
    ((found,), alarms) = match([FAULT], [change(7, kind="silence")])
    assert (found.change, found.is_in_time, alarms) == (None, False, [])


def test_a_portal_that_is_called_sick_before_its_fault_or_long_after_it_is_a_false_alarm():
    _, alarms = match([FAULT], [change(-1), change(24 * 4 + 33)])
    assert len(alarms) == 2


def test_a_portal_without_a_fault_that_is_called_sick_is_a_false_alarm_and_a_watched_one_is_not():
    _, alarms = match([FAULT], [change(2, portal="drill_002"), change(2, portal="drill_003", after="watch")])
    assert [alarm.portal for alarm in alarms] == ["drill_002"]


def test_each_kind_of_fault_is_drawn_once_each_on_a_portal_of_its_own():
    rng = random.Random(3)
    faults = draw_faults(rng, make_portals(rng), BEGIN)
    assert {fault.kind for fault in faults} == set(KINDS)
    assert len({fault.portal for fault in faults}) == len(KINDS) == 12


def days(seed, kind=None):
    rng = random.Random(seed)
    portal = max(make_portals(rng), key=lambda portal: portal.per_day)
    fault = Fault(kind, portal.slug, BEGIN, BEGIN + timedelta(days=2)) if kind else None
    return dict(Scraping(portal, fault, begin=BEGIN, rng=rng).hours(2))


def test_a_seed_draws_the_same_days_again():
    assert days(7) == days(7) != days(8)


def test_a_fault_shows_in_what_is_scraped():
    well, sick = sum_of(days(7).values()), sum_of(days(7, PRICE).values())
    assert well.fills["price_float"] > 0.8 * well.reads
    assert sick.fills["price_float"] < 0.1 * sick.reads
