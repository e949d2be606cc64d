"""Which pages are asked for, how each of them answers, and what must become of it. No database, no clock."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a page answers. What fails `first` fails once or twice."""

    OK = "ok"
    SLOW = "slow"
    THROTTLED_FIRST = "429 first"
    ERROR_FIRST = "500 first"
    ERROR_ALWAYS = "500 for ever"
    RESET_FIRST = "reset first"
    RESET_ALWAYS = "reset for ever"
    SILENT = "no answer"
    WALL = "bot wall"
    GONE = "gone"
    MOVED = "moved (301)"
    ELSEWHERE = "elsewhere (302)"
    LEAVES = "leads off the portal"
    NOT_HTML = "not html"
    DISALLOWED = "disallowed by robots.txt"


# Of a thousand
SHARES = {
    Kind.OK: 558,
    Kind.SLOW: 80,
    Kind.THROTTLED_FIRST: 60,
    Kind.ERROR_FIRST: 60,
    Kind.ERROR_ALWAYS: 30,
    Kind.RESET_FIRST: 50,
    Kind.RESET_ALWAYS: 20,
    Kind.SILENT: 6,
    Kind.WALL: 40,
    Kind.GONE: 40,
    Kind.MOVED: 15,
    Kind.ELSEWHERE: 15,
    Kind.LEAVES: 8,
    Kind.NOT_HTML: 10,
    Kind.DISALLOWED: 8,
}
FAILING_FIRST = frozenset({Kind.THROTTLED_FIRST, Kind.ERROR_FIRST, Kind.RESET_FIRST})
# State and outcome of a scrape's row at its end; what is not named here is done and ok
ENDS = {
    Kind.ERROR_ALWAYS: ("dead", "failed"),
    Kind.RESET_ALWAYS: ("dead", "failed"),
    Kind.SILENT: ("dead", "timeout"),
    Kind.WALL: ("done", "blocked"),
    Kind.GONE: ("done", "gone"),
    Kind.MOVED: ("done", "moved"),
    Kind.LEAVES: ("done", "refused"),
    Kind.NOT_HTML: ("done", "not_a_listing"),
    Kind.DISALLOWED: ("done", "refused"),
}
OK_END = ("done", "ok")
STORED = frozenset({"ok", "moved"})
MAX_FAILURES = 2
SLOW_S = (0.5, 2.5)
RETRY_AFTER_S = (None, 2, 3)
FIRST_PRICE, PRICE_STEP = 150_000, 500


@dataclass(frozen=True, slots=True)
class Outage:
    """A time in which a whole portal fails; in seconds from when the drill begins to ask."""

    from_s: float
    until_s: float
    resets: bool


@dataclass(frozen=True, slots=True)
class PlannedPortal:
    """A registered portal, and the manners that staff set for it."""

    slug: str
    host: str
    currency: str
    min_delay_s: float
    max_concurrency: int
    outage: Outage | None = None


PORTALS = (
    PlannedPortal("za_property24", "property24.com", "ZAR", 0.3, 2),
    PlannedPortal("uk_purplebricks", "purplebricks.co.uk", "GBP", 0.4, 3),
    PlannedPortal("us_redfin", "redfin.com", "USD", 0.5, 6, Outage(15, 40, resets=False)),
    PlannedPortal("au_realestate", "realestate.com.au", "AUD", 0.6, 6),
    PlannedPortal("nz_realestate", "realestate.co.nz", "NZD", 0.7, 6),
    PlannedPortal("ie_myhome", "myhome.ie", "EUR", 0.5, 6, Outage(60, 90, resets=True)),
    PlannedPortal("ke_buyrentkenya", "buyrentkenya.com", "KES", 0.8, 6),
    PlannedPortal("mt_remax", "remax-malta.com", "EUR", 0.6, 6),
)
WITHOUT_OUTAGE = tuple(portal for portal in PORTALS if portal.outage is None)
# Where slow pages are many, as many as allowed are fetched at once
SLOW_PORTALS = PORTALS[:2]


@dataclass(frozen=True, slots=True)
class PlannedPage:
    """A page of a portal. `failures` is how often it fails before it answers, `pause_s` how long it takes to."""

    number: int
    kind: Kind
    portal: PlannedPortal
    failures: int = 0
    pause_s: float = 0
    retry_after_s: int | None = None

    @property
    def path(self) -> str:
        """Where it is asked for."""
        folder = "private" if self.kind is Kind.DISALLOWED else "property"
        return f"/{folder}/{10_000_000 + self.number}"

    @property
    def new_path(self) -> str:
        """Where its redirect leads, if it has one."""
        return f"/home/{10_000_000 + self.number}"

    @property
    def price(self) -> int:
        """What its listing costs, in whole units of its portal's currency."""
        return FIRST_PRICE + PRICE_STEP * self.number

    @property
    def end(self) -> tuple[str, str]:
        """State and outcome that its scrape must come to."""
        return ENDS.get(self.kind, OK_END)

    @property
    def states_price(self) -> bool:
        """Whether its listing, and with it its price, must be stored."""
        return self.end[1] in STORED

    def url(self, port: int) -> str:
        """Its address on a server that listens on this port."""
        return f"http://www.{self.portal.host}:{port}{self.path}"


def plan_pages(rng: random.Random, *, scrapes: int) -> list[PlannedPage]:
    """So many pages in any order, but that the last are a good one of each portal, for its breaker to close with."""
    closing = [(Kind.OK, portal) for portal in PORTALS]
    kinds = _kinds(scrapes - len(closing))
    rng.shuffle(kinds)
    placed: list[tuple[Kind, PlannedPortal]] = []
    for kind in sorted(kinds, key=_is_free):
        placed.append((kind, _place(kind, placed)))
    rng.shuffle(placed)
    return [_page(rng, number, *page) for number, page in enumerate([*placed, *closing])]


def batches_of(pages: Sequence[PlannedPage], *, size: int) -> Iterator[Sequence[PlannedPage]]:
    """The pages as they are asked for: `size` at once, and the last ones, one of each portal, by themselves."""
    others = pages[: -len(PORTALS)]
    for start in range(0, len(others), size):
        yield others[start : start + size]
    yield pages[-len(PORTALS) :]


def _kinds(count: int) -> list[Kind]:
    """In the shares of SHARES, at least one of each; good ones make up the rest."""
    rare = [
        kind
        for kind, share in SHARES.items()
        if kind is not Kind.OK
        for _ in range(max(1, round(share * count / sum(SHARES.values()))))
    ]
    return [*rare, *[Kind.OK] * (count - len(rare))]


def _is_free(kind: Kind) -> bool:
    """Whether the kind may be anywhere: such pages are placed last, and even the loads out."""
    return kind is Kind.OK


def _place(kind: Kind, placed: Sequence[tuple[Kind, PlannedPortal]]) -> PlannedPortal:
    """Of the portals that may have it the one that has the fewest of its kind; a good page goes where fewest pages are.

    An outage takes attempts as well: a page that fails by itself at first is not put where one is.
    """
    choice = SLOW_PORTALS if kind is Kind.SLOW else WITHOUT_OUTAGE if kind in FAILING_FIRST else PORTALS
    loads = Counter(portal for other, portal in placed if kind in (other, Kind.OK))
    return min(choice, key=lambda portal: loads[portal])


def _page(rng: random.Random, number: int, kind: Kind, portal: PlannedPortal) -> PlannedPage:
    return PlannedPage(
        number=number,
        kind=kind,
        portal=portal,
        failures=rng.randint(1, MAX_FAILURES) if kind in FAILING_FIRST else 0,
        pause_s=rng.uniform(*SLOW_S) if kind is Kind.SLOW else 0,
        retry_after_s=rng.choice(RETRY_AFTER_S) if kind is Kind.THROTTLED_FIRST else None,
    )
