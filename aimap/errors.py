"""What can go wrong with proposals."""

from propscrape.errors import Conflict, InvalidRequest, ServiceError, ValidationFailed


class PagesUnusable(InvalidRequest):
    """There is nothing to learn from: no page, none of the host, or none that is a listing."""

    default_message = "No mapping can be learned from these pages."


class TooManyPages(ValidationFailed):
    """More pages, or larger ones, than a proposal takes."""

    default_message = "That is more than a proposal takes."


class ProposalMoved(Conflict):
    """What was asked for does not go together with the state that the proposal is in by now."""

    default_message = "The proposal is in another state by now. Look at it again."


class HostNotRegistered(Conflict):
    """A mapping of a host that is no registered portal cannot be activated: nothing would be read by it."""

    default_message = "The host is no registered portal, so its mapping can be downloaded but not activated."


class LearningTookTooLong(ServiceError):
    """Learning was ended at its time limit."""

    code = "UNAVAILABLE"
    status = 503
    default_message = "Learning took too long. Give fewer or smaller pages."
