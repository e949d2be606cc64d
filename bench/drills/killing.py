"""SIGKILL for processes of a standing instance, in an order drawn ahead."""

import os
import random
import re
import signal
from collections import Counter
from enum import StrEnum

from tests.chaos.instance import Instance, children


class Target(StrEnum):
    """What is killed: a service of the instance, or one of the processes that its worker has made."""

    WORKER = "worker"
    WORKER_CHILD = "worker_child"
    BROKER = "broker"
    DATABASE = "database"


SERVICES = {
    Target.WORKER: "Worker",
    Target.WORKER_CHILD: "Worker",
    Target.BROKER: "Valkey",
    Target.DATABASE: "PostgreSQL",
}

BROUGHT_BACK = re.compile(r"^(\w+ (?:was killed|ended) \(.+\))\. Starting it again\.$", re.MULTILINE)


def draw_targets(rng: random.Random, *, of_each: int) -> list[Target]:
    """Every target so many times, in any order."""
    targets = [target for target in Target for _ in range(of_each)]
    rng.shuffle(targets)
    return targets


def brought_back(output: str) -> Counter[str]:
    """How services ended that the supervisor has brought back, by its own words; not all need be our doing."""
    return Counter(BROUGHT_BACK.findall(output))


class Killer:
    """Kills, and counts what was killed."""

    def __init__(self, instance: Instance, rng: random.Random) -> None:
        self.kills: Counter[Target] = Counter()
        self._instance, self._rng = instance, rng

    def kill(self, target: Target) -> None:
        """As soon as it runs; fails when it does not come back, or the instance has ended."""
        self._instance.wait_for(lambda: self._is_killed(target), f"having a {target} to kill")
        self.kills[target] += 1

    def _is_killed(self, target: Target) -> bool:
        pid = self._find(target)
        if pid is None:
            return False
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            return False
        return True

    def _find(self, target: Target) -> int | None:
        try:
            pid = self._instance.pid_of(SERVICES[target])
        except StopIteration:
            return None
        if target is not Target.WORKER_CHILD:
            return pid
        of_worker = sorted(children(pid))
        return self._rng.choice(of_worker) if of_worker else None
