"""Verify webhooks where they are received. Copy this file: Python 3.8 or newer, the standard library alone.

    from verify import WebhookVerificationError, verify

    event = verify(raw_body, request.headers, "whsec_...")

`raw_body` is the request's body as it came, before anything parses it. Standard Webhooks 1.0.0.

    WebhookVerificationError
      MissingHeader        BadTimestamp         TooOld, TooNew
      SignatureMismatch    BadBody              BadSecret (yours, not the request's)
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Mapping, Sequence
from typing import Any

__all__ = (
    "BadBody",
    "BadSecret",
    "BadTimestamp",
    "MissingHeader",
    "SignatureMismatch",
    "TooNew",
    "TooOld",
    "WebhookVerificationError",
    "verify",
)


class WebhookVerificationError(Exception):
    """The request is not to be trusted. Answer 400; the message says which part of it is wrong."""


class MissingHeader(WebhookVerificationError):
    """webhook-id, webhook-timestamp or webhook-signature is not there, or empty."""


class BadTimestamp(WebhookVerificationError):
    """webhook-timestamp is no number of seconds, or too far from now."""


class TooOld(BadTimestamp):
    """The request was sent too long ago: replayed, held up on its way, or this clock is fast."""


class TooNew(BadTimestamp):
    """The request was sent in the future: this clock is slow."""


class SignatureMismatch(WebhookVerificationError):
    """No signature fits: another secret, or the body or a header is not as it was sent."""


class BadBody(WebhookVerificationError):
    """The signature fits, but the body is no JSON object."""


class BadSecret(WebhookVerificationError, ValueError):
    """A secret that no signature can be made with: check your configuration."""


def verify(
    body: bytes | str,
    headers: Mapping[str, str],
    secrets: str | Sequence[str],
    tolerance_s: int = 300,
    now: float | None = None,
) -> dict[str, Any]:
    """The event in a request that is signed with one of the secrets, and not long ago.

    Give several secrets while they are rotated. `now` is in Unix seconds. Raises WebhookVerificationError.
    """
    raw = body.encode() if isinstance(body, str) else body
    named = {name.lower(): value for name, value in headers.items()}
    message_id, timestamp, signatures = (
        _header(named, name) for name in ("webhook-id", "webhook-timestamp", "webhook-signature")
    )
    _check_time(timestamp, time.time() if now is None else now, tolerance_s)
    signed = _bytes_of(f"{message_id}.{timestamp}.") + raw
    _check_signature(signatures, signed, [secrets] if isinstance(secrets, str) else secrets)
    return _parse(raw)


def _header(named: Mapping[str, str], name: str) -> str:
    value = named.get(name)
    if not value:
        raise MissingHeader(f"the header {name} is missing")
    return value


def _check_time(timestamp: str, now: float, tolerance_s: int) -> None:
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        raise BadTimestamp("webhook-timestamp is not a whole number of Unix seconds")
    age_s = now - int(timestamp)
    if age_s > tolerance_s:
        raise TooOld(f"the request was sent {age_s:.0f} s ago; {tolerance_s} s are allowed")
    if age_s < -tolerance_s:
        raise TooNew(f"the request was sent {-age_s:.0f} s from now; {tolerance_s} s are allowed")


def _check_signature(signatures: str, signed: bytes, secrets: Sequence[str]) -> None:
    if not secrets:
        raise BadSecret("there is no secret")
    expected = [base64.b64encode(hmac.new(_key(secret), signed, hashlib.sha256).digest()) for secret in secrets]
    pairs = (signature.partition(",") for signature in signatures.split())
    given = [_bytes_of(text) for version, _, text in pairs if version == "v1"]
    if not any(hmac.compare_digest(ours, theirs) for ours in expected for theirs in given):
        raise SignatureMismatch("no signature in webhook-signature fits the request and the secret")


def _key(secret: str) -> bytes:
    text = secret[len("whsec_") :] if secret.startswith("whsec_") else secret
    try:
        key = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except ValueError:
        raise BadSecret("a secret is base64 behind whsec_; this one is not") from None
    if not key:
        raise BadSecret("a secret is empty")
    return key


def _parse(raw: bytes) -> dict[str, Any]:
    try:
        event = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise BadBody("the body is not JSON") from error
    if not isinstance(event, dict):
        raise BadBody("the body is no JSON object")
    return event


def _bytes_of(text: str) -> bytes:
    """UTF-8. What has none (servers put odd bytes of headers into surrogates) stays unequal to any signature."""
    return text.encode("utf-8", "backslashreplace")
