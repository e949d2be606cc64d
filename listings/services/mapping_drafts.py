"""Versions of a mapping before they are active: written, linted, edited, looked up.

    draft_mapping(portal=, document=, origin=, by=, notes=, base=) -> MappingVersion      state draft
    edit_draft(version_id=, document=, by=, notes=, seen_digest=) -> MappingVersion
    lint(document, portal=, sample=) -> list of faults, one line each

`document` is a mapping of listings/extraction/mapping_language.py: the decoded object, or JSON text.
"""

import hashlib
import json
from collections.abc import Mapping as MappingType
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from listings.errors import MappingMoved, MappingNotInOrder
from listings.extraction.mapping import MappingError, parse_mapping
from listings.extraction.mapping_lint import lint_mapping
from listings.extraction.page import Page
from listings.models import MappingChange, MappingVersion, Portal
from propscrape.errors import NotFound, UnsupportedHost

MAX_DOCUMENT_BYTES = 512 * 1024
MAX_NOTES = 10_000
MAX_REASON = 255
Document = MappingType[str, Any] | str | bytes


def draft_mapping(
    *,
    portal: str,
    document: Document,
    origin: MappingVersion.Origin,
    by: str,
    notes: str = "",
    base: UUID | None = None,
    release_hash: str | None = None,
) -> MappingVersion:
    """A new version, as a draft. `by` is who wrote it, `base` the version it was made from.

    Raises UnsupportedHost for a portal that is not registered, and MappingNotInOrder.
    """
    text = text_in_order(document, portal=portal)
    with transaction.atomic():
        lock_portal(portal)
        last = MappingVersion.objects.filter(portal_id=portal).aggregate(last=Max("number"))["last"] or 0
        version = MappingVersion.objects.create(
            portal_id=portal,
            number=last + 1,
            origin=origin,
            text=text,
            notes=notes[:MAX_NOTES],
            base=_base(portal, base),
            created_by=by,
            release_hash=release_hash,
        )
        note_change(version, MappingChange.Action.DRAFTED, by=by)
    return version


def edit_draft(
    *, version_id: UUID, document: Document, by: str, notes: str | None = None, seen_digest: str | None = None
) -> MappingVersion:
    """Another text for a draft. `seen_digest` is text_digest() of the text that was edited, as it was read.

    Raises NotFound, MappingNotInOrder; and MappingMoved for what is no draft any more, or has another text by now.
    """
    with transaction.atomic():
        version = locked_version(version_id, MappingVersion.State.DRAFT)
        if seen_digest is not None and seen_digest != text_digest(version):
            raise MappingMoved
        version.text = text_in_order(document, portal=version.portal_id)
        version.notes = version.notes if notes is None else notes[:MAX_NOTES]
        version.save(update_fields=["text", "notes"])
        note_change(version, MappingChange.Action.EDITED, by=by)
    return version


def lint(document: Document, *, portal: str, sample: Page | None = None) -> list[str]:
    """Every fault of a mapping for this portal, one line each; with a sample page also its rules that read nothing."""
    try:
        text = _text(document)
    except ValueError as error:
        return [str(error)]
    try:
        mapping = parse_mapping(text.encode())
    except MappingError as error:
        return error.faults
    if mapping.portal != portal:
        return [f"'portal' is {mapping.portal!r}, and this is {portal!r}"]
    return lint_mapping(mapping, sample)


def text_in_order(document: Document, *, portal: str) -> str:
    """The JSON text of a mapping as it is kept. Raises MappingNotInOrder."""
    if faults := lint(document, portal=portal):
        raise MappingNotInOrder(details={"faults": faults})
    return _normal(_text(document))


def text_digest(version: MappingVersion) -> str:
    """SHA-256 of a version's text, in hex."""
    return hashlib.sha256(version.text.encode()).hexdigest()


def lock_portal(slug: str) -> None:
    """Hold a portal's versions to the end of the transaction: one change at a time. Raises UnsupportedHost."""
    if not Portal.objects.select_for_update(no_key=True).filter(pk=slug).exists():
        raise UnsupportedHost


def get_version(version_id: UUID) -> MappingVersion:
    """The version of this id. Raises NotFound."""
    version = MappingVersion.objects.filter(pk=version_id).first()
    if version is None:
        raise NotFound("There is no such version.")
    return version


def locked_version(version_id: UUID, *states: MappingVersion.State) -> MappingVersion:
    """The version as it is now, with its portal held. Raises NotFound; and MappingMoved in any state but these."""
    lock_portal(get_version(version_id).portal_id)
    version = get_version(version_id)
    if version.state not in states:
        raise MappingMoved(f"This version is {version.get_state_display()} by now.")
    return version


def note_change(version: MappingVersion, action: MappingChange.Action, *, by: str, reason: str = "") -> None:
    """Write down who did what; call it in the transaction that does it."""
    MappingChange.objects.create(version=version, action=action, by=by, reason=reason[:MAX_REASON])


def _text(document: Document) -> str:
    """Raises ValueError for what is no JSON, or too long."""
    if isinstance(document, MappingType):
        document = json.dumps(document, ensure_ascii=False)
    text = document.decode() if isinstance(document, bytes) else document
    if len(text.encode()) > MAX_DOCUMENT_BYTES:
        raise ValueError(f"longer than {MAX_DOCUMENT_BYTES // 1024} KB")
    return text


def _normal(text: str) -> str:
    return json.dumps(json.loads(text), ensure_ascii=False, indent=2)


def _base(portal: str, base: UUID | None) -> MappingVersion | None:
    return MappingVersion.objects.filter(pk=base, portal_id=portal).first() if base else None
