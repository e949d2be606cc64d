"""Every route: the API under its base, the console, and what machines ask of a running instance."""

from django.urls import URLPattern, URLResolver, path

urlpatterns: list[URLPattern | URLResolver] = []
