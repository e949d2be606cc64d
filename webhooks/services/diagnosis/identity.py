"""The ids and times that a request may have been signed with."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from webhooks.services.diagnosis.findings import Finding, Part, Variant, distinct
from webhooks.services.diagnosis.received import ReceivedRequest

KEEP_ID = "Pass the header webhook-id on as it came; it is part of what is signed."
KEEP_TIME = "Pass the header webhook-timestamp on as it came: whole Unix seconds, part of what is signed."
PREFIXES = ("msg_", "evt_", "event_", "wh_")
UUID = re.compile(r"[0-9a-fA-F]{8}-?(?:[0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}")
UNITS = {"milliseconds": 10**3, "microseconds": 10**6, "nanoseconds": 10**9}
LARGEST_SECONDS = 10**11


def id_variants(request: ReceivedRequest) -> list[Variant[str]]:
    """The id as it is, then others that the request itself suggests."""
    given = request.id
    variants = [] if given is None else [Variant(given)]
    for value, source in _other_ids(request):
        cause = "id_missing" if given is None else "id_wrong"
        missing = " The header webhook-id is missing." if given is None else ""
        finding = Finding(Part.ID, cause, f"fits {source}.{missing}", KEEP_ID)
        variants.append(Variant(value, (finding,)))
    return distinct(variants)


def _other_ids(request: ReceivedRequest) -> Iterator[tuple[str, str]]:
    """(id, where it is from)."""
    known = [request.id or "", request.headers.get("x-webhook-id", "")]
    if known[1]:
        yield known[1], "the id in X-Webhook-Id"
    for one in filter(None, known):
        yield one.strip().strip("\"'<>"), "the id without the quotes and spaces around it"
        yield one.lower(), "the id in lowercase"
        yield one.partition("_")[2] or one, "the id without what stands before its underscore"
        for prefix in PREFIXES:
            yield prefix + one, f"the id with {prefix} before it"
        yield from _other_uuids(one)
    for name, value in _ids_in(request.event):
        yield value, f"the id that the body has as {name}"
    yield "", "no id at all"


def _other_uuids(text: str) -> Iterator[tuple[str, str]]:
    found = UUID.search(text)
    if not found:
        return
    bare = found[0].lower().replace("-", "")
    yield found[0], "the UUID in the id"
    yield text.replace(found[0], bare), "the id without hyphens"
    hyphenated = "-".join((bare[:8], bare[8:12], bare[12:16], bare[16:20], bare[20:]))
    yield text.replace(found[0], hyphenated), "the id with the hyphens of a UUID"


def _ids_in(event: dict[str, object]) -> Iterator[tuple[str, str]]:
    data = event.get("data")
    for path, holder in (("", event), ("data.", data if isinstance(data, dict) else {})):
        for name, value in holder.items():
            if isinstance(value, str) and (name == "id" or name.endswith("_id")):
                yield path + name, value


def timestamp_variants(request: ReceivedRequest) -> list[Variant[str]]:
    """The timestamp as it is, then as whole seconds if it is anything else."""
    given = request.timestamp
    if given is None:
        return distinct(_times_elsewhere(request))
    variants = [Variant(given)]
    for value, unit in _as_seconds(given):
        unit_cause = "timestamp_unit" if unit in UNITS else "timestamp_form"
        finding = Finding(
            Part.TIMESTAMP, unit_cause, f"fits the timestamp in whole seconds; what you have is {unit}.", KEEP_TIME
        )
        variants.append(Variant(value, (finding,)))
    return distinct(variants)


def _as_seconds(text: str) -> Iterator[tuple[str, str]]:
    """(seconds, what `text` is instead)."""
    bare = text.strip().strip("\"'")
    if bare != text:
        yield bare, "in quotes or spaces"
    if re.fullmatch(r"[0-9]{1,20}", bare) and int(bare) > LARGEST_SECONDS:
        for unit, per_second in UNITS.items():
            yield str(int(bare) // per_second), unit
    if re.fullmatch(r"[0-9]{1,12}\.[0-9]+", bare):
        yield bare.partition(".")[0], "a number with a fraction"
    moment = find_moment(bare)
    if moment is not None:
        yield str(int(moment.timestamp())), "a date"


def _times_elsewhere(request: ReceivedRequest) -> Iterator[Variant[str]]:
    """Where webhook-timestamp is missing."""
    for text, source in (
        (request.headers.get("date"), "the header Date"),
        (request.event.get("timestamp"), "the body"),
    ):
        moment = find_moment(text) if isinstance(text, str) else None
        if moment is not None:
            seen = f"fits the time that {source} has. The header webhook-timestamp is missing."
            yield Variant(
                str(int(moment.timestamp())), (Finding(Part.TIMESTAMP, "timestamp_missing", seen, KEEP_TIME),)
            )


def find_moment(text: str) -> datetime | None:
    """A date of ISO 8601 or of HTTP; UTC where it names no zone."""
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = parse(text)
        except (ValueError, TypeError):
            continue
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None
