"""What browser tests ask of a window."""

import os
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SERIOUS = ("serious", "critical")
SCHEMES = ("light", "dark")
TRANSITIONS_ENDED = """() => Promise.allSettled(
    document.getAnimations().filter((one) => one instanceof CSSTransition).map((one) => one.finished)
)"""


def fits(page: Page) -> bool:
    """Whether nothing sticks out of the window sideways, once the page has its styles."""
    page.wait_for_load_state()
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def faults(page: Page) -> list[tuple[str, Any]]:
    """What axe finds to be serious or worse."""
    found = Axe().run(page).response["violations"]
    return [(fault["id"], node["target"]) for fault in found if fault["impact"] in SERIOUS for node in fault["nodes"]]


def picture(page: Page, name: str) -> None:
    """A screenshot, where SCREENSHOTS names a folder for them."""
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def faults_in_both(page: Page, width: int, name: str) -> list[tuple[str, Any]]:
    """What axe finds in light and in dark, with a picture of each; and "too wide" where something sticks out."""
    found: list[tuple[str, Any]] = []
    for scheme in SCHEMES:
        look(page, width, scheme)
        picture(page, f"{name}-{width}-{scheme}")
        found += faults(page) if fits(page) else [("too wide", scheme)]
    return found


def look(page: Page, width: int, scheme: str) -> None:
    """Make the window so wide, in light or dark, and wait until colours have changed."""
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate(TRANSITIONS_ENDED)


def log_in(page: Page, url: str, password: str) -> None:
    """Open a page of the console as boss."""
    page.goto(url)
    page.get_by_label("Username").fill("boss")
    page.get_by_label("Password").fill(password)
    page.keyboard.press("Enter")
    page.wait_for_url(url)
