"""A wake-up call follows the commit, and its loss is no error."""

import time

import pytest
from celery import Celery
from django.db import transaction

from propscrape.announcing import LOST, announce, announce_later
from propscrape.brokers import broker_options

pytestmark = pytest.mark.django_db(transaction=True)


def task_of(broker: str):
    """A task whose calls go to this broker."""
    app = Celery("announcing", set_as_current=False)
    app.config_from_object("django.conf:settings", namespace="CELERY")
    app.conf.update(broker_url=broker, broker_transport_options=broker_options(broker))

    @app.task(name=f"test-at-{broker}", shared=False)
    def wake_up():
        """Nothing to do."""

    return wake_up


def lost(task) -> float:
    """How many calls of the task were lost."""
    return LOST.labels(task.name)._value.get()


@pytest.mark.parametrize("broker", ["redis://127.0.0.1:1/0", "amqp://127.0.0.1:1//"])
def test_a_broker_that_is_away_is_counted_and_never_raised(broker):
    task = task_of(broker)
    started = time.monotonic()
    with transaction.atomic():
        announce(task)
        assert lost(task) == 0
    assert lost(task) == 1
    assert time.monotonic() - started < 5


def test_nothing_is_announced_of_what_was_rolled_back():
    task = task_of("redis://127.0.0.1:1/0")
    before = lost(task)
    with transaction.atomic():
        announce(task)
        transaction.set_rollback(True)
    assert lost(task) == before


def test_an_announcement_reaches_the_broker():
    task = task_of("memory://")
    with transaction.atomic():
        announce(task)
    with task.app.connection_for_read() as connection:
        assert connection.SimpleQueue("upkeep").get(timeout=2).headers["task"] == task.name


def waiting(task) -> int:
    """How many calls are at the broker."""
    with task.app.connection_for_read() as connection:
        return connection.SimpleQueue("upkeep").qsize()


def test_calls_for_later_are_one_for_one_time_and_each_for_another():
    task = task_of("memory://")
    before = waiting(task)
    for seconds in (50.0, 50.4, 50.4, 51.3):
        announce_later(task, seconds=seconds)
    assert waiting(task) == before + 3


def test_a_broker_that_is_away_loses_calls_for_later_without_an_error():
    task = task_of("redis://127.0.0.1:1/0")
    before = lost(task)
    announce_later(task, seconds=50)
    assert lost(task) == before + 1
