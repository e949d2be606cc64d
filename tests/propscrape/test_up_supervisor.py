"""The supervisor, on small processes of our own."""

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from propscrape.supervisor.folder_lock import FolderInUse, FolderLock
from propscrape.supervisor.process import Process
from propscrape.supervisor.restart_budget import RestartBudget
from propscrape.supervisor.service import Service
from propscrape.supervisor.stop_request import StopRequest, StopRequested
from propscrape.supervisor.supervisor import ServiceFailed, Supervisor

SLEEPER = "import time; time.sleep(60)"
TELLS_WHEN_STOPPED = """
import pathlib, signal, sys, time
def leave(*_):
    with pathlib.Path("stopped").open("a") as order:
        order.write(sys.argv[1] + " ")
    sys.exit()
signal.signal(signal.SIGTERM, leave)
pathlib.Path(sys.argv[1]).touch()
time.sleep(60)
"""
IGNORES_SIGTERM = """
import pathlib, signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
pathlib.Path("ignores").touch()
time.sleep(60)
"""
HAS_A_CHILD = """
import pathlib, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
pathlib.Path("child").write_text(str(child.pid))
time.sleep(60)
"""


@pytest.fixture
def said():
    return []


@pytest.fixture
def supervisor(said):
    with Supervisor(say=said.append, stop_request=StopRequest()) as supervisor:
        yield supervisor


@pytest.fixture
def service(tmp_path):
    def make(code: str, *arguments: str, name: str = "Sleeper", **options) -> Service:
        return Service(
            name=name,
            command=(sys.executable, "-c", code, *arguments),
            log_file=tmp_path / f"{name}.log",
            cwd=tmp_path,
            **options,
        )

    return make


def wait_for(condition, timeout_s=10):
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def is_alive(pid: int) -> bool:
    """Whether the process runs; one that nobody has reaped yet does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    return not (status.exists() and status.read_text().rpartition(")")[2].split()[0] == "Z")


def test_services_stop_in_reverse_order_of_their_start(supervisor, service, tmp_path):
    for name in ("first", "second", "third"):
        supervisor.start_and_wait(service(TELLS_WHEN_STOPPED, name, name=name, is_ready=(tmp_path / name).exists))
    supervisor.stop_all()
    assert (tmp_path / "stopped").read_text().split() == ["third", "second", "first"]


def test_a_service_that_was_killed_is_named_and_started_again(supervisor, service, said):
    process = supervisor.start(service(SLEEPER))
    os.kill(process.pid, signal.SIGKILL)
    wait_for(lambda: not process.is_running)
    supervisor.bring_back_the_dead()
    assert said[0] == "Sleeper was killed (SIGKILL). Starting it again."
    assert said[1].startswith("Sleeper is back after ")


def test_a_service_that_dies_again_and_again_is_given_up(supervisor, service, said):
    supervisor.start(service("raise SystemExit('no such portal')"))
    with pytest.raises(ServiceFailed, match=r"(?s)ended \(exit status 1\) again and again: giving up.*no such portal"):
        supervisor.watch()
    assert said.count("Sleeper ended (exit status 1). Starting it again.") == 5


def test_a_service_that_cannot_start_fails_with_its_own_last_words(supervisor, service):
    broken = service("raise SystemExit('bad configuration')", is_ready=lambda: False)
    with pytest.raises(ServiceFailed, match=r"(?s)did not start: it ended \(exit status 1\).*bad configuration"):
        supervisor.start_and_wait(broken)


def test_a_service_that_never_gets_ready_fails(supervisor, service):
    with pytest.raises(ServiceFailed, match="is not ready after 0 s"):
        supervisor.start_and_wait(service(SLEEPER, is_ready=lambda: False, start_timeout_s=0.2))


def test_last_words_are_those_of_the_last_start(supervisor, service):
    service("").log_file.write_text("yesterday\n")
    process = supervisor.start(service("print('today')"))
    wait_for(lambda: not process.is_running)
    assert process.last_log_lines() == "today"


def test_a_service_that_ignores_the_stop_signal_is_killed(supervisor, service, said, tmp_path):
    stubborn = service(IGNORES_SIGTERM, is_ready=(tmp_path / "ignores").exists, stop_timeout_s=0.2)
    supervisor.start_and_wait(stubborn)
    supervisor.stop_all()
    assert said == ["Sleeper did not stop within 0 s: killed."]


def test_children_of_a_killed_service_go_with_it(supervisor, service, tmp_path):
    parent = service(HAS_A_CHILD, is_ready=lambda: (tmp_path / "child").exists() and (tmp_path / "child").read_text())
    supervisor.start_and_wait(parent)
    child = int((tmp_path / "child").read_text())
    supervisor.stop_all()
    assert not is_alive(child)


def test_a_task_that_fails_is_reported_and_one_that_succeeds_is_not_restarted(supervisor, service, said):
    supervisor.run_to_end(service("print('done')"))
    supervisor.bring_back_the_dead()
    assert said == []
    with pytest.raises(ServiceFailed, match="Migration failed"):
        supervisor.run_to_end(service("raise SystemExit(3)", name="Migration"))


def test_a_stop_request_ends_every_wait(service, said):
    request = StopRequest()
    request.signal = signal.SIGINT
    with Supervisor(say=said.append, stop_request=request) as supervisor:
        process = supervisor.start(service(SLEEPER))
        with pytest.raises(StopRequested):
            supervisor.watch()
    assert not process.is_running


def test_an_old_log_makes_room_for_a_new_one(service, monkeypatch):
    monkeypatch.setattr("propscrape.supervisor.process.LOG_KEPT_BYTES", 10)
    chatty = service("print('new')")
    chatty.log_file.write_text("a long story\n")
    process = Process(chatty)
    wait_for(lambda: not process.is_running)
    assert chatty.log_file.read_text() == "new\n"
    assert chatty.log_file.with_suffix(".log.1").read_text() == "a long story\n"


def test_restarts_are_counted_within_a_sliding_minute():
    clock = iter([0, 10, 20, 61, 62])
    budget = RestartBudget(restarts=2, within_s=60, now=lambda: next(clock))
    assert [budget.spend() for _ in range(5)] == [True, True, False, True, False]


def test_a_data_folder_has_one_supervisor(tmp_path):
    with FolderLock(tmp_path), pytest.raises(FolderInUse), FolderLock(tmp_path):
        pass


def test_a_lock_tells_whether_its_last_holder_was_killed(tmp_path):
    with FolderLock(tmp_path) as lock:
        assert not lock.was_abandoned
    (tmp_path / "up.lock").write_text("running 4711\n")
    with FolderLock(tmp_path) as lock:
        assert lock.was_abandoned
    with FolderLock(tmp_path) as lock:
        assert not lock.was_abandoned
