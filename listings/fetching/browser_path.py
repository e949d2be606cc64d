"""Where this machine has a Chromium."""

import os
import shutil
from pathlib import Path

from django.conf import settings

from listings.errors import BrowserMissing

# Debian, Ubuntu, Fedora, Alpine and Google's own packages; the headless shell has all that rendering needs
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chromium-headless-shell")
# Not PATH, which may lead to folders that others write to
FOLDERS = os.pathsep.join(("/usr/bin", "/usr/local/bin", "/opt/google/chrome", "/snap/bin"))
ON_A_MAC = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


def find_browser() -> Path | None:
    """The Chromium that BROWSER_PATH names, or else the first in the usual places."""
    if settings.BROWSER_PATH is not None:
        named = shutil.which(settings.BROWSER_PATH)
        return Path(named) if named else None
    found = (shutil.which(name, path=FOLDERS) for name in NAMES)
    on_a_mac = (shutil.which(path) for path in ON_A_MAC)
    return next((Path(path) for path in (*found, *on_a_mac) if path), None)


def check_browser() -> None:
    """A browser is found, or none is wanted. Raises BrowserMissing."""
    if find_browser() is None:
        raise BrowserMissing
