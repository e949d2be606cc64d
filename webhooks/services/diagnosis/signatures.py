"""The digests that webhook-signature holds, however it was mangled."""

import re
from base64 import b64decode
from collections.abc import Iterator
from urllib.parse import unquote

from webhooks.services.diagnosis.findings import Finding, Part

KEEP_SIGNATURE = "Pass the header on as it came: v1,<base64>, more than one parted by a space."
LOOSE_DIGEST = re.compile(r"(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{43}=?(?![A-Za-z0-9+/_-])")
HEX_DIGEST = re.compile(r"(?<![0-9a-fA-F])[0-9a-fA-F]{64}(?![0-9a-fA-F])")
DIGEST_BYTES = 32


def digests_in(header: str) -> dict[bytes, Finding | None]:
    """SHA-256 digests, each with what is wrong with how it is written; None: nothing is."""
    found: dict[bytes, Finding | None] = dict.fromkeys(_proper(header))
    for digest, finding in _loose(header):
        found.setdefault(digest, finding)
    return found


def older_digest_in(header: str) -> bytes | None:
    """The digest of X-Webhook-Signature."""
    match = HEX_DIGEST.search(header)
    return bytes.fromhex(match[0]) if match else None


def _proper(header: str) -> Iterator[bytes]:
    for signature in header.split():
        version, _, text = signature.partition(",")
        digest = find_base64(text) if version == "v1" else None
        if digest is not None and len(digest) == DIGEST_BYTES:
            yield digest


def _loose(header: str) -> Iterator[tuple[bytes, Finding]]:
    for text in (header, unquote(header), re.sub(r" (?!v1)", "+", unquote(header))):
        for match in LOOSE_DIGEST.finditer(text):
            usual = match[0].rstrip("=").replace("-", "+").replace("_", "/") + "="
            yield b64decode(usual), _why(header, match[0])
    for match in HEX_DIGEST.finditer(header):
        yield bytes.fromhex(match[0]), _mangled("signature_hex", "in hex and not in base64")


def _why(header: str, text: str) -> Finding:
    """What keeps the digest `text` from being read as it should."""
    if text not in header:
        return _mangled("signature_escaped", "once what a URL or a form made of + / = is put back")
    if "-" in text or "_" in text:
        return _mangled("signature_alphabet", "with - and _ in place of + and /")
    if re.search(r"=?,\s*v1,", header):
        return _mangled("signature_folded", "among several that are joined by commas, not spaces")
    if f"v1,{text}" not in header:
        return _mangled("signature_version", "without v1, before it")
    if not text.endswith("="):
        return _mangled("signature_padding", "without the = at its end")
    return _mangled("signature_surroundings", "amid quotes, brackets or other characters")


def _mangled(cause: str, how: str) -> Finding:
    return Finding(Part.SIGNATURE, cause, f"is in webhook-signature {how}.", KEEP_SIGNATURE)


def find_base64(text: str) -> bytes | None:
    """What strict base64 stands for."""
    try:
        return b64decode(text, validate=True)
    except ValueError:
        return None
