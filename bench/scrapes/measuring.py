"""One worker at work on all pages: how long it takes, and what its process holds meanwhile."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from bench.cores import Cores, move_to
from bench.instance import Instance
from bench.webhooks.cpu_time import cpu_seconds
from propscrape.launch import services
from propscrape.launch.home import Home
from propscrape.launch.progress import Progress
from propscrape.supervisor.process import Process
from propscrape.supervisor.stop_request import StopRequest
from propscrape.supervisor.supervisor import Supervisor

from .errors import NotScraped
from .floor import measure_floor
from .memory import Sample, only_child, resident_mb
from .pages import Pages
from .portals import Portals
from .report import Measured
from .work import check_rows, count_ended, queue_all, read_rows

POLL_S = 0.1
STALLED_AFTER_S = 60
SAMPLES = 10


@dataclass(frozen=True, slots=True)
class Bench:
    """All that a run needs."""

    instance: Instance
    portals: Portals
    pages: Pages
    cores: Cores
    progress: Progress
    stop_request: StopRequest


def measure(bench: Bench) -> Measured:
    """The worker's run, then the floor under it. Raises NotScraped, StopRequested, ServiceFailed."""
    with bench.progress.step(f"Queueing {bench.pages.count} scrapes"):
        client_id = queue_all(bench.pages, bench.portals)
    bench.progress.say("One worker process, as `up` starts it")
    with _worker(bench) as worker:
        samples, cpu_s = _watch(bench, worker, client_id)
    rows = read_rows(client_id)
    check_rows(rows, {bench.portals.url(number): bench.pages.price(number) for number in range(bench.pages.count)})
    move_to(bench.cores.client)
    with bench.progress.step(f"The parse alone and the engine alone, on {len(bench.pages.bases)} of these pages"):
        floor = measure_floor(bench.pages.bases)
    return Measured(rows=rows, samples=samples, cpu_s=cpu_s, floor=floor, made_ms=bench.portals.made_ms)


@contextmanager
def _worker(bench: Bench) -> Iterator[Process]:
    """Alone on its core, where processes can be pinned."""
    variables = bench.instance.variables
    home = Home(Path(variables["PROPSCRAPE_HOME"]))
    with Supervisor(say=bench.progress.say, stop_request=bench.stop_request) as supervisor:
        move_to(bench.cores.client)
        process = supervisor.start(services.worker(home, variables, processes=1))
        move_to(bench.cores.servers)
        yield process


def _watch(bench: Bench, worker: Process, client_id: UUID) -> tuple[list[Sample], float]:
    """A sample of memory for each tenth of the scrapes, and the CPU seconds from the first sample to the last."""
    samples: list[Sample] = []
    looks_mb: list[float] = []
    cpu_before_s, step = 0.0, max(1, bench.pages.count // SAMPLES)
    for ended in _ended(bench, worker, client_id):
        looks_mb.append(_resident_mb(worker))
        if ended >= step * (len(samples) + 1):
            samples.append(Sample.of(ended, looks_mb))
            looks_mb = []
            cpu_before_s = cpu_before_s or cpu_seconds(worker.pid) or 0
            bench.progress.say(f"  until {ended} scrapes {samples[-1].mb:.1f} MB, {samples[-1].most_mb:.1f} at most")
    return samples, (cpu_seconds(worker.pid) or 0) - cpu_before_s


def _ended(bench: Bench, worker: Process, client_id: UUID) -> Iterator[int]:
    """How many scrapes have ended, again and again until all have. Raises NotScraped when no more do."""
    ended, moved_at = 0, time.monotonic()
    while ended < bench.pages.count:
        bench.stop_request.pause(POLL_S)
        if (now_ended := count_ended(client_id)) > ended:
            ended, moved_at = now_ended, time.monotonic()
            yield ended
        if not worker.is_running or time.monotonic() - moved_at > STALLED_AFTER_S:
            raise NotScraped(f"the worker stopped at {ended} scrapes:\n{worker.last_log_lines()}")


def _resident_mb(worker: Process) -> float:
    child = only_child(worker.pid)
    if child is None:
        raise NotScraped("the worker has not the one process that it should have")
    return resident_mb(child)
