"""What can go wrong with an embedded server."""


class EmbeddedServerError(Exception):
    """An embedded server cannot be found, prepared or placed; the message is one line for the person who started it."""
