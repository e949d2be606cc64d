"""GET /listings/{id}/matches: the same property on the client's other pages, and why."""

import pytest

from listings.services.match_decisions import decide_pair
from tests.factories import make_client
from tests.listings.matching.homes import ELSEWHERE, FLAT, UPSTAIRS, change_home, make_home, work_off

pytestmark = pytest.mark.django_db(transaction=True)


def matches(call, home, **options):
    return call("get", f"/listings/{home.pk}/matches", **options).json()


def test_matches_are_told_with_evidence_and_excerpts_from_the_asked_listings_side(call, client_account):
    here = make_home(client_account)
    there = make_home(client_account, **ELSEWHERE | {"price_float": 185000.0})
    texts = {here.pk: FLAT["description"], there.pk: ELSEWHERE["description"]}
    work_off()
    for asked, other, prices in (
        (here, there, ("189,950 GBP", "185,000 GBP")),
        (there, here, ("185,000 GBP", "189,950 GBP")),
    ):
        answer = matches(call, asked)
        assert (answer["success"], answer["count"], answer["is_current"]) == (True, 1, True)
        (match,) = answer["matches"]
        assert (match["listing"]["id"], match["listing"]["portal"]) == (str(other.pk), other.portal)
        assert 0.8 <= match["score"] <= 1
        assert 0 < match["similarity"] < 1
        (price,) = [row for row in match["evidence"] if row["fact"] == "price"]
        assert (price["this"], price["other"]) == prices
        assert price["weight"] > 0
        (excerpt, *_) = match["excerpts"]
        assert any(piece["shared"] for piece in excerpt["this"])
        assert "".join(piece["text"] for piece in excerpt["this"]) in texts[asked.pk]


def test_a_listing_without_matches_says_so(call, client_account):
    home = make_home(client_account)
    waiting = matches(call, home)
    assert (waiting["count"], waiting["is_current"], waiting["matched_at"]) == (0, False, None)
    work_off()
    found = matches(call, home)
    assert (found["count"], found["is_current"], found["group_id"], found["matches"]) == (0, True, None, [])


def test_what_staff_joined_is_told_without_evidence(call, client_account):
    here, upstairs = make_home(client_account), make_home(client_account, **UPSTAIRS)
    work_off()
    decide_pair(client_id=client_account.pk, a=here.pk, b=upstairs.pk, verdict="same", by="ann")
    (match,) = matches(call, here)["matches"]
    assert (match["decided"], match["score"], match["evidence"]) == ("same", None, [])


def test_a_change_makes_matches_stale_until_it_is_compared(call, client_account):
    here = make_home(client_account)
    make_home(client_account, **ELSEWHERE)
    work_off()
    change_home(here, floor="5")
    stale = matches(call, here)
    assert (stale["is_current"], stale["count"]) == (False, 1)
    work_off()
    assert matches(call, here)["count"] == 0


def test_another_clients_listing_is_not_found_nor_told(call, client_account):
    other = make_client()
    foreign = make_home(other)
    answer = call("get", f"/listings/{foreign.pk}/matches")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "LISTING_NOT_FOUND")
    home = make_home(client_account, **ELSEWHERE)
    work_off()
    assert matches(call, home)["count"] == 0


def test_it_counts_as_a_read_and_takes_no_parameters(call, client_account):
    home = make_home(client_account)
    answer = call("get", f"/listings/{home.pk}/matches")
    assert answer["RateLimit-Limit"] == "100"
    refused = call("get", f"/listings/{home.pk}/matches", {"limit": 3})
    assert (refused.status_code, refused.json()["error"]["code"]) == (400, "VALIDATION_ERROR")
    assert call("get", f"/listings/{home.pk}/matches", key=None).status_code == 401
    assert call("post", f"/listings/{home.pk}/matches", {}).status_code == 405


def test_hostile_text_is_text(call, client_account):
    hostile = "</script><script>alert(1)</script> " * 3 + ELSEWHERE["description"]
    here = make_home(client_account)
    make_home(client_account, **ELSEWHERE | {"description": hostile})
    work_off()
    assert matches(call, here)["count"] == 1
