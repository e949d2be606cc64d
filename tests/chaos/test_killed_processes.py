"""SIGKILL for every process of a standing instance: it says so, heals, and has lost nothing."""

import os
import signal
import socket
import sys
import time

import pytest

from tests.chaos.instance import MARKS, Instance, processes_of
from tests.servers import new_home

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up in /proc")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_nothing_runs(home, timeout_s=20):
    deadline = time.monotonic() + timeout_s
    while left := processes_of(home):
        assert time.monotonic() < deadline, f"left running: {left}"
        time.sleep(0.1)


def kept(answer):
    """What must not change: all of the listing but when its page was last seen, for a start loads the samples again."""
    assert answer.status_code == 200
    (listing,) = answer.json()["listings"]
    return {name: value for name, value in listing.items() if name != "last_retrieved_at"}


@pytest.fixture(scope="module")
def home():
    with new_home() as home:
        yield home


@pytest.fixture(scope="module")
def standing(home):
    with Instance(home, free_port()) as instance:
        instance.wait_until_ready()
        yield instance


@pytest.mark.parametrize("service", MARKS)
def test_a_killed_service_is_named_and_back_with_its_data(standing, service):
    before = kept(standing.read_sample())
    os.kill(standing.pid_of(service), signal.SIGKILL)
    standing.wait_for(lambda: f"{service} was killed (SIGKILL). Starting it again." in standing.output, "noticing")
    standing.wait_for(lambda: f"{service} is back after " in standing.output, "healing")
    standing.wait_for(standing.is_ready, "getting ready again")
    assert kept(standing.read_sample()) == before


def test_a_second_start_on_the_data_folder_is_refused_with_one_line(standing, home):
    with Instance(home, free_port()) as second:
        assert second.exit_status() == 1
    assert second.output.startswith("propscrape: Already running on the data folder")
    assert second.output.count("\n") == 1


def test_a_start_on_the_used_port_is_refused_with_one_line(standing):
    with new_home() as other_home, Instance(other_home, standing.port) as second:
        assert second.exit_status() == 1
    assert second.output.startswith(f"propscrape: Port {standing.port} is in use")
    assert second.output.count("\n") == 1


def test_what_was_killed_or_stopped_starts_again_with_its_data_and_leaves_nothing_running(standing, home):
    curl_line, listing = standing.curl_line, kept(standing.read_sample())
    assert standing.stop(signal.SIGINT) == 0
    assert processes_of(home) == {}

    with Instance(home, standing.port) as second:
        second.wait_until_ready()
        second.kill()
    wait_until_nothing_runs(home)

    with Instance(home, standing.port) as third:
        third.wait_until_ready()
        assert third.curl_line == curl_line
        assert kept(third.read_sample()) == listing
        assert third.stop(signal.SIGTERM) == 0
    assert processes_of(home) == {}
