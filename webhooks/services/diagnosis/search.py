"""Which variants, taken together, a signature fits: those with the fewest things wrong are tried first."""

import hmac
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import Any, TypeVar

from webhooks.services.diagnosis.bodies import body_variants, restored_numbers
from webhooks.services.diagnosis.findings import Finding, Variant
from webhooks.services.diagnosis.identity import id_variants, timestamp_variants
from webhooks.services.diagnosis.keys import Key
from webhooks.services.diagnosis.received import ReceivedRequest
from webhooks.services.diagnosis.signatures import digests_in, older_digest_in

MOST_WRONG = 3
MOST_TRIES = 30_000
MOST_SIGNED_BYTES = 1_000_000_000
Fit = TypeVar("Fit")


@dataclass(frozen=True, slots=True)
class Match:
    """What a signature fits."""

    key: Key
    body: bytes
    findings: tuple[Finding, ...]
    id: str | None = None
    timestamp: str | None = None


def find_match(request: ReceivedRequest, keys: Sequence[Variant[Key]]) -> Match | None:
    """What webhook-signature fits."""
    digests = digests_in(request.headers.get("webhook-signature", ""))

    def fits(id: Variant[str], timestamp: Variant[str], body: Variant[bytes], key: Variant[Key]) -> Match | None:
        signed = f"{id.value}.{timestamp.value}.".encode() + body.value
        digest = hmac.digest(key.value.standard, signed, "sha256")
        if digest not in digests:
            return None
        mangled = digests[digest]
        findings = [*found_in(id, timestamp, body, key), *([mangled] if mangled else [])]
        return Match(key.value, body.value, tuple(findings), id.value, timestamp.value)

    ids, timestamps = id_variants(request), timestamp_variants(request)
    if not digests or not ids or not timestamps:
        return None
    bodies = body_variants(request.body)
    return first_fit(fits, ids, timestamps, bodies, keys, body_bytes=len(request.body)) or first_fit(
        fits, ids[:1], timestamps[:1], restored_numbers(request.body), keys, body_bytes=len(request.body)
    )


def find_older_match(request: ReceivedRequest, keys: Sequence[Variant[Key]]) -> Match | None:
    """What X-Webhook-Signature fits; it says nothing of id and time."""
    wanted = older_digest_in(request.headers.get("x-webhook-signature", ""))

    def fits(body: Variant[bytes], key: Variant[Key]) -> Match | None:
        if hmac.digest(key.value.older, body.value, "sha256") != wanted:
            return None
        return Match(key.value, body.value, tuple(found_in(body, key)))

    if wanted is None:
        return None
    bodies = body_variants(request.body)
    return first_fit(fits, bodies, keys, body_bytes=len(request.body)) or first_fit(
        fits, restored_numbers(request.body), keys, body_bytes=len(request.body)
    )


def first_fit(fits: Callable[..., Fit | None], *parts: Iterable[Variant[Any]], body_bytes: int) -> Fit | None:
    """What `fits` first answers with. Large bodies get fewer tries, so that no request takes minutes."""
    tries = min(MOST_TRIES, MOST_SIGNED_BYTES // (body_bytes + 1))
    answers = (fits(*chosen) for chosen in islice(_simplest_first(parts), tries))
    return next((answer for answer in answers if answer is not None), None)


def found_in(*variants: Variant[Any]) -> Iterator[Finding]:
    """All that went wrong in them."""
    for variant in variants:
        yield from variant.findings


def _simplest_first(parts: Sequence[Iterable[Variant[Any]]]) -> list[tuple[Variant[Any], ...]]:
    counted = ((sum(len(variant.findings) for variant in chosen), chosen) for chosen in product(*parts))
    return [chosen for _, chosen in sorted(((n, c) for n, c in counted if n <= MOST_WRONG), key=lambda pair: pair[0])]
