"""`python -m bench.ssrf`: every hostile URL of the tests through both transports, with connections counted.

Prints a line per URL and one JSON object as the last line. Exit status 1 when one was not refused or a socket was asked
to connect to an address that is not public.
"""

import json
import sys

from tests.propscrape.hostile_attempts import Verdict, try_async, try_sync
from tests.propscrape.hostile_urls import HOSTILE

WIDTHS = (24, 62, 48)


def main() -> int:
    """Run the drill; returns the exit status."""
    _print_row("trick", "URL", "sync verdict", "async verdict", "forbidden connections")
    refused = forbidden = 0
    for hostile in HOSTILE:
        sync, asynchronous = try_sync(hostile), try_async(hostile)
        _print_row(hostile.trick, str(hostile), str(sync), str(asynchronous), _connects(sync, asynchronous))
        refused += sync.is_refused and asynchronous.is_refused
        forbidden += len(sync.forbidden) + len(asynchronous.forbidden)
    print(json.dumps({"urls": len(HOSTILE), "refused": refused, "forbidden_connections": forbidden}))
    return 0 if refused == len(HOSTILE) and not forbidden else 1


def _connects(*verdicts: Verdict) -> str:
    places = [f"{address}:{port}" for verdict in verdicts for address, port in verdict.forbidden]
    return " ".join([str(len(places)), *places])


def _print_row(trick: str, url: str, sync: str, asynchronous: str, forbidden: str) -> None:
    widths = zip((trick, url, sync, asynchronous), (*WIDTHS, WIDTHS[-1]), strict=True)
    print(" | ".join([*(f"{text:<{width}}" for text, width in widths), forbidden]), flush=True)


if __name__ == "__main__":
    sys.exit(main())
