"""The plain way's Celery application: the project's own settings, one task for each delivery."""

from celery import Celery

QUEUE = "naive"
DELIVER_ONE = "bench.webhooks.deliver_one"

app = Celery("naive", include=["bench.webhooks.naive_tasks"], set_as_current=False)
app.config_from_object("django.conf:settings", namespace="CELERY")
# Celery's own default. The project's 1 is for tasks that take long; of short ones the next would not be there in time
app.conf.worker_prefetch_multiplier = 4
