"""Publishing on time while the database is killed: the ledger holds what has committed, no more and no less."""

import threading
import time
from collections.abc import Sequence
from queue import Empty, SimpleQueue
from uuid import UUID

from django.db import InterfaceError, OperationalError, connection

from propscrape.tenancy import client_scope
from webhooks.models import Event
from webhooks.services.publishing import Facts, Happening, publish_events

from .facts import Published
from .plan import Batch, wanted_by

ASK_AGAIN_S, LOOK_EVERY_S = 0.3, 0.1
DATABASE_AWAY = (OperationalError, InterfaceError)


class Publisher:
    """Several threads may `run` at once; they share the batches and the ledger.

    `committed_unseen` counts transactions that broke and had committed, `undone` those that broke and had not; which
    is known by looking for the batch's number in its events, once the database is back.
    """

    def __init__(self, *, client_id: UUID, batches: Sequence[Batch]) -> None:
        self.ledger: list[Published] = []
        self.committed_unseen = self.undone = 0
        self.over = threading.Event()
        self._client_id = client_id
        self._began = time.monotonic()
        self._batches: SimpleQueue[Batch] = SimpleQueue()
        self._lock = threading.Lock()
        for batch in batches:
            self._batches.put(batch)

    def run(self) -> None:
        """Publish what is due, until there is nothing more or `over` is set."""
        try:
            while not self.over.is_set():
                self._publish_on_time(self._batches.get_nowait())
        except Empty:
            return
        finally:
            connection.close()

    def _publish_on_time(self, batch: Batch) -> None:
        while (wait_s := self._began + batch.due_s - time.monotonic()) > 0 and not self.over.is_set():
            time.sleep(min(wait_s, LOOK_EVERY_S))
        events: list[Event] = []
        while not events and not self.over.is_set():
            events = self._publish_or_look_up(batch)
        subscriptions = wanted_by(batch.portal)
        with self._lock:
            for event in events:
                assert event.sequence is not None
                self.ledger.append(Published(event.pk, batch.key, event.sequence, subscriptions))

    def _publish_or_look_up(self, batch: Batch) -> list[Event]:
        """The batch's events; none when the transaction broke and left nothing behind."""
        try:
            return self._publish(batch)
        except DATABASE_AWAY:
            found = self._look_up(batch)
        with self._lock:
            self.committed_unseen += bool(found)
            self.undone += not found
        return found

    def _publish(self, batch: Batch) -> list[Event]:
        happenings = [
            Happening(kind, {"listing": batch.key, "batch": batch.number, "nth": nth})
            for nth, kind in enumerate(batch.types)
        ]
        facts = Facts(is_listing=True, portal=batch.portal)
        with client_scope(self._client_id):
            return publish_events(client_id=self._client_id, key=batch.key, happenings=happenings, facts=facts)

    def _look_up(self, batch: Batch) -> list[Event]:
        """What is there of a batch whose transaction broke: it has ended by the time the database answers again."""
        while not self.over.is_set():
            connection.close()
            try:
                with client_scope(self._client_id):
                    return list(Event.objects.filter(data__batch=batch.number).order_by("sequence"))
            except DATABASE_AWAY:
                time.sleep(ASK_AGAIN_S)
        return []
