"""manage.py ai_map: from saved pages of one host to a proposed mapping, without a database."""

from argparse import SUPPRESS, ArgumentTypeError
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from itertools import groupby
from pathlib import Path
from typing import Any, NoReturn

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError

from aimap.asking.configured import asker_on_its_own, configured_asker
from aimap.asking.filling import fill_gaps
from aimap.asking.telling import told
from aimap.induction.captures import Capture, LeftOut, UnusableCapturesError, choose_captures, plain_host
from aimap.induction.learning import Learned, learn_mapping
from aimap.induction.writing import mapping_text
from listings.extraction.limits import storable
from listings.extraction_batch import UnusableInputError, read_index

EXIT_UNUSABLE = 2
DEFAULT_MAX_COST = Decimal("0.50")
MAX_NAMED = 5  # pages that are left out for one reason


class Command(BaseCommand):
    """Learn a mapping, write it to a file, and print how it read the pages that it was learned from."""

    help = "Propose a mapping for a host from saved pages of it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.usage = SUPPRESS  # a refusal is one line
        parser.add_argument("--host", required=True, help="the portal's host: example.com")
        parser.add_argument("--pages", type=Path, required=True, metavar="INDEX.jsonl", help="saved pages of the host")
        parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="where the mapping is written")
        parser.add_argument("--model", action="store_true", help="ask a language model for what is left")
        parser.add_argument(
            "--max-cost",
            type=_usd,
            default=None,
            metavar="USD",
            help=f"what the model may cost; {DEFAULT_MAX_COST} unless said",
        )

    def handle(self, *args: object, **options: Any) -> None:
        if options["max_cost"] is not None and not options["model"]:
            self._refuse("--max-cost goes with --model")
        try:
            chosen, not_chosen = choose_captures(plain_host(options["host"]), read_index(options["pages"]))
            captures = [Capture(page.id, page.url, page.read()) for page in chosen]
            learned = learn_mapping(host=options["host"], captures=captures)
            if options["model"]:
                learned = self._ask(learned, captures, options["host"], options["max_cost"] or DEFAULT_MAX_COST)
            options["out"].write_text(mapping_text(learned.mapping), encoding="utf-8")
        except (UnusableInputError, UnusableCapturesError) as error:
            self._refuse(str(error))
        except OSError as error:
            self._refuse(f"{options['out']}: {error}")
        except DatabaseError:
            self._refuse("the ledger of paid calls is away: DATABASE_URL names a database that does not answer")
        self._report(learned, not_chosen)

    def _ask(self, learned: Learned, captures: Sequence[Capture], host: str, max_cost: Decimal) -> Learned:
        """Have a model fill what is open: from staff's budget where there is a database, else from max_cost alone."""
        asker = configured_asker(None, max_usd=max_cost) if settings.HAS_DATABASE else asker_on_its_own(max_cost)
        filled = fill_gaps(learned, host=host, captures=captures, asker=asker)
        for line in told(filled, max_cost):
            self.stdout.write(storable(line))
        return filled.learned

    def _report(self, learned: Learned, not_chosen: Sequence[LeftOut]) -> None:
        left_out = sorted([*learned.left_out, *not_chosen], key=lambda page: page.reason)
        for reason, pages in groupby(left_out, key=lambda page: page.reason):
            names = [page.id for page in pages]
            others = f" and {len(names) - MAX_NAMED} others" if len(names) > MAX_NAMED else ""
            self.stdout.write(storable(f"left out, {reason}: {', '.join(names[:MAX_NAMED])}{others}"))
        self.stdout.write(
            f"{'fact':<26} {'rules':>5} {'agreed':>6} {'alike':>5} {'other':>5} {'missed':>6} {'added':>5}"
        )
        for found in learned.findings:
            self.stdout.write(
                f"{found.fact:<26} {found.rules:>5} {found.agreed:>6} {found.alike:>5} {found.otherwise:>5} "
                f"{found.missed:>6} {found.added:>5}"
            )
        self.stdout.write(f"{len(learned.samples)} pages, {len(learned.mapping['fields'])} facts")

    def _refuse(self, reason: str) -> NoReturn:
        self.stderr.write(f"ai_map: {storable(' '.join(reason.split()))}")
        raise SystemExit(EXIT_UNUSABLE)


def _usd(text: str) -> Decimal:
    try:
        amount = Decimal(text)
    except InvalidOperation as error:
        raise ArgumentTypeError("must be an amount in USD") from error
    if not amount.is_finite() or amount <= 0:
        raise ArgumentTypeError("must be more than 0")
    return amount
