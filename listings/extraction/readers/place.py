"""Where the home stands: position and address."""

from dataclasses import replace

from listings.extraction.parsing.address import parse_address, parse_country
from listings.extraction.parsing.position import parse_position
from listings.extraction.readers.postal_address import read_postal_address
from listings.extraction.readers.reading import Reading, Values, text_of

_LATITUDE_KEYS = ("latitude", "lat")
_LONGITUDE_KEYS = ("longitude", "lng", "lon", "long")


def read_position(raw: object, reading: Reading) -> Values:
    """Latitude and longitude, always of one statement: an object, a pair, or "48.27,16.40"."""
    pair = _pair(raw)
    position = parse_position(*pair) if pair else None
    return {} if position is None else {"latitude": position[0], "longitude": position[1]}


def read_address(raw: object, reading: Reading) -> Values:
    """A one-line address and what its form makes certain of it; of a PostalAddress node its parts."""
    if isinstance(raw, dict):
        return read_postal_address(raw, reading)
    text = text_of(raw)
    if not text or not any(c.isalpha() for c in text):
        return {}
    market = replace(reading.market, country=reading.country)
    return {"address_string": text, **parse_address(text, market=market)}


def read_country(raw: object, reading: Reading) -> Values:
    """ISO 3166-1 alpha-2, from a code or from the country's name."""
    text = text_of(raw)
    country = parse_country(text) if text else None
    return {"country": country} if country else {}


def _pair(raw: object) -> tuple[object, object] | None:
    if isinstance(raw, dict):
        latitude = next((raw[key] for key in _LATITUDE_KEYS if key in raw), None)
        longitude = next((raw[key] for key in _LONGITUDE_KEYS if key in raw), None)
        return (latitude, longitude) if latitude is not None and longitude is not None else None
    if isinstance(raw, str):
        parts = [part for part in raw.replace(";", ",").replace("&longitude=", ",").split(",") if part.strip()]
        return (parts[0].strip(), parts[1].strip()) if len(parts) == 2 else None
    return (raw[0], raw[1]) if isinstance(raw, list) and len(raw) == 2 else None
