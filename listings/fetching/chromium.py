"""The browser of this machine: how it is started and ended.

What runs in it was written by strangers. It is another user's process where we are root, it keeps its own sandbox, its
environment is empty, it has no name service and no way out but our proxy, and it dies with us.
"""

import asyncio
import os
import sys
from collections.abc import Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings
from playwright.async_api import Browser, Playwright, ProxySettings, async_playwright
from playwright.async_api import Error as PlaywrightError

from listings.errors import BrowserLost, BrowserMissing
from listings.fetching import chromium_launcher
from listings.fetching.browser_group import kill_group
from listings.fetching.browser_path import find_browser
from propscrape.egress_proxy import LOOPBACK

logger = structlog.get_logger(__name__)
LAUNCHER = Path(__file__).with_name("launch_chromium.sh")
START_TIMEOUT_S = 30
ANSWER_TIMEOUT_S = 5
CLOSE_TIMEOUT_S = 5
STOP_TIMEOUT_S = 10
MB = 1024 * 1024
# What a page's process reserves before it does anything counts as data; with less than 2.5 GB it does not start
RESERVED_MB = 4096
NO_SANDBOX_HERE = "sandboxing failed"  # Playwright's words for what Chromium says when the kernel gives it none
NO_SANDBOX = (
    "This page wants a browser, and the one that is installed where propscrape runs gets no sandbox from the kernel "
    "(docs/rendering.md says what to do); send the rendered html."
)

# A name that leads to the proxy; no other has an answer inside the browser, and no address either
PROXY_HOST = "egress.invalid"
ARGUMENTS = (
    f"--host-resolver-rules=MAP {PROXY_HOST} {LOOPBACK}, MAP * ~NOTFOUND",
    # WebRTC would send UDP past the proxy. The one name is that of Chromium, the other of the headless shell
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-quic",
    "--disable-domain-reliability",
    "--no-pings",
    "--deny-permission-prompts",
    "--disable-gpu",
    "--disable-3d-apis",
)
# Doors that Playwright opens for those who test pages of their own
NOT_FOR_STRANGERS = ["--disable-popup-blocking", "--disable-ipc-flooding-protection", "--enable-unsafe-swiftshader"]


@dataclass(slots=True, eq=False)
class Chromium:
    """A browser that runs. `group` is the process group of all its processes, `pages` how many it has shown.

    `is_spent` is for one that shall show no further page.
    """

    driver: Playwright
    browser: Browser
    group: int
    pages: int = 0
    is_spent: bool = False

    async def is_ready(self) -> bool:
        """Whether it can show another page. It is asked, since the news of its death may be on its way."""
        return not self.is_spent and await is_done(_group_of(self.browser), ANSWER_TIMEOUT_S)

    async def end(self) -> None:
        """End all its processes, by force where it does not go by itself, and the driver, which removes their files."""
        is_well = not self.is_spent and self.browser.is_connected()
        if not (is_well and await is_done(self.browser.close(), CLOSE_TIMEOUT_S)):
            kill_group(self.group)
        await _stop(self.driver)


async def start_chromium() -> Chromium:
    """Start the browser that is found. Raises BrowserMissing where there is none to use, BrowserLost for a failure."""
    path = find_browser()
    if path is None:
        raise BrowserMissing
    driver = await async_playwright().start()
    try:
        browser = await _launch(driver, path)
        return Chromium(driver, browser, await _group_of(browser))
    except PlaywrightError as error:
        await _stop(driver)
        logger.warning("browser_did_not_start", path=str(path), error=str(error))
        raise BrowserLost("The browser did not start.") from error
    except BaseException:
        await _stop(driver)
        raise


async def _launch(driver: Playwright, path: Path) -> Browser:
    try:
        return await _launch_with(driver, path, has_sandbox=True)
    except PlaywrightError as error:
        if NO_SANDBOX_HERE not in str(error):
            raise
    if not settings.BROWSER_ALLOW_NO_SANDBOX:
        raise BrowserMissing(NO_SANDBOX)
    logger.warning("browser_without_sandbox", path=str(path))
    return await _launch_with(driver, path, has_sandbox=False)


async def _launch_with(driver: Playwright, path: Path, *, has_sandbox: bool) -> Browser:
    memory_mb = settings.BROWSER_MEMORY_MB
    return await driver.chromium.launch(
        executable_path=LAUNCHER,
        env={"LAUNCHER_PYTHON": sys.executable},
        args=[
            *ARGUMENTS,
            f"--js-flags=--max-old-space-size={memory_mb // 2}",
            f"{chromium_launcher.BROWSER}{path}",
            f"{chromium_launcher.DATA_BYTES}{(RESERVED_MB + memory_mb) * MB}",
        ],
        ignore_default_args=NOT_FOR_STRANGERS,
        chromium_sandbox=has_sandbox,
        # What belongs to no page leads to a closed port; each page gets a way out of its own
        proxy=proxy_settings(port=9),
        timeout=START_TIMEOUT_S * 1000,
        handle_sigint=False,
        handle_sigterm=False,
        handle_sighup=False,
    )


def proxy_settings(*, port: int, username: str = "", password: str = "") -> ProxySettings:
    """Everything through the proxy, addresses of this machine included (`<-loopback>`)."""
    return {
        "server": f"http://{PROXY_HOST}:{port}",
        "bypass": "<-loopback>",
        "username": username,
        "password": password,
    }


async def _group_of(browser: Browser) -> int:
    session = await browser.new_browser_cdp_session()
    processes = (await session.send("SystemInfo.getProcessInfo"))["processInfo"]
    await session.detach()
    return os.getpgid(next(process["id"] for process in processes if process["type"] == "browser"))


async def _stop(driver: Playwright) -> None:
    """A driver that does not stop in time ends with this process, which closes its input."""
    await is_done(driver.stop(), STOP_TIMEOUT_S)


async def is_done(asked: Coroutine[Any, Any, object], timeout_s: float) -> bool:
    """Wait for the browser to do something; answers whether it did, in time and without a complaint."""
    try:
        await asyncio.wait_for(asked, timeout_s)
    except (TimeoutError, PlaywrightError):
        return False
    return True
