"""The release's mappings become versions, and never override what staff approved."""

import json
import threading

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from listings.extraction.mapping import shipped_mapping
from listings.models import MappingVersion
from listings.services import contracts, mapping_sync, mapping_versions
from listings.services.current_mappings import find_mapping
from listings.services.mapping_sync import shipped_files, sync_release_mappings
from listings.services.mapping_versions import activate, active_version, retire, roll_back, versions_of
from listings.services.portals import sync_portals
from tests.listings.mappings.versions import PORTAL, document, draft

pytestmark = pytest.mark.django_db
State = MappingVersion.State


@pytest.fixture
def release(monkeypatch):
    """Brings a release in, which ships this mapping of one portal: release("#price")."""
    sync_portals()

    def bring(price):
        files = {PORTAL: json.dumps(document(price)).encode()}
        monkeypatch.setattr(mapping_sync, "shipped_files", lambda: files)
        return sync_release_mappings()

    return bring


def active_price():
    return active_version(PORTAL).document["fields"]["price"]


def test_every_shipped_file_becomes_the_active_version_of_its_portal_and_reads_alike():
    sync_portals()
    synced = sync_release_mappings()
    assert {result.version.portal_id for result in synced if result.activated} == set(shipped_files())
    for slug in shipped_files():
        mapping, shipped = find_mapping(slug), shipped_mapping(slug)
        assert mapping.version == "v1"
        assert (list(mapping.anchors), mapping.fields) == (list(shipped.anchors), shipped.fields)


def test_nothing_new_costs_a_query_or_two():
    sync_portals()
    sync_release_mappings()
    with CaptureQueriesContext(connection) as queries:
        assert sync_release_mappings() == []
    assert len(queries) == 2


def test_a_new_file_follows_the_one_of_the_release_before(release):
    release("#first")
    (synced,) = release("#second")
    assert synced.activated
    assert active_price() == [{"css": "#second"}]


def test_a_new_file_stays_a_draft_where_staff_approved_another(release):
    release("#first")
    activate(version_id=draft("#staff").pk, by="ann")
    (synced,) = release("#second")
    assert (synced.activated, synced.version.state) == (False, State.DRAFT)
    assert active_price() == [{"css": "#staff"}]
    assert release("#second") == [], "it is told once"


def test_a_new_file_stays_a_draft_where_staff_want_no_mapping(release):
    release("#first")
    retire(version_id=active_version(PORTAL).pk, by="ann")
    (synced,) = release("#second")
    assert not synced.activated
    assert find_mapping(PORTAL) is None


def test_a_file_that_staff_went_back_behind_does_not_return_with_the_next_start(release):
    release("#first")
    release("#second")
    roll_back(version_id=active_version(PORTAL).pk, by="ann")
    assert release("#second") == []
    assert active_price() == [{"css": "#first"}]


def test_an_earlier_release_that_is_started_again_brings_its_file_back_as_the_same_version(release):
    release("#first")
    release("#second")
    (synced,) = release("#first")
    assert synced.activated
    assert active_price() == [{"css": "#first"}]
    assert len(versions_of(PORTAL)) == 2


@pytest.mark.django_db(transaction=True)
def test_two_instances_that_start_at_once_bring_each_file_in_once():
    sync_portals()
    start, failures = threading.Barrier(3), []

    def run():
        start.wait()
        try:
            sync_release_mappings()
        except Exception as error:  # noqa: BLE001  the test looks at it
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert MappingVersion.objects.count() == len(shipped_files())
    assert MappingVersion.objects.filter(state=State.ACTIVE).count() == len(shipped_files())


@pytest.mark.django_db(transaction=True)
def test_what_staff_approve_while_a_release_is_brought_in_is_not_overridden(release, monkeypatch):
    release("#first")
    approved = draft("#staff")
    real, threads = contracts.run_contract, []

    def approve():
        try:
            activate(version_id=approved.pk, by="ann")
        finally:
            connection.close()

    def read_golden_pages(version):
        if not threads:
            threads.append(threading.Thread(target=approve))
            threads[0].start()
            threads[0].join(1)
        return real(version)

    monkeypatch.setattr(mapping_versions, "run_contract", read_golden_pages)
    release("#second")
    threads[0].join()
    assert active_price() == [{"css": "#staff"}]


def test_a_file_whose_process_died_half_way_is_brought_in_by_the_next(release, monkeypatch):
    release("#first")
    with monkeypatch.context() as patched:
        patched.setattr(mapping_versions, "run_contract", lambda version: (_ for _ in ()).throw(MemoryError))
        with pytest.raises(MemoryError):
            release("#second")
    assert active_price() == [{"css": "#first"}]
    (synced,) = release("#second")
    assert synced.activated
    assert active_price() == [{"css": "#second"}]
