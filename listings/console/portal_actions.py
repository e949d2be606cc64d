"""The buttons of a portal's page. Each is written down with who pressed it, among the portal's changes."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import admin
from django.http import HttpRequest

from listings.models import Portal, PortalHealth, Scrape
from listings.services.golden_pages import pin_golden_page
from listings.services.health.releasing import call_well
from listings.services.portal_controls import look_at_portal_again, raise_delay, set_fetching
from propscrape.errors import NotFound

CHANGE, PIN = "listings.change_portal", "listings.change_goldenpage"


@dataclass(frozen=True, slots=True)
class PortalAction:
    """`act` answers with what was done, in words. With `consequences` the member of staff is asked first.

    `fits` says for which portals the button is there; a button without label stands elsewhere on the page.
    """

    name: str
    label: str
    act: Callable[[HttpRequest, Portal], str]
    fits: Callable[[Portal], bool] = lambda portal: True
    consequences: str = ""
    permission: str = CHANGE

    @property
    def verb(self) -> str:
        """The label of the button that confirms."""
        return self.label.rstrip("…")


def note_action(request: HttpRequest, portal: Portal, words: str) -> None:
    """Write down who did what."""
    admin.site.get_model_admin(Portal).log_change(request, portal, words)


def is_sick(portal: Portal) -> bool:
    """Whether it is in trouble now."""
    health = getattr(portal, "health", None)
    return health is not None and health.state in PortalHealth.SICK


def _look_again(request: HttpRequest, portal: Portal) -> str:
    asked = look_at_portal_again(portal.slug)
    aside = f"; not fetchable: {asked.left_out}" if asked.left_out else ""
    return f"Looks asked for: {asked.pages}{aside}"


def _pause(request: HttpRequest, portal: Portal) -> str:
    set_fetching(portal.slug, is_on=False)
    return "Fetching is paused"


def _resume(request: HttpRequest, portal: Portal) -> str:
    set_fetching(portal.slug, is_on=True)
    return "Fetching goes on"


def _raise_delay(request: HttpRequest, portal: Portal) -> str:
    return f"Delay raised: {raise_delay(portal.slug):g} s between two fetches"


def _release(request: HttpRequest, portal: Portal) -> str:
    if not call_well(portal.slug, by=request.user.get_username()):
        raise NotFound("The portal is not sick any more.")
    return "Called well: pages that were held back are read again"


def _pin(request: HttpRequest, portal: Portal) -> str:
    try:
        capture_id = UUID(request.POST.get("capture", ""))
    except ValueError:
        raise NotFound("There is no such capture.") from None
    if not Scrape.objects.filter(capture_id=capture_id, portal=portal.slug).exists():
        raise NotFound("There is no such capture of this portal.")
    golden = pin_golden_page(capture_id=capture_id, by=request.user.get_username())
    return f"Pinned, or was so already: {golden.url}"


ACTIONS = (
    PortalAction("look_again", "Look at 10 pages now", _look_again, fits=lambda portal: portal.is_enabled),
    PortalAction(
        "pause",
        "Pause fetching…",
        _pause,
        fits=lambda portal: portal.is_enabled,
        consequences="No page of this portal is fetched until fetching is resumed: watches, batches and requests for "
        "its pages wait or are refused. Pages that clients send are still read.",
    ),
    PortalAction("resume", "Resume fetching", _resume, fits=lambda portal: not portal.is_enabled),
    PortalAction("raise_delay", "Double the delay", _raise_delay, fits=lambda portal: portal.is_enabled),
    PortalAction(
        "release",
        "Call well…",
        _release,
        fits=is_sick,
        consequences="What its scraper reads now counts as right and normal. Values that were held back in quarantine "
        "are read again and stored, price histories included, and clients are told what that changes.",
    ),
    PortalAction("pin", "", _pin, permission=PIN),
)
BY_NAME = {action.name: action for action in ACTIONS}


def buttons_of(request: HttpRequest, portal: Portal) -> list[PortalAction]:
    """The buttons at the head of a portal's page, for this member of staff."""
    may = request.user.has_perm
    return [action for action in ACTIONS if action.label and may(action.permission) and action.fits(portal)]
