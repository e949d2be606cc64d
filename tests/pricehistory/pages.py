"""What tests of price history do with a page: record its price, look at what stands."""

from datetime import UTC, datetime, timedelta

from pricehistory.models import CurrentPrice, Movement, PriceHold
from pricehistory.services.history import snapshots_of
from pricehistory.services.recording import confirm_price, record_snapshot
from propscrape.tenancy import client_scope

PAGE = "https://example.com/homes/1"
NOW = datetime.now(UTC)
AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)


def record(account, price, *, at=NOW, page=PAGE, **more):
    """Record a page's price, as an import does."""
    with client_scope(account.pk):
        return record_snapshot(client_id=account.pk, canonical_url=page, price=price, observed_at=at, **more)


def snapshots(account, page=PAGE):
    """The page's history, newest first."""
    return snapshots_of(client_id=account.pk, canonical_url=page, limit=100)


def amounts(account, page=PAGE):
    """The amounts of the page's history, newest first; None is on request."""
    return [None if point.amount is None else int(point.amount) for point in snapshots(account, page)]


def standing(account, page=PAGE):
    """The page's standing price."""
    with client_scope(account.pk):
        return CurrentPrice.objects.get(canonical_url=page)


def holds(account, *states):
    """The page's holds, oldest first."""
    with client_scope(account.pk):
        found = PriceHold.objects.filter(state__in=states) if states else PriceHold.objects.all()
        return list(found.order_by("held_at", "pk"))


def moves(account):
    """Kind and amounts of what moved, oldest first."""
    with client_scope(account.pk):
        return [
            (move.kind, *(None if amount is None else int(amount) for amount in (move.before_amount, move.amount)))
            for move in Movement.objects.order_by("at", "pk")
        ]


def confirm_at(account, page, at):
    """A look that found the page as it was."""
    with client_scope(account.pk):
        confirm_price(client_id=account.pk, canonical_url=page, seen_at=at)
