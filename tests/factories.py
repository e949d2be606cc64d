"""Rows for tests: one function for each client-owned model, each making what it needs."""

import secrets
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Model

from clients.models import ApiKey, BudgetDay, Client, LedgerEntry
from clients.services.api_keys import create_key
from listings.models import (
    Capture,
    Correction,
    DeletedListing,
    Digest,
    Export,
    Listing,
    MatchDecision,
    MatchGroup,
    MatchKey,
    MatchMember,
    MatchPair,
    MatchWork,
    Scrape,
    ScrapeBatch,
    Watch,
)
from pricehistory.models import CurrentPrice, MarketFigure, Movement, PriceHold, PriceSnapshot, StaleWeek
from pricehistory.services.recording import ObservedPrice
from propscrape.ids import new_id
from propscrape.tenancy import staff_scope
from webhooks.models import Attempt, Delivery, Event, Stream, Subscription
from webhooks.services.subscriptions import create_subscription


def make_client(name: str | None = None, **values: Any) -> Client:
    """A client."""
    with staff_scope():
        return Client.objects.create(name=name or f"client {secrets.token_hex(6)}", **values)


def make_key(client: Client, **values: Any) -> str:
    """A key of the client, in clear."""
    with staff_scope():
        return create_key(client=client, name="test", **values)[1]


def asking_price(amount: int | str | Decimal, currency: str = "GBP", **values: Any) -> ObservedPrice:
    """A price as an import hands it to price history."""
    exact = Decimal(amount)
    values = {"price_period": "total"} | values
    return ObservedPrice(amount=exact, price_cents=int(exact * 100), currency=currency, **values)


def _page_url() -> str:
    return f"https://example.com/homes/{secrets.token_hex(6)}"


def _price_columns() -> dict[str, Any]:
    return {"amount": Decimal(250_000), "price_cents": 25_000_000, "currency": "GBP", "canonical_url": _page_url()}


def _now() -> datetime:
    return datetime.now(UTC)


def _key(client: Client) -> ApiKey:
    return create_key(client=client, name="test")[0]


def _listing(client: Client) -> Listing:
    return Listing.objects.create(client=client, canonical_url=_page_url(), title="A house")


def _capture(client: Client) -> Capture:
    return Capture.objects.create(client=client, content_hash=secrets.token_bytes(32), html_zstd=b"x", html_bytes=1)


def _scrape(client: Client) -> Scrape:
    return Scrape.objects.create(
        client=client, url=_page_url(), canonical_url=_page_url(), source="html", listing=_listing(client)
    )


def _batch(client: Client) -> ScrapeBatch:
    return ScrapeBatch.objects.create(client=client, request_digest=secrets.token_bytes(32), size=1)


def _watch(client: Client) -> Watch:
    return Watch.objects.create(
        client=client, slot=1, url=_page_url(), canonical_url=_page_url(), portal="uk_rightmove"
    )


def _correction(client: Client) -> Correction:
    return Correction.objects.create(
        client=client, listing=_listing(client), field="title", value="A home", made_by="staff"
    )


def _match_group(client: Client) -> MatchGroup:
    return MatchGroup.objects.create(client=client, size=1)


def _match_key(client: Client) -> MatchKey:
    return MatchKey.objects.create(client=client, key=-7, listing=_listing(client))


def _match_member(client: Client) -> MatchMember:
    return MatchMember.objects.create(client=client, listing=_listing(client), group=_match_group(client))


def _match_work(client: Client) -> MatchWork:
    return MatchWork.objects.create(client=client, listing=_listing(client))


def _two_listings(client: Client) -> dict[str, Listing]:
    first, second = sorted((_listing(client), _listing(client)), key=lambda listing: listing.pk)
    return {"first": first, "second": second}


def _match_pair(client: Client) -> MatchPair:
    return MatchPair.objects.create(client=client, score=0.9, **_two_listings(client))


def _match_decision(client: Client) -> MatchDecision:
    return MatchDecision.objects.create(client=client, verdict="same", made_by="staff", **_two_listings(client))


def _deleted_listing(client: Client) -> DeletedListing:
    return DeletedListing.objects.create(id=new_id(), client=client, canonical_url=_page_url(), title="A house", row={})


def _digest(client: Client) -> Digest:
    return Digest.objects.create(client=client, day=_monday(), channel="email")


def _export(client: Client) -> Export:
    return Export.objects.create(client=client, format="csv")


def _snapshot(client: Client) -> PriceSnapshot:
    return PriceSnapshot.objects.create(client=client, observed_at=_now(), **_price_columns())


def _current(client: Client) -> CurrentPrice:
    return CurrentPrice.objects.create(client=client, observed_at=_now(), last_seen_at=_now(), **_price_columns())


def _hold(client: Client) -> PriceHold:
    before = {"before_amount": Decimal(2_500), "before_cents": 250_000, "before_currency": "GBP"}
    return PriceHold.objects.create(
        client=client, reason="rose", observed_at=_now(), last_seen_at=_now(), **before, **_price_columns()
    )


def _movement(client: Client) -> Movement:
    return Movement.objects.create(client=client, canonical_url=_page_url(), kind="new", at=_now())


def _market_figure(client: Client) -> MarketFigure:
    return MarketFigure.objects.create(
        client=client, week=_monday(), city=secrets.token_hex(6), currency="GBP", price_period="total", listings=3,
        median_price=250_000, listings_with_area=0,
    )  # fmt: skip


def _stale_week(client: Client) -> StaleWeek:
    return StaleWeek.objects.get_or_create(client=client, week=_monday())[0]


def _monday() -> date:
    return date(2026, 11, 16)


def _event(client: Client) -> Event:
    return Event.objects.create(client=client, type="webhook.test", data={})


def make_subscription(
    client: Client, url: str = "https://receiver.example/hook", **values: Any
) -> tuple[Subscription, str]:
    """A subscription of the client, and its secret in clear."""
    return create_subscription(client_id=client.pk, url=url, **values)


def _subscription(client: Client) -> Subscription:
    return make_subscription(client)[0]


def _delivery(client: Client) -> Delivery:
    return Delivery.objects.create(client=client, event=_event(client), subscription=_subscription(client))


def _attempt(client: Client) -> Attempt:
    return Attempt.objects.create(
        client=client, delivery=_delivery(client), number=1, started_at=_now(), duration_ms=12.5, http_status=200
    )


def _stream(client: Client) -> Stream:
    return Stream.objects.create(client=client, key=secrets.token_hex(6))


def _budget_day(client: Client) -> BudgetDay:
    return BudgetDay.objects.get_or_create(client=client, day=_monday())[0]


def _ledger_entry(client: Client) -> LedgerEntry:
    return LedgerEntry.objects.create(
        client=client, day=_monday(), purpose="ai_map", worst_usd=Decimal("0.02"), leased_until=_now()
    )


# A client-owned model without a line here fails the isolation test
OWNED_ROWS: dict[type[Model], Callable[[Client], Model]] = {
    Client: lambda client: client,
    ApiKey: _key,
    Listing: _listing,
    Capture: _capture,
    Scrape: _scrape,
    ScrapeBatch: _batch,
    Watch: _watch,
    Correction: _correction,
    DeletedListing: _deleted_listing,
    Digest: _digest,
    Export: _export,
    MatchWork: _match_work,
    MatchKey: _match_key,
    MatchPair: _match_pair,
    MatchDecision: _match_decision,
    MatchGroup: _match_group,
    MatchMember: _match_member,
    PriceSnapshot: _snapshot,
    CurrentPrice: _current,
    PriceHold: _hold,
    Movement: _movement,
    MarketFigure: _market_figure,
    StaleWeek: _stale_week,
    Event: _event,
    Subscription: _subscription,
    Delivery: _delivery,
    Attempt: _attempt,
    Stream: _stream,
    BudgetDay: _budget_day,
    LedgerEntry: _ledger_entry,
}
