"""The verifier that receivers copy: it agrees with the reference implementation, and says what is wrong."""

import ast
import sys
import time
from base64 import b64encode
from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook
from standardwebhooks import WebhookVerificationError as ReferenceRefusal

import webhooks.verify
from webhooks.services.signing import generate_secret, signature_headers
from webhooks.verify import (
    BadBody,
    BadSecret,
    BadTimestamp,
    MissingHeader,
    SignatureMismatch,
    TooNew,
    TooOld,
    WebhookVerificationError,
    verify,
)

SOURCE = Path(webhooks.verify.__file__)
SENT_AT = 1_767_225_600
SECRET = "whsec_" + b64encode(b"k" * 32).decode()
EVENT = {"type": "webhook.test", "data": {"title": "Straße, 5 €"}}
BODY = orjson.dumps(EVENT)


def headers_of(body: bytes = BODY, *, secrets: list[str] | None = None, sent_at: int = SENT_AT, event_id: str = "e-1"):
    return signature_headers(
        event_id=event_id, event_type="webhook.test", body=body, secrets=secrets or [SECRET], sent_at=sent_at
    )


def is_accepted(check) -> bool:
    """Whether a verifier lets a request through; the reference answers ValueError to what it cannot even read."""
    try:
        check()
    except (WebhookVerificationError, ReferenceRefusal, ValueError):
        return False
    return True


json_values = st.recursive(
    st.none() | st.booleans() | st.text() | st.integers(-(2**53), 2**53),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(
    event=st.dictionaries(st.text(), json_values, max_size=4),
    event_id=st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="."), min_size=1),
    tampering=st.sampled_from(
        ["", "body", "webhook-id", "webhook-timestamp", "webhook-signature", "secret", "version"]
    ),
    at=st.integers(0, 10_000),
    letter=st.sampled_from("aZ07"),
)
def test_it_agrees_with_the_reference_implementation(event, event_id, tampering, at, letter):
    body, secret = orjson.dumps(event), SECRET
    headers = headers_of(body, sent_at=int(time.time()), event_id=event_id)
    if tampering == "body":
        place = at % len(body)
        body = body[:place] + letter.encode() + body[place:]
    elif tampering == "secret":
        secret = generate_secret()
    elif tampering == "version":
        headers["webhook-signature"] = headers["webhook-signature"].replace("v1,", "v2,")
    elif tampering:
        value = headers[tampering]
        # Not the signature's very end: two bits there mean nothing in base64, which the reference lets differ
        place = at % max(1, len(value) - 2)
        headers[tampering] = value[:place] + letter + value[place + 1 :]
    theirs = is_accepted(lambda: Webhook(secret).verify(body, headers))
    assert is_accepted(lambda: verify(body, headers, secret)) == theirs
    if not tampering:
        assert verify(body, headers, secret) == event


def test_names_of_headers_may_be_in_any_case():
    headers = {name.upper(): value for name, value in headers_of().items()}
    assert verify(BODY, headers, SECRET, now=SENT_AT) == EVENT


def test_a_body_that_is_already_text_is_verified_as_utf8():
    assert verify(BODY.decode(), headers_of(), SECRET, now=SENT_AT) == EVENT


def test_a_secret_may_lack_its_prefix_and_padding():
    assert verify(BODY, headers_of(), SECRET.removeprefix("whsec_").rstrip("="), now=SENT_AT) == EVENT


@pytest.mark.parametrize("known", ["new", "old", "both"])
def test_during_rotation_any_signature_may_fit_any_secret(known):
    new, old = generate_secret(), generate_secret()
    secrets = {"new": new, "old": old, "both": [generate_secret(), old]}[known]
    assert verify(BODY, headers_of(secrets=[new, old]), secrets, now=SENT_AT) == EVENT


def test_signatures_of_other_versions_are_passed_over():
    headers = headers_of()
    headers["webhook-signature"] = f"v1a,hnO3f9T8 nonsense v2,  {headers['webhook-signature']}"
    assert verify(BODY, headers, SECRET, now=SENT_AT) == EVENT


def test_the_right_digest_under_another_version_is_no_signature():
    headers = headers_of()
    headers["webhook-signature"] = headers["webhook-signature"].replace("v1,", "v1a,")
    with pytest.raises(SignatureMismatch):
        verify(BODY, headers, SECRET, now=SENT_AT)


@pytest.mark.parametrize("name", ["webhook-id", "webhook-timestamp", "webhook-signature"])
@pytest.mark.parametrize("is_there", [True, False])
def test_a_missing_or_empty_header_is_named(name, is_there):
    headers = headers_of()
    del headers[name]
    with pytest.raises(MissingHeader, match=name):
        verify(BODY, headers | ({name: ""} if is_there else {}), SECRET, now=SENT_AT)


@pytest.mark.parametrize(
    "timestamp",
    ["yesterday", "-1767225600", "1767225600.0", "1_767_225_600", " 1767225600", "１７６７２２５６００", "9" * 400],
)
def test_a_timestamp_that_is_no_number_of_seconds_is_refused(timestamp):
    with pytest.raises(BadTimestamp, match="whole number"):
        verify(BODY, headers_of() | {"webhook-timestamp": timestamp}, SECRET, now=SENT_AT)


@pytest.mark.parametrize(("later_s", "error"), [(301, TooOld), (-301, TooNew)])
def test_a_request_out_of_time_is_refused_and_says_by_how_much(later_s, error):
    with pytest.raises(error, match="301 s"):
        verify(BODY, headers_of(), SECRET, now=SENT_AT + later_s)


@pytest.mark.parametrize(("later_s", "tolerance_s"), [(300, 300), (-300, 300), (3600, 3600)])
def test_a_request_within_the_tolerance_is_accepted(later_s, tolerance_s):
    assert verify(BODY, headers_of(), SECRET, tolerance_s, now=SENT_AT + later_s) == EVENT


def test_without_a_time_given_the_clock_decides():
    assert verify(BODY, headers_of(sent_at=int(time.time())), SECRET) == EVENT
    with pytest.raises(TooOld):
        verify(BODY, headers_of(sent_at=int(time.time()) - 600), SECRET)


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_not base64!", SECRET + "\n", "ü" * 32, []])
def test_a_secret_that_is_none_is_told_apart_from_a_wrong_one(secret):
    with pytest.raises(BadSecret):
        verify(BODY, headers_of(), secret, now=SENT_AT)


@pytest.mark.parametrize("body", [b"[1]", b"not json", b"\xff\xfe\xfd", b"[" * 100_000])
def test_a_signed_body_that_is_no_object_is_refused(body):
    with pytest.raises(BadBody):
        verify(body, headers_of(body), SECRET, now=SENT_AT)


@pytest.mark.parametrize("name", ["webhook-id", "webhook-signature"])
def test_bytes_that_no_text_has_are_refused_like_any_other(name):
    headers = headers_of() | {name: "v1,\udcff\ud800"}
    with pytest.raises(SignatureMismatch):
        verify(BODY, headers, SECRET, now=SENT_AT)


def test_every_refusal_is_one_kind_of_error():
    kinds = (BadBody, BadSecret, BadTimestamp, MissingHeader, SignatureMismatch, TooNew, TooOld)
    assert all(issubclass(kind, WebhookVerificationError) for kind in kinds)


def test_the_file_stands_alone_and_reads_as_python_3_8():
    tree = ast.parse(SOURCE.read_text(), feature_version=(3, 8))
    imported = {
        name.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or "."] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names])
    }
    assert imported <= sys.stdlib_module_names
