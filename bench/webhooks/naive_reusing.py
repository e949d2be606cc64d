"""The plain way with connections to the database kept from task to task, which Celery does on request only."""

from .naive import app

# Celery closes Django's connections around every task until this says how often each may be used
app.conf["CELERY_DB_REUSE_MAX"] = 1_000_000_000
