"""What can go wrong with a page, a listing or a scrape (codes and statuses of CONTRACTS.md 3)."""

from listings.extraction.result import Status
from propscrape.errors import (
    Conflict,
    Forbidden,
    Internal,
    InvalidRequest,
    LimitReached,
    NotFound,
    ServiceError,
    Unavailable,
    UnsupportedHost,
)


class ListingNotFound(ServiceError):
    """The caller has no listing of this id or page."""

    code = "LISTING_NOT_FOUND"
    status = 404
    default_message = "You have no listing of this page."


class HostNotUsable(InvalidRequest):
    """A host that can be no portal: an address, one label, or a suffix under which anybody may register."""

    default_message = "Give the site's own host, such as example.com."


class PortalKnown(Conflict):
    """The host is registered."""

    default_message = "This host is registered already."


class ListingGone(ServiceError):
    """The page says that its listing was removed."""

    code = "LISTING_GONE"
    status = 410
    default_message = "The page says that this listing is gone."


class PageNotUsable(ServiceError):
    """The page was read, but no listing came of it."""

    status = 422


class ExtractionFailed(PageNotUsable):
    """Nothing that makes a listing was found."""

    code = "EXTRACTION_FAILED"
    default_message = "No listing could be read from this page."


class PageBlocked(PageNotUsable):
    """A bot wall or captcha stands where the listing should."""

    code = "PAGE_BLOCKED"
    default_message = "The portal answered with a bot wall instead of the listing."


class NotAListing(PageNotUsable):
    """A search, home, login or article page."""

    code = "NOT_A_LISTING"
    default_message = "This page is not a single property's listing."


class NeedsJavascript(PageNotUsable):
    """A shell that a browser fills."""

    code = "NEEDS_JAVASCRIPT"
    default_message = "This page is empty until a browser runs its scripts; send the rendered html."


class BrowserMissing(NeedsJavascript):
    """The page wants a browser, and this machine has none that could be started."""

    default_message = (
        "This page wants a browser, and none is found where propscrape runs: install Chromium, or name one in "
        "BROWSER_PATH (docs/rendering.md). Until then send the rendered html."
    )


class FetchFailed(ServiceError):
    """The portal could not be reached, or refused."""

    code = "FETCH_FAILED"
    status = 502
    default_message = "The page could not be fetched."


class BrowserLost(FetchFailed):
    """Our browser died under the page or did not start. The portal is not to blame."""

    default_message = "The browser ended before the page was read."


class FetchTimeout(ServiceError):
    """The portal did not answer in time."""

    code = "FETCH_TIMEOUT"
    status = 504
    default_message = "The portal did not answer in time."


class PortalThrottles(FetchFailed):
    """The portal answered 429 or 503; `retry_after_s` is what it asks for, 0 for nothing."""

    default_message = "The portal asks to be left alone for a while."


class FetchRefused(FetchFailed):
    """We do not take this page: too large, or its redirects lead where we do not go. Trying again would not help."""

    default_message = "The page may not be fetched."


class RobotsDisallow(ServiceError):
    """The portal's robots.txt asks not to fetch this page (RFC 9309)."""

    code = "FORBIDDEN"
    status = 403
    default_message = "The portal's robots.txt asks not to fetch this page."


class ClientInactive(Forbidden):
    """The scrape's client was switched off after it was asked for."""

    default_message = "The client is switched off."


class IdempotencyConflict(Conflict):
    """The Idempotency-Key stands for another request already."""

    default_message = "This Idempotency-Key was sent with another request."


class FieldNotCorrectable(InvalidRequest):
    """The field is none that staff may correct, or the value is none that it can hold."""

    default_message = "This field cannot be given that value."


class NotMergeable(Conflict):
    """These listings cannot be said to be one property, or two."""

    default_message = "Choose listings of one client that are there."


class WatchExists(Conflict):
    """The client watches this page already."""

    default_message = "You watch this page already."


class MappingNotInOrder(InvalidRequest):
    """The text is no mapping of the portal; `details` has every fault."""

    default_message = "This mapping has faults."


class MappingMoved(Conflict):
    """Somebody else has changed the version, or what is active, since it was looked at."""

    default_message = "Somebody has changed this meanwhile; look at it again."


class ContractBroken(Conflict):
    """The version does not read what staff expect of the portal's golden pages; `details` says where."""

    default_message = "This version misreads golden pages. Mend it, or correct what is expected of them."


class PageNotGolden(InvalidRequest):
    """A page that cannot be pinned: of no registered portal, or no listing is read from it today."""

    default_message = "No listing can be read from this page; it can be pinned once a mapping reads it."


class TooManyGoldenPages(LimitReached):
    """The portal has as many golden pages as one may have."""

    default_message = "A portal has 20 golden pages at most; take one away first."


class ShadowRunExists(Conflict):
    """Another candidate runs beside the portal's active version."""

    default_message = "Another candidate runs beside this portal's active version; stop that first."


class NothingBefore(Conflict):
    """No version was active before this one."""

    default_message = "No version was active before this one."


class SearchTooSlow(Unavailable):
    """A search that was ended after the time that one may take."""

    default_message = "The search took too long and was ended; narrow it down."


class PausedByStaff(Conflict):
    """Staff paused the watch; they alone take it up again."""

    default_message = "The service's staff paused this watch; ask them."


class PortalRests(ServiceError):
    """The portal could not be fetched from for as long as a scrape waits."""

    code = "UNAVAILABLE"
    status = 503
    default_message = "The portal could not be fetched from within a day."


class ListingThere(Conflict):
    """A deleted listing whose page was imported again; there is one listing to a page."""

    default_message = "This page has a newer listing."


class TooManyExports(LimitReached):
    """The client has as many exports underway as it may have."""

    default_message = "You have 5 exports underway, the most there can be; wait for one to end."


class ExportNotDone(Conflict):
    """The file of an export that is not written yet, or never will be."""

    default_message = "This export has no file yet; its state says how far it is."


class ExportFileExpired(NotFound):
    """The file was kept for as long as files are."""

    default_message = "This file was removed 7 days after it was made; ask for another export."


class ExportFileMissing(NotFound):
    """The storage has no such file: somebody removed it."""

    default_message = "This file is not there any more; ask for another export."


class ExportTooSlow(Internal):
    """The export took longer than a task may."""

    default_message = "Writing the file took too long."


class StorageAway(Unavailable):
    """The storage of exported files cannot be reached, or refuses."""

    default_message = "The place where files are kept cannot be reached just now."


ERROR_FOR_STATUS: dict[Status, type[ServiceError]] = {
    Status.BLOCKED: PageBlocked,
    Status.GONE: ListingGone,
    Status.NOT_A_LISTING: NotAListing,
    Status.NEEDS_JAVASCRIPT: NeedsJavascript,
    Status.FAILED: ExtractionFailed,
}

SCRAPE_ERRORS: tuple[type[ServiceError], ...] = (
    *ERROR_FOR_STATUS.values(),
    FetchFailed,
    FetchTimeout,
    RobotsDisallow,
    PortalRests,
    UnsupportedHost,
    Internal,
)
BY_CODE: dict[str | None, type[ServiceError]] = {kind.code: kind for kind in SCRAPE_ERRORS}


def error_of_scrape(*, code: str | None, message: str | None) -> ServiceError:
    """The error that a scrape ended with, from what its row keeps of it."""
    return BY_CODE.get(code, Internal)(message)
