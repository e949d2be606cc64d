"""The row of figures on the console's first page; each app registers its own from AppConfig.ready()."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure; `tone` as of console_cells.badge, `href` where it is looked into, `position` from the left."""

    label: str
    figure: str
    note: str
    href: str
    position: int
    tone: str = "plain"


# name -> a function that answers with cheap, indexed queries; it is called in the staff scope
CONSOLE_TILES: dict[str, Callable[[], Tile]] = {}


def console_tiles() -> list[Tile]:
    """Every registered tile as it is now, from the left."""
    return sorted((make_tile() for make_tile in CONSOLE_TILES.values()), key=lambda tile: tile.position)
