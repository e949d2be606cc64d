"""A property_web_scraper mapping file from its bytes: JSON5, bounded, and recognised for what it is."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

import json5

from listings.mapping_import.pws_schema import LIST_SECTIONS, SECTIONS

MAX_FILE_BYTES = 64 * 1024  # far more than a mapping needs; the parser takes seconds for it
_SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


class UnusableFileError(ValueError):
    """A file that is no property_web_scraper mapping; the message is one line."""


@dataclass(frozen=True, slots=True)
class PwsMapping:
    """A mapping as its file has it.  twice: keys given more than once in one object; unread: mappings behind it."""

    name: str
    raw: dict[str, Any]
    twice: tuple[str, ...]
    unread: int


def read_pws_mapping(raw: bytes) -> PwsMapping:
    """The mapping in a file: an object, or the first of a list, as PWS takes it.  Raises UnusableFileError."""
    twice: list[str] = []
    decoded = _decode(raw, twice)
    mapping = decoded[0] if isinstance(decoded, list) and decoded else decoded
    if not isinstance(mapping, dict) or not _has_sections(mapping):
        raise UnusableFileError("no property_web_scraper mapping: no object with fields such as textFields in it")
    name = mapping.get("name")
    if not isinstance(name, str) or not _SLUG.fullmatch(name):
        raise UnusableFileError("no property_web_scraper mapping: its name is no slug such as uk_rightmove")
    return PwsMapping(name, mapping, tuple(twice), len(decoded) - 1 if isinstance(decoded, list) else 0)


def _decode(raw: bytes, twice: list[str]) -> object:
    if len(raw) > MAX_FILE_BYTES:
        raise UnusableFileError(f"larger than {MAX_FILE_BYTES // 1024} KB")
    try:
        decoded = json5.loads(raw.decode("utf-8-sig"), object_pairs_hook=lambda pairs: _last_of_each(pairs, twice))
        json.dumps(decoded, ensure_ascii=False).encode()  # half a surrogate pair could not be written again
    except UnicodeError as error:
        raise UnusableFileError("not UTF-8") from error
    except RecursionError as error:
        raise UnusableFileError("not JSON5: nested too deep") from error
    except ValueError as error:
        reason = " ".join(str(error).removeprefix("<string>:").split())[:200]
        raise UnusableFileError(f"not JSON5: line {reason}") from error
    return cast(object, decoded)


def _last_of_each(pairs: Iterable[tuple[str, Any]], twice: list[str]) -> dict[str, Any]:
    decoded: dict[str, Any] = {}
    for key, value in pairs:
        if key in decoded:
            twice.append(key)
        decoded[key] = value
    return decoded


def _has_sections(mapping: dict[str, Any]) -> bool:
    return any(isinstance(mapping.get(name), list if name in LIST_SECTIONS else dict) for name in SECTIONS)
