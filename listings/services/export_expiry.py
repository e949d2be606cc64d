"""Files that were asked for are kept for 7 days, their rows for 90; archives stay until somebody removes them."""

from datetime import timedelta

from django.utils import timezone

from listings.models import Export
from listings.services.export_claiming import KEPT_FOR
from listings.services.export_files import remove_file
from propscrape.tenancy import staff_scope

ROWS_KEPT_FOR = timedelta(days=90)
BATCH = 500


def expire_exports() -> int:
    """Remove the files whose time is over, then the rows of those long gone; how many files went. Raises StorageAway.

    A file goes before its row says so: whoever is interrupted in between removes it again, which does no harm.
    """
    now = timezone.now()
    with staff_scope():
        over = Export.objects.filter(expires_at__lte=now, file_name__isnull=False).order_by("expires_at")
        expired = list(over.values_list("pk", "file_name")[:BATCH])
    for pk, name in expired:
        remove_file(str(name))
        with staff_scope():
            Export.objects.filter(pk=pk).update(file_name=None)
    _remove_rows()
    return len(expired)


def _remove_rows() -> None:
    long_over = timezone.now() - (ROWS_KEPT_FOR - KEPT_FOR)
    with staff_scope():
        gone = Export.objects.filter(expires_at__lte=long_over, file_name__isnull=True, state__in=Export.ENDED)
        Export.objects.filter(pk__in=list(gone.values_list("pk", flat=True)[:BATCH])).delete()
