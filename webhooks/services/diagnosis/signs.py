"""What points to a cause where no signature can be made to fit."""

from collections.abc import Iterator

from webhooks.services.diagnosis.bodies import ENVELOPE, TAKE_THE_BYTES
from webhooks.services.diagnosis.findings import Finding, Part
from webhooks.services.diagnosis.identity import KEEP_ID, KEEP_TIME
from webhooks.services.diagnosis.json_writers import as_sent, writer_of
from webhooks.services.diagnosis.keys import KEEP_IT_WHOLE, is_secret
from webhooks.services.diagnosis.received import ReceivedRequest
from webhooks.services.diagnosis.signatures import KEEP_SIGNATURE, digests_in

REPLACEMENT = "\N{REPLACEMENT CHARACTER}".encode()
COMPARE_IT = "Compare it with the one shown when the subscription was made or its secret was last rotated."


def signs_of_trouble(request: ReceivedRequest, secrets: list[str]) -> list[Finding]:
    """Unproven findings, one at least."""
    found = [*_headers(request), *_body(request), *_mixed_up(request)]
    found += [_malformed(secret) for secret in secrets if not is_secret(secret)]
    leaves_the_secret_open = all(finding.cause == "body_reserialised" for finding in found)
    return [*found, _wrong_secret()] if leaves_the_secret_open else found


def _headers(request: ReceivedRequest) -> Iterator[Finding]:
    for part, advice in ((Part.ID, KEEP_ID), (Part.TIMESTAMP, KEEP_TIME)):
        if not request.headers.get(f"webhook-{part}"):
            yield _sign(part, f"{part}_missing", f"The header webhook-{part} is missing.", advice)
    if request.timestamp and not request.timestamp.isdecimal():
        seen = "webhook-timestamp is not a whole number."
        yield _sign(Part.TIMESTAMP, "timestamp_form", seen, KEEP_TIME)
    header = request.headers.get("webhook-signature", "")
    if not header:
        yield _sign(Part.SIGNATURE, "signature_missing", "The header webhook-signature is missing.", KEEP_SIGNATURE)
    elif not digests_in(header):
        seen = "webhook-signature holds no v1 signature that can be read."
        yield _sign(Part.SIGNATURE, "signature_unreadable", seen, KEEP_SIGNATURE)


def _body(request: ReceivedRequest) -> Iterator[Finding]:
    """What is wrong with the body, the surest sign alone."""
    body, length = request.body, request.headers.get("content-length", "").strip()
    if not body:
        yield _body_sign("body_empty", "The body is empty: something read it before you did.")
    elif length.isdecimal() and int(length) != len(body):
        yield _body_sign("body_length", f"Content-Length is {length}; the body you have is {len(body)} bytes.")
    elif REPLACEMENT in body:
        yield _body_sign(
            "body_encoding", "The body has U+FFFD where bytes could not be decoded; what was there is lost."
        )
    elif not request.event:
        yield _body_sign("body_not_json", "The body is no JSON object: it is cut short, or in another form.")
    else:
        yield from _rewritten(body, request.event)


def _rewritten(body: bytes, event: dict[str, object]) -> Iterator[Finding]:
    if list(event)[: len(ENVELOPE)] != [name for name in ENVELOPE if name in event]:
        yield _body_sign("body_keys_sorted", f"The body's keys are {', '.join(event)}; we send {', '.join(ENVELOPE)}.")
    elif as_sent(event) != body:
        yield _body_sign("body_reserialised", f"The body is as {writer_of(body, event)} writes it; we send it compact.")


def _mixed_up(request: ReceivedRequest) -> Iterator[Finding]:
    named, written = request.headers.get("x-webhook-event"), request.event.get("type")
    if named and isinstance(written, str) and named != written:
        seen = f"X-Webhook-Event is {named} and the body's type is {written}: they are of two requests."
        yield _sign(Part.BODY, "body_of_another", seen, "Keep the headers and the body of one request together.")


def _malformed(secret: str) -> Finding:
    seen = f"The secret ({len(secret)} characters) is not whsec_ and the base64 of 24 to 64 bytes."
    return _sign(Part.SECRET, "secret_malformed", seen, f"{KEEP_IT_WHOLE} {COMPARE_IT}")


def _wrong_secret() -> Finding:
    seen = "No signature fits this secret, whatever was tried with the body, the headers and the secret itself."
    advice = (
        f"Most likely it is the secret of another subscription, or an old one. {COMPARE_IT} If it is the right one,"
        " something on the way changed what the body says."
    )
    return _sign(Part.SECRET, "wrong_secret", seen, advice)


def _body_sign(cause: str, seen: str) -> Finding:
    return _sign(Part.BODY, cause, seen, TAKE_THE_BYTES)


def _sign(part: Part, cause: str, seen: str, advice: str) -> Finding:
    return Finding(part, cause, seen, advice, proven=False)
