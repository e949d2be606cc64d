"""Remove what is older than it is kept for, as the beat does every night, or say what that would be."""

import argparse
from typing import Any

from django.core.management import BaseCommand, CommandError

from propscrape.console_cells import size
from propscrape.models import PurgeRun
from propscrape.retention.policies import POLICIES, Policy
from propscrape.retention.running import run_policy

ASKED_BY = "manage.py purge"


class Command(BaseCommand):
    """Safe to break off at any time, and to run again: each batch is a transaction of its own."""

    help = __doc__

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """How to choose."""
        parser.add_argument("--dry-run", action="store_true", help="count what would go; remove nothing")
        parser.add_argument("--policy", metavar="NAME", help="only this one")
        parser.add_argument(
            "--include-backfill",
            action="store_true",
            help="judge rows by their own date alone, also those that were written down lately",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """A line for each policy as it ends."""
        policies = self._policies(options["policy"])
        width = max(len(policy.name) for policy in policies)
        self.stdout.write(f"{'policy':<{width}}  {'kept':>6}  {'rows':>12}  {'bytes':>10}  {'s':>7}  state")
        for policy in policies:
            run = run_policy(
                policy,
                is_dry_run=options["dry_run"],
                include_backfill=options["include_backfill"],
                asked_by=ASKED_BY,
            )
            self.stdout.write(_line(policy, run, width))
        self.stdout.write(
            "Bytes of batches are rows times their average size in the table, free for new rows of it;"
            " those of partitions are given back to the disk."
        )

    def _policies(self, name: str | None) -> list[Policy]:
        if name is None:
            return list(POLICIES.values())
        if name not in POLICIES:
            raise CommandError(f"there is no policy {name!r}; there are: {', '.join(POLICIES)}")
        return [POLICIES[name]]


def _line(policy: Policy, run: PurgeRun | None, width: int) -> str:
    start = f"{policy.name:<{width}}  {f'{policy.kept_for.days} d':>6}"
    if run is None:
        return f"{start}  {'–':>12}  {'–':>10}  {'–':>7}  another run is underway"
    what = "would go" if run.is_dry_run else f"{run.get_state_display()} {run.note}".strip()
    return f"{start}  {run.rows:>12,}  {size(run.bytes_freed):>10}  {run.duration_s or 0:>7.1f}  {what}"
