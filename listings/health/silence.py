"""Whether a portal that used to yield is silent for longer than its own rhythm explains."""

import math
from collections.abc import Mapping
from datetime import datetime, timedelta

from listings.health.findings import IDLE, Finding
from listings.health.rhythm import Rhythm

HOUR = timedelta(hours=1)
# Silence of longer than this is no longer than this
LOOKED_BACK = timedelta(days=14)
# When all portals are quiet it is a holiday, or the fault is ours. Of few portals less is concluded
FEW = 20.0


def find_silence(
    *,
    rhythm: Rhythm,
    last_success: datetime | None,
    now: datetime,
    total: Mapping[datetime, float],
    usual: Mapping[datetime, float],
) -> Finding | None:
    """The finding with its odds, where so many good scrapes are missing that there is anything to say.

    `total` and `usual` are the good scrapes of all portals in each hour, as they came and as they would be usual.
    """
    end = now.replace(minute=0, second=0, microsecond=0)
    begin = max(last_success or end - LOOKED_BACK, end - LOOKED_BACK)
    hour = begin.replace(minute=0, second=0, microsecond=0) + HOUR
    missing = 0.0
    while hour < end:
        own = rhythm.expected(hour)
        others = max(usual.get(hour, own) - own, 0.0)
        missing += own * min(1.0, (total.get(hour, 0.0) + FEW) / (others + FEW))
        hour += HOUR
    if missing < 1:
        return None
    odds = math.exp(-missing / rhythm.spread)
    hours = round((end - begin) / HOUR)
    words = f"nothing was found for {hours} hours, in which {missing:.0f} listings would be usual"
    return Finding("silence", None, IDLE, missing, 0.0, hours, odds, words)
