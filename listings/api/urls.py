"""Routes under /public_api/v1."""

from django.urls import path

from listings.api.batch_views import BatchesView, BatchView
from listings.api.views import HealthView, HistoryView, ListingsView, ListingView, ScrapeView, SupportedSitesView
from listings.api.watch_views import WatchesView, WatchView

urlpatterns = [
    path("listings/batch", BatchesView.as_view()),
    path("listings/batch/<uuid:batch_id>", BatchView.as_view()),
    path("watches", WatchesView.as_view()),
    path("watches/<uuid:watch_id>", WatchView.as_view()),
    path("listings", ListingsView.as_view()),
    path("listings/history", HistoryView.as_view()),
    path("listings/<uuid:listing_id>", ListingView.as_view()),
    path("listings/<uuid:listing_id>/history", HistoryView.as_view()),
    path("scrapes/<uuid:scrape_id>", ScrapeView.as_view()),
    path("supported_sites", SupportedSitesView.as_view()),
    path("health", HealthView.as_view()),
]
