"""Listings of one client that are the same property are found as they come, and groups follow them."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from listings.match_tasks import match_next, sweep_matching
from listings.models import Listing, MatchDecision, MatchKey, MatchMember, MatchPair, MatchWork
from listings.services import matching
from listings.services.deleting import delete_listing
from listings.services.match_candidates import MAX_CANDIDATES, MAX_PER_KEY, candidate_ids, facts_of_listing, keys_of
from listings.services.match_claiming import MAX_ATTEMPTS, claim_matching
from listings.services.match_queueing import queue_unmatched
from propscrape.tenancy import client_scope, staff_scope
from tests.factories import make_client
from tests.listings.matching.homes import ELSEWHERE, FLAT, UPSTAIRS, change_home, groups, make_home, work_off

pytestmark = pytest.mark.django_db(transaction=True)


def work_of(listing):
    with staff_scope():
        return MatchWork.objects.get(pk=listing.pk)


def come_due(listing):
    with staff_scope():
        MatchWork.objects.filter(pk=listing.pk).update(next_attempt_at=timezone.now())


def rows(model):
    with staff_scope():
        return list(model.objects.all())


def test_the_same_flat_on_two_portals_is_found_and_another_flat_of_the_house_is_not(client_account):
    here, there = make_home(client_account), make_home(client_account, **ELSEWHERE)
    make_home(client_account, **UPSTAIRS)
    assert work_off() == 3
    assert groups() == [{here.pk, there.pk}]
    (pair,) = rows(MatchPair)
    assert pair.score >= 0.8
    assert {"price", "floor", "street"} <= {row["fact"] for row in pair.evidence}
    assert work_of(here).state == "done"


def test_another_clients_listing_is_never_a_match(client_account):
    make_home(client_account)
    make_home(make_client(), **ELSEWHERE)
    work_off()
    assert groups() == []


def test_of_two_that_come_at_once_one_finds_the_other(client_account):
    pair = {make_home(client_account).pk, make_home(client_account, **ELSEWHERE).pk}
    barrier = threading.Barrier(2)

    def work(claimed):
        barrier.wait()
        matching.match_listings(claimed)
        connection.close()

    workers = [threading.Thread(target=work, args=[claim_matching(limit=1)]) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert groups() == [pair]


def test_a_listing_that_turns_out_to_be_another_flat_leaves_its_group(client_account):
    here, there = make_home(client_account), make_home(client_account, **ELSEWHERE)
    work_off()
    change_home(there, floor="7")
    work_off()
    assert groups() == []
    assert rows(MatchPair) == []
    change_home(there, floor="1")
    work_off()
    assert groups() == [{here.pk, there.pk}]


def test_a_group_keeps_its_id_when_a_listing_joins(client_account):
    here, there = make_home(client_account), make_home(client_account, **ELSEWHERE)
    work_off()
    with staff_scope():
        before = MatchMember.objects.get(pk=here.pk).group_id
    third = make_home(client_account, **ELSEWHERE | {"portal": "uk_onthemarket"})
    work_off()
    assert groups() == [{here.pk, there.pk, third.pk}]
    with staff_scope():
        assert MatchMember.objects.get(pk=third.pk).group_id == before


def test_what_is_not_compared_queues_nothing(client_account):
    home = make_home(client_account)
    work_off()
    change_home(home, listing_status="sold")
    assert work_off() == 0
    change_home(home, price_float=185000.0)
    assert work_off() == 1


def test_deleting_a_listing_takes_its_matches_along_and_leaves_the_rest_of_the_group(client_account):
    here, there = make_home(client_account), make_home(client_account, **ELSEWHERE)
    third = make_home(client_account, **ELSEWHERE | {"portal": "uk_onthemarket"})
    work_off()
    delete_listing(client_id=client_account.pk, listing_id=there.pk)
    assert groups() == [{here.pk, third.pk}]
    delete_listing(client_id=client_account.pk, listing_id=third.pk)
    assert groups() == []
    delete_listing(client_id=client_account.pk, listing_id=here.pk)
    for model in (MatchPair, MatchKey, MatchWork, MatchMember, MatchDecision):
        assert rows(model) == []


def test_listings_of_before_are_queued_once(client_account):
    with client_scope(client_account.pk):
        for number in range(3):
            Listing.objects.create(client=client_account, canonical_url=f"https://example.com/old/{number}", **FLAT)
    assert (queue_unmatched(), queue_unmatched()) == (3, 0)


def test_a_listing_that_cannot_be_compared_costs_no_other_an_attempt_and_is_given_up(client_account, monkeypatch):
    plain = candidate_ids
    bad = make_home(client_account)
    good = [make_home(client_account, city=f"Town {n}") for n in range(3)]

    def find(listing, facts):
        return 1 / 0 if listing.pk == bad.pk else plain(listing, facts)

    monkeypatch.setattr(matching, "candidate_ids", find)
    for _ in range(MAX_ATTEMPTS):
        come_due(bad)
        with pytest.raises(ZeroDivisionError):
            match_next()
    work_off()
    assert [work_of(home).state for home in good] == ["done"] * 3
    come_due(bad)
    assert match_next() == 0
    sweep_matching()
    assert work_of(bad).state == "dead"
    change_home(bad, price_float=1.0)
    assert (work_of(bad).state, work_of(bad).attempts) == ("queued", 0)


def test_what_lost_its_worker_is_taken_up_by_another_one_alone(client_account):
    home = make_home(client_account)
    (lost,) = claim_matching(limit=10)
    assert claim_matching(limit=10) == []
    come_due(home)
    make_home(client_account, city="Leeds")
    again = claim_matching(limit=10)
    assert [work.pk for work in again] in ([home.pk],) or all(work.attempts == 1 for work in again)
    matching.match_listings([lost])  # too late: its lease is another's
    assert work_of(home).state == "running"


def test_a_change_while_it_is_compared_is_compared_again(client_account):
    home = make_home(client_account)
    works = claim_matching(limit=10)
    change_home(home, price_float=170000.0)
    matching.match_listings(works)
    assert work_of(home).state == "queued"
    assert work_off() == 1


def test_a_crowded_house_costs_a_bounded_number_of_comparisons(client_account):
    with client_scope(client_account.pk):
        crowd = Listing.objects.bulk_create(
            Listing(client=client_account, canonical_url=f"https://example.com/crowd/{n}", **FLAT)
            for n in range(MAX_PER_KEY + 60)
        )
        MatchKey.objects.bulk_create(
            MatchKey(client=client_account, key=key, listing=listing)
            for listing in crowd
            for key in keys_of(facts_of_listing(listing))
        )
    home = make_home(client_account)
    with client_scope(client_account.pk), CaptureQueriesContext(connection) as queries:
        assert len(candidate_ids(home, facts_of_listing(home))) == MAX_CANDIDATES
    assert len(queries) == 1


def test_candidates_are_found_in_the_index_row_level_security_or_not(client_account):
    home = make_home(client_account)
    work_off()
    with client_scope(client_account.pk), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        found = MatchKey.objects.filter(client_id=client_account.pk, key=5).order_by("-listing_id").values("listing_id")
        plan = found[:MAX_PER_KEY].explain()
    assert home is not None
    (condition,) = [line for line in plan.splitlines() if "Index Cond" in line]
    assert "client_id = " in condition
    assert "key = " in condition
    assert "Sort" not in plan


def test_a_lease_is_longer_than_a_task_may_run(client_account):
    home = make_home(client_account)
    assert len(claim_matching(limit=1)) == 1
    row = work_of(home)
    assert timedelta(minutes=4) < row.next_attempt_at - timezone.now() <= timedelta(minutes=5)
