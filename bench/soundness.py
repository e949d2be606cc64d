"""What must hold of every extraction, whatever the page: values that fit, addresses that are safe, harmless markup."""

import re
from urllib.parse import urlsplit

from listings.extraction.fields import FIELDS, Kind
from listings.extraction.limits import fits
from listings.extraction.parsing.text import SAFE_TAGS
from listings.extraction.result import Extraction, Status

_TAG = re.compile(r"<[^>]*>?")
_SAFE_TAG = re.compile(rf"</?(?:{'|'.join(sorted(SAFE_TAGS))})\s?/?>")
_ORIGIN = frozenset({"import_url", "portal"})


def faults_of(extraction: Extraction) -> list[str]:
    """What is wrong with an extraction; nothing, as a rule."""
    faults = []
    for field in FIELDS:
        value = extraction.values.get(field.name)
        if value in (None, []):
            continue
        if not fits(field.name, value):
            faults.append(f"{field.name} does not fit: {value!r:.80}")
        faults += [
            f"{field.name} is no web address: {url!r:.80}" for url in _urls(field.kind, value) if not _is_web(url)
        ]
        if field.kind is Kind.HTML and (tags := _unsafe_tags(str(value))):
            faults.append(f"{field.name} has unsafe markup: {tags[:3]!r:.80}")
        if extraction.status is not Status.OK and field.name not in _ORIGIN:
            faults.append(f"{field.name} leaks from a page that is {extraction.status}")
    return faults


def _urls(kind: Kind, value: object) -> list[str]:
    if kind is Kind.URL:
        return [str(value)]
    return [str(image.get("url")) for image in value if isinstance(image, dict)] if isinstance(value, list) else []


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _unsafe_tags(markup: str) -> list[str]:
    return [tag for tag in _TAG.findall(markup) if not _SAFE_TAG.fullmatch(tag)]
