"""A process that renders one page, says which processes that took, and waits to be killed: `PORT PATH`."""

import os
import sys
import time

import django
import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "propscrape.settings")
django.setup()

from listings.fetching.browser import render_page  # noqa: E402 - after Django is set up
from tests.browser.processes import descendants  # noqa: E402
from tests.portal_server import names_lead_to  # noqa: E402

if __name__ == "__main__":
    names_lead_to(pytest.MonkeyPatch(), {"www.rightmove.co.uk": ["127.0.0.1"]})
    url = f"http://www.rightmove.co.uk:{sys.argv[1]}/plain"
    render_page(url, user_agent="propscrape/test", timeout_s=30)
    print(*descendants(os.getpid()), flush=True)
    time.sleep(600)
