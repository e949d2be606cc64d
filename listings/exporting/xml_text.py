"""XML 1.0: <listings> of <listing id="..." created_at="..." updated_at="...">, an element for each known field.

A field of which nothing is known has no element. Lists hold an <item> for each text, an <image url="..."> for each
photo or plan, its text the caption.
"""

from typing import Any

from listings.exporting.file_format import FileFormat
from listings.exporting.records import Record, as_text, stated_fields
from listings.extraction.fields import Field, Kind

# XML 1.0 (2.2) has no place for these characters, not even as references
FORBIDDEN = (*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF)
REPLACEMENT = "\ufffd"
# A line end written as it is would be read as another one (2.11), a tab or line end in an attribute as a space (3.3.3)
ESCAPES: dict[int, str] = dict.fromkeys(FORBIDDEN, REPLACEMENT) | {
    ord("&"): "&amp;",
    ord("<"): "&lt;",
    ord(">"): "&gt;",
    ord("\r"): "&#13;",
}
ATTRIBUTE_ESCAPES = ESCAPES | {ord('"'): "&quot;", ord("\t"): "&#9;", ord("\n"): "&#10;"}


def _write(record: Record) -> bytes:
    facts = "".join(f' {name}="{_attribute(as_text(record[name]))}"' for name in ("id", "created_at", "updated_at"))
    elements = "".join(_element(field, value) for field, value in stated_fields(record))
    return f"<listing{facts}>{elements}</listing>\n".encode()


def _element(field: Field, value: Any) -> str:
    if field.kind is Kind.IMAGES:
        inside = "".join(map(_image, value))
    elif field.kind is Kind.TEXTS:
        inside = "".join(f"<item>{_text(item)}</item>" for item in value)
    else:
        inside = _text(as_text(value))
    return f"<{field.name}>{inside}</{field.name}>"


def _image(image: dict[str, str]) -> str:
    return f'<image url="{_attribute(image["url"])}">{_text(image.get("caption") or "")}</image>'


def _text(text: str) -> str:
    return text.translate(ESCAPES)


def _attribute(text: str) -> str:
    return text.translate(ATTRIBUTE_ESCAPES)


XML = FileFormat(
    media_type="application/xml",
    extension="xml",
    opening=b'<?xml version="1.0" encoding="UTF-8"?>\n<listings>\n',
    between=b"",
    closing=b"</listings>\n",
    write=_write,
)
