"""What happens to a body's bytes on the way to whoever looks at them, undone one thing at a time."""

import ast
import zlib
from base64 import b64decode
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Sequence

from webhooks.services.diagnosis.received import find_json

MOST_INFLATED_BYTES = 10_000_000
LATINS = ("cp1252", "latin-1")


def _without_mark(body: bytes) -> bytes | None:
    return body.removeprefix(BOM_UTF8)


def _from_utf16(body: bytes) -> bytes | None:
    if not body.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return None
    return _recoded(body, "utf-16", "utf-8")


def _without_line_end(body: bytes) -> bytes | None:
    return body.strip()


def _with_line_end(body: bytes) -> bytes | None:
    return None if body.endswith(b"\n") else body + b"\n"


def _with_plain_line_ends(body: bytes) -> bytes | None:
    return body.replace(b"\r\n", b"\n")


def _with_windows_line_ends(body: bytes) -> bytes | None:
    return None if b"\r\n" in body else body.replace(b"\n", b"\r\n")


def _not_read_as_latin(body: bytes) -> bytes | None:
    """UTF-8 that was read as Latin-1 and written as UTF-8 again."""
    return next((text for text in (_recoded(body, "utf-8", latin) for latin in LATINS) if _is_utf8(text)), None)


def _from_latin(body: bytes) -> bytes | None:
    """UTF-8 that was written as Latin-1."""
    return None if _is_utf8(body) else next(filter(None, (_recoded(body, latin, "utf-8") for latin in LATINS)), None)


def _from_json_text(body: bytes) -> bytes | None:
    text = find_json(body)
    return text.encode() if isinstance(text, str) else None


def _from_python_text(body: bytes) -> bytes | None:
    if not body.startswith((b"b'", b'b"')):
        return None
    try:
        value = ast.literal_eval(body.decode().strip())
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None
    return value if isinstance(value, bytes) else None


def _from_base64(body: bytes) -> bytes | None:
    try:
        return b64decode(b"".join(body.split()), validate=True)
    except ValueError:
        return None


def _inflated(body: bytes) -> bytes | None:
    if not body.startswith(b"\x1f\x8b"):
        return None
    try:
        return zlib.decompressobj(wbits=31).decompress(body, MOST_INFLATED_BYTES)
    except zlib.error:
        return None


def _recoded(body: bytes, before: str, after: str) -> bytes | None:
    try:
        return body.decode(before).encode(after)
    except UnicodeError:
        return None


def _is_utf8(body: bytes | None) -> bool:
    return body is not None and _recoded(body, "utf-8", "utf-8") is not None


# What is undone, the cause, and where the body is then
UNWRAPPERS: Sequence[tuple[Callable[[bytes], bytes | None], str, str]] = (
    (_without_mark, "body_mark", "without the byte order mark at its start"),
    (_from_utf16, "body_encoding", "in UTF-8; what you have is UTF-16"),
    (_without_line_end, "body_newline", "without the space or line end around it"),
    (_with_line_end, "body_newline", "with a line end after it, which is gone from yours"),
    (_with_plain_line_ends, "body_line_ends", "with its line ends as LF; yours are CRLF"),
    (_with_windows_line_ends, "body_line_ends", "with its line ends as CRLF; yours are LF"),
    (_not_read_as_latin, "body_encoding", "as UTF-8; it was read as Latin-1 and written again"),
    (_from_latin, "body_encoding", "in UTF-8; what you have is Latin-1"),
    (_from_json_text, "body_wrapped", "that is inside the JSON text you have"),
    (_from_python_text, "body_wrapped", "that is inside the b'...' you have"),
    (_from_base64, "body_base64", "that is behind the base64 you have"),
    (_inflated, "body_compressed", "that is behind the gzip you have"),
)
