"""The keys that a receiver's secret may stand for, and what happened to the secret on its way."""

import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from webhooks.services.diagnosis.findings import Finding, Part, Variant, distinct
from webhooks.services.signing import SECRET_PREFIX, MalformedSecret, decode_secret

KEEP_IT_WHOLE = "Keep the secret as it was shown, whsec_ included, and nothing before or after it."
SECRET_INSIDE = re.compile(r"(?:whsec_)?[A-Za-z0-9+/_-]{32,88}={0,2}")


@dataclass(frozen=True, slots=True)
class Key:
    """The key of webhook-signature, and that of X-Webhook-Signature."""

    standard: bytes
    older: bytes


def key_variants(secrets: Sequence[str]) -> list[Variant[Key]]:
    """Those of all secrets, as they are before any that were put right."""
    return distinct(variant for secret in secrets for variant in _variants(secret))


def is_secret(text: str) -> bool:
    """Whether it is a secret as we show it."""
    try:
        decode_secret(text)
    except MalformedSecret:
        return False
    return True


def _variants(secret: str) -> Iterator[Variant[Key]]:
    for text, findings in [(secret, ()), *_repaired(secret)]:
        if is_secret(text):
            yield Variant(Key(standard=decode_secret(text), older=text.encode()), findings)
    yield from _not_decoded(secret)


def _repaired(secret: str) -> Iterator[tuple[str, tuple[Finding, ...]]]:
    """The secret with one thing undone, or with two: what is around it, then what became of its letters."""
    inside = _inside(secret)
    if inside is not None:
        yield inside, (_surroundings(secret, inside),)
    for repair, finding in REPAIRS:
        for text, earlier in ((secret, ()), *([(inside, (_surroundings(secret, inside),))] if inside else [])):
            repaired = repair(text)
            if repaired is not None and repaired != text:
                yield repaired, (*earlier, finding)


def _inside(secret: str) -> str | None:
    """What looks like a secret amid other characters."""
    found = SECRET_INSIDE.search(secret)
    return found[0] if found and found[0] != secret else None


def _surroundings(secret: str, inside: str) -> Finding:
    around = secret.replace(inside, "", 1)
    if not around.strip():
        what, cause = "space or a line end", "secret_whitespace"
    elif not around.strip().strip("\"'`"):
        what, cause = "quotes", "secret_quotes"
    else:
        what, cause = f"{len(around)} other characters", "secret_surroundings"
    return Finding(Part.SECRET, cause, f"fits the secret without the {what} around it.", KEEP_IT_WHOLE)


def _with_prefix(text: str) -> str | None:
    return None if text.lower().startswith(SECRET_PREFIX) else SECRET_PREFIX + text


def _with_lowercase_prefix(text: str) -> str | None:
    prefix, rest = text[: len(SECRET_PREFIX)], text[len(SECRET_PREFIX) :]
    return SECRET_PREFIX + rest if prefix.lower() == SECRET_PREFIX else None


def _with_one_prefix(text: str) -> str | None:
    doubled = text.startswith(SECRET_PREFIX * 2)
    return text.removeprefix(SECRET_PREFIX) if doubled else None


def _in_one_piece(text: str) -> str | None:
    return "".join(text.split())


def _unescaped(text: str) -> str | None:
    return unquote(text).replace(" ", "+")


def _with_usual_alphabet(text: str) -> str | None:
    bare = text.removeprefix(SECRET_PREFIX)
    return SECRET_PREFIX + bare.replace("-", "+").replace("_", "/")


def _with_padding(text: str) -> str | None:
    bare = text.removeprefix(SECRET_PREFIX).rstrip("=")
    return SECRET_PREFIX + bare + "=" * (-len(bare) % 4)


def _decoded_once(text: str) -> str | None:
    """base64 of the whole secret, as in a Kubernetes Secret."""
    try:
        return b64decode(text, validate=True).decode("ascii").strip()
    except ValueError:
        return None


def _from_hex(text: str) -> str | None:
    try:
        key = bytes.fromhex(text.removeprefix(SECRET_PREFIX))
    except ValueError:
        return None
    return SECRET_PREFIX + b64encode(key).decode()


def _secret(cause: str, seen: str, advice: str = KEEP_IT_WHOLE) -> Finding:
    return Finding(Part.SECRET, cause, seen, advice)


REPAIRS: Sequence[tuple[Callable[[str], str | None], Finding]] = (
    (_with_prefix, _secret("secret_prefix", "fits the secret with whsec_ put back before it.")),
    (_with_lowercase_prefix, _secret("secret_prefix", "fits the secret with its whsec_ in lowercase.")),
    (_with_one_prefix, _secret("secret_prefix", "fits the secret with whsec_ before it once, not twice.")),
    (_in_one_piece, _secret("secret_whitespace", "fits the secret without the spaces or line ends inside it.")),
    (_unescaped, _secret("secret_escaped", "fits the secret with what a URL or a form made of + / = put back.")),
    (_with_usual_alphabet, _secret("secret_alphabet", "fits the secret with + and / in place of - and _.")),
    (_with_padding, _secret("secret_padding", "fits the secret with the right number of = at its end.")),
    (
        _decoded_once,
        _secret(
            "secret_encoded_twice", "fits the secret once it is base64-decoded as a whole.", "Decode it once more."
        ),
    ),
    (_from_hex, _secret("secret_hex", "fits the key that the secret has in hex.", KEEP_IT_WHOLE)),
)
DECODE_IT = "The key is what stands behind whsec_, base64-decoded to bytes; decode it before it signs."


def _not_decoded(secret: str) -> Iterable[Variant[Key]]:
    """The secret's text as the key."""
    text = _inside(secret) or secret
    bare = text.removeprefix(SECRET_PREFIX)
    whole = _secret("secret_text", "fits the secret's text, whsec_ included, as the key.", DECODE_IT)
    rest = _secret("secret_text", "fits the secret's text behind whsec_ as the key.", DECODE_IT)
    yield Variant(Key(text.encode(), text.encode()), (whole,))
    if bare != text:
        yield Variant(Key(bare.encode(), bare.encode()), (rest,))
