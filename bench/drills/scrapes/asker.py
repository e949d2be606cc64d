"""A client of the API, that asks for pages in batches and says again what was not answered."""

import json
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import httpx2

TIMEOUT_S, ASK_AGAIN_S, LOOK_EVERY_S = 15, 0.3, 0.1
# Every so many batches one is sent once more although it was answered, as by a client that the answer did not reach
REPEAT_EVERY = 3
ROUTE = "/public_api/v1/listings/batch"


@dataclass(frozen=True, slots=True)
class Asked:
    """A batch that was taken: its number here, and its id there."""

    number: int
    batch_id: str
    size: int


class Asker:
    """`run` it in a thread; `asked` grows. `answers` counts them by status, and what is no answer as `none`.

    `faults` holds in words what a second request of a batch got that it must not. Set `hurry` to have the next batch
    sent at once.
    """

    def __init__(self, *, base_url: str, api_key: str) -> None:
        self.asked: list[Asked] = []
        self.answers: Counter[str] = Counter()
        self.repeats = 0
        self.faults: list[str] = []
        self.over, self.hurry = threading.Event(), threading.Event()
        self._client = httpx2.Client(
            base_url=base_url, headers={"X-Api-Key": api_key}, timeout=TIMEOUT_S, trust_env=False
        )

    def run(self, batches: Sequence[Sequence[str]], *, over_s: float) -> None:
        """Ask for all of them, evenly spread over so many seconds; or until `over` is set."""
        began = time.monotonic()
        for turn, urls in enumerate(batches):
            due = began + over_s * turn / len(batches)
            while (wait_s := due - time.monotonic()) > 0 and not (self.over.is_set() or self.hurry.is_set()):
                time.sleep(min(wait_s, LOOK_EVERY_S))
            self.hurry.clear()
            self._ask(len(self.asked), urls)

    def close(self) -> None:
        """Let go of the connection."""
        self._client.close()

    def progress_of(self, asked: Asked) -> dict[str, Any]:
        """What the API says of a batch."""
        answer = self._client.get(f"{ROUTE}/{asked.batch_id}")
        answer.raise_for_status()
        return dict(answer.json()["batch"])

    def _ask(self, number: int, urls: Sequence[str]) -> None:
        """Until it is taken. A batch is taken once, however often it is sent."""
        body = self._send_until_taken(number, urls)
        if body is None:
            return
        asked = Asked(number, body["batch"]["id"], body["batch"]["size"])
        self.asked.append(asked)
        if number % REPEAT_EVERY == 0 and (again := self._send_until_taken(number, urls)) is not None:
            self.repeats += 1
            if again["batch"]["id"] != asked.batch_id or not again["was_repeated"]:
                self.faults.append(f"batch {number} was taken twice: {asked.batch_id}, {again['batch']['id']}")

    def _send_until_taken(self, number: int, urls: Sequence[str]) -> dict[str, Any] | None:
        while not self.over.is_set():
            answer = self._send(number, urls)
            self.answers[str(answer.status_code) if answer is not None else "none"] += 1
            if answer is not None and answer.status_code == httpx2.codes.ACCEPTED:
                return dict(answer.json())
            time.sleep(ASK_AGAIN_S)
        return None

    def _send(self, number: int, urls: Sequence[str]) -> httpx2.Response | None:
        headers = {"Idempotency-Key": f"drill-batch-{number}", "Content-Type": "application/json"}
        try:
            return self._client.post(ROUTE, content=json.dumps({"urls": list(urls)}), headers=headers)
        except httpx2.HTTPError:
            return None
