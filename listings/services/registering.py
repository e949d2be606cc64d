"""Registering a portal that does not come with the release: its pages may be fetched, and mappings of it activated."""

import ipaddress

import idna
import structlog
from django.db import IntegrityError, transaction
from publicsuffixlist import PublicSuffixList

from listings.errors import HostNotUsable, PortalKnown
from listings.extraction.portals import all_portals
from listings.models import Portal, PortalState
from listings.services.portal_index import forget_when_committed

logger = structlog.get_logger(__name__)
MAX_HOST_CHARS = 253
SUFFIXES = PublicSuffixList()


def register_portal(portal: Portal, *, by: str) -> Portal:
    """Store a portal that a member of staff describes; its host is made plain, and its slug follows from it.

    Raises HostNotUsable, and PortalKnown where the host or its slug is registered.
    """
    portal.host, portal.origin = plain_host(portal.host), Portal.Origin.STAFF
    portal.tier, portal.content_source = "experimental", "html"
    portal.slug = slug_of(portal.host)
    if is_known(portal.host):
        raise PortalKnown
    try:
        with transaction.atomic():
            portal.save(force_insert=True)
            PortalState.objects.create(portal=portal)
    except IntegrityError as error:
        raise PortalKnown from error
    forget_when_committed()
    logger.info("portal_registered", portal=portal.slug, host=portal.host, by=by)
    return portal


def is_known(host: str) -> bool:
    """Whether a portal has this very host, or its slug."""
    shipped = any(portal.host == host or portal.slug == slug_of(host) for portal in all_portals())
    return shipped or Portal.objects.filter(host=host).exists() or Portal.objects.filter(pk=slug_of(host)).exists()


def plain_host(text: str) -> str:
    """A host as portals are named: lower case, ASCII (IDNA 2008), without "www." and without a dot behind it.

    Raises HostNotUsable for an address, a name of one label, and a suffix under which anybody may register, such as
    co.uk: all of its sites would be one portal.
    """
    host = text.strip().lower().rstrip(".").removeprefix("www.")
    try:
        host = idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError as error:
        raise HostNotUsable from error
    if len(host) > MAX_HOST_CHARS or _is_address(host) or SUFFIXES.privatesuffix(host) is None:
        raise HostNotUsable
    return host


def slug_of(host: str) -> str:
    """The slug of a portal that staff register, which a mapping learned for its host names, too."""
    return "".join(character if character.isalnum() else "_" for character in host)[:64]


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
