"""Rows of figures at the head of console pages; each app registers its own from AppConfig.ready()."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TileLink:
    """A way on from a tile to one thing that its figure counts; `tone` as of the tile."""

    words: str
    href: str
    tone: str = "plain"


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure; `tone` as of console_cells.badge, `href` where it is looked into, `position` from the left."""

    label: str
    figure: str
    note: str
    href: str
    position: int
    tone: str = "plain"
    links: tuple[TileLink, ...] = ()


# name -> a function that answers with cheap, indexed queries; it is called in the staff scope
Tiles = dict[str, Callable[[], Tile]]
CONSOLE_TILES: Tiles = {}
# Those above the list of scrapers
HEALTH_TILES: Tiles = {}


def console_tiles(registered: Mapping[str, Callable[[], Tile]] = CONSOLE_TILES) -> list[Tile]:
    """Every registered tile as it is now, from the left."""
    return sorted((make_tile() for make_tile in registered.values()), key=lambda tile: tile.position)
