"""The signature doctor: whatever became of a request on its way, it names that and nothing else."""

import gzip
import hashlib
import hmac
import io
import json
import os
import shutil
import subprocess
import sys
from base64 import b64decode, b64encode, urlsafe_b64encode
from binascii import hexlify
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import orjson
import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from webhooks.services.diagnosis.doctor import diagnose
from webhooks.services.diagnosis.json_writers import WRITERS
from webhooks.services.diagnosis.received import received
from webhooks.services.signing import generate_secret, signature_headers

ROOT = Path(__file__).parents[2]
SENT_AT = 1_767_225_600
EVENT_ID = "01a200c9-f214-74a9-a354-530a623e3e00"  # the signature of such a request has + and / too
SECRET = "whsec_" + b64encode(bytes(range(200, 232))).decode()  # has + and / and =
OLD_SECRET = "whsec_" + b64encode(bytes(range(100, 132))).decode()
EVENT: dict[str, Any] = {
    "type": "listing.price_changed",
    "timestamp": "2026-01-01T00:00:00Z",
    "sequence": 7,
    "data": {
        "to": {"amount": 315000.5, "period": "total", "currency": "EUR"},
        "from": {"amount": 325000.0, "period": "total", "currency": "EUR"},
        "title": "Maison <à> Pré & Straße 5",
        "portal": None,
        "import_url": "https://homes.example/1",
        "listing_id": "01a200c8-222f-75cb-8d26-b586db930738",
        "price_cents": 31500050,
    },
}
BODY = orjson.dumps(EVENT)
SORTED = orjson.dumps(EVENT, option=orjson.OPT_SORT_KEYS)


@dataclass(frozen=True)
class Kept:
    """What a receiver has of a request."""

    body: bytes = BODY
    headers: dict[str, str] = field(default_factory=dict)
    secrets: tuple[str, ...] = (SECRET,)
    now: float = SENT_AT + 1

    def having(self, **headers: str | None) -> "Kept":
        """With other headers; None takes one away."""
        changed = self.headers | {name.replace("_", "-"): value for name, value in headers.items()}
        return replace(self, headers={name: value for name, value in changed.items() if value is not None})

    def diagnosis(self, calculated: str | None = None):
        request = received(self.body, self.headers.items())
        return diagnose(request=request, secrets=self.secrets, now=self.now, calculated=calculated)


def request_as_sent(body: bytes = BODY, *, secrets: tuple[str, ...] = (SECRET,), event_id: str = EVENT_ID) -> Kept:
    headers = signature_headers(
        event_id=event_id, event_type="listing.price_changed", body=body, secrets=secrets, sent_at=SENT_AT
    )
    return Kept(body=body, headers={name.lower(): value for name, value in headers.items()}, secrets=secrets[:1])


SENT = request_as_sent()
ROTATING = request_as_sent(secrets=(SECRET, OLD_SECRET))
SIGNATURE = SENT.headers["webhook-signature"]
DIGEST = SIGNATURE.removeprefix("v1,")


def with_body(body: bytes) -> Kept:
    return replace(SENT, body=body)


def with_secret(secret: str) -> Kept:
    return replace(SENT, secrets=(secret,))


def dumped(**options) -> Kept:
    return with_body(json.dumps(EVENT, **options).encode())


def without_zero_fractions(text: bytes) -> bytes:
    return text.replace(b"325000.0", b"325000")


COMPACT: dict[str, Any] = {"separators": (",", ":")}
RIGHT: dict[str, Kept] = {
    "as it was sent": SENT,
    "at the last second allowed": replace(SENT, now=SENT_AT + 300),
    "in a rotation, with the new secret": ROTATING,
    "in a rotation, with the old secret": replace(ROTATING, secrets=(OLD_SECRET,)),
    "with several secrets, of which one fits": replace(SENT, secrets=(generate_secret(), SECRET)),
    "with headers as CGI and WSGI name them": replace(
        SENT, headers={f"HTTP_{name.upper().replace('-', '_')}": value for name, value in SENT.headers.items()}
    ),
    "without what older consumers read": SENT.having(x_webhook_signature=None, x_webhook_id=None),
}
MANGLED: dict[str, tuple[Kept, list[str]]] = {
    # The clock
    "an hour late": (replace(SENT, now=SENT_AT + 3600), ["too_old"]),
    "an hour early": (replace(SENT, now=SENT_AT - 3600), ["too_new"]),
    "late, and with a line end": (replace(with_body(BODY + b"\n"), now=SENT_AT + 301), ["body_newline", "too_old"]),
    # The timestamp
    "milliseconds": (SENT.having(webhook_timestamp=f"{SENT_AT}123"), ["timestamp_unit"]),
    "nanoseconds": (SENT.having(webhook_timestamp=f"{SENT_AT}123456789"), ["timestamp_unit"]),
    "a fraction": (SENT.having(webhook_timestamp=f"{SENT_AT}.25"), ["timestamp_form"]),
    "a date": (SENT.having(webhook_timestamp="2026-01-01T00:00:00+00:00"), ["timestamp_form"]),
    "a date of HTTP": (SENT.having(webhook_timestamp="Thu, 01 Jan 2026 00:00:00 GMT"), ["timestamp_form"]),
    "a timestamp in quotes": (SENT.having(webhook_timestamp=f'"{SENT_AT}"'), ["timestamp_form"]),
    "no timestamp, but a date": (
        SENT.having(webhook_timestamp=None, date="Thu, 01 Jan 2026 00:00:00 GMT"),
        ["timestamp_missing"],
    ),
    "no timestamp at all": (
        replace(SENT.having(webhook_timestamp=None), body=BODY.replace(b"00:00:00Z", b"00:01:00Z")),
        ["timestamp_missing"],
    ),
    "another attempt's timestamp": (SENT.having(webhook_timestamp=str(SENT_AT + 60)), ["id_or_timestamp"]),
    # The id
    "another id beside the right one": (SENT.having(webhook_id="evt-77"), ["id_wrong"]),
    "an id with a prefix": (SENT.having(webhook_id=f"msg_{EVENT_ID}", x_webhook_id=None), ["id_wrong"]),
    "an id that lost its prefix": (
        request_as_sent(event_id=f"evt_{EVENT_ID}").having(webhook_id=EVENT_ID, x_webhook_id=None),
        ["id_wrong"],
    ),
    "an id without hyphens": (
        SENT.having(webhook_id=EVENT_ID.replace("-", ""), x_webhook_id=None),
        ["id_wrong"],
    ),
    "an id in capitals": (SENT.having(webhook_id=EVENT_ID.upper(), x_webhook_id=None), ["id_wrong"]),
    "an id in quotes": (SENT.having(webhook_id=f'"{EVENT_ID}"', x_webhook_id=None), ["id_wrong"]),
    "an id that only the body has": (
        request_as_sent(event_id=EVENT["data"]["listing_id"]).having(webhook_id="1", x_webhook_id=None),
        ["id_wrong"],
    ),
    "no id": (SENT.having(webhook_id=None), ["id_missing"]),
    "no id anywhere": (SENT.having(webhook_id=None, x_webhook_id=None), ["id_missing"]),
    "an id of no relation": (SENT.having(webhook_id="77", x_webhook_id="77"), ["id_or_timestamp"]),
    # The body, as programs write it again
    "json.dumps": (dumped(), ["body_reserialised"]),
    "json.dumps without escapes": (dumped(ensure_ascii=False), ["body_reserialised"]),
    "compact, escaped": (dumped(**COMPACT), ["body_reserialised"]),
    "indented by 2": (dumped(indent=2), ["body_reserialised"]),
    "indented by 4": (dumped(indent=4, ensure_ascii=False), ["body_reserialised"]),
    "indented with CRLF": (
        with_body(json.dumps(EVENT, indent=2).replace("\n", "\r\n").encode()),
        ["body_reserialised"],
    ),
    "PHP": (
        with_body(without_zero_fractions(json.dumps(EVENT, **COMPACT).replace("/", "\\/").encode())),
        ["body_reserialised"],
    ),
    "JSON.stringify": (with_body(without_zero_fractions(BODY)), ["body_reserialised"]),
    "JSON.stringify, indented": (
        with_body(without_zero_fractions(json.dumps(EVENT, indent=2, ensure_ascii=False).encode())),
        ["body_reserialised"],
    ),
    "Go": (
        with_body(without_zero_fractions(SORTED).replace(b"<", b"\\u003c").replace(b"&", b"\\u0026")),
        ["body_reserialised"],
    ),
    "sorted keys": (with_body(SORTED), ["body_keys_sorted"]),
    "sorted keys, indented": (dumped(indent=2, sort_keys=True), ["body_keys_sorted"]),
    "signed with spaces, kept compact": (
        replace(request_as_sent(json.dumps(EVENT).encode()), body=BODY),
        ["body_reserialised"],
    ),
    "signed indented and kept compact": (
        replace(request_as_sent(json.dumps(EVENT, indent=4, ensure_ascii=False).encode()), body=BODY),
        ["body_reserialised"],
    ),
    "signed with sorted keys": (replace(request_as_sent(SORTED), body=BODY), ["body_keys_sorted"]),
    "sorted, in an order that cannot be known": (
        replace(
            request_as_sent(orjson.dumps(EVENT | {"data": {"b": 1, "ccc": 2, "a": 3}})),
            body=b'{"data":{"a":3,"b":1,"ccc":2},"sequence":7,"timestamp":"2026-01-01T00:00:00Z","type":"x"}',
        ).having(x_webhook_event="x"),
        ["body_keys_sorted"],
    ),
    # The body's bytes
    "a line end": (with_body(BODY + b"\n"), ["body_newline"]),
    "a line end of Windows": (with_body(BODY + b"\r\n"), ["body_newline"]),
    "a line end lost": (replace(request_as_sent(BODY + b"\n"), body=BODY), ["body_newline"]),
    "CRLF for LF": (replace(request_as_sent(b"a\nb"), body=b"a\r\nb"), ["body_line_ends"]),
    "LF for CRLF": (replace(request_as_sent(b"a\r\nb"), body=b"a\nb"), ["body_line_ends"]),
    "a byte order mark": (with_body(b"\xef\xbb\xbf" + BODY), ["body_mark"]),
    "a byte order mark and a line end": (with_body(b"\xef\xbb\xbf" + BODY + b"\n"), ["body_mark", "body_newline"]),
    "UTF-16": (with_body(BODY.decode().encode("utf-16")), ["body_encoding"]),
    "Latin-1": (with_body(BODY.decode().encode("latin-1")), ["body_encoding"]),
    "UTF-8 taken for Latin-1": (with_body(BODY.decode("latin-1").encode()), ["body_encoding"]),
    "UTF-8 taken for ASCII": (with_body(BODY.decode("ascii", "replace").encode()), ["body_encoding"]),
    "inside JSON": (with_body(json.dumps(BODY.decode()).encode()), ["body_wrapped"]),
    "as Python prints it": (with_body(repr(BODY).encode()), ["body_wrapped"]),
    "base64": (with_body(b64encode(BODY)), ["body_base64"]),
    "gzip": (with_body(gzip.compress(BODY)), ["body_compressed"]),
    "empty": (with_body(b""), ["body_empty"]),
    "cut short": (with_body(BODY[:100]), ["body_not_json"]),
    "cut short, and its length is known": (
        with_body(BODY[:100]).having(content_length=str(len(BODY))),
        ["body_length"],
    ),
    "another request's": (with_body(BODY.replace(b"price_changed", b"updated")), ["body_of_another"]),
    # The secret
    "a secret with a line end": (with_secret(SECRET + "\n"), ["secret_whitespace"]),
    "a secret with spaces": (with_secret(f"  {SECRET} "), ["secret_whitespace"]),
    "a secret broken in two lines": (with_secret(SECRET[:30] + "\n" + SECRET[30:]), ["secret_whitespace"]),
    "a secret in quotes": (with_secret(f'"{SECRET}"'), ["secret_quotes"]),
    "a secret in quotes with a line end": (with_secret(f"'{SECRET}'\n"), ["secret_quotes"]),
    "a whole assignment": (with_secret(f"WEBHOOK_SECRET={SECRET}"), ["secret_surroundings"]),
    "no prefix": (with_secret(SECRET.removeprefix("whsec_")), ["secret_prefix"]),
    "no prefix but a line end": (
        with_secret(SECRET.removeprefix("whsec_") + "\n"),
        ["secret_whitespace", "secret_prefix"],
    ),
    "a prefix in capitals": (with_secret(SECRET.replace("whsec", "WHSEC")), ["secret_prefix"]),
    "two prefixes": (with_secret("whsec_" + SECRET), ["secret_prefix"]),
    "an escaped secret": (with_secret(quote(SECRET, safe="")), ["secret_escaped"]),
    "a secret from a form": (with_secret(SECRET.replace("+", " ")), ["secret_escaped"]),
    "the URL alphabet": (with_secret(SECRET[:6] + SECRET[6:].replace("+", "-").replace("/", "_")), ["secret_alphabet"]),
    "no padding": (with_secret(SECRET.rstrip("=")), ["secret_padding"]),
    "encoded once more": (with_secret(b64encode(SECRET.encode()).decode()), ["secret_encoded_twice"]),
    "a secret in hex": (with_secret(b64decode(SECRET[6:]).hex()), ["secret_hex"]),
    "cut off": (with_secret(SECRET[:20]), ["secret_malformed"]),
    "another secret": (with_secret(OLD_SECRET), ["wrong_secret"]),
    "another secret, and the body written again": (
        replace(dumped(), secrets=(OLD_SECRET,)),
        ["body_reserialised", "wrong_secret"],
    ),
    # The signature
    "signatures folded with commas": (
        ROTATING.having(webhook_signature=ROTATING.headers["webhook-signature"].replace(" ", ",")),
        ["signature_folded"],
    ),
    "signatures folded with commas and spaces": (
        ROTATING.having(webhook_signature=ROTATING.headers["webhook-signature"].replace(" ", ", ")),
        ["signature_folded"],
    ),
    "a signature in the URL alphabet": (
        SENT.having(webhook_signature=SIGNATURE.replace("+", "-").replace("/", "_")),
        ["signature_alphabet"],
    ),
    "an escaped signature": (SENT.having(webhook_signature=quote(SIGNATURE)), ["signature_escaped"]),
    "a signature from a form": (SENT.having(webhook_signature=SIGNATURE.replace("+", " ")), ["signature_escaped"]),
    "a signature without its version": (SENT.having(webhook_signature=DIGEST), ["signature_version"]),
    "a signature without padding": (SENT.having(webhook_signature=SIGNATURE.rstrip("=")), ["signature_padding"]),
    "a signature in hex": (SENT.having(webhook_signature=b64decode(DIGEST).hex()), ["signature_hex"]),
    "a signature in quotes": (SENT.having(webhook_signature=f'"{SIGNATURE}"'), ["signature_surroundings"]),
    "no signature": (SENT.having(webhook_signature=None), ["signature_missing"]),
    "no signature that can be read": (SENT.having(webhook_signature="v1a,x"), ["signature_unreadable"]),
    # Several at once
    "a line end in body and secret": (
        replace(with_body(BODY + b"\n"), secrets=(SECRET + "\n",)),
        ["body_newline", "secret_whitespace"],
    ),
    "milliseconds and written again": (
        dumped().having(webhook_timestamp=f"{SENT_AT}000"),
        ["timestamp_unit", "body_reserialised"],
    ),
}


@pytest.mark.parametrize("kept", RIGHT.values(), ids=RIGHT.keys())
def test_a_request_that_is_right_has_nothing_wrong(kept):
    assert kept.diagnosis().findings == []
    assert kept.diagnosis().verifies


@pytest.mark.parametrize(("kept", "causes"), MANGLED.values(), ids=MANGLED.keys())
def test_what_became_of_a_request_is_named(kept, causes):
    diagnosis = kept.diagnosis()
    assert [finding.cause for finding in diagnosis.findings] == causes
    assert not diagnosis.verifies


@pytest.mark.parametrize(("kept", "causes"), MANGLED.values(), ids=MANGLED.keys())
def test_what_is_said_has_no_secret_and_no_signature(kept, causes):
    said = repr(kept.diagnosis())
    for secret in (*kept.secrets, SECRET, SECRET.removeprefix("whsec_"), b64decode(SECRET[6:]).hex(), DIGEST):
        assert secret.strip() not in said


UNPROVABLE = {"wrong_secret", "secret_malformed", "body_empty", "body_not_json", "body_length", "body_of_another"}
LOST = {"sorted, in an order that cannot be known", "UTF-8 taken for ASCII", "no signature that can be read"}
ABSENT = {"no timestamp at all", "no id", "no id anywhere", "no signature"}


@pytest.mark.parametrize("name", sorted(MANGLED.keys() - LOST - ABSENT))
def test_a_cause_is_proven_where_a_signature_fits_once_it_is_undone(name):
    kept, causes = MANGLED[name]
    proven = [finding.proven for finding in kept.diagnosis().findings]
    assert all(proven) != bool(UNPROVABLE & set(causes))


json_values = st.recursive(
    st.none() | st.booleans() | st.text() | st.integers(-(2**53), 2**53) | st.just(0.5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(data=st.dictionaries(st.text(), json_values, max_size=4), name=st.sampled_from(sorted(WRITERS)))
def test_whoever_writes_a_body_again_the_body_is_what_is_named(data, name):
    event = EVENT | {"data": data}
    sent = request_as_sent(orjson.dumps(event))
    kept = replace(sent, body=WRITERS[name](event))
    findings = kept.diagnosis().findings
    assert {finding.part for finding in findings} == (set() if kept.body == sent.body else {"body"})


def test_how_far_the_clock_is_off_is_said_and_whether_the_signature_is_right():
    (late,) = replace(SENT, now=SENT_AT + 3661).diagnosis().findings
    assert "1:01:01 (3661 s) behind the clock; 300 s are allowed. The signature over it is right." in late.seen
    (early,) = replace(SENT, now=SENT_AT - 400).diagnosis().findings
    assert "0:06:40 (400 s) ahead of the clock" in early.seen
    wrong, clock = replace(SENT, secrets=(OLD_SECRET,), now=SENT_AT + 3661).diagnosis().findings
    assert wrong.cause == "wrong_secret"
    assert "The signature is not right either." in clock.seen


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("json.dumps", "as Python's json.dumps writes it"),
        ("PHP", "as PHP's json_encode writes it"),
        ("indented by 2", "as a pretty-printer (2 spaces, all but ASCII escaped) writes it"),
        ("indented with CRLF", "as a pretty-printer (2 spaces, all but ASCII escaped) writes it"),
        ("JSON.stringify", "with .0 put back after whole numbers (amount); yours is as JavaScript's JSON.stringify"),
        ("an id that only the body has", "the id that the body has as data.listing_id"),
        ("milliseconds", "what you have is milliseconds"),
        ("cut short, and its length is known", f"Content-Length is {len(BODY)}; the body you have is 100 bytes"),
        ("no id", "The header webhook-id is missing"),
    ],
)
def test_what_was_seen_is_told_in_words(name, said):
    assert said in MANGLED[name][0].diagnosis().findings[0].seen


def test_the_facts_are_what_a_receiver_can_compare_with():
    facts = SENT.diagnosis().facts
    signed = f"{EVENT_ID}.{SENT_AT}.".encode() + BODY
    assert facts["body_bytes"] == len(BODY)
    assert facts["body_sha256"] == hashlib.sha256(BODY).hexdigest()
    assert facts["signed_sha256"] == hashlib.sha256(signed).hexdigest()
    assert facts["webhook_signature"] == facts["x_webhook_signature"] == "fits"
    assert MANGLED["no signature"][0].diagnosis().facts["webhook_signature"] == "missing"
    assert MANGLED["another secret"][0].diagnosis().facts["webhook_signature"] == "does not fit"
    assert MANGLED["sorted keys"][0].diagnosis().facts["x_webhook_signature"] == "fits once that is put right"


KEY = b64decode(SECRET.removeprefix("whsec_"))
SIGNED = f"{EVENT_ID}.{SENT_AT}.".encode() + BODY


def calculated(signed: bytes = SIGNED, key: bytes = KEY, algorithm: str = "sha256", spell=b64encode) -> str:
    return spell(hmac.digest(key, signed, algorithm)).decode()


MISTAKES: dict[str, tuple[str, list[str]]] = {
    "none": (DIGEST, []),
    "none, with the version": (SIGNATURE, []),
    "the secret's text as the key": (calculated(key=SECRET.encode()), ["secret_text"]),
    "the text behind whsec_ as the key": (calculated(key=SECRET[6:].encode()), ["secret_text"]),
    "the body alone": (calculated(BODY), ["code_layout"]),
    "no id": (calculated(f"{SENT_AT}.".encode() + BODY), ["code_layout"]),
    "nothing between": (calculated(f"{EVENT_ID}{SENT_AT}".encode() + BODY), ["code_layout"]),
    "hex": (calculated(spell=hexlify), ["code_encoding"]),
    "hex in base64": (calculated(spell=lambda digest: b64encode(hexlify(digest))), ["code_encoding"]),
    "SHA-1": (calculated(algorithm="sha1"), ["code_algorithm"]),
    "the body written again": (
        calculated(f"{EVENT_ID}.{SENT_AT}.".encode() + json.dumps(EVENT).encode()),
        ["body_reserialised"],
    ),
    "the body as JavaScript writes it again": (
        calculated(f"{EVENT_ID}.{SENT_AT}.".encode() + without_zero_fractions(BODY)),
        ["body_reserialised"],
    ),
    "the body with sorted keys": (calculated(f"{EVENT_ID}.{SENT_AT}.".encode() + SORTED), ["body_keys_sorted"]),
    "the body as Python prints bytes": (calculated(f"{EVENT_ID}.{SENT_AT}.{BODY!r}".encode()), ["body_repr"]),
    "no time": (calculated(f"{EVENT_ID}.".encode() + BODY), ["code_layout"]),
    "no body": (calculated(f"{EVENT_ID}.{SENT_AT}".encode()), ["code_layout"]),
    "time first": (calculated(f"{SENT_AT}.{EVENT_ID}.".encode() + BODY), ["code_layout"]),
    "colons": (calculated(f"{EVENT_ID}:{SENT_AT}:".encode() + BODY), ["code_layout"]),
    "commas": (calculated(f"{EVENT_ID},{SENT_AT},".encode() + BODY), ["code_layout"]),
    "lines": (calculated(f"{EVENT_ID}\n{SENT_AT}\n".encode() + BODY), ["code_layout"]),
    "hex in capitals": (calculated(spell=lambda digest: hexlify(digest).upper()), ["code_encoding"]),
    "no padding": (DIGEST.rstrip("="), ["code_encoding"]),
    "the URL alphabet": (calculated(spell=urlsafe_b64encode), ["code_encoding"]),
    "the URL alphabet without padding": (calculated(spell=urlsafe_b64encode).rstrip("="), ["code_encoding"]),
    "SHA-1 in hex": (calculated(algorithm="sha1", spell=hexlify), ["code_algorithm"]),
    "SHA-512": (calculated(algorithm="sha512"), ["code_algorithm"]),
    "SHA-512 in hex": (calculated(algorithm="sha512", spell=hexlify), ["code_algorithm"]),
    "the older header's signature": (
        calculated(BODY, SECRET.encode(), spell=hexlify),
        ["code_layout", "secret_text", "code_encoding"],
    ),
    "nothing of the kind": ("AAAA\udcff", ["code_unknown"]),
}


NODE = "process.stdout.write(JSON.stringify(JSON.parse(require('fs').readFileSync(0)){}))"
PHP = "echo json_encode(json_decode(stream_get_contents(STDIN)){});"
PYTHON = "import json, sys; print(json.dumps(json.load(sys.stdin){}), end='')"


@pytest.mark.parametrize(("signature", "causes"), MISTAKES.values(), ids=MISTAKES.keys())
def test_what_code_does_wrong_is_named_by_what_it_calculates(signature, causes):
    assert [finding.cause for finding in SENT.diagnosis(signature).in_code] == causes
    assert SENT.diagnosis(signature).verifies


REWRITING: dict[str, tuple[list[str], str]] = {
    "JSON.stringify": (["node", "-e", NODE.format("")], "as JavaScript's JSON.stringify writes it"),
    "JSON.stringify, 2": (
        ["node", "-e", NODE.format(", null, 2")],
        "as a pretty-printer (2 spaces, numbers without .0)",
    ),
    "JSON.stringify, tabs": (
        ["node", "-e", NODE.format(", null, '\\t'")],
        "as a pretty-printer (tabs, numbers without .0)",
    ),
    "json_encode": (["php", "-r", PHP.format("")], "as PHP's json_encode writes it"),
    "json_encode, pretty": (
        ["php", "-r", PHP.format(", 128")],
        "as PHP's json_encode with JSON_PRETTY_PRINT writes it",
    ),
    "json.dumps": (["python", "-c", PYTHON.format("")], "as Python's json.dumps writes it"),
    "json.dumps, plain": (
        ["python", "-c", PYTHON.format(", ensure_ascii=False")],
        "as Python's json.dumps with ensure_ascii=False writes it",
    ),
    "json.dumps, sorted": (
        ["python", "-c", PYTHON.format(", sort_keys=True")],
        "as Python's json.dumps with sort_keys=True writes it",
    ),
    "json.dumps, 4": (
        ["python", "-c", PYTHON.format(", indent=4")],
        "as a pretty-printer (4 spaces, all but ASCII escaped)",
    ),
}


@pytest.mark.parametrize(("command", "said"), REWRITING.values(), ids=REWRITING.keys())
def test_what_real_programs_make_of_a_body_is_told_apart(command, said):
    program = sys.executable if command[0] == "python" else shutil.which(command[0])
    if not program:
        pytest.skip(f"{command[0]} is not installed")
    environment = {"PATH": os.environ["PATH"], "PYTHONUTF8": "1"}
    rewritten = subprocess.run(
        [program, *command[1:]], env=environment, input=BODY, capture_output=True, check=True
    ).stdout
    signature = calculated(f"{EVENT_ID}.{SENT_AT}.".encode() + rewritten)
    (in_code,) = SENT.diagnosis(signature).in_code
    assert said in in_code.seen
    (found,) = with_body(rewritten).diagnosis().findings
    assert (found.part, found.proven) == ("body", True)


@pytest.fixture
def files(tmp_path) -> Callable[[Kept], list[str]]:
    """A kept request as arguments of the command."""

    def write(kept: Kept, headers: str | None = None) -> list[str]:
        (tmp_path / "body.json").write_bytes(kept.body)
        lines = "".join(f"{name}: {value}\n" for name, value in kept.headers.items())
        (tmp_path / "headers.txt").write_text(lines if headers is None else headers, encoding="utf-8")
        arguments = ["--body", str(tmp_path / "body.json"), "--headers", str(tmp_path / "headers.txt")]
        return [*arguments, "--now", str(kept.now)]

    return write


def doctor(*arguments: str) -> int:
    """The command's exit code."""
    try:
        call_command("webhook_doctor", *arguments)
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


def test_the_command_ends_with_0_for_a_request_that_verifies(files, capsys):
    assert doctor(*files(SENT), "--secret", SECRET) == 0
    assert capsys.readouterr().out.startswith("The request verifies.")


def test_the_command_ends_with_1_and_says_cause_and_remedy(files, capsys):
    assert doctor(*files(dumped()), "--secret", SECRET) == 1
    said = capsys.readouterr().out
    assert "body: body_reserialised (proven)\n  seen   The signature fits the body in compact form" in said
    assert "\n  to do  Take the request's raw bytes" in said
    assert SECRET not in said


def test_the_command_answers_programs_with_one_object(files, capsys):
    assert doctor(*files(dumped()), "--secret", SECRET, "--json") == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["verifies"] is False
    assert [(finding["part"], finding["cause"]) for finding in answer["findings"]] == [("body", "body_reserialised")]
    assert answer["facts"]["body_bytes"] == len(dumped().body)


@pytest.mark.parametrize(
    "headers",
    [
        json.dumps(SENT.headers),
        json.dumps({name: [value] for name, value in SENT.headers.items()}),
        "POST /hook HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in SENT.headers.items()) + "\r\n",
        "\ufeff" + "".join(f"< {name}:   {value}\n" for name, value in SENT.headers.items()),
    ],
)
def test_headers_may_be_kept_in_several_forms(files, headers):
    assert doctor(*files(SENT, headers), "--secret", SECRET) == 0


def test_a_signature_header_that_came_twice_is_joined_as_servers_do(files, capsys):
    first, second = ROTATING.headers["webhook-signature"].split(" ")
    lines = "".join(f"{name}: {value}\n" for name, value in (ROTATING.headers | {"webhook-signature": first}).items())
    assert doctor(*files(ROTATING, f"{lines}webhook-signature: {second}\n"), "--secret", SECRET, "--json") == 1
    assert [found["cause"] for found in json.loads(capsys.readouterr().out)["findings"]] == ["signature_folded"]


def test_the_time_may_be_a_date(files):
    assert doctor(*files(SENT)[:-1], "2026-01-01T00:00:01Z", "--secret", SECRET) == 0
    assert doctor(*files(SENT)[:-1], "2026-01-01T01:00:00+01:00", "--secret", SECRET) == 0


def test_both_secrets_of_a_rotation_may_be_given(files):
    assert doctor(*files(SENT), "--secret", OLD_SECRET, "--secret", SECRET) == 0


def test_a_calculated_signature_is_explained(files, capsys):
    assert doctor(*files(SENT), "--secret", SECRET, "--calculated", calculated(key=SECRET.encode())) == 1
    assert "secret: secret_text (proven)\n  seen   What your code calculates fits" in capsys.readouterr().out


@pytest.fixture
def typed(monkeypatch) -> Callable[[str], None]:
    """What is on stdin; no secret is in the environment."""
    monkeypatch.delenv("WEBHOOK_SECRET", raising=False)
    return lambda text: monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))


def test_the_secret_may_come_from_stdin(files, typed):
    typed(SECRET + "\n")
    assert doctor(*files(SENT)) == 0
    typed(OLD_SECRET)
    assert doctor(*files(SENT)) == 1


def test_the_secret_may_come_from_the_environment(files, typed, monkeypatch):
    typed(OLD_SECRET)
    monkeypatch.setenv("WEBHOOK_SECRET", SECRET)
    assert doctor(*files(SENT)) == 0


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda arguments: ["--body", "absent.json", *arguments[2:]], "absent.json: No such file or directory"),
        (lambda arguments: [*arguments[:2], "--headers", arguments[1], *arguments[4:]], "there are no headers"),
        (lambda arguments: arguments, "no secret: give --secret, the variable WEBHOOK_SECRET, or one line on stdin"),
    ],
)
def test_unusable_input_ends_with_2_and_one_line(files, typed, capsys, change, said):
    typed("\n")
    assert doctor(*change(files(with_body(b"no headers")))) == 2
    ended = capsys.readouterr()
    assert (ended.out, ended.err.count("\n")) == ("", 1)
    assert said in ended.err


def manage(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The command as a process of its own, with a database that is not there and the secret on stdin."""
    environment = {name: value for name, value in os.environ.items() if name != "WEBHOOK_SECRET"}
    return subprocess.run(
        [sys.executable, "manage.py", "webhook_doctor", *arguments],
        cwd=ROOT,
        env=environment | {"DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none"},
        input=SECRET,
        capture_output=True,
        text=True,
        check=False,
    )


def test_no_database_is_asked(files):
    ended = manage(*files(dumped()), "--json")
    assert (ended.returncode, ended.stderr) == (1, "")
    assert json.loads(ended.stdout)["findings"][0]["cause"] == "body_reserialised"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["--headers", "x"], "--body"), (["--body", "x", "--headers", "x", "--now", "soon"], "--now")],
)
def test_unusable_arguments_end_with_2_and_one_line(arguments, said):
    ended = manage(*arguments)
    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (2, "", 1)
    assert said in ended.stderr
