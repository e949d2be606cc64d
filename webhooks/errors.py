"""What can go wrong with subscriptions and deliveries (codes and statuses of CONTRACTS.md 3)."""

from propscrape.errors import Conflict, InvalidUrl, LimitReached


class DestinationRefused(InvalidUrl):
    """The url is not one that events may be sent to; `details` says why."""

    default_message = "Events cannot be sent to this url."


class TooManySubscriptions(LimitReached):
    """The client has as many subscriptions as it may have."""

    default_message = "You have 20 webhooks, the most there can be; delete one first."


class NotEnabled(Conflict):
    """Nothing is sent to a subscription that is paused or disabled."""

    default_message = 'This webhook is not enabled; PATCH it with {"state": "enabled"} first.'


class StillUnderway(Conflict):
    """A delivery that has not ended cannot be sent again."""

    default_message = "This delivery is still due, being sent or held; it will go out by itself."
