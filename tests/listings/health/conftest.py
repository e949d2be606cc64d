"""The portal and the client of tests of scrapes."""

from tests.listings.scrapes.conftest import client_account, portal

__all__ = ("client_account", "portal")
