"""What can go wrong with subscriptions and deliveries (codes and statuses of CONTRACTS.md 3)."""

from propscrape.errors import InvalidUrl, ServiceError


class DestinationRefused(InvalidUrl):
    """The url is not one that events may be sent to; `details` says why."""

    default_message = "Events cannot be sent to this url."


class LimitReached(ServiceError):
    """The client has as many subscriptions as it may have."""

    code = "LIMIT_REACHED"
    status = 409
    default_message = "You have 20 webhooks, the most there can be; delete one first."


class NotEnabled(ServiceError):
    """Nothing is sent to a subscription that is paused or disabled."""

    code = "CONFLICT"
    status = 409
    default_message = 'This webhook is not enabled; PATCH it with {"state": "enabled"} first.'


class StillUnderway(ServiceError):
    """A delivery that has not ended cannot be sent again."""

    code = "CONFLICT"
    status = 409
    default_message = "This delivery is still due, being sent or held; it will go out by itself."
