"""Fetching one page with a browser, which runs its scripts: docs/rendering.md."""

import os
import threading
from typing import TYPE_CHECKING

from listings.fetching.browser_path import check_browser
from listings.fetching.http import FetchedPage

if TYPE_CHECKING:
    from listings.fetching.renderer import Renderer

_making = threading.Lock()
_renderers: dict[int, "Renderer"] = {}


def render_page(url: str, *, user_agent: str, timeout_s: float) -> FetchedPage:
    """GET a registered portal's page as a browser does, and read it once its scripts have run.

    `timeout_s` is for the page alone; a browser that has to be started first may take 30 s more. Raises the errors of
    `fetch_page`, BrowserLost when our browser died under it (the next call has a new one), and BrowserMissing, which
    says what staff can do, when there is none to use.
    """
    check_browser()
    return _renderer().render(url, user_agent=user_agent, timeout_s=timeout_s)


def close_browser() -> None:
    """End this process's browser, if it has one."""
    with _making:
        renderer = _renderers.pop(os.getpid(), None)
    if renderer is not None:
        renderer.close()


def _renderer() -> "Renderer":
    """This process's own: a worker's child has none of the threads that its parent may have had."""
    # Playwright takes 25 MB and the web, which renders nothing, imports this module too
    from listings.fetching.renderer import Renderer

    with _making:
        if os.getpid() not in _renderers:
            _renderers[os.getpid()] = Renderer()
        return _renderers[os.getpid()]
