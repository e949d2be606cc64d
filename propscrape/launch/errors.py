"""What can keep `manage.py up` from standing."""


class LaunchError(Exception):
    """The message is for the person at the terminal: what is wrong, and what to do about it."""
