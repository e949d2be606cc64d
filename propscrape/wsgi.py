"""The WSGI entry point, for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "propscrape.settings")
os.environ.setdefault("DATABASE_POOL", "true")  # threads of one web process share connections; workers must not
application = get_wsgi_application()
