"""Pages of about 1 MB, each with a number, a price and with that a text of its own, made of a few that are kept."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from bench.portal_pages import PortalPage, portal_page

BASES = 60
# Further than the bases are from each other, so that no two pages have a number or a price in common
NUMBER_STEP, PRICE_STEP = 10_000, 500


@dataclass(frozen=True, slots=True)
class Base:
    """A page as it is kept, and what its portal calls the listing on it."""

    page: PortalPage
    listing_number: int


class Pages:
    """Every page by its number, counted from 0: a base with the listing's number and price changed."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.bases = [_base(listing) for listing in range(min(count, BASES))]
        self._numbers = {(self.host(number), self.path(number)): number for number in range(count)}

    def find(self, host: str, path: str) -> int | None:
        """The number of the page at this address, if there is one."""
        return self._numbers.get((host, path))

    def host(self, number: int) -> str:
        """The name of the portal that has the page."""
        return str(urlsplit(self._base(number).page.url).hostname)

    def path(self, number: int) -> str:
        """Where the portal has it."""
        base = self._base(number)
        return urlsplit(base.page.url).path.replace(str(base.listing_number), str(self._listing_number(number)))

    def price(self, number: int) -> int:
        """What the listing costs."""
        return self._base(number).page.price + PRICE_STEP * (number // BASES)

    def html(self, number: int) -> str:
        """The page as it is served."""
        base, price = self._base(number), self.price(number)
        html = base.page.html.replace(f"{base.page.price:,}", f"{price:,}").replace(str(base.page.price), str(price))
        return html.replace(str(base.listing_number), str(self._listing_number(number)))

    def _base(self, number: int) -> Base:
        return self.bases[number % BASES]

    def _listing_number(self, number: int) -> int:
        return self._base(number).listing_number + NUMBER_STEP * (number // BASES)


def _base(listing: int) -> Base:
    page = portal_page(listing=listing, visit=0)
    return Base(page, int(page.shape.sample_id) + listing + 1)
