"""What moved on a day: prices, and listings that came and went."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from listings.digest.contents import MAX_LINES, Line, Section, one_line, section, span_of
from listings.models import Listing
from pricehistory.services.movements import Moved, MovementKind
from pricehistory.services.movements_by_day import movements_between, totals_between
from propscrape.console_cells import is_linkable, money
from propscrape.tenancy import client_scope

TOLD = (
    ("Prices down", MovementKind.REDUCED),
    ("Prices up", MovementKind.RAISED),
    ("New", MovementKind.NEW),
    ("Gone", MovementKind.GONE),
    ("Back", MovementKind.BACK),
)


def moves_of(*, client_id: UUID, day: date) -> list[Section]:
    """A section for each kind of movement that there was, the farthest and newest first."""
    since, until = span_of(day)
    totals = totals_between(client_id=client_id, since=since, until=until)
    sections = []
    for heading, kind in TOLD:
        if totals[kind]:
            moves = movements_between(client_id=client_id, kinds=[kind], since=since, until=until, limit=MAX_LINES)
            sections += section(heading, _lines(client_id, moves), total=totals[kind])
    return sections


def totals_of_all(day: date) -> list[Line]:
    """For staff: how many of each kind."""
    since, until = span_of(day)
    totals = totals_between(client_id=None, since=since, until=until)
    return [Line(heading, f"{totals[kind]:,}") for heading, kind in TOLD if totals[kind]]


def _lines(client_id: UUID, moves: Sequence[Moved]) -> list[Line]:
    with client_scope(client_id):
        rows = Listing.objects.filter(client_id=client_id, canonical_url__in={move.canonical_url for move in moves})
        listings = {row.canonical_url: row for row in rows.only("pk", "canonical_url", "title", "import_url")}
    return [_line(move, listings.get(move.canonical_url)) for move in moves]


def _line(move: Moved, listing: Listing | None) -> Line:
    words = (listing and listing.title) or move.canonical_url
    url = listing.import_url if listing and is_linkable(listing.import_url) else None
    return Line(one_line(words), _note(move), url)


def _note(move: Moved) -> str:
    now = money(move.amount, move.currency, move.price_period)
    if move.before_amount is None or move.amount is None:
        return one_line(", ".join(part for part in (move.city, now if move.amount is not None else "") if part))
    percent = f" ({100 * (move.amount / move.before_amount - 1):+.1f} %)" if move.before_amount else ""
    return f"{money(move.before_amount, None)} → {now}{percent}"
