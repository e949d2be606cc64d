"""What staff decide of groups stands above what is found, whatever is scraped later."""

import pytest

from listings.errors import NotMergeable
from listings.matching.grouping import MAX_GROUP
from listings.models import MatchDecision, MatchMember
from listings.services.deleting import delete_listing
from listings.services.match_decisions import decide_pair, merge_listings, split_group, withdraw_decision
from listings.services.tombstones import put_back
from propscrape.tenancy import staff_scope
from tests.factories import make_client
from tests.listings.matching.homes import ELSEWHERE, UPSTAIRS, change_home, groups, make_home, work_off

pytestmark = pytest.mark.django_db(transaction=True)


def group_of(listing):
    with staff_scope():
        return MatchMember.objects.get(pk=listing.pk).group_id


def decide(account, a, b, verdict):
    return decide_pair(client_id=account.pk, a=a.pk, b=b.pk, verdict=verdict, by="ann")


def test_a_split_holds_when_the_pages_are_read_again(client_account):
    here, there = make_home(client_account), make_home(client_account, **ELSEWHERE)
    third = make_home(client_account, **ELSEWHERE | {"portal": "uk_onthemarket"})
    work_off()
    split_group(client_id=client_account.pk, group_id=group_of(here), off=[third.pk], by="ann")
    assert groups() == [{here.pk, there.pk}]
    for home in (here, there, third):
        change_home(home, price_float=185000.0)
    work_off()
    assert groups() == [{here.pk, there.pk}]


def test_what_was_decided_of_a_listing_comes_back_with_it(client_account):
    here, there = make_home(client_account), make_home(client_account, **ELSEWHERE)
    upstairs = make_home(client_account, **UPSTAIRS)
    work_off()
    decide(client_account, here, there, "different")
    decide(client_account, here, upstairs, "same")
    delete_listing(client_id=client_account.pk, listing_id=here.pk)
    assert groups() == []
    put_back(client_id=client_account.pk, listing_id=here.pk)
    assert groups() == [{here.pk, upstairs.pk}]
    work_off()
    assert groups() == [{here.pk, upstairs.pk}]


def test_what_was_decided_of_two_deleted_listings_comes_back_with_the_later_one(client_account):
    here, there = make_home(client_account), make_home(client_account, **ELSEWHERE)
    work_off()
    decide(client_account, here, there, "different")
    for home in (here, there):
        delete_listing(client_id=client_account.pk, listing_id=home.pk)
    for home in (there, here):
        put_back(client_id=client_account.pk, listing_id=home.pk)
    work_off()
    assert groups() == []


def test_a_merge_holds_although_the_pages_contradict_each_other(client_account):
    here, upstairs = make_home(client_account), make_home(client_account, **UPSTAIRS)
    work_off()
    assert groups() == []
    decide(client_account, here, upstairs, "same")
    assert groups() == [{here.pk, upstairs.pk}]
    change_home(upstairs, price_float=250000.0)
    work_off()
    assert groups() == [{here.pk, upstairs.pk}]


def test_merging_two_listings_merges_their_groups_and_what_was_split_before(client_account):
    here, there = make_home(client_account), make_home(client_account, **ELSEWHERE)
    up = [make_home(client_account, **UPSTAIRS | {"portal": portal}) for portal in ("uk_zoopla", "uk_jitty")]
    work_off()
    assert groups() == [{here.pk, there.pk}, {home.pk for home in up}]
    decide(client_account, there, up[0], "different")
    decide(client_account, here, up[1], "same")
    assert groups() == [{here.pk, there.pk, up[0].pk, up[1].pk}]


def test_taking_a_decision_away_lets_what_is_found_hold_again(client_account):
    here, there = make_home(client_account), make_home(client_account, **ELSEWHERE)
    work_off()
    (decision,) = decide(client_account, here, there, "different")
    assert groups() == []
    withdraw_decision(client_id=client_account.pk, decision_id=decision.pk)
    assert groups() == [{here.pk, there.pk}]


def test_deciding_again_replaces_what_was_decided(client_account):
    here, there = make_home(client_account), make_home(client_account, **ELSEWHERE)
    work_off()
    for verdict in ("different", "same", "different"):
        decide(client_account, here, there, verdict)
    with staff_scope():
        (kept,) = MatchDecision.objects.all()
    assert (kept.verdict, kept.made_by) == ("different", "ann")
    assert groups() == []


def test_listings_of_two_clients_are_never_one_property(client_account):
    home, foreign = make_home(client_account), make_home(make_client())
    for act in ("same", "different"):
        with pytest.raises(NotMergeable):
            decide(client_account, home, foreign, act)
    with pytest.raises(NotMergeable):
        decide(client_account, home, home, "same")


def test_a_group_is_not_split_by_choosing_all_or_none_or_strangers(client_account):
    here, there = make_home(client_account), make_home(client_account, **ELSEWHERE)
    stranger = make_home(client_account, **UPSTAIRS)
    work_off()
    for off in ([], [here.pk, there.pk], [stranger.pk], [here.pk, stranger.pk]):
        with pytest.raises(NotMergeable):
            split_group(client_id=client_account.pk, group_id=group_of(here), off=off, by="ann")
    assert groups() == [{here.pk, there.pk}]


def test_a_group_has_thirty_listings_at_most(client_account):
    homes = [make_home(client_account, city=f"Town {number}") for number in range(MAX_GROUP + 1)]
    with pytest.raises(NotMergeable):
        merge_listings(client_id=client_account.pk, listing_ids=[home.pk for home in homes], by="ann")
    merge_listings(client_id=client_account.pk, listing_ids=[home.pk for home in homes[1:]], by="ann")
    assert [len(group) for group in groups()] == [MAX_GROUP]
