"""Why a received webhook does not verify: its clock, its secret, its body, its id, or the code that checks it."""

import re
from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256

from webhooks.services.diagnosis.code import findings_in_code
from webhooks.services.diagnosis.findings import Diagnosis, Finding, Part
from webhooks.services.diagnosis.keys import key_variants
from webhooks.services.diagnosis.received import ReceivedRequest
from webhooks.services.diagnosis.search import Match, find_match, find_older_match
from webhooks.services.diagnosis.signs import signs_of_trouble

TOLERANCE_S = 300
SECONDS = re.compile(r"[0-9]{1,11}")
THE_SIGNATURE = "The signature"
KEEP_BOTH = "Pass webhook-id and webhook-timestamp on as they came with this very request; a retry has another time."


def diagnose(
    *,
    request: ReceivedRequest,
    secrets: Sequence[str],
    now: float,
    tolerance_s: int = TOLERANCE_S,
    calculated: str | None = None,
) -> Diagnosis:
    """What is wrong with the request, the secrets or the clock. `now` is in Unix seconds.

    With the signature that the receiver's code `calculated`, also what is wrong with that code. Nothing in the
    diagnosis is a secret or a signature.
    """
    keys = key_variants(secrets)
    match, older = find_match(request, keys), find_older_match(request, keys)
    findings = _of_signatures(request, secrets, match, older)
    findings += _of_clock(match.timestamp if match else request.timestamp, now, tolerance_s, is_signed=bool(match))
    in_code = [] if calculated is None else findings_in_code(calculated, request, keys)
    return Diagnosis(findings, in_code, _facts(request, match, older))


def _of_signatures(
    request: ReceivedRequest, secrets: Sequence[str], match: Match | None, older: Match | None
) -> list[Finding]:
    if match:
        return [finding.said_of(THE_SIGNATURE) for finding in match.findings]
    signs = signs_of_trouble(request, list(secrets))
    if older is None:
        return signs
    proven = [finding.said_of("X-Webhook-Signature") for finding in older.findings]
    headers = [sign for sign in signs if sign.part in (Part.ID, Part.TIMESTAMP, Part.SIGNATURE)]
    return [*proven, *(headers or [_other_id_or_time()])]


def _other_id_or_time() -> Finding:
    seen = (
        "X-Webhook-Signature, which covers the body alone, fits; webhook-signature, which covers id and time too, does"
        " not: webhook-id or webhook-timestamp is not the one that was sent with this body."
    )
    return Finding(Part.ID, "id_or_timestamp", seen, KEEP_BOTH)


def _of_clock(timestamp: str | None, now: float, tolerance_s: int, *, is_signed: bool) -> list[Finding]:
    age_s = round(now) - int(timestamp) if timestamp and SECONDS.fullmatch(timestamp) else 0
    if abs(age_s) <= tolerance_s:
        return []
    side = "behind" if age_s > 0 else "ahead of"
    seen = (
        f"webhook-timestamp is {timedelta(seconds=abs(age_s))} ({abs(age_s)} s) {side} the clock; {tolerance_s} s are"
        f" allowed. {'The signature over it is right.' if is_signed else 'The signature is not right either.'}"
    )
    return [Finding(Part.CLOCK, "too_new" if age_s < 0 else "too_old", seen, _clock_advice(age_s))]


def _clock_advice(age_s: int) -> str:
    if age_s < 0:
        return "Set this machine's clock (NTP): it is slow."
    return (
        "If the request was kept for a while, give the time when it came as --now. If not, set this machine's clock"
        " (NTP), or verify before the request waits in a queue."
    )


def _facts(request: ReceivedRequest, match: Match | None, older: Match | None) -> dict[str, str | int | None]:
    signed = f"{request.id or ''}.{request.timestamp or ''}.".encode() + request.body
    return {
        "body_bytes": len(request.body),
        "body_sha256": sha256(request.body).hexdigest(),
        "signed_bytes": len(signed),
        "signed_sha256": sha256(signed).hexdigest(),
        "webhook_id": request.id,
        "webhook_timestamp": request.timestamp,
        "webhook_signature": _standing(request, "webhook-signature", match),
        "x_webhook_signature": _standing(request, "x-webhook-signature", older),
    }


def _standing(request: ReceivedRequest, header: str, match: Match | None) -> str:
    if header not in request.headers:
        return "missing"
    if match is None:
        return "does not fit"
    return "fits once that is put right" if match.findings else "fits"
