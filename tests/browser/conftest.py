"""A real browser for tests of the console, with a record of its complaints, and a portal for the one that renders."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, sync_playwright

from listings.fetching.browser import close_browser
from listings.fetching.browser_path import find_browser
from tests.one_at_a_time import one_at_a_time
from tests.portal_server import PortalServer, names_lead_to, serving

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PORTAL, OTHER_PORTAL, CDN = "www.rightmove.co.uk", "www.zoopla.co.uk", "cdn.example"
QUIET = ("--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync")


@dataclass
class Browsing:
    """A page of the browser, the console errors it met, and the hosts it talked to."""

    page: Page
    errors: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)

    def watch(self) -> None:
        """Keep errors and hosts from now on."""
        self.page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", lambda request: self.hosts.add(urlsplit(request.url).netloc))


def find_chromium() -> str | None:
    """A Chromium on this machine, by CHROMIUM or by the names it usually has."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(autouse=True)
def alone(request: pytest.FixtureRequest) -> Iterator[None]:
    """Nothing is rendered beside hostile pages by another process: those look at all sockets of the browser's user."""
    if not request.path.name.startswith("test_rendering"):
        yield
        return
    with one_at_a_time("rendering", is_shared=request.path.name != "test_rendering_hostile.py"):
        yield


@pytest.fixture(scope="module")
def browser_folder() -> Iterator[Path]:
    """Where the browser of the product writes, and a driver that a test kills leaves what it would have removed."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)  # as root the browser is another user
        yield Path(folder)
        close_browser()


@pytest.fixture
def portal(monkeypatch: pytest.MonkeyPatch, settings: Any, browser_folder: Path) -> Iterator[PortalServer]:
    """A portal server under rightmove's name, for the browser of the product, which goes on to the next test."""
    if find_browser() is None:
        pytest.skip("no Chromium here: install one, or name it in BROWSER_PATH")
    names_lead_to(monkeypatch, {PORTAL: ["127.0.0.1"], OTHER_PORTAL: ["127.0.0.1"], CDN: ["127.0.0.1"]})
    settings.FETCH_ALLOWED_ADDRESSES = [PORTAL, OTHER_PORTAL, CDN]
    monkeypatch.setenv("TMPDIR", str(browser_folder))
    with serving({}) as server:
        yield server


@pytest.fixture
def own_browser() -> Iterator[None]:
    """The browser of the product is not that of another test."""
    yield
    close_browser()


@pytest.fixture
def browsing() -> Iterator[Browsing]:
    """A fresh browser at desktop size; a breach of the policy that a page is sent with is an error."""
    executable = find_chromium()
    if executable is None:
        pytest.skip("no Chromium here: install one, or name it in CHROMIUM")
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=[*QUIET, *sandbox])
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        seen = Browsing(page)
        seen.watch()
        yield seen
        browser.close()
