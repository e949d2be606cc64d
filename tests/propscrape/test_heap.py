"""Processes that extract leave what is loaded out of garbage collections."""

import subprocess
import sys

import pytest

SHOW = "import gc; print(gc.get_freeze_count() > 1_000, gc.get_threshold())"


@pytest.mark.parametrize(
    "settle",
    [
        "from propscrape.heap import settle_heap; settle_heap()",
        "from propscrape.celery import use_a_settled_heap; use_a_settled_heap()",
        "from propscrape.web_server import post_worker_init; post_worker_init(None)",
    ],
)
def test_a_process_that_works_has_a_settled_heap(settle):
    done = subprocess.run([sys.executable, "-c", f"{settle}; {SHOW}"], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[0] == "True (20000, 20, 50)"
