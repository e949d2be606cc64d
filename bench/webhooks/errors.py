"""What ends the bench without figures."""


class NotDelivered(Exception):
    """Not all was received or written within the time, so that there is nothing to measure."""
