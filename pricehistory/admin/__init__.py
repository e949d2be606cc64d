"""The console's pages of prices. That of held prices is in listings, which tells clients what is released."""

from pricehistory.admin.market import MarketFigureAdmin, StaleWeekAdmin
from pricehistory.admin.movements import MovementAdmin
from pricehistory.admin.prices import CurrentPriceAdmin, PriceSnapshotAdmin

__all__ = ["CurrentPriceAdmin", "MarketFigureAdmin", "MovementAdmin", "PriceSnapshotAdmin", "StaleWeekAdmin"]
