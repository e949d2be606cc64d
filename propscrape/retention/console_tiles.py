"""What is said of the disk above the list of scrapers."""

from django.urls import reverse

from propscrape.console_cells import size
from propscrape.console_tiles import Tile
from propscrape.retention.storage import largest_tables

TABLES_NAMED = 3


def storage_taken() -> Tile:
    """What the tables take together, and which take most."""
    tables = largest_tables()
    named = ", ".join(f"{table} {size(count_bytes)}" for table, count_bytes in tables[:TABLES_NAMED])
    href = reverse("admin:propscrape_storagereport_changelist")
    return Tile("Storage", size(sum(count_bytes for _, count_bytes in tables)), named, href, position=6)
