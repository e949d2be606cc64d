"""A portal falls sick when two judgements agree and is well after six; one page read again and again is one page."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from listings.health.baseline import Baseline, baseline_of
from listings.health.changes import find_changes, in_words
from listings.health.figures import sum_of
from listings.health.findings import Sample, find_faults
from listings.health.judging import Standing, next_standing, odds_allowed, proposed, relevant
from listings.health.rhythm import rhythm_of
from listings.health.silence import find_silence
from tests.listings.health.made_hours import figures

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
ALLOWED = odds_allowed(100)


@pytest.fixture
def base():
    days = [figures(100) for _ in range(20)]
    good = {MONDAY + timedelta(hours=number): 4 for number in range(20 * 24)}
    return baseline_of(days, rhythm_of(good, [MONDAY + timedelta(days=number) for number in range(20)]))


def faults(base, *samples):
    return relevant(find_faults([Sample.of(sample) for sample in samples], base), ALLOWED)


def found(base, *samples):
    return {(finding.kind, finding.field, finding.state) for finding in faults(base, *samples)}


def test_a_day_like_the_others_has_no_fault(base):
    assert found(base, figures(80)) == set()


def test_a_critical_field_that_is_gone_is_a_broken_scraper(base):
    assert found(base, figures(20, fills={"price_float": 0.05})) == {("fill", "price_float", "broken")}


def test_another_field_that_is_rarer_is_a_degraded_one(base):
    assert found(base, figures(40, fills={"image_urls": 0.5})) == {("fill", "image_urls", "degraded")}


def test_a_field_that_is_a_little_rarer_is_no_fault_however_many_pages_say_so(base):
    assert found(base, figures(10_000, fills={"image_urls": 0.9})) == set()


def test_a_few_pages_are_not_enough_to_say_anything(base):
    assert found(base, figures(3, fills={"price_float": 0})) == set()


def test_one_page_read_again_and_again_is_one_page(base):
    assert found(base, figures(200, pages=1, fills={"price_float": 0})) == set()


def test_prices_a_hundred_times_as_high_are_others(base):
    states = found(base, figures(40, prices={94: 30, 95: 40, 96: 30}))
    assert states == {("price", "sale", "broken")}


def test_prices_that_rose_by_a_tenth_are_the_same_prices(base):
    assert found(base, figures(100, prices={70: 15, 71: 35, 72: 35, 73: 15})) == set()


def test_one_title_on_all_pages_is_no_title(base):
    assert found(base, figures(30, titles=1)) == {("constant", "title", "broken")}


def test_one_title_on_all_pages_is_found_of_a_portal_of_three_pages_a_day():
    days = [figures(3, first=3 * number, pages=1_000) for number in range(28)]
    slow = baseline_of(days, rhythm_of({}, []))
    assert ("constant", "title", "broken") in found(slow, figures(50, titles=1))
    assert found(slow, figures(50)) == set()


def test_a_day_of_a_few_pages_that_were_alike_hides_no_constant_for_a_month():
    few = figures(5, titles=5, pages=5)
    few.marks["title"] = Counter({"3": 3, "4": 2})
    base = baseline_of([*(figures(25) for _ in range(20)), few], rhythm_of({}, []))
    assert ("constant", "title", "broken") in found(base, figures(25, titles=1))
    assert found(base, figures(25)) == set()


def test_one_title_of_one_page_is_right(base):
    assert found(base, figures(30, titles=1, pages=1)) == set()


def test_worse_grades_are_a_fault_without_any_field_being_named(base):
    kinds = {kind for kind, *_ in found(base, figures(40, grades={"A": 8, "C": 32}))}
    assert kinds == {"grade"}


def test_walls_are_called_walls(base):
    assert found(base, figures(20, blocked=30)) == {("blocked", None, "blocked")}


def test_pages_that_are_no_listings_any_more_are_a_broken_scraper(base):
    assert found(base, figures(5, needs_javascript=40)) == {("good", None, "broken")}


def test_a_portal_that_does_not_answer_is_not_called_broken(base):
    assert found(base, figures(5, timeout=40)) == {("good", None, "degraded")}


def test_a_portal_whose_pages_vary_by_the_day_is_given_more_room():
    rhythm = rhythm_of({}, [])
    wild = baseline_of([figures(100, fills={"image_urls": share}) for share in (1.0, 0.6) * 10], rhythm)
    assert found(wild, figures(60, fills={"image_urls": 0.6})) == set()


def test_nothing_is_judged_by_what_is_not_known_yet():
    fresh = baseline_of([figures(10)] * 3, rhythm_of({}, []))
    assert found(fresh, figures(100, fills={"price_float": 0})) == set()


def test_what_is_normal_survives_being_kept(base):
    again = Baseline.of(base.as_json())
    sick = figures(20, fills={"price_float": 0.05})
    assert found(again, sick) == found(base, sick)


def silence(base, hours, *, total=None):
    now = MONDAY + timedelta(days=22, hours=hours)
    usual = {now - timedelta(hours=n): 400.0 for n in range(400)}
    found = find_silence(
        rhythm=base.rhythm,
        last_success=MONDAY + timedelta(days=22),
        now=now,
        total=usual if total is None else dict.fromkeys(usual, total),
        usual=usual,
    )
    return found is not None and found.odds < ALLOWED


def test_silence_is_told_by_what_is_missing(base):
    assert [silence(base, hours) for hours in (1, 3, 8)] == [False, False, True]


def test_silence_of_all_portals_is_nobodys_own(base):
    assert not silence(base, 24, total=0.0)


def test_a_weekend_without_scrapes_is_no_silence_where_weekends_have_none():
    days = [MONDAY + timedelta(days=number) for number in range(28)]
    good = {day + timedelta(hours=hour): 5 for day in days if day.weekday() < 5 for hour in range(24)}
    now = MONDAY + timedelta(days=28 + 6, hours=20)
    found = find_silence(
        rhythm=rhythm_of(good, days),
        last_success=now - timedelta(hours=43),
        now=now,
        total={},
        usual={},
    )
    assert found is None or found.odds > ALLOWED


def standings(*proposals, start="healthy", is_proven=True):
    standing, seen = Standing(start), []
    for proposal in proposals:
        standing = next_standing(standing, proposal, is_proven=is_proven)
        seen.append(standing.state)
    return seen


def test_a_portal_falls_sick_when_two_judgements_agree():
    assert standings("broken", "broken") == ["watch", "broken"]
    assert standings("broken", "healthy", "broken") == ["watch", "watch", "watch"]


def test_a_portal_is_well_after_six_judgements_and_not_by_one():
    assert standings(*["healthy"] * 6, start="broken") == ["broken"] * 5 + ["healthy"]
    assert standings(*["healthy"] * 5, "broken", *["healthy"] * 5, start="broken") == ["broken"] * 11


def test_a_portal_is_not_well_for_having_shown_nothing():
    assert set(standings(*["healthy"] * 50, start="broken", is_proven=False)) == {"broken"}


def test_a_trouble_that_fades_is_the_same_trouble():
    assert set(standings(*["degraded"] * 9, "idle", start="broken")) == {"broken"}


def test_an_idle_portal_is_awake_soon():
    assert standings("healthy", "healthy", start="idle", is_proven=False) == ["idle", "healthy"]


def test_more_portals_make_each_difference_count_less(base):
    odd = find_faults([Sample.of(figures(6, fills={"price_float": 0.0}))], base)
    assert proposed(odd, odds_allowed(1)) == "broken"
    assert proposed(odd, odds_allowed(10**9)) == "healthy"


def test_what_else_changed_is_said_with_its_first_hour():
    before = figures(500)
    late = figures(30)
    late.mappings, late.structures = Counter({"2": 30}), Counter({"bb": 30})
    changed = find_changes(before, [(MONDAY, figures(10)), (MONDAY + timedelta(hours=1), late)])
    assert {kind: change["now"] for kind, change in changed.items()} == {"mapping": "2", "structure": "bb"}
    assert all("since 2026-03-02 01:00 UTC." in sentence for sentence in in_words(changed))


def test_what_was_there_before_too_is_no_change():
    assert find_changes(sum_of([figures(500)]), [(MONDAY, figures(30))]) == {}
