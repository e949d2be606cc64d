"""Which versions of the product read a page, and at which address: the same page is read alike by the same ones."""

import hashlib

from listings.extraction.engine import ENGINE_VERSION
from listings.extraction.mapping import Mapping


def reading_digest(url: str, mapping: Mapping | None) -> bytes:
    """SHA-256 of an address and of the mapping and engine that read its page."""
    return hashlib.sha256(f"{mapping.version if mapping else ''}|{ENGINE_VERSION}|{url}".encode()).digest()
