"""What can go wrong with prices."""

from propscrape.errors import NotFound, ServiceError


class HoldNotFound(NotFound):
    """There is no such held price, or it is another client's."""

    default_message = "There is no such held price."


class HoldDecided(ServiceError):
    """Somebody released or discarded the price already, or the page states it no more."""

    code = "CONFLICT"
    status = 409
    default_message = "This price does not wait any more."
