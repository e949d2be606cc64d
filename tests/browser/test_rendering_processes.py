"""The browser's processes: of another user, without our environment, in a sandbox, and never outliving us."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.async_api import Error as PlaywrightError

from listings.errors import BrowserMissing
from listings.fetching import chromium
from listings.fetching.browser import close_browser, render_page
from listings.fetching.chromium_launcher import BROWSER_USER
from propscrape.environment import PROJECT_ROOT
from tests.browser.conftest import PORTAL
from tests.browser.processes import are_gone, browser_of, descendants, driver_of, environment_of, owner_of, renderers_of
from tests.portal_server import HTML

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("own_browser")]

PLAIN = (200, HTML, b"<!doctype html><p>plain</p>")


def render(server):
    return render_page(server.url("/plain"), user_agent="propscrape/test", timeout_s=30)


@pytest.fixture
def shown(portal):
    """The portal, whose plain page has been shown."""
    portal.routes["/plain"] = PLAIN
    render(portal)
    return portal


def test_nothing_of_our_environment_is_in_the_browsers(portal, monkeypatch):
    monkeypatch.setenv("A_SECRET_OF_OURS", "which nobody may read")
    portal.routes["/plain"] = PLAIN
    render(portal)
    browser = browser_of(os.getpid())
    assert environment_of(browser)["LANG"] == "C.UTF-8"
    ours = {(name, value) for name, value in os.environ.items() if name not in ("PATH", "LANG")}
    for process in (browser, *descendants(browser)):
        given = environment_of(process)
        assert not ours & given.items()
        assert not [name for name in given if name.startswith("LAUNCHER_")]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_under_root_the_browser_is_a_user_that_nothing_else_is(shown):
    browser = browser_of(os.getpid())
    assert {owner_of(process) for process in (browser, *renderers_of(browser))} == {BROWSER_USER}
    status = Path(f"/proc/{browser}/status").read_text()
    assert "Groups:\t \n" in status
    assert "CapPrm:\t0000000000000000" in status


def test_the_browser_writes_only_where_it_is_removed(shown):
    profile = Path(environment_of(browser_of(os.getpid()))["HOME"])
    assert profile.stat().st_mode & 0o777 == 0o700
    close_browser()
    assert not profile.exists()


def test_pages_run_in_chromiums_sandbox_where_the_kernel_gives_one(shown):
    arguments = Path(f"/proc/{browser_of(os.getpid())}/cmdline").read_text()
    sandboxed = [pid for pid in descendants(browser_of(os.getpid())) if _is_filtered(pid)]
    assert ("--no-sandbox" in arguments) != bool(sandboxed)


def _is_filtered(pid):
    """Whether the kernel filters its calls (seccomp)."""
    return "Seccomp:\t2" in Path(f"/proc/{pid}/status").read_text()


@pytest.mark.parametrize("is_allowed", [True, False])
def test_without_a_sandbox_a_browser_is_used_only_where_that_is_allowed(portal, settings, monkeypatch, is_allowed):
    settings.BROWSER_ALLOW_NO_SANDBOX = is_allowed
    portal.routes["/plain"] = PLAIN
    launch = chromium._launch_with

    async def launch_where_the_kernel_gives_no_sandbox(driver, path, *, has_sandbox):
        if has_sandbox:
            raise PlaywrightError("BrowserType.launch: Chromium sandboxing failed!")
        return await launch(driver, path, has_sandbox=False)

    monkeypatch.setattr(chromium, "_launch_with", launch_where_the_kernel_gives_no_sandbox)
    if is_allowed:
        assert render(portal).http_status == 200
    else:
        with pytest.raises(BrowserMissing, match="sandbox"):
            render(portal)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM], ids=["SIGKILL", "SIGTERM"])
def test_no_browser_outlives_its_worker(portal, number):
    portal.routes["/plain"] = PLAIN
    with rendering_worker(portal) as (worker, processes):
        assert len(processes) > 3
        worker.send_signal(number)
        worker.wait()
        assert are_gone(processes, within_s=20)


def test_a_browser_does_not_outlive_its_driver(portal):
    portal.routes["/plain"] = PLAIN
    with rendering_worker(portal) as (worker, processes):
        driver = driver_of(worker.pid)
        os.kill(driver, signal.SIGKILL)
        assert are_gone(processes, within_s=20)


@contextmanager
def rendering_worker(server):
    """A process that has rendered a page, and those that it took."""
    environment = os.environ | {"FETCH_ALLOWED_ADDRESSES": PORTAL}
    command = [sys.executable, "-m", "tests.browser.rendering_worker", str(server.port)]
    with subprocess.Popen(command, cwd=PROJECT_ROOT, env=environment, stdout=subprocess.PIPE, text=True) as worker:
        try:
            yield worker, [int(pid) for pid in worker.stdout.readline().split()]
        finally:
            worker.kill()
