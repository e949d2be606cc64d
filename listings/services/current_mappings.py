"""The mapping that reads a portal's pages now, taken up by every process within MAX_AGE_S of its activation.

No page asks the database: which versions are active is asked for at most every two seconds by each process, all
portals in one query, and a version's text is read and compiled once. A portal of which no version was ever active,
as before the first `manage.py prepare`, is read by the file that comes with the release.
"""

from dataclasses import dataclass, replace
from uuid import UUID

import structlog
from django.db import connection, transaction

from listings.extraction.mapping import Mapping, MappingError, parse_mapping, shipped_mapping
from listings.models import MappingVersion, Portal, ShadowRun
from propscrape.fresh_view import FreshView

logger = structlog.get_logger(__name__)
MAX_AGE_S = 2.0
STANDING = f"""
    SELECT p.slug, a.id, r.id, r.version_id,
           EXISTS (SELECT 1 FROM {MappingVersion._meta.db_table} e
                   WHERE e.portal_id = p.slug AND e.activated_at IS NOT NULL)
    FROM {Portal._meta.db_table} p
    LEFT JOIN {MappingVersion._meta.db_table} a ON a.portal_id = p.slug AND a.state = 'active'
    LEFT JOIN {ShadowRun._meta.db_table} r ON r.portal_id = p.slug AND r.state = 'running'
"""  # noqa: S608  table names of our own


@dataclass(frozen=True, slots=True)
class Shadow:
    """A shadow run that goes on, and its candidate."""

    run_id: UUID
    version_id: UUID


@dataclass(frozen=True, slots=True)
class Standing:
    """What reads a portal's pages: `is_decided` once a version was active, whether or not one is so now."""

    active_id: UUID | None
    shadow: Shadow | None
    is_decided: bool


NOTHING = Standing(None, None, is_decided=False)


class CurrentMappings:
    """One process's view of the active versions and shadow runs; its threads share it."""

    def __init__(self) -> None:
        self._standings = FreshView(self._ask, max_age_s=MAX_AGE_S)
        self._compiled: dict[UUID, Mapping | None] = {}

    def find(self, slug: str) -> Mapping | None:
        """The portal's mapping, or None where its pages are read without one."""
        standing = self.standing(slug)
        if standing.active_id is None:
            return None if standing.is_decided else shipped_mapping(slug)
        known = self._compiled  # another thread may put a new one in its place meanwhile
        if standing.active_id not in known:
            known[standing.active_id] = _compile(slug, standing.active_id)
        return known[standing.active_id]

    def candidate(self, shadow: Shadow) -> Mapping:
        """The candidate of a shadow run. Raises MappingError."""
        found = self._compiled.get(shadow.version_id)
        if found is None:
            found = compiled(MappingVersion.objects.get(pk=shadow.version_id))
            self._compiled[shadow.version_id] = found
        return found

    def standing(self, slug: str) -> Standing:
        """What reads the portal's pages, as it was at most MAX_AGE_S ago."""
        return self._standings.get().get(slug, NOTHING)

    def forget(self) -> None:
        """Ask anew for the next page."""
        self._standings.forget()

    def _ask(self) -> dict[str, Standing]:
        with connection.cursor() as cursor:
            cursor.execute(STANDING)
            standings = {slug: _standing(*row) for slug, *row in cursor.fetchall()}
        in_use = {standing.active_id for standing in standings.values()}
        in_use |= {standing.shadow.version_id for standing in standings.values() if standing.shadow}
        self._compiled = {key: mapping for key, mapping in self._compiled.copy().items() if key in in_use}
        return standings


def compiled(version: MappingVersion) -> Mapping:
    """A version ready for use, under its own name. Raises MappingError."""
    return replace(parse_mapping(version.text.encode()), version=version.name)


def find_mapping(slug: str | None) -> Mapping | None:
    """The mapping that reads a portal's pages now. Call it outside a client's scope, which does not see versions."""
    return CURRENT.find(slug) if slug else None


def find_shadow(slug: str | None) -> Shadow | None:
    """The portal's shadow run, if one goes on."""
    return CURRENT.standing(slug).shadow if slug else None


def mapping_of_shadow(shadow: Shadow) -> Mapping:
    """Its candidate, ready for use. Raises MappingError."""
    return CURRENT.candidate(shadow)


def forget_when_committed() -> None:
    """Let this process see a change at once; the others see it within MAX_AGE_S."""
    transaction.on_commit(CURRENT.forget)


def _standing(active_id: UUID | None, run_id: UUID | None, candidate_id: UUID | None, is_decided: bool) -> Standing:
    shadow = Shadow(run_id, candidate_id) if run_id and candidate_id else None
    return Standing(active_id, shadow, is_decided)


def _compile(slug: str, version_id: UUID) -> Mapping | None:
    """The version, or the release's file where the release no longer understands the version's text."""
    version = MappingVersion.objects.only("portal", "number", "text").get(pk=version_id)
    try:
        return compiled(version)
    except MappingError as error:
        logger.error("mapping_not_understood", portal=slug, version=version.name, faults=error.faults[:5])  # noqa: TRY400  the faults say all
        return shipped_mapping(slug)


CURRENT = CurrentMappings()
