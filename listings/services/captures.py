"""Keeping the page that a listing was read from."""

import hashlib
from datetime import timedelta
from uuid import UUID

import zstandard
from django.utils import timezone

from listings.models import Capture

# The fastest level: the request waits for it
LEVEL = 1
RENEWED_AFTER = timedelta(days=1)


def digest_of(html: bytes) -> bytes:
    """SHA-256 of a page."""
    return hashlib.sha256(html).digest()


def compress(html: bytes) -> bytes:
    """A page as a zstd frame."""
    return zstandard.ZstdCompressor(level=LEVEL).compress(html)


def html_of(capture: Capture) -> bytes:
    """The page of a capture, as it was received."""
    return unpacked(capture.html_zstd, capture.html_bytes)


def unpacked(html_zstd: bytes | memoryview, html_bytes: int) -> bytes:
    """A page out of its zstd frame, of the size it had before."""
    return zstandard.ZstdDecompressor().decompress(bytes(html_zstd), max_output_size=html_bytes)


def keep_capture(*, client_id: UUID, content_hash: bytes, html_zstd: bytes, html_bytes: int) -> Capture:
    """Store a page once per client and content; held, so that retention passes over it until the transaction ends.

    A page that comes again is kept as long as one that is new. Call it in a scope of the client.
    """
    capture = Capture(client_id=client_id, content_hash=content_hash, html_zstd=html_zstd, html_bytes=html_bytes)
    held = Capture.objects.only("id", "created_at").select_for_update(no_key=True)
    while True:
        Capture.objects.bulk_create([capture], ignore_conflicts=True)
        # An old one may leave just before it is held; then the page is stored anew
        if kept := held.filter(client_id=client_id, content_hash=content_hash).first():
            _renew(kept)
            return kept


def _renew(capture: Capture) -> None:
    now = timezone.now()
    if now - capture.created_at > RENEWED_AFTER:
        Capture.objects.filter(pk=capture.pk).update(created_at=now)
