"""`python -m bench.rendering [--pages N]`: what one worker's browser renders a minute, from a portal on loopback.

The page is a shell that asks for its data and builds some 3,000 elements, with scripts of 1 MB, forty pictures and an
advertisement. Prints what each page took and one JSON object as the last line. Exit status 1 when a page was not
rendered to its end or a picture was asked for.
"""

import argparse
import json
import os
import statistics
import sys
import time

import django
from django.test.utils import override_settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "propscrape.settings")
django.setup()

from listings.errors import BrowserMissing  # noqa: E402 - after Django is set up
from listings.fetching.browser import close_browser, render_page  # noqa: E402
from listings.fetching.browser_group import memory_of_group  # noqa: E402
from tests.browser.processes import browser_of  # noqa: E402
from tests.portal_server import HTML, PortalServer, serving  # noqa: E402

HOST = "www.rightmove.co.uk"
ROOMS = 300
PICTURES = 40
SCRIPTS = 5
LAST = f"Room {ROOMS - 1}".encode()
MB = 1_000_000


def main() -> int:
    """Run the bench; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=40)
    pages = parser.parse_args().pages
    with (
        serving(routes()) as server,
        override_settings(FETCH_NAMES={HOST: "127.0.0.1"}, FETCH_ALLOWED_ADDRESSES=[HOST]),
    ):
        try:
            seconds, rendered, memory_mb = run(server, pages)
        except BrowserMissing as error:
            print(error.message, file=sys.stderr)
            return 1
        finally:
            close_browser()
    pictures = sum(path.endswith(".jpg") for path, _ in server.requests)
    print_report(seconds, rendered, memory_mb, pictures)
    return 0 if rendered == pages and not pictures else 1


def run(server: PortalServer, pages: int) -> tuple[list[float], int, float]:
    """Seconds of each page after the first, which starts the browser; how many came whole; the most memory in MB."""
    seconds: list[float] = []
    rendered, most = 0, 0
    render(server)
    for number in range(pages):
        started = time.perf_counter()
        rendered += LAST in render(server)
        seconds.append(time.perf_counter() - started)
        most = max(most, memory_of_group(os.getpgid(browser_of(os.getpid()))))
        print(f"page {number + 1:>3}: {seconds[-1]:.2f} s", flush=True)
    return seconds, rendered, most / MB


def render(server: PortalServer) -> bytes:
    """One page."""
    return render_page(server.url("/home", host=HOST), user_agent="propscrape bench", timeout_s=30).html


def print_report(seconds: list[float], rendered: int, memory_mb: float, pictures: int) -> None:
    """The table and the last line."""
    figures = {
        "pages": len(seconds),
        "rendered": rendered,
        "pages_per_min": round(60 * len(seconds) / sum(seconds), 1),
        "p50_s": round(statistics.median(seconds), 2),
        "p95_s": round(statistics.quantiles(seconds, n=20)[-1], 2),
        "browser_mb": round(memory_mb),
        "pictures_asked_for": pictures,
    }
    for name, figure in figures.items():
        print(f"{name:<20} {figure:>8}")
    print(json.dumps(figures))


def routes() -> dict[str, tuple[int, dict[str, str], bytes]]:
    """The portal's answers."""
    scripts = "".join(f'<script src="/{number}.js"></script>' for number in range(SCRIPTS))
    advert = '<script src="http://securepubads.g.doubleclick.net/tag.js"></script>'
    shell = f'<!doctype html><title>Home</title><div id="root"></div>{scripts}{advert}<script src="/app.js"></script>'
    filling = "".join(f"var v{number} = function () {{ return {number} }};\n" for number in range(5000)).encode()
    rooms = [
        {"name": f"Room {number}", "facts": [f"{number} m", "oak floor", "two windows"]} for number in range(ROOMS)
    ]
    app = f"""
      fetch("/api/home").then((answer) => answer.json()).then((rooms) => {{
        document.getElementById("root").innerHTML = rooms.map((room) => `<section><h2>${{room.name}}</h2><ul>` +
          room.facts.map((fact) => `<li><b>${{fact}}</b> <i>stated</i></li>`).join("") + `</ul></section>`).join("") +
          Array.from({{length: {PICTURES}}}, (_, number) => `<img src="/${{number}}.jpg">`).join("");
      }});"""
    javascript = {"Content-Type": "text/javascript"}
    return {
        "/home": (200, HTML, shell.encode()),
        "/app.js": (200, javascript, app.encode()),
        "/api/home": (200, {"Content-Type": "application/json"}, json.dumps(rooms).encode()),
        **{f"/{number}.js": (200, javascript, filling) for number in range(SCRIPTS)},
    }


if __name__ == "__main__":
    sys.exit(main())
