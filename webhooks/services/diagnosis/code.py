"""What a receiver's own code does wrong, told from the signature that it calculates."""

import hmac
from base64 import b64encode
from binascii import hexlify
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from webhooks.services.diagnosis.bodies import rewritten_bodies
from webhooks.services.diagnosis.findings import Finding, Part, Variant
from webhooks.services.diagnosis.keys import Key
from webhooks.services.diagnosis.received import ReceivedRequest
from webhooks.services.diagnosis.search import first_fit, found_in

YOURS = "What your code calculates"
SIGN_ALL = "Sign webhook-id, a full stop, webhook-timestamp, a full stop and the raw body."
WRITE_BASE64 = "Compare with the base64 of the digest's 32 bytes, behind v1,."
Layout = Callable[[bytes, bytes, bytes], bytes]
Spelling = Callable[[bytes], bytes]


def findings_in_code(calculated: str, request: ReceivedRequest, keys: Sequence[Variant[Key]]) -> list[Finding]:
    """What makes the code arrive at `calculated`; empty where that is right, so far as the secret is."""
    wanted = _bare(calculated)

    def fits(
        layout: Variant[Layout], body: Variant[bytes], key: Variant[Key], spelling: Variant[tuple[str, Spelling]]
    ) -> list[Finding] | None:
        signed = layout.value((request.id or "").encode(), (request.timestamp or "").encode(), body.value)
        algorithm, spell = spelling.value
        if spell(hmac.digest(key.value.standard, signed, algorithm)) != wanted:
            return None
        return [finding.said_of(YOURS) for finding in found_in(layout, body, key, spelling)]

    bodies = rewritten_bodies(request.body)
    found = first_fit(fits, LAYOUTS, bodies, keys, SPELLINGS, body_bytes=len(request.body))
    return [UNKNOWN] if found is None else found


def _bare(calculated: str) -> bytes:
    text = calculated.strip().strip("\"'").removeprefix("v1,").removeprefix("sha256=")
    return text.encode("utf-8", "backslashreplace")


def _joined(picked: str, separator: bytes, id: bytes, timestamp: bytes, body: bytes) -> bytes:
    parts = {"id": id, "timestamp": timestamp, "body": body}
    return separator.join(parts[name] for name in picked.split())


def _layouts() -> Iterator[Variant[Layout]]:
    whole = "id timestamp body"
    yield Variant(partial(_joined, whole, b"."))
    for picked in ("body", "timestamp body", "id body", "id timestamp", "timestamp id body"):
        what = picked.replace(" ", ".")
        yield Variant(partial(_joined, picked, b"."), (_code("code_layout", f"fits {what} alone.", SIGN_ALL),))
    for separator, name in ((b"", "nothing"), (b":", "a colon"), (b"\n", "a line end"), (b",", "a comma")):
        finding = _code("code_layout", f"fits id, timestamp and body with {name} between them.", SIGN_ALL)
        yield Variant(partial(_joined, whole, separator), (finding,))


def _spellings() -> Iterator[Variant[tuple[str, Spelling]]]:
    yield Variant(("sha256", b64encode))
    for name, spell in OTHER_SPELLINGS.items():
        finding = _code("code_encoding", f"fits the digest as {name}.", WRITE_BASE64)
        yield Variant(("sha256", spell), (finding,))
    for algorithm in ("sha1", "sha512"):
        finding = _code("code_algorithm", f"fits HMAC with {algorithm}.", "Use HMAC-SHA256.")
        yield Variant((algorithm, b64encode), (finding,))
        yield Variant((algorithm, hexlify), (finding,))


def _code(cause: str, seen: str, advice: str) -> Finding:
    return Finding(Part.CODE, cause, seen, advice)


OTHER_SPELLINGS: dict[str, Spelling] = {
    "hex": hexlify,
    "hex in capitals": lambda digest: hexlify(digest).upper(),
    "base64 of its hex": lambda digest: b64encode(hexlify(digest)),
    "base64 without its =": lambda digest: b64encode(digest).rstrip(b"="),
    "base64 of the URL alphabet": lambda digest: b64encode(digest, b"-_"),
    "base64 of the URL alphabet without its =": lambda digest: b64encode(digest, b"-_").rstrip(b"="),
}
LAYOUTS, SPELLINGS = list(_layouts()), list(_spellings())
UNKNOWN = Finding(
    Part.CODE,
    "code_unknown",
    f"{YOURS} fits nothing that was tried with this secret and this request.",
    "Print what your code signs, and compare its length and SHA-256 with the facts below.",
    proven=False,
)
