"""Latitude and longitude, WGS 84 degrees."""

import math

# Closer to 0,0 than this is a form left empty, in the Gulf of Guinea.
NULL_ISLAND_DEGREES = 0.01


def parse_position(latitude: object, longitude: object) -> tuple[float, float] | None:
    """Both degrees of one place, from numbers or texts ("51,4627"); None when either is unsound.

    Two whole degrees are a placeholder or a country's middle, not a home.
    """
    lat, lon = _degrees(latitude, 90), _degrees(longitude, 180)
    if lat is None or lon is None:
        return None
    if abs(lat) < NULL_ISLAND_DEGREES and abs(lon) < NULL_ISLAND_DEGREES:
        return None
    if lat.is_integer() and lon.is_integer():
        return None
    return lat, lon


def _degrees(value: object, limit: int) -> float | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    text = str(value)[:40].strip().rstrip("°").replace("−", "-")
    if "_" in text:
        return None
    try:
        degrees = float(text.replace(",", ".") if text.count(",") == 1 and "." not in text else text)
    except ValueError:
        return None
    return degrees if math.isfinite(degrees) and abs(degrees) <= limit else None
