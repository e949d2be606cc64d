"""The mapping that reads a portal's pages now, taken up by every process within MAX_AGE_S of its activation.

No page asks the database: which versions are active is asked for at most every two seconds by each process, all
portals in one query, and a version's text is read and compiled once. A portal without any version, as before the first
`manage.py prepare`, is read by the file that comes with the release.
"""

import threading
import time
from dataclasses import replace
from uuid import UUID

import structlog
from django.db import connection, transaction

from listings.extraction.mapping import Mapping, MappingError, parse_mapping, shipped_mapping
from listings.models import MappingVersion

logger = structlog.get_logger(__name__)
MAX_AGE_S = 2.0
STANDING = f"""
    SELECT DISTINCT ON (portal_id) portal_id, CASE state WHEN 'active' THEN id END
    FROM {MappingVersion._meta.db_table}
    ORDER BY portal_id, (state = 'active') DESC
"""  # noqa: S608  a table name of our own


class CurrentMappings:
    """One process's view of the active versions; its threads share it."""

    def __init__(self) -> None:
        self._refreshing = threading.Lock()
        self._asked_at = float("-inf")
        self._active: dict[str, UUID | None] | None = None
        self._compiled: dict[UUID, Mapping | None] = {}

    def find(self, slug: str) -> Mapping | None:
        """The portal's mapping, or None where its pages are read without one."""
        active = self._fresh()
        if slug not in active:
            return shipped_mapping(slug)
        version_id = active[slug]
        return None if version_id is None else self._mapping(slug, version_id)

    def forget(self) -> None:
        """Ask anew for the next page."""
        self._asked_at = float("-inf")

    def _fresh(self) -> dict[str, UUID | None]:
        known = self._active
        if known is not None and time.monotonic() - self._asked_at < MAX_AGE_S:
            return known
        # One thread asks; the others go on with what is known, and wait where nothing is
        if not self._refreshing.acquire(blocking=known is None):
            return known or {}
        try:
            return self._ask()
        finally:
            self._refreshing.release()

    def _ask(self) -> dict[str, UUID | None]:
        asked_at = time.monotonic()
        with connection.cursor() as cursor:
            cursor.execute(STANDING)
            active = dict(cursor.fetchall())
        in_use = set(active.values())
        self._compiled = {key: mapping for key, mapping in self._compiled.items() if key in in_use}
        self._active, self._asked_at = active, asked_at
        return active

    def _mapping(self, slug: str, version_id: UUID) -> Mapping | None:
        if version_id not in self._compiled:
            self._compiled[version_id] = _compile(slug, version_id)
        return self._compiled[version_id]


def compiled(version: MappingVersion) -> Mapping:
    """A version ready for use, under its own name. Raises MappingError."""
    return replace(parse_mapping(version.text.encode()), version=version.name)


def find_mapping(slug: str | None) -> Mapping | None:
    """The mapping that reads a portal's pages now. Call it outside a client's scope, which does not see versions."""
    return CURRENT.find(slug) if slug else None


def forget_when_committed() -> None:
    """Let this process see a change at once; the others see it within MAX_AGE_S."""
    transaction.on_commit(CURRENT.forget)


def _compile(slug: str, version_id: UUID) -> Mapping | None:
    """The version, or the release's file where the release no longer understands the version's text."""
    version = MappingVersion.objects.only("portal", "number", "text").get(pk=version_id)
    try:
        return compiled(version)
    except MappingError as error:
        logger.error("mapping_not_understood", portal=slug, version=version.name, faults=error.faults[:5])  # noqa: TRY400  the faults say all
        return shipped_mapping(slug)


CURRENT = CurrentMappings()
