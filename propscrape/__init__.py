"""propscrape: a property-listing extraction service."""

from propscrape.celery import app as celery_app

__all__ = ("celery_app",)
__version__ = "0.1.0"
