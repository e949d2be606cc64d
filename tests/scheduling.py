"""Which process of pytest-xdist runs which test: whoever is free the next one, but for those that belong together."""

from xdist.scheduler import LoadScopeScheduling

RENDERING = "tests/browser/test_rendering"  # which would only wait for each other
# What their tests share is made once
TOGETHER = (
    "tests/bench/test_scrapes_bench.py",
    "tests/chaos/test_killed_processes.py",
    "tests/listings/extraction/test_shared_pages.py",
    "tests/webhooks/test_receiver_docs.py",
)


class Scheduling(LoadScopeScheduling):  # type: ignore[misc]  # pytest-xdist has no types
    """Sends the tests of one scope to one process, those scopes first that have the most."""

    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith(RENDERING):
            return RENDERING
        file = nodeid.partition("::")[0]
        return file if file in TOGETHER else nodeid
