"""Signatures of webhooks: Standard Webhooks 1.0.0, and beside it the header that older consumers know.

webhook-signature     v1,<base64 HMAC-SHA256 of id.timestamp.body>, one for each live secret, spaces between;
                      the key is what stands behind whsec_, base64-decoded
X-Webhook-Signature   sha256=<hex HMAC-SHA256 of the body>; the key is the newest secret's whole text, whsec_
                      included, for those consumers hold a string
"""

import hmac
from base64 import b64decode, b64encode
from collections.abc import Sequence
from functools import lru_cache
from secrets import token_bytes

SECRET_PREFIX = "whsec_"  # noqa: S105  the mark that all secrets bear
NEW_KEY_BYTES = 32
KEY_BYTES = range(24, 65)  # of the specification


class MalformedSecret(ValueError):
    """Not whsec_ and the base64 of 24 to 64 bytes. Says what is wrong and never the secret."""


def generate_secret() -> str:
    """A new secret, in the form in which the client is shown it."""
    return SECRET_PREFIX + b64encode(token_bytes(NEW_KEY_BYTES)).decode()


def signature_headers(
    *, event_id: str, event_type: str, body: bytes, secrets: Sequence[str], sent_at: int
) -> dict[str, str]:
    """What a request bears beside its body.

    `secrets` are the live ones, the newest first; `sent_at` is the time of this attempt in Unix seconds. `body` is
    what is sent, to the byte. Raises MalformedSecret; ValueError without a secret, or for an id that has a full stop,
    which the specification keeps for parting what is signed.
    """
    if not secrets:
        raise ValueError("a webhook is signed with one secret at least")
    if not event_id or "." in event_id:
        raise ValueError("a webhook's id is not empty and has no full stop")
    signed = f"{event_id}.{sent_at}.".encode() + body
    digests = [hmac.digest(decode_secret(secret), signed, "sha256") for secret in secrets]
    return {
        "webhook-id": event_id,
        "webhook-timestamp": str(sent_at),
        "webhook-signature": " ".join(f"v1,{b64encode(digest).decode()}" for digest in digests),
        "X-Webhook-Event": event_type,
        "X-Webhook-Id": event_id,
        "X-Webhook-Signature": f"sha256={hmac.digest(secrets[0].encode(), body, 'sha256').hex()}",
    }


@lru_cache(maxsize=10_000)
def decode_secret(secret: str) -> bytes:
    """The key that a secret stands for. Raises MalformedSecret."""
    if not secret.startswith(SECRET_PREFIX):
        raise MalformedSecret(f"a secret starts with {SECRET_PREFIX}")
    try:
        key = b64decode(secret.removeprefix(SECRET_PREFIX), validate=True)
    except ValueError:
        # The cause is left out: it is a secret's
        raise MalformedSecret(f"what follows {SECRET_PREFIX} in a secret is base64") from None
    if len(key) not in KEY_BYTES:
        raise MalformedSecret(f"a secret stands for 24 to 64 bytes, not {len(key)}")
    return key
