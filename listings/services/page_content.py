"""Whether bytes that were sent as a page can be one."""

from django.conf import settings

from propscrape.errors import PayloadTooLarge, UnsupportedContentType

# First bytes of what is sent by mistake (the WHATWG MIME sniffing standard, section 6)
OTHER_KINDS = {
    b"%PDF-": "a PDF",
    b"\x1f\x8b": "a gzip archive",
    b"PK\x03\x04": "a zip archive",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
}
SNIFFED_BYTES = 16


def check_is_page(page: str | bytes) -> None:
    """Raises PayloadTooLarge above 10 MB of UTF-8, UnsupportedContentType for what starts as another kind of file."""
    size = len(page) if isinstance(page, bytes) or page.isascii() else len(page.encode("utf-8", "surrogatepass"))
    if size > settings.MAX_HTML_BYTES:
        raise PayloadTooLarge("The page is too large.", details={"max_bytes": settings.MAX_HTML_BYTES})
    start = page[:SNIFFED_BYTES] if isinstance(page, bytes) else page[:SNIFFED_BYTES].encode("latin-1", "replace")
    for magic, kind in OTHER_KINDS.items():
        if start.lstrip().startswith(magic):
            raise UnsupportedContentType(f"This is {kind}, not a page's HTML.")
