"""What is signed, the reference implementation of Standard Webhooks verifies; older consumers find their header."""

import hashlib
import hmac
import time
from base64 import b64decode, b64encode

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook, WebhookVerificationError

from webhooks.services.signing import MalformedSecret, generate_secret, signature_headers

BODY = '{"type":"webhook.test","data":{"title":"Straße, 5 €"}}'.encode()


def signed(body: bytes = BODY, *, secrets: list[str], sent_at: int | None = None, event_id: str = "event-1"):
    return signature_headers(
        event_id=event_id,
        event_type="webhook.test",
        body=body,
        secrets=secrets,
        sent_at=int(time.time()) if sent_at is None else sent_at,
    )


@given(
    st.dictionaries(st.text(), st.text() | st.floats(allow_nan=False, allow_infinity=False) | st.none()),
    st.uuids(),
    st.binary(min_size=24, max_size=64),
)
def test_the_reference_implementation_verifies_what_is_signed(event, event_id, key):
    secret = "whsec_" + b64encode(key).decode()
    body = orjson.dumps(event)
    assert Webhook(secret).verify(body, signed(body, secrets=[secret], event_id=str(event_id))) == event


def test_either_secret_verifies_during_rotation():
    new, old, other = generate_secret(), generate_secret(), generate_secret()
    headers = signed(secrets=[new, old])
    assert len(headers["webhook-signature"].split(" ")) == 2
    Webhook(new).verify(BODY, headers)
    Webhook(old).verify(BODY, headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(other).verify(BODY, headers)


def test_a_signature_covers_id_time_and_body():
    secret = generate_secret()
    headers = signed(secrets=[secret])
    later = str(int(headers["webhook-timestamp"]) + 1)
    for body, changed in [
        (BODY + b" ", {}),
        (BODY, {"webhook-id": "event-2"}),
        (BODY, {"webhook-timestamp": later}),
    ]:
        with pytest.raises(WebhookVerificationError):
            Webhook(secret).verify(body, headers | changed)


def test_a_known_signature_of_the_reference_implementations_own_tests():
    headers = signed(
        b'{"test": 2432232314}',
        secrets=["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
        sent_at=1614265330,
        event_id="msg_p5jXN8AQM9LWM0D4loKWxJek",
    )
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_older_consumers_get_the_hex_of_the_body_alone_under_the_whole_newest_secret():
    new, old = generate_secret(), generate_secret()
    headers = signed(secrets=[new, old])
    assert headers["X-Webhook-Event"] == "webhook.test"
    assert headers["X-Webhook-Id"] == headers["webhook-id"] == "event-1"
    assert headers["X-Webhook-Signature"] == "sha256=" + hmac.new(new.encode(), BODY, hashlib.sha256).hexdigest()


def test_new_secrets_differ_and_stand_for_32_bytes():
    secrets = {generate_secret() for _ in range(100)}
    assert len(secrets) == 100
    assert {len(b64decode(secret.removeprefix("whsec_"), validate=True)) for secret in secrets} == {32}


@pytest.mark.parametrize(
    "secret",
    [
        "",
        "whsec_",
        b64encode(b"k" * 32).decode(),
        "whsec_" + b64encode(b"k" * 23).decode(),
        "whsec_" + b64encode(b"k" * 65).decode(),
        "whsec_" + b64encode(b"k" * 32).decode() + "\n",
        "whsec_" + b64encode(b"k" * 32).decode().rstrip("="),
        "whsec_" + "ü" * 43 + "=",
        "WHSEC_" + b64encode(b"k" * 32).decode(),
    ],
)
def test_a_malformed_secret_is_refused_and_not_told(secret):
    with pytest.raises(MalformedSecret) as refused:
        signed(secrets=[generate_secret(), secret])
    told = secret.removeprefix("whsec_")
    assert not told or told not in str(refused.value)
    assert refused.value.__cause__ is None


@pytest.mark.parametrize("event_id", ["", "event.1"])
def test_an_id_that_blurs_what_is_signed_is_refused(event_id):
    with pytest.raises(ValueError, match="full stop"):
        signed(secrets=[generate_secret()], event_id=event_id)


def test_nothing_is_sent_unsigned():
    with pytest.raises(ValueError, match="one secret"):
        signed(secrets=[])
