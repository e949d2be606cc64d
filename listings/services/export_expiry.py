"""Files that were asked for are kept for 7 days; archives stay until somebody removes them."""

from django.utils import timezone

from listings.models import Export
from listings.services.export_files import remove_file
from propscrape.tenancy import staff_scope

BATCH = 500


def expire_exports() -> int:
    """Remove the files whose time is over; how many went. Raises StorageAway. Their rows go later, by retention.

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
    return len(expired)
