"""GeoJSON (RFC 7946): a FeatureCollection of points. A listing without a position has the geometry null (3.2)."""

from typing import Any

from listings.exporting.file_format import FileFormat
from listings.exporting.json_text import listing_as_json
from listings.exporting.records import Record
from propscrape.json_text import to_json


def _write(record: Record) -> bytes:
    return to_json(
        {
            "type": "Feature",
            "id": record["id"],
            "geometry": _geometry(record["longitude"], record["latitude"]),
            "properties": listing_as_json(record),
        }
    )


def _geometry(longitude: float | None, latitude: float | None) -> dict[str, Any] | None:
    """Longitude comes first (3.1.1)."""
    if longitude is None or latitude is None:
        return None
    return {"type": "Point", "coordinates": [longitude, latitude]}


GEOJSON = FileFormat(
    media_type="application/geo+json",
    extension="geojson",
    opening=b'{"type":"FeatureCollection","features":[\n',
    between=b",\n",
    closing=b"\n]}\n",
    write=_write,
)
