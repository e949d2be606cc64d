"""Prices over time, prices that are not believed yet, what moved, and the market's weeks."""

from pricehistory.models.holds import PriceHold
from pricehistory.models.market import MarketFigure, StaleWeek
from pricehistory.models.movements import Movement
from pricehistory.models.prices import CurrentPrice, Price, PriceSnapshot

__all__ = ["CurrentPrice", "MarketFigure", "Movement", "Price", "PriceHold", "PriceSnapshot", "StaleWeek"]
