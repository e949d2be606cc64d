"""Why nothing could be measured."""


class NotScraped(Exception):
    """The worker did not do what it was asked, or what came of it is not what the pages say; the message says which."""
