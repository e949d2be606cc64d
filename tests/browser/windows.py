"""What browser tests ask of a window."""

from playwright.sync_api import Page


def fits(page: Page) -> bool:
    """Whether nothing sticks out of the window sideways, once the page has its styles."""
    page.wait_for_load_state()
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
