"""The Celery application: queues, and what keeps a committed request independent of the broker."""

import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging, worker_process_init
from django_structlog.celery.steps import DjangoStructLogInitStep

from propscrape.heap import settle_heap

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "propscrape.settings")

app = Celery("propscrape")
app.config_from_object("django.conf:settings", namespace="CELERY")
assert app.steps is not None
app.steps["worker"].add(DjangoStructLogInitStep)
app.autodiscover_tasks()


@setup_logging.connect
def use_django_logging(**_: Any) -> None:
    """Workers log as the web does; without a receiver Celery would install its own handlers."""
    from django.conf import settings
    from django.utils.log import configure_logging

    configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)


@worker_process_init.connect
def use_a_settled_heap(**_: Any) -> None:
    """Each process of a worker has its tasks loaded when it is made."""
    settle_heap()
