"""manage.py rebuild_health [--since DAY]: count the figures of scrapers' health anew from the scrapes."""

from datetime import UTC, date, datetime, timedelta

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from listings.services.health.rebuilding import first_day_to_rebuild, rebuild_day

EXIT_UNUSABLE = 2
DEFAULT_DAYS = 28


class Command(BaseCommand):
    """One line for each day."""

    help = "Count the figures of scrapers' health anew, day by day, from the scrapes that are kept. Safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--since", type=_day, metavar="YYYY-MM-DD", help=f"default: {DEFAULT_DAYS} days ago")

    def handle(self, *args: object, since: date | None, **options: object) -> None:
        now = timezone.now()
        today, first = now.astimezone(UTC).date(), first_day_to_rebuild(now)
        day = since or today - timedelta(days=DEFAULT_DAYS)
        if day < first:
            raise CommandError(
                f"Not all scrapes of before {first} are kept, and figures of theirs would be lost.",
                returncode=EXIT_UNUSABLE,
            )
        while day <= today:
            self.stdout.write(f"{day}  {rebuild_day(day, now=now):>9,} scrapes")
            day += timedelta(days=1)


def _day(text: str) -> date:
    return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC).date()
