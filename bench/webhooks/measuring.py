"""All measurements, one after another, on the same ground."""

import json

from bench.figures import table

from .bulkhead import measure_slowdown
from .claiming import ALL_LANES, FEW_LANES, Found, explain_finding, measure_finding
from .ground import Ground
from .latency import EVENTS_PER_S, measure_latency
from .old_deliveries import OLD_DELIVERIES, add_old, make_due
from .outbox import Outbox, make_outbox
from .report import Measured, figures_of, missed_bars
from .throughput import measure_naive, measure_ours

# The plain way is given a twentieth: it takes so much longer
NAIVE_SHARE = 20
LATENCY_S = 30
CLAIM_RUNS = 50


def measure_all(ground: Ground, *, events: int, rounds: int, with_claim: bool) -> int:
    """The exit status. Raises NotDelivered, StopRequested, ServiceFailed."""
    progress, measured = ground.progress, Measured()
    with progress.step(f"Publishing {events} events to 20 subscriptions"):
        outbox = make_outbox(ground.receiver.url, events=events, stop_request=ground.stop_request)
    _measure_rates(ground, outbox, measured, events=events, rounds=rounds)
    _measure_latency(ground, outbox, measured)
    _measure_slowdown(ground, outbox, measured, events=events, rounds=rounds)
    if with_claim:
        measured.found = _measure_claim(ground)
    figures = figures_of(measured)
    missed = missed_bars(figures)
    progress.say("\n".join(["", *(f"Missed: {line}" for line in missed), json.dumps(figures)]))
    return 1 if missed else 0


def _measure_rates(ground: Ground, outbox: Outbox, measured: Measured, *, events: int, rounds: int) -> None:
    ground.progress.say("Deliveries of one worker process, each round on the same rows")
    for _ in range(rounds):
        measured.ours.append(measure_ours(ground, outbox, events=events))
        ground.progress.say(str(measured.ours[-1]))
        for runs, reuses in ((measured.naive, True), (measured.naive_reconnecting, False)):
            runs.append(measure_naive(ground, outbox, events=events // NAIVE_SHARE, reuses_connections=reuses))
            ground.progress.say(str(runs[-1]))


def _measure_latency(ground: Ground, outbox: Outbox, measured: Measured) -> None:
    with ground.progress.step(f"Publishing {EVENTS_PER_S} events a second for {LATENCY_S} s"):
        measured.latency_ms, rate = measure_latency(ground, outbox, seconds=LATENCY_S)
    ground.progress.say(f"{table([('from commit to receipt', measured.latency_ms)])}\n  {rate:.1f} a second published")


def _measure_slowdown(ground: Ground, outbox: Outbox, measured: Measured, *, events: int, rounds: int) -> None:
    ground.progress.say("A blocked receiver among twenty, on a port of its own")
    measured.slowdown = measure_slowdown(ground, outbox, events=events, rounds=rounds, on_same_host=False)
    ground.progress.say("The same once more, at a path beside the others' on the same port (no bar)")
    beside = measure_slowdown(ground, outbox, events=events, rounds=1, on_same_host=True)
    ground.progress.say(f"  slower by {beside.share:.1%}; with a port of its own by {measured.slowdown.share:.1%}")


def _measure_claim(ground: Ground) -> Found:
    with ground.progress.step("Making 2000 due deliveries of 200 subscriptions, and nothing else"):
        clients = make_due()
    _find(ground, "none")
    with ground.progress.step(f"Adding {OLD_DELIVERIES} old ones"):
        add_old(clients, ground.stop_request)
    found = _find(ground, "a million")
    for plan in explain_finding(lanes=FEW_LANES):
        ground.progress.say(f"\n{plan}")
    return found


def _find(ground: Ground, old: str) -> Found:
    both = [
        measure_finding(lanes=lanes, runs=CLAIM_RUNS, stop_request=ground.stop_request)
        for lanes in (ALL_LANES, FEW_LANES)
    ]
    rows = []
    for found in both:
        rows.append((f"{old} old: {found.lanes} lanes leased", found.acquire_ms))
        rows.append((f"{old} old: {found.taken} deliveries of them claimed", found.claim_ms))
        rows.append((f"{old} old: the same with its transaction", found.whole_claim_ms))
    ground.progress.say(table(rows))
    return both[-1]
