"""States of health as badges."""

from django.utils.safestring import SafeString

from listings.console.portal_rows import UNJUDGED, UNSCRAPED
from listings.models import PortalHealth
from propscrape.console_cells import badge

State = PortalHealth.State
TONES: dict[str, str] = {
    State.BROKEN: "bad",
    State.BLOCKED: "bad",
    State.DEGRADED: "fair",
    State.WATCH: "fair",
    State.IDLE: "plain",
    State.HEALTHY: "good",
    UNJUDGED: "plain",
    UNSCRAPED: "plain",
}


def state_badge(state: str) -> SafeString:
    """A state in words on its colour."""
    words = "not judged yet" if state in (UNJUDGED, UNSCRAPED) else str(State(state).label).lower()
    return badge(words, TONES[state])
