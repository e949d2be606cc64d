"""manage.py contract_tests [--portal SLUG] [--live]: are golden pages read as expected, and live ones at all?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from listings.services.contract_checks import check_contract, portals_with_golden_pages
from listings.services.contracts import ContractResult
from listings.services.live_contracts import TIMEOUT_S, LiveResult, run_live_contracts
from listings.services.portals import is_registered

EXIT_BROKEN, EXIT_UNUSABLE = 1, 2
ROW = "{portal:22}  {version:8}  {pages:>5}  {fields:>6}  {misread:>7}  {verdict}"
HEADINGS = {"portal": "portal", "version": "version", "pages": "pages", "fields": "fields", "misread": "misread",
            "verdict": "verdict"}  # fmt: skip
LIVE_ROW = "{portal:22}  {outcome:20}  {verdict:7}  {url}"
LIVE_HEADINGS = {"portal": "portal", "outcome": "outcome", "verdict": "verdict", "url": "url"}


class Command(BaseCommand):
    """A line for each portal, one more for each field that is not as expected."""

    help = (
        "Read the golden pages of every portal with what reads its pages now and say what is not as staff expect it. "
        "With --live fetch one watched listing of each portal instead, through the running workers. Exits with 1 when "
        "anything is broken."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--portal", metavar="SLUG", help="this portal alone")
        parser.add_argument("--live", action="store_true", help="fetch one watched listing of each portal")
        parser.add_argument(
            "--timeout", type=float, default=TIMEOUT_S, metavar="S", help=f"of --live (default: {TIMEOUT_S:g} s)"
        )

    def handle(self, *args: object, portal: str | None, live: bool, timeout: float, **options: Any) -> None:
        if portal is not None and not is_registered(portal):
            raise CommandError(f"There is no portal {portal}.", returncode=EXIT_UNUSABLE)
        if not 0 < timeout <= 3600:
            raise CommandError("--timeout must be more than 0 and at most 3600 s.", returncode=EXIT_UNUSABLE)
        portals = None if portal is None else [portal]
        broken = self._fetch(portals, timeout) if live else self._check(portals)
        if broken:
            raise CommandError(f"Broken: {', '.join(broken)}", returncode=EXIT_BROKEN)

    def _check(self, portals: list[str] | None) -> list[str]:
        self.stdout.write(ROW.format(**HEADINGS))
        results = [check_contract(slug) for slug in portals or portals_with_golden_pages()]
        for result in results:
            self._print(result)
        if not any(result.pages for result in results):
            self.stdout.write("No golden page is pinned.")
        return [result.portal for result in results if not result.ok]

    def _print(self, result: ContractResult) -> None:
        fields = [field for page in result.pages for field in page.fields]
        misread = len(result.failures())
        verdict = "kept" if result.ok else "broken"
        columns = {"pages": len(result.pages), "fields": len(fields), "misread": misread, "verdict": verdict}
        self.stdout.write(ROW.format(portal=result.portal, version=result.version, **columns))
        for failure in result.failures():
            said = f"{failure['field']}: expected {failure['expected']!r}, found {failure['found']!r}"
            self.stdout.write(f"    {failure['url']}  {said}")

    def _fetch(self, portals: list[str] | None, timeout_s: float) -> list[str]:
        self.stdout.write(LIVE_ROW.format(**LIVE_HEADINGS))
        results = run_live_contracts(portals=portals, timeout_s=timeout_s)
        for result in results:
            self.stdout.write(LIVE_ROW.format(**_live_columns(result)))
        if not results:
            self.stdout.write("No listing of an enabled portal is watched.")
        return [result.portal for result in results if not result.ok]


def _live_columns(result: LiveResult) -> dict[str, str]:
    missing = f" without {', '.join(result.missing)}" if result.missing else ""
    verdict = "kept" if result.ok else "broken"
    return {"portal": result.portal, "outcome": result.outcome + missing, "verdict": verdict, "url": result.url}
