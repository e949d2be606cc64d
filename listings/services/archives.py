"""The archive of a month (K14): once it is over, each client that wants one gets its listings as a file, once."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from clients.models import Client
from listings.models import Export
from listings.services.export_waking import wake_exporter
from propscrape.tenancy import staff_scope

ARCHIVE_FORMAT = Export.Format.CSV


def queue_archives(*, today: date | None = None) -> int:
    """Queue the archive of the month before today's for each active client that wants one and has none; how many.

    Safe to run at any time and twice: a month has one archive for each client.
    """
    month = month_before(today or timezone.now().date())
    with staff_scope():
        made = Export.objects.filter(
            client=OuterRef("pk"), kind=Export.Kind.ARCHIVE, month=month, format=ARCHIVE_FORMAT
        )
        wanting = Client.objects.filter(~Exists(made), archives_monthly=True, is_active=True)
        archives = [
            Export(client=client, kind=Export.Kind.ARCHIVE, format=ARCHIVE_FORMAT, month=month) for client in wanting
        ]
        Export.objects.bulk_create(archives, ignore_conflicts=True)
        if archives:
            wake_exporter()
    return len(archives)


def month_before(day: date) -> date:
    """The first day of the month before that of a day."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)
