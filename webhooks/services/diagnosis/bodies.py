"""The bodies that may have been signed, given the one that a receiver has."""

from collections.abc import Iterator
from itertools import combinations, islice
from typing import Any

from webhooks.services.diagnosis.findings import Finding, Part, Variant, distinct
from webhooks.services.diagnosis.json_writers import WRITERS, as_sent, writer_of
from webhooks.services.diagnosis.received import find_json
from webhooks.services.diagnosis.unwrapping import UNWRAPPERS

TAKE_THE_BYTES = "Take the request's raw bytes before anything parses, decodes or stores them, and verify those."
ENVELOPE = ("type", "timestamp", "sequence", "data")
MOST_NUMBER_TRIES = 5_000


def body_variants(body: bytes) -> list[Variant[bytes]]:
    """The body as it is, then with what may have happened to it undone, then as others write the same JSON."""
    unwrapped = distinct([Variant(body), *_unwrapped(Variant(body))])
    unwrapped = distinct([*unwrapped, *(twice for once in unwrapped for twice in _unwrapped(once))])
    rewritten = [variant for one in unwrapped for variant in _as_sent(one)]
    return distinct([*unwrapped, *rewritten, *_written_otherwise(body)])


def rewritten_bodies(body: bytes) -> list[Variant[bytes]]:
    """The body as it is, and what code makes of it that parses it and writes it again."""
    as_text = Variant(repr(body).encode(), (_body("body_repr", "fits the body as Python prints bytes, b'...'."),))
    ends = [Variant(body + b"\n", (_body("body_newline", "fits the body with a line end after it."),))]
    return distinct([Variant(body), *_written_otherwise(body), *ends, as_text])


def restored_numbers(body: bytes) -> Iterator[Variant[bytes]]:
    """The body where some whole numbers have the .0 again that JavaScript, PHP and Go leave away. Up to thousands."""
    value = find_json(body)
    names = sorted({name for name in _names_of_whole_numbers(value) if name != "sequence"})
    writer = writer_of(body, value)
    seen = "fits the body with .0 put back after whole numbers ({}); yours is as {} writes it."
    subsets = (chosen for size in range(1, len(names) + 1) for chosen in combinations(names, size))
    for chosen in islice(subsets, MOST_NUMBER_TRIES):
        finding = _body("body_reserialised", seen.format(", ".join(chosen), writer))
        floating = _with_fractions(value, frozenset(chosen))
        for ordered in (floating, in_sent_order(floating)):
            yield Variant(as_sent(ordered), (finding,))


def in_sent_order(event: Any) -> Any:
    """Keys as webhooks have them: the envelope's as documented, those of data as PostgreSQL's jsonb keeps them."""
    if not isinstance(event, dict):
        return event
    names = sorted(event, key=lambda name: ENVELOPE.index(name) if name in ENVELOPE else len(ENVELOPE))
    return {name: _in_jsonb_order(event[name]) for name in names}


def _in_jsonb_order(value: Any) -> Any:
    """Shorter keys first, then by their bytes."""
    if isinstance(value, list):
        return [_in_jsonb_order(item) for item in value]
    if not isinstance(value, dict):
        return value
    names = sorted(value, key=lambda name: (len(name.encode()), name.encode()))
    return {name: _in_jsonb_order(value[name]) for name in names}


def _body(cause: str, seen: str) -> Finding:
    return Finding(Part.BODY, cause, seen, TAKE_THE_BYTES)


def _unwrapped(received: Variant[bytes]) -> Iterator[Variant[bytes]]:
    for unwrap, cause, seen in UNWRAPPERS:
        body = unwrap(received.value)
        if body is not None and body != received.value:
            yield Variant(body, (*received.findings, _body(cause, f"fits the body {seen}.")))


def _as_sent(received: Variant[bytes]) -> Iterator[Variant[bytes]]:
    """The same JSON in the form that webhooks are sent in."""
    value = find_json(received.value)
    if value is None:
        return
    compact = as_sent(value)
    if compact != received.value:
        seen = f"fits the body in compact form; what you have is as {writer_of(received.value, value)} writes it."
        yield Variant(compact, (*received.findings, _body("body_reserialised", seen)))
    in_order = as_sent(in_sent_order(value))
    if in_order != compact:
        seen = "fits the body with its keys in the order in which they were sent; yours are in another."
        yield Variant(in_order, (*received.findings, _body("body_keys_sorted", seen)))


def _written_otherwise(body: bytes) -> Iterator[Variant[bytes]]:
    value = find_json(body)
    if value is None:
        return
    for name, write in WRITERS.items():
        sorting = "sort" in name or name.startswith("Go")
        cause = "body_keys_sorted" if sorting else "body_reserialised"
        yield Variant(write(value), (_body(cause, f"fits the body as {name} writes it."),))


def _names_of_whole_numbers(value: Any, name: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _names_of_whole_numbers(item, key)
    elif isinstance(value, list):
        for item in value:
            yield from _names_of_whole_numbers(item, name)
    elif isinstance(value, int) and not isinstance(value, bool):
        yield name


def _with_fractions(value: Any, names: frozenset[str], name: str = "") -> Any:
    if isinstance(value, dict):
        return {key: _with_fractions(item, names, key) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_fractions(item, names, name) for item in value]
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    return float(value) if is_whole and name in names else value
