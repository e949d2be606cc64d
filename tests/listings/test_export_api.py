"""The routes of exports: ask, look, fetch the file; one's own alone."""

import base64
import csv
import gzip
import hashlib
import io
import json
from datetime import date
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from listings.exporting.formats import FORMATS
from listings.models import Export
from listings.services import exports
from propscrape.tenancy import client_scope, staff_scope
from tests.factories import make_client, make_key
from tests.listings.exports import folder_storage, make_listings, reload, work_off

pytestmark = pytest.mark.django_db(transaction=True)

SOLD_IN_LEEDS = {"city": "Leeds", "city_key": "leeds", "for_sale": True}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """Where exported files lie."""
    folder_storage(settings, tmp_path / "exports")
    return tmp_path / "exports"


@pytest.fixture
def post(call):
    """Ask for an export."""
    return lambda **body: call("post", "/export", json.dumps(body))


def body(response):
    return b"".join(response.streaming_content)


def queued(account, **values):
    with client_scope(account.pk):
        return Export.objects.create(client=account, **{"format": "csv"} | values)


def test_a_small_export_is_answered_done_and_its_file_can_be_fetched(client_account, call, post):
    make_listings(client_account, 2, **SOLD_IN_LEEDS)
    make_listings(make_client(), 1, **SOLD_IN_LEEDS)
    answer = post(format="csv", city="leeds", for_sale=True)
    assert answer.status_code == 200
    export = answer.json()["export"]
    assert (export["state"], export["rows_done"], export["rows_total"]) == ("done", 2, 2)
    assert export["filters"] == {"city": "leeds", "for_sale": True}
    assert (export["kind"], export["format"], export["error"]) == ("requested", "csv", None)
    assert call("get", f"/export/{export['id']}").json()["export"] == export

    response = call("get", f"/export/{export['id']}/file")
    file = body(response)
    assert response.status_code == 200
    assert [row["title"] for row in csv.DictReader(io.StringIO(file.decode(), newline=""))] == ["home 0", "home 1"]
    assert response["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert response["Content-Disposition"] == f'attachment; filename="{export["file"]["name"]}"'
    assert int(response["Content-Length"]) == export["file"]["bytes"] == len(file)
    digest = hashlib.sha256(file)
    assert response["ETag"] == f'"{export["file"]["sha256"]}"' == f'"{digest.hexdigest()}"'
    assert response["Repr-Digest"] == f"sha-256=:{base64.b64encode(digest.digest()).decode()}:"
    assert response["RateLimit-Limit"]
    assert export["file"]["expires_at"] > export["finished_at"]


def test_a_client_that_has_the_file_is_told_so(client_account, call, post):
    export = post(format="json").json()["export"]
    route = f"/export/{export['id']}/file"
    first = call("get", route)
    assert json.loads(body(first)) == {"listings": []}
    again = call("get", route, headers={"If-None-Match": f'"other", {first["ETag"]}'})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    other = call("get", route, headers={"If-None-Match": '"other"'})
    assert (other.status_code, body(other)) == (200, body(call("get", route)))


def test_a_large_export_is_accepted_and_fetched_once_a_worker_wrote_it(client_account, call, post, monkeypatch):
    monkeypatch.setattr(exports, "MAX_AT_ONCE", 2)
    make_listings(client_account, 3)
    answer = post(format="geojson")
    export = answer.json()["export"]
    assert (answer.status_code, export["state"], export["file"]) == (202, "queued", None)
    early = call("get", f"/export/{export['id']}/file")
    assert (early.status_code, early.json()["error"]["code"]) == (409, "CONFLICT")
    assert early.json()["error"]["details"] == {"state": "queued"}
    work_off()
    done = call("get", f"/export/{export['id']}").json()["export"]
    assert (done["state"], done["rows_done"], done["rows_total"]) == ("done", 3, 3)
    response = call("get", f"/export/{export['id']}/file")
    assert response["Content-Type"] == "application/geo+json"
    assert len(json.loads(body(response))["features"]) == 3


@pytest.mark.parametrize("name", FORMATS)
def test_one_listing_can_be_had_in_every_format(client_account, call, name):
    listing, _ = make_listings(client_account, 2)
    response = call("get", f"/listings/{listing.pk}/export", {"format": name})
    assert response.status_code == 200
    assert response["Content-Type"] == FORMATS[name].media_type
    assert f'filename="listing-{listing.pk}.' in response["Content-Disposition"]
    assert b"home 0" in response.content
    assert b"home 1" not in response.content


def test_json_holds_listings_as_the_api_shows_them(client_account, call, post):
    (listing,) = make_listings(client_account, 1, price_float="325000.500", features=["Garden"], longitude=-1.69)
    shown = call("get", f"/listings/{listing.pk}").json()["listings"]
    assert call("get", f"/listings/{listing.pk}/export", {"format": "json"}).json() == {"listings": shown}
    export = post(format="json").json()["export"]
    assert json.loads(body(call("get", f"/export/{export['id']}/file"))) == {"listings": shown}


def test_other_clients_exports_do_not_exist(client_account, call):
    other = make_client()
    export, (listing,) = queued(other), make_listings(other, 1)
    for route in (f"/export/{export.pk}", f"/export/{export.pk}/file", f"/export/{uuid4()}"):
        answer = call("get", route)
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "NOT_FOUND")
    answer = call("get", f"/listings/{listing.pk}/export", {"format": "csv"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "LISTING_NOT_FOUND")
    assert call("get", "/export").json()["exports"] == []


def test_a_client_sees_its_exports_newest_first_page_by_page(client_account, call):
    made = [queued(client_account, format=name) for name in ("csv", "json", "csv")]
    first = call("get", "/export", {"limit": 2}).json()
    assert [one["id"] for one in first["exports"]] == [str(made[2].pk), str(made[1].pk)]
    rest = call("get", "/export", {"limit": 2, "cursor": first["next"]}).json()
    assert ([one["id"] for one in rest["exports"]], rest["next"], rest["count"]) == ([str(made[0].pk)], None, 1)
    assert call("get", "/export", {"format": "json"}).json()["count"] == 1
    assert call("get", "/export", {"format": "csv", "state": "queued"}).json()["count"] == 2
    assert call("get", "/export", {"state": "done"}).json()["count"] == 0


def test_what_was_asked_for_is_told_by_the_names_it_was_asked_by(client_account, post):
    asked = {
        "portal": "uk_rightmove", "city": "Leeds", "postal_code": "LS21 1AA", "property_type": "house",
        "for_rent": False, "currency": "GBP", "price_min": 100, "price_max": 250000.5, "beds_min": 2, "beds_max": 4,
        "area_min": 20, "area_max": 90.5, "bbox": [-2.1, 53.6, -1.2, 54.1], "updated_since": "2026-11-01T00:00:00Z",
        "q": "garden",
    }  # fmt: skip
    assert post(format="csv", **asked).json()["export"]["filters"] == asked
    yen = post(format="csv", currency="JPY", price_min=980).json()["export"]
    assert yen["filters"] == {"currency": "JPY", "price_min": 980}
    feet = post(format="csv", area_min=100, area_unit="sqft").json()["export"]
    assert feet["filters"]["area_min"] == pytest.approx(9.290304)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({}, "format"),
        ({"format": "xlsx"}, "format"),
        ({"format": ["csv"]}, "format"),
        ({"format": "csv", "town": "Leeds"}, "town"),
        ({"format": "csv", "price_min": 5}, "currency"),
        ({"format": "csv", "bbox": "west"}, "bbox"),
        ({"format": "csv", "limit": 5}, "limit"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_name(client_account, post, asked, field):
    answer = post(**asked)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "VALIDATION_ERROR")
    assert list(answer.json()["error"]["details"]["fields"]) == [field]
    with staff_scope():
        assert not Export.objects.exists()


@pytest.mark.parametrize("query", [{"format": "xlsx"}, {"state": "lost"}, {"cursor": "x"}, {"limit": 0}, {"page": 2}])
def test_unknown_queries_are_refused(client_account, call, query):
    assert call("get", "/export", query).status_code == 400


def test_a_single_listings_format_has_to_be_named(client_account, call):
    (listing,) = make_listings(client_account, 1)
    for query in ({}, {"format": "xlsx"}):
        answer = call("get", f"/listings/{listing.pk}/export", query)
        assert list(answer.json()["error"]["details"]["fields"]) == ["format"]


def test_the_sixth_export_underway_is_refused(client_account, post):
    for _ in range(5):
        queued(client_account)
    answer = post(format="csv")
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "LIMIT_REACHED")


def test_asking_and_fetching_count_as_exports_looking_as_reading(client_account, call, post):
    export = post(format="csv")
    assert export["RateLimit-Limit"] == "10"
    pk = export.json()["export"]["id"]
    file = call("get", f"/export/{pk}/file")
    assert (file["RateLimit-Limit"], len(body(file))) == ("10", int(file["Content-Length"]))
    assert call("get", f"/export/{pk}")["RateLimit-Limit"] == "100"
    for _ in range(8):
        post(format="csv")
    refused = post(format="csv")
    assert (refused.status_code, refused.json()["error"]["code"]) == (429, "RATE_LIMITED")


def test_a_key_that_may_only_read_asks_for_nothing(client_account, call):
    reader = make_key(client_account, scopes=["read"])
    assert call("post", "/export", json.dumps({"format": "csv"}), key=reader).status_code == 403
    assert call("get", "/export", key=reader).status_code == 200


def test_an_expired_file_is_not_found_and_says_so(client_account, call, post):
    export = post(format="csv").json()["export"]
    with staff_scope():
        Export.objects.update(file_name=None)
    answer = call("get", f"/export/{export['id']}/file")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "NOT_FOUND")
    assert "7 days" in answer.json()["error"]["message"]
    assert call("get", f"/export/{export['id']}").json()["export"]["file"] is None


def test_a_file_that_was_removed_from_the_storage_is_not_found(client_account, call, post, folder):
    export = post(format="csv").json()["export"]
    for path in folder.rglob("*.csv"):
        path.unlink()
    answer = call("get", f"/export/{export['id']}/file")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "NOT_FOUND")
    assert str(folder) not in answer.content.decode()


def test_a_storage_that_is_away_is_unavailable_and_names_no_path(client_account, call, post, settings, tmp_path):
    export = post(format="csv").json()["export"]
    (tmp_path / "no folder").write_text("a file")
    folder_storage(settings, tmp_path / "no folder")
    answer = call("get", f"/export/{export['id']}/file")
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "UNAVAILABLE")
    assert str(tmp_path) not in answer.content.decode()
    later = post(format="csv")
    assert (later.status_code, later.json()["export"]["state"]) == (202, "failed")
    assert later.json()["export"]["error"]["code"] == "UNAVAILABLE"
    assert later.json()["export"]["next_attempt_at"]


def test_an_archive_is_fetched_as_the_gzip_file_it_is(client_account, call):
    make_listings(client_account, 1)
    archive = queued(client_account, kind="archive", month=date(2030, 1, 1))
    work_off()
    shown = call("get", f"/export/{archive.pk}").json()["export"]
    assert (shown["kind"], shown["month"], shown["file"]["name"]) == ("archive", "2030-01", "listings-2030-01.csv.gz")
    assert shown["file"]["expires_at"] is None
    response = call("get", f"/export/{archive.pk}/file")
    assert response["Content-Type"] == "application/gzip"
    assert not response.has_header("Content-Encoding")
    assert b"home 0" in gzip.decompress(body(response))


def test_the_file_is_sent_as_it_is_read(client_account, call):
    export = queued(client_account, state="done", file_sha256="0" * 64, file_bytes=300_000)
    name = storages["exports"].save("large.csv", ContentFile(b"x" * 300_000))
    with staff_scope():
        Export.objects.filter(pk=export.pk).update(file_name=name)
    sizes = [len(chunk) for chunk in call("get", f"/export/{export.pk}/file").streaming_content]
    assert (max(sizes), sum(sizes)) == (64 * 1024, 300_000)
    assert reload(export).file_name == name
