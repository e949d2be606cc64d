"""Show a day's digest, or queue it."""

import argparse
from datetime import date
from typing import Any
from uuid import UUID

from django.core.management import BaseCommand, CommandError
from django.db.models import Q

from clients.models import Client
from listings.digest.gathering import contents_for
from listings.digest.queueing import queue_digests, yesterday
from listings.digest.writing import as_html, as_text
from propscrape.tenancy import staff_scope


class Command(BaseCommand):
    """Printing sends nothing; queueing twice queues once."""

    help = __doc__

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Whose, of which day, and what to do with it."""
        parser.add_argument("--client", metavar="NAME", help="a client's name or id (default with --print: staff)")
        parser.add_argument("--date", type=_date, default=None, help="YYYY-MM-DD, UTC (default: yesterday)")
        parser.add_argument("--print", action="store_true", help="print it instead of queueing everybody's")
        parser.add_argument("--html", action="store_true", help="with --print: as HTML")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print, or queue."""
        day = options["date"] or yesterday()
        if not options["print"]:
            if options["client"] or options["html"]:
                raise CommandError("--client and --html go with --print")
            self.stdout.write(f"Digests queued of {day}: {queue_digests(day)}")
            return
        contents = contents_for(client_id=_client_id(options["client"]), day=day)
        self.stdout.write(as_html(contents) if options["html"] else as_text(contents))


def _client_id(name: str | None) -> UUID | None:
    if name is None:
        return None
    with staff_scope():
        found = Client.objects.filter(Q(name=name) | Q(pk=_uuid(name))).first()
    if found is None:
        raise CommandError(f"there is no client {name!r}")
    return found.pk


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError("a date such as 2026-11-25") from error
