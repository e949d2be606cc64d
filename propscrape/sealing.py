"""Secrets at rest, sealed with keys that the database does not have: Fernet (AES-128-CBC, HMAC-SHA256)."""

from base64 import urlsafe_b64encode
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

DEVELOPMENT_PURPOSE = b"propscrape: sealing in development"


class SealBroken(Exception):
    """No key of SEALING_KEYS opens the value: its key was taken away, or the value was changed."""


def seal(text: str) -> bytes:
    """`text`, to be opened with unseal() alone; sealed with the first of SEALING_KEYS. Never twice the same bytes."""
    return _fernet().encrypt(text.encode())


def unseal(sealed: bytes) -> str:
    """What was sealed, with whichever of SEALING_KEYS. Raises SealBroken."""
    try:
        return _fernet().decrypt(sealed).decode()
    except InvalidToken as error:
        raise SealBroken("none of SEALING_KEYS opens this value") from error


def reseal(sealed: bytes) -> bytes:
    """The same under the first of SEALING_KEYS, so that older keys can be taken away. Raises SealBroken."""
    try:
        return _fernet().rotate(sealed)
    except InvalidToken as error:
        raise SealBroken("none of SEALING_KEYS opens this value") from error


def derive_development_key(secret_key: str) -> str:
    """A sealing key that follows from SECRET_KEY (HKDF-SHA256, RFC 5869), where nobody sets SEALING_KEYS."""
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=DEVELOPMENT_PURPOSE).derive(secret_key.encode())
    return urlsafe_b64encode(derived).decode()


def _fernet() -> MultiFernet:
    return _fernet_of(tuple(settings.SEALING_KEYS))


@lru_cache(maxsize=4)
def _fernet_of(keys: tuple[str, ...]) -> MultiFernet:
    try:
        return MultiFernet([Fernet(key) for key in keys])
    except ValueError as error:
        raise ImproperlyConfigured(f"SEALING_KEYS: {error}") from error
