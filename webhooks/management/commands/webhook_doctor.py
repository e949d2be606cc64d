"""manage.py webhook_doctor: why a received webhook does not verify, without a database."""

import os
import sys
import time
from argparse import SUPPRESS, ArgumentTypeError
from collections.abc import Iterator
from dataclasses import asdict
from getpass import getpass
from pathlib import Path
from typing import Any, NoReturn

import orjson
from django.core.management.base import BaseCommand, CommandParser

from webhooks.services.diagnosis.doctor import TOLERANCE_S, diagnose
from webhooks.services.diagnosis.findings import Diagnosis, Finding
from webhooks.services.diagnosis.identity import find_moment
from webhooks.services.diagnosis.received import received

EXIT_FOUND = 1
EXIT_UNUSABLE = 2
SECRET_VARIABLE = "WEBHOOK_SECRET"  # noqa: S105  a variable's name


class UnusableInput(Exception):
    """A file or an argument that says nothing of a request."""


class Command(BaseCommand):
    """Exit 0: the request verifies. 1: it does not, and why is said. 2: the arguments are of no use."""

    help = (
        "Say why a received webhook does not verify: clock, secret, body or id. The secret is taken from --secret, else"
        f" from the variable {SECRET_VARIABLE}, else from stdin, which keeps it out of the shell's history."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.usage = SUPPRESS  # a refusal is one line
        parser.add_argument("--body", type=Path, required=True, metavar="FILE", help="the raw body as received")
        parser.add_argument(
            "--headers", type=Path, required=True, metavar="FILE", help='lines "Name: value", or a JSON object'
        )
        parser.add_argument("--secret", action="append", metavar="whsec_...", help="may be given twice, in a rotation")
        parser.add_argument(
            "--now", type=_moment, metavar="TIME", help="when it was received: Unix seconds or ISO 8601; default now"
        )
        parser.add_argument("--tolerance", type=int, default=TOLERANCE_S, metavar="SECONDS")
        parser.add_argument("--calculated", metavar="SIGNATURE", help="what your code calculates, to find its mistake")
        parser.add_argument("--json", action="store_true", help="one JSON object")

    def handle(self, *args: object, **options: Any) -> None:
        try:
            diagnosis = diagnose(
                request=received(_read(options["body"]), _headers(_read(options["headers"]))),
                secrets=options["secret"] or [_secret()],
                now=time.time() if options["now"] is None else options["now"],
                tolerance_s=options["tolerance"],
                calculated=options["calculated"],
            )
        except UnusableInput as error:
            self._refuse(str(error))
        write = _as_json if options["json"] else _as_text
        self.stdout.write(write(diagnosis))
        if not diagnosis.is_well:
            raise SystemExit(EXIT_FOUND)

    def _refuse(self, reason: str) -> NoReturn:
        self.stderr.write(f"webhook_doctor: {' '.join(reason.split())}")
        raise SystemExit(EXIT_UNUSABLE)


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise UnusableInput(f"{file}: {error.strerror}") from error


def _headers(content: bytes) -> list[tuple[str, str]]:
    """Pairs of a JSON object or of lines. Raises UnusableInput where there are none."""
    text = content.decode("utf-8-sig", "replace").strip()
    pairs = list(_pairs_of_json(text) if text.startswith("{") else _pairs_of_lines(text))
    if not pairs:
        raise UnusableInput('--headers: there are no headers; give lines "Name: value" or a JSON object')
    return pairs


def _pairs_of_json(text: str) -> Iterator[tuple[str, str]]:
    try:
        named = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise UnusableInput(f"--headers: {error}") from error
    for name, value in named.items():
        for one in value if isinstance(value, list) else [value]:
            yield name, str(one)


def _pairs_of_lines(text: str) -> Iterator[tuple[str, str]]:
    """Lines as they are, or as curl and browsers show them (< Name: value); a request line is passed over."""
    for line in text.splitlines():
        name, colon, value = line.lstrip("<> ").partition(":")
        if colon and " " not in name.strip():
            yield name, value.strip()


def _secret() -> str:
    """From the environment or stdin, whose last line end is the terminal's. Raises UnusableInput without one."""
    secret = os.environ.get(SECRET_VARIABLE) or (
        getpass("Secret: ")
        if sys.stdin.isatty()
        else sys.stdin.buffer.read().decode("utf-8", "replace").removesuffix("\n")
    )
    if not secret.strip():
        raise UnusableInput(f"no secret: give --secret, the variable {SECRET_VARIABLE}, or one line on stdin")
    return secret


def _moment(text: str) -> float:
    if text.replace(".", "", 1).isdecimal():
        return float(text)
    moment = find_moment(text)
    if moment is None:
        raise ArgumentTypeError("give Unix seconds or a date such as 2026-01-31T12:00:00Z")
    return moment.timestamp()


def _as_json(diagnosis: Diagnosis) -> str:
    record = {"verifies": diagnosis.verifies} | asdict(diagnosis)
    return orjson.dumps(record, option=orjson.OPT_INDENT_2).decode()


def _as_text(diagnosis: Diagnosis) -> str:
    facts = "\n".join(f"  {name:<20} {value}" for name, value in diagnosis.facts.items())
    paragraphs = map(_paragraph, [*diagnosis.findings, *diagnosis.in_code])
    return "\n\n".join([_verdict(diagnosis), *paragraphs, f"Facts\n{facts}"])


def _verdict(diagnosis: Diagnosis) -> str:
    count = len(diagnosis.findings) + len(diagnosis.in_code)
    causes = f"{count} cause{'s' if count > 1 else ''}"
    if diagnosis.is_well:
        return "The request verifies. If your code refuses it, give what it calculates as --calculated."
    if diagnosis.verifies:
        return f"The request verifies; what your code calculates does not: {causes}."
    return f"The request does not verify: {causes}."


def _paragraph(finding: Finding) -> str:
    sureness = "proven" if finding.proven else "likely"
    return f"{finding.part}: {finding.cause} ({sureness})\n  seen   {finding.seen}\n  to do  {finding.advice}"
