"""Exported files lie in a folder that is the owner's alone, or in a bucket: here moto's, an S3 server over HTTP.

moto is a stand-in: it speaks the protocol, and neither checks signatures nor is a store that anybody uses.
"""

import gzip
import stat

import boto3
import pytest
from django.core.files.storage import storages
from moto.server import ThreadedMotoServer

from listings.errors import ExportFileMissing, StorageAway
from listings.export_tasks import expire_export_files, queue_monthly_archives
from listings.models import Export
from listings.services.export_files import open_file, remove_file, store_file
from listings.services.exports import ask_for_export
from listings.services.listing_filters import ListingFilters
from propscrape.environment import Environment
from propscrape.file_storages import export_storage
from propscrape.tenancy import staff_scope
from tests.factories import make_client
from tests.listings.exports import make_listings, reload, stored, work_off

BUCKET = "listings"
KEYS = {"EXPORT_S3_ACCESS_KEY": "key", "EXPORT_S3_SECRET_KEY": "secret", "EXPORT_S3_REGION": "eu-west-1"}


@pytest.fixture(scope="module")
def server():
    """An S3 server's address."""
    moto = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    moto.start()
    host, port = moto.get_host_and_port()
    yield f"http://{host}:{port}"
    moto.stop()


@pytest.fixture
def bucket(server, settings):
    """An empty bucket, which exports are kept in."""
    s3 = boto3.resource(
        "s3", endpoint_url=server, aws_access_key_id="key", aws_secret_access_key="secret", region_name="eu-west-1"
    )
    bucket = s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    use(settings, EXPORT_S3_BUCKET=BUCKET, EXPORT_S3_ENDPOINT_URL=server, EXPORT_S3_PREFIX="/files/", **KEYS)
    yield bucket
    bucket.objects.delete()
    bucket.delete()


def use(settings, **environment):
    """Keep exports where this environment says."""
    settings.STORAGES = settings.STORAGES | {"exports": export_storage(Environment(**environment))}


def ask(account, **filters):
    return ask_for_export(client_id=account.pk, file_format=Export.Format.CSV, filters=ListingFilters(**filters))


def keys(bucket):
    return sorted(one.key for one in bucket.objects.all())


def test_without_a_bucket_files_lie_in_the_data_folder_for_its_owner_alone(settings, tmp_path):
    use(settings, PROPSCRAPE_HOME=tmp_path)
    with (tmp_path / "new").open("w+b") as file:
        file.write(b"text")
        name = store_file("client/export.csv", file)
    path = tmp_path / "exports" / name
    assert path.read_bytes() == b"text"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    remove_file(name)
    remove_file(name)
    with pytest.raises(ExportFileMissing):
        open_file(name)


@pytest.mark.django_db(transaction=True)
def test_an_export_goes_to_the_bucket_and_comes_back(client_account, bucket):
    make_listings(client_account, 2)
    export = ask(client_account)
    assert export.state == "done"
    assert keys(bucket) == [f"files/{client_account.pk}/{export.pk}.csv"]
    assert b"home 1" in stored(export)
    with staff_scope():
        Export.objects.update(expires_at=export.created_at)
    assert expire_export_files() == 1
    assert keys(bucket) == []
    with pytest.raises(ExportFileMissing):
        open_file(export.file_name)


@pytest.mark.django_db(transaction=True)
def test_an_archive_goes_to_the_bucket(bucket):
    client = make_client(archives_monthly=True)
    queue_monthly_archives()
    work_off()
    (key,) = keys(bucket)
    with staff_scope():
        archive = Export.objects.get()
    assert key == f"files/archives/{client.pk}/{archive.month:%Y-%m}.csv.gz"
    assert gzip.decompress(stored(archive)).startswith(b"id,title,")


def test_a_file_larger_than_one_part_is_the_same_when_it_comes_back(bucket, tmp_path):
    content = bytes(range(256)) * 80_000  # 20 MB: three parts
    with (tmp_path / "large").open("w+b") as file:
        file.write(content)
        name = store_file("large.csv", file)
    with open_file(name) as file:
        assert b"".join(file.chunks()) == content


@pytest.mark.django_db(transaction=True)
def test_a_bucket_that_is_not_there_is_a_storage_that_is_away(client_account, server, settings):
    use(settings, EXPORT_S3_BUCKET="another", EXPORT_S3_ENDPOINT_URL=server, **KEYS)
    export = reload(ask(client_account))
    assert (export.state, export.error_code) == ("failed", "UNAVAILABLE")
    assert "another" not in export.error_message


def test_a_server_that_nobody_runs_is_a_storage_that_is_away(settings):
    use(settings, EXPORT_S3_BUCKET=BUCKET, EXPORT_S3_ENDPOINT_URL="http://127.0.0.1:1", **KEYS)
    with pytest.raises(StorageAway):
        open_file("x")


def test_the_bucket_is_asked_for_by_path_where_the_store_is_not_amazons(server, settings):
    use(settings, EXPORT_S3_BUCKET=BUCKET, EXPORT_S3_ENDPOINT_URL=server, **KEYS)
    assert storages["exports"].url("x").startswith(f"{server}/{BUCKET}/x?")
    use(settings, EXPORT_S3_BUCKET=BUCKET, **KEYS)
    assert storages["exports"].url("x").startswith(f"https://{BUCKET}.s3.")
