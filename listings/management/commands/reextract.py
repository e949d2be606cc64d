"""manage.py reextract --portal SLUG: read captures again with the mapping of today, and correct what was misread."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from listings.errors import ListingNotFound
from listings.models import Listing
from listings.services.correcting_history import Corrected, correct_listing
from listings.services.portals import is_registered
from pricehistory.services.prices import ObservedPrice
from propscrape.tenancy import staff_scope

DEFAULT_LIMIT, MAX_LIMIT = 1_000, 100_000
EXIT_UNUSABLE = 2
ROW = "{listing:36}  {looks:>5}  {unread:>6}  {superseded:>10}  {added:>5}  {fields:>6}  {price}"
HEADINGS = {"listing": "listing", "looks": "looks", "unread": "unread", "superseded": "superseded", "added": "added",
            "fields": "fields", "price": "price"}  # fmt: skip


class Command(BaseCommand):
    """One line for each listing of which something was misread, and what to go on with."""

    help = (
        "Read the captures of a portal's listings again with its present mapping, correct their price histories and "
        "their rows, and tell their clients (listing.corrected). Safe to run again: what is right is left alone."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--portal", required=True, metavar="SLUG")
        parser.add_argument("--listing", type=UUID, metavar="ID", help="this listing alone")
        parser.add_argument("--after", type=UUID, metavar="ID", help="go on after this listing")
        parser.add_argument("--limit", type=int, default=DEFAULT_LIMIT, help=f"listings (default: {DEFAULT_LIMIT})")
        parser.add_argument("--dry-run", action="store_true", help="say what would be corrected, and change nothing")

    def handle(
        self, *args: object, portal: str, listing: UUID | None, after: UUID | None, limit: int, **options: Any
    ) -> None:
        if not is_registered(portal):
            raise CommandError(f"There is no portal {portal}.", returncode=EXIT_UNUSABLE)
        if not 1 <= limit <= MAX_LIMIT:
            raise CommandError(f"--limit must be from 1 to {MAX_LIMIT}.", returncode=EXIT_UNUSABLE)
        chosen = _listings(portal, listing, after, limit)
        self.stdout.write(ROW.format(**HEADINGS))
        self._correct(chosen, after, is_full=len(chosen) == limit, dry_run=options["dry_run"])

    def _correct(
        self, chosen: Sequence[tuple[UUID, UUID]], after: UUID | None, *, is_full: bool, dry_run: bool
    ) -> None:
        """One listing after another; what to go on with is said also when something stops it."""
        results: list[Corrected] = []
        last, is_whole = after, False
        try:
            for pk, client_id in chosen:
                results += self._correct_one(client_id, pk, dry_run=dry_run)
                last = pk
            is_whole = not is_full
        finally:
            corrected = sum(result.has_changes for result in results)
            verb = "would be corrected" if dry_run else "corrected"
            self.stdout.write(f"{len(results)} listings read again, {corrected} {verb}.")
            if not is_whole and last is not None:
                self.stdout.write(f"More may follow: --after {last}")

    def _correct_one(self, client_id: UUID, listing_id: UUID, *, dry_run: bool) -> list[Corrected]:
        try:
            result = correct_listing(client_id=client_id, listing_id=listing_id, dry_run=dry_run)
        except ListingNotFound:  # deleted since the list was made
            return []
        if result.has_changes or result.unread:
            self.stdout.write(_row(result))
        return [result]


def _listings(portal: str, listing: UUID | None, after: UUID | None, limit: int) -> list[tuple[UUID, UUID]]:
    """Ids and clients of what is to be read again, in the order of their ids."""
    with staff_scope():
        rows = Listing.objects.filter(portal=portal).order_by("pk")
        if listing is not None:
            rows = rows.filter(pk=listing)
        if after is not None:
            rows = rows.filter(pk__gt=after)
        return list(rows.values_list("pk", "client_id")[:limit])


def _row(result: Corrected) -> str:
    history = result.history
    return ROW.format(
        listing=str(result.listing.pk),
        looks=result.looks,
        unread=result.unread,
        superseded=len(history.superseded),
        added=len(history.added),
        fields=len(result.changes),
        price=f"{_price(history.before)} -> {_price(history.after)}",
    )


def _price(price: ObservedPrice | None) -> str:
    if price is None:
        return "none"
    return "on request" if price.amount is None else f"{price.amount.normalize():,f} {price.currency}"
