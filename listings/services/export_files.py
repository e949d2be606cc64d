"""The storage of exported files (settings.STORAGES["exports"]): the one place that speaks to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from botocore.exceptions import BotoCoreError, ClientError
from django.core.files import File
from django.core.files.storage import Storage, storages

from listings.errors import ExportFileMissing, StorageAway

ALIAS = "exports"


def store_file(name: str, content: IO[bytes]) -> str:
    """Keep what `content` holds, from its beginning; under which name. Raises StorageAway."""
    content.seek(0)
    with _storage() as storage:
        return storage.save(name, File(content))


def open_file(name: str) -> File[Any]:
    """A kept file, to be read in chunks and closed. Raises ExportFileMissing or StorageAway."""
    with _storage() as storage:
        return storage.open(name)


def remove_file(name: str) -> None:
    """See to it that there is no such file. Raises StorageAway."""
    with _storage() as storage:
        storage.delete(name)


@contextmanager
def _storage() -> Iterator[Storage]:
    try:
        yield storages[ALIAS]
    except FileNotFoundError as error:
        raise ExportFileMissing from error
    except (OSError, BotoCoreError, ClientError) as error:
        raise StorageAway from error
