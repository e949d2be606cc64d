"""The mappings that come with the release, as versions: `manage.py prepare` brings them in before an instance starts.

A file that no version has yet becomes one. It is made active where what reads the portal's pages now came with a
release, too; where staff approved one, or want none, or where it breaks the portal's contract, it stays a draft and
is reported. A file that was brought in before is left as it is, also when staff went back behind it since.
"""

import hashlib
from dataclasses import dataclass
from importlib.resources import files

import structlog
from django.db import transaction
from django.utils import timezone

from listings.errors import ContractBroken, MappingMoved, MappingNotInOrder
from listings.models import MappingVersion, Portal
from listings.services.mapping_drafts import draft_mapping, lock_portal
from listings.services.mapping_versions import activate, active_version

logger = structlog.get_logger(__name__)
FOLDER = "mappings"
BY = "release"


@dataclass(frozen=True, slots=True)
class Synced:
    """What became of a shipped file: `activated`, or `kept` as a draft for the reason given."""

    version: MappingVersion
    activated: bool
    reason: str = ""


def sync_release_mappings() -> list[Synced]:
    """Bring in what the release ships and no version holds yet; nothing to do costs one query.

    Safe to run again, and by two at once: the portal is held while a file is brought in.
    """
    shipped = shipped_files()
    seen = _last_seen()
    registered = set(Portal.objects.values_list("pk", flat=True))
    fresh = {slug: raw for slug, raw in shipped.items() if slug in registered and seen.get(slug) != file_hash(raw)}
    synced = [result for slug, raw in fresh.items() if (result := _bring_in(slug, raw)) is not None]
    for result in synced:
        logger.info("release_mapping_synced", portal=result.version.portal_id, version=result.version.name,
                    activated=result.activated, reason=result.reason)  # fmt: skip
    return synced


def shipped_files() -> dict[str, bytes]:
    """The texts of the release's mappings, by portal."""
    folder = files("listings").joinpath(FOLDER)
    found = [file for file in folder.iterdir() if file.name.endswith(".json")]
    return {file.name.removesuffix(".json"): file.read_bytes() for file in sorted(found, key=lambda file: file.name)}


def file_hash(raw: bytes) -> str:
    """SHA-256 of a shipped file, in hex."""
    return hashlib.sha256(raw).hexdigest()


def _last_seen() -> dict[str, str | None]:
    """The file that a release brought last, by portal."""
    brought = MappingVersion.objects.filter(release_seen_at__isnull=False).order_by("portal_id", "-release_seen_at")
    return dict(brought.distinct("portal_id").values_list("portal_id", "release_hash"))


@transaction.atomic
def _bring_in(slug: str, raw: bytes) -> Synced | None:
    """The file as a version, made active where it may be: in one transaction, which holds the portal.

    So nobody approves another in between, and a file whose process died half-way is as new to the next.
    """
    lock_portal(slug)
    if _last_seen().get(slug) == file_hash(raw):  # the other process has just done it
        return None
    before = active_version(slug)
    may_replace = before.origin == MappingVersion.Origin.RELEASE if before else not _was_decided(slug)
    version = _version_of(slug, raw)
    MappingVersion.objects.filter(pk=version.pk).update(release_seen_at=timezone.now())
    if version.state == MappingVersion.State.ACTIVE:
        return Synced(version, activated=True, reason="is active already")
    if not may_replace:
        return Synced(version, activated=False, reason="staff decide what reads this portal")
    return _activate(version)


def _was_decided(slug: str) -> bool:
    """Whether a version was active before, and was taken away."""
    return MappingVersion.objects.filter(portal_id=slug, activated_at__isnull=False).exists()


def _version_of(slug: str, raw: bytes) -> MappingVersion:
    """The version of this file, which an earlier release may have brought."""
    known = MappingVersion.objects.filter(portal_id=slug, release_hash=file_hash(raw)).first()
    return known or draft_mapping(
        portal=slug, document=raw, origin=MappingVersion.Origin.RELEASE, by=BY, release_hash=file_hash(raw)
    )


def _activate(version: MappingVersion) -> Synced:
    try:
        return Synced(activate(version_id=version.pk, by=BY, reason="came with the release"), activated=True)
    except ContractBroken:
        return Synced(version, activated=False, reason="misreads golden pages")
    except (MappingMoved, MappingNotInOrder) as error:
        return Synced(version, activated=False, reason=error.message)
