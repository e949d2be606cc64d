"""What tests of exports share: listings by the number, a storage of their own, a worker's work."""

from pathlib import Path
from typing import Any

from django.core.files.storage import storages
from django.utils import timezone

from clients.models import Client
from listings.models import Export, Listing
from listings.services.export_claiming import claim_export
from listings.services.export_writing import run_export
from propscrape.tenancy import client_scope, staff_scope


def make_listings(client: Client, count: int, **values: Any) -> list[Listing]:
    """So many listings of a client, titled home 0, home 1, ..."""
    rows = [
        Listing(
            client=client, canonical_url=f"https://example.com/{client.pk}/{number}", title=f"home {number}", **values
        )
        for number in range(count)
    ]
    with client_scope(client.pk):
        return Listing.objects.bulk_create(rows, batch_size=500)


def folder_storage(settings: Any, folder: Path) -> None:
    """Keep exported files in this folder."""
    options = {"location": folder}
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
    settings.STORAGES = settings.STORAGES | {"exports": backend}


def stored(export: Export) -> bytes:
    """What the storage holds of an export."""
    with storages["exports"].open(str(export.file_name)) as file:
        return bytes(file.read())


def work_off() -> int:
    """What workers do until nothing is due; how many exports they ran."""
    count = 0
    while (export := claim_export()) is not None:
        run_export(export)
        count += 1
    return count


def reload(export: Export) -> Export:
    """The export as its row is now."""
    with staff_scope():
        return Export.objects.get(pk=export.pk)


def come_due(export: Export) -> None:
    """Let its next attempt, or the end of its lease, be now."""
    with staff_scope():
        Export.objects.filter(pk=export.pk).update(next_attempt_at=timezone.now(), leased_until=timezone.now())
