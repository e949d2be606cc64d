"""The console's pages of listings and of how they are found."""

from listings.admin.batches import ScrapeBatchAdmin
from listings.admin.captures import CaptureAdmin
from listings.admin.corrections import CorrectionAdmin
from listings.admin.digests import DigestAdmin
from listings.admin.exports import ExportAdmin
from listings.admin.golden_pages import GoldenPageAdmin
from listings.admin.health import (
    HealthChangeAdmin,
    HealthDayAdmin,
    HealthHourAdmin,
    HealthNoteAdmin,
    PortalHealthAdmin,
)
from listings.admin.listings import ListingAdmin
from listings.admin.mapping_work import MappingChangeAdmin, PortalRereadingAdmin, ShadowRunAdmin
from listings.admin.mappings import MappingVersionAdmin
from listings.admin.match_groups import MatchGroupAdmin
from listings.admin.match_pairs import (
    MatchDecisionAdmin,
    MatchKeyAdmin,
    MatchMemberAdmin,
    MatchPairAdmin,
    MatchWorkAdmin,
)
from listings.admin.portals import BreakerChangeAdmin, PortalAdmin, PortalStateAdmin, RobotsFileAdmin
from listings.admin.price_holds import PriceHoldAdmin
from listings.admin.scrapes import ScrapeAdmin
from listings.admin.tombstones import DeletedListingAdmin
from listings.admin.watches import WatchAdmin

__all__ = [
    "BreakerChangeAdmin",
    "CaptureAdmin",
    "CorrectionAdmin",
    "DeletedListingAdmin",
    "DigestAdmin",
    "ExportAdmin",
    "GoldenPageAdmin",
    "HealthChangeAdmin",
    "HealthDayAdmin",
    "HealthHourAdmin",
    "HealthNoteAdmin",
    "ListingAdmin",
    "MappingChangeAdmin",
    "MappingVersionAdmin",
    "MatchDecisionAdmin",
    "MatchGroupAdmin",
    "MatchKeyAdmin",
    "MatchMemberAdmin",
    "MatchPairAdmin",
    "MatchWorkAdmin",
    "PortalAdmin",
    "PortalHealthAdmin",
    "PortalRereadingAdmin",
    "PortalStateAdmin",
    "PriceHoldAdmin",
    "RobotsFileAdmin",
    "ScrapeAdmin",
    "ScrapeBatchAdmin",
    "ShadowRunAdmin",
    "WatchAdmin",
]
