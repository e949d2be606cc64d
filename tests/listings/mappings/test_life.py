"""A version is drafted, tried, made active, rolled back; one is active, and two people at once do no harm."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction

from listings.errors import MappingMoved, MappingNotInOrder, NothingBefore
from listings.models import MappingChange, MappingVersion
from listings.services.mapping_drafts import draft_mapping, edit_draft, lint, text_digest
from listings.services.mapping_versions import activate, active_version, retire, roll_back, start_trial, versions_of
from listings.services.portals import sync_portals
from propscrape.errors import NotFound, UnsupportedHost
from propscrape.ids import new_id
from tests.listings.mappings.versions import PORTAL, document, draft

pytestmark = pytest.mark.django_db
State, Origin = MappingVersion.State, MappingVersion.Origin


def states():
    return [version.state for version in reversed(versions_of(PORTAL))]


def test_versions_of_a_portal_are_numbered_from_one():
    assert [draft().name, draft().name] == ["v1", "v2"]


def test_the_order_of_a_mapping_is_kept_since_its_first_anchor_is_the_listing():
    anchors = {"zebra": [{"json": "home"}], "apple": [{"json": "other"}]}
    sync_portals()
    version = draft_mapping(portal=PORTAL, document=document() | {"anchors": anchors}, origin=Origin.STAFF, by="ann")
    assert list(MappingVersion.objects.get(pk=version.pk).document["anchors"]) == ["zebra", "apple"]


@pytest.mark.parametrize(
    ("faulty", "fault"),
    [
        (document() | {"portal": "uk_zoopla"}, "'portal' is 'uk_zoopla'"),
        (document() | {"surprise": 1}, "unknown key 'surprise'"),
        (document(price="p::nothing("), "bad selector"),
        ('{"portal": "uk_rightmove", "portal": "uk_rightmove"}', "given twice"),
        ("not JSON", "not JSON"),
        (b"\xff\xfe", "utf-8"),
        ("[]", "a mapping is a JSON object"),
        (document() | {"version": "\ud800"}, "surrogates"),
        ('{"portal": "uk_rightmove", "version": "\\ud800", "fields": {}}', "cannot be stored"),
        ("[" * 100_000, "not JSON"),
        ('{"x": "' + "y" * 600_000 + '"}', "longer than"),
    ],
)
def test_what_is_no_mapping_of_the_portal_becomes_no_version(faulty, fault):
    sync_portals()
    with pytest.raises(MappingNotInOrder) as refused:
        draft_mapping(portal=PORTAL, document=faulty, origin=Origin.STAFF, by="ann")
    faults = lint(faulty, portal=PORTAL)
    assert fault in " ".join(faults)
    assert refused.value.details == {"faults": faults}
    assert not MappingVersion.objects.exists()


def test_a_portal_that_is_not_registered_has_no_versions():
    with pytest.raises(UnsupportedHost):
        draft_mapping(
            portal="zz_nowhere", document=document() | {"portal": "zz_nowhere"}, origin=Origin.STAFF, by="ann"
        )


def test_a_draft_is_edited_until_it_is_on_trial():
    version = draft()
    edit_draft(version_id=version.pk, document=document("#other"), by="bob", notes="the other price")
    assert start_trial(version_id=version.pk, by="bob").document["fields"]["price"] == [{"css": "#other"}]
    with pytest.raises(MappingMoved):
        edit_draft(version_id=version.pk, document=document(), by="bob")


def test_of_two_who_edit_one_text_the_second_is_told():
    version = draft()
    seen = text_digest(version)
    edit_draft(version_id=version.pk, document=document("#other"), by="bob", seen_digest=seen)
    with pytest.raises(MappingMoved):
        edit_draft(version_id=version.pk, document=document("#third"), by="eve", seen_digest=seen)


def test_activating_retires_the_one_before():
    first, second = draft(), draft("#other")
    activate(version_id=first.pk, by="ann")
    activate(version_id=second.pk, by="bob", reason="the price moved")
    assert states() == [State.RETIRED, State.ACTIVE]
    active = active_version(PORTAL)
    assert (active.pk, active.activated_by, active.replaced_id) == (second.pk, "bob", first.pk)


def test_rolling_back_leads_to_what_was_active_before_and_further_back_each_time():
    versions = [draft(), draft("#other"), draft("#third")]
    for version in versions:
        activate(version_id=version.pk, by="ann")
    assert roll_back(version_id=versions[2].pk, by="bob").pk == versions[1].pk
    assert roll_back(version_id=versions[1].pk, by="bob").pk == versions[0].pk
    assert states() == [State.ACTIVE, State.RETIRED, State.RETIRED]
    with pytest.raises(NothingBefore):
        roll_back(version_id=versions[0].pk, by="bob")
    assert states()[0] == State.ACTIVE


def test_a_second_click_on_roll_back_takes_nothing_further_away():
    versions = [draft(), draft("#other"), draft("#third")]
    for version in versions:
        activate(version_id=version.pk, by="ann")
    roll_back(version_id=versions[2].pk, by="bob")
    with pytest.raises(MappingMoved):
        roll_back(version_id=versions[2].pk, by="eve")
    assert active_version(PORTAL).pk == versions[1].pk


def test_who_did_what_is_written_down():
    first, second = draft(), draft("#other")
    start_trial(version_id=first.pk, by="bob")
    activate(version_id=first.pk, by="bob")
    activate(version_id=second.pk, by="eve")
    roll_back(version_id=second.pk, by="ann", reason="prices were wrong")
    log = MappingChange.objects.order_by("at", "pk").values_list("version__number", "action", "by")
    assert sorted(log) == sorted(
        [
            (1, "drafted", "ann"), (2, "drafted", "ann"), (1, "tried", "bob"), (1, "activated", "bob"),
            (1, "retired", "eve"), (2, "activated", "eve"), (2, "retired", "ann"), (1, "rolled_back", "ann"),
        ]
    )  # fmt: skip


def test_what_is_retired_is_not_retired_again_nor_is_what_is_not_there():
    version = draft()
    retire(version_id=version.pk, by="ann", reason="rejected")
    with pytest.raises(MappingMoved):
        retire(version_id=version.pk, by="bob")
    with pytest.raises(NotFound):
        retire(version_id=new_id(), by="bob")


def test_the_database_itself_lets_one_version_be_active():
    first, second = draft(), draft()
    activate(version_id=first.pk, by="ann")
    with pytest.raises(IntegrityError), transaction.atomic():
        MappingVersion.objects.filter(pk=second.pk).update(state=State.ACTIVE)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", ["activate", "roll_back", "retire", "draft"])
def test_many_who_click_at_once_leave_one_active_version_and_no_error(act):
    versions = [draft(), draft("#other"), draft("#third")]
    for version in versions[:2]:
        activate(version_id=version.pk, by="ann")
    work = {
        "activate": lambda number: activate(version_id=versions[number % 3].pk, by="bob"),
        "roll_back": lambda _: roll_back(version_id=versions[1].pk, by="bob"),
        "retire": lambda _: retire(version_id=versions[1].pk, by="bob"),
        "draft": lambda _: draft(),
    }[act]
    failures = all_at_once(work)
    assert all(isinstance(error, MappingMoved) for error in failures), failures
    assert states().count(State.ACTIVE) == (0 if act == "retire" else 1)
    if act == "roll_back":
        assert active_version(PORTAL).pk == versions[0].pk
        assert len(failures) == 5
    if act == "draft":
        assert [version.number for version in versions_of(PORTAL)] == [*range(9, 0, -1)]


def all_at_once(work, workers=6):
    """Run work(0), work(1), ... in threads that start together; what any of them raised."""
    start, failures = threading.Barrier(workers), []

    def run(number):
        start.wait()
        try:
            work(number)
        except Exception as error:  # noqa: BLE001  the test looks at it
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures
