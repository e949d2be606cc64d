"""Portals, listings, what is done to find them, and the files made of them."""

from listings.models.digests import Digest
from listings.models.exports import Export
from listings.models.golden_pages import GoldenPage
from listings.models.health import HealthChange, HealthDay, HealthHour, HealthNote, PortalHealth
from listings.models.listings import Capture, Correction, Listing
from listings.models.mappings import MappingChange, MappingVersion
from listings.models.matches import MatchDecision, MatchGroup, MatchKey, MatchMember, MatchPair, MatchWork
from listings.models.portal_rereadings import PortalRereading
from listings.models.portals import BreakerChange, Portal, PortalState, RobotsFile
from listings.models.scrapes import Scrape, ScrapeBatch
from listings.models.shadow_runs import ShadowRun
from listings.models.tombstones import DeletedListing
from listings.models.watches import MAX_WATCHES, Watch

__all__ = [
    "MAX_WATCHES",
    "BreakerChange",
    "Capture",
    "Correction",
    "DeletedListing",
    "Digest",
    "Export",
    "GoldenPage",
    "HealthChange",
    "HealthDay",
    "HealthHour",
    "HealthNote",
    "Listing",
    "MappingChange",
    "MappingVersion",
    "MatchDecision",
    "MatchGroup",
    "MatchKey",
    "MatchMember",
    "MatchPair",
    "MatchWork",
    "Portal",
    "PortalHealth",
    "PortalRereading",
    "PortalState",
    "RobotsFile",
    "Scrape",
    "ScrapeBatch",
    "ShadowRun",
    "Watch",
]
