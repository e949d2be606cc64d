"""The console's pages of listings and of how they are found."""

from listings.admin.captures import CaptureAdmin
from listings.admin.listings import ListingAdmin
from listings.admin.portals import PortalAdmin
from listings.admin.price_holds import PriceHoldAdmin
from listings.admin.scrapes import ScrapeAdmin

__all__ = ["CaptureAdmin", "ListingAdmin", "PortalAdmin", "PriceHoldAdmin", "ScrapeAdmin"]
