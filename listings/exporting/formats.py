"""The formats by the names that requests and rows call them."""

from collections.abc import Mapping
from types import MappingProxyType

from listings.exporting.csv_text import CSV
from listings.exporting.file_format import FileFormat
from listings.exporting.geojson import GEOJSON
from listings.exporting.json_text import JSON
from listings.exporting.reso import RESO
from listings.exporting.schema_org import SCHEMA_ORG
from listings.exporting.xml_text import XML

FORMATS: Mapping[str, FileFormat] = MappingProxyType(
    {"csv": CSV, "json": JSON, "geojson": GEOJSON, "xml": XML, "schema_org": SCHEMA_ORG, "reso": RESO}
)
