"""Routes under /public_api/v1."""

from django.urls import path

from listings.api.views import HealthView, HistoryView, ListingsView, ListingView, ScrapeView, SupportedSitesView

urlpatterns = [
    path("listings", ListingsView.as_view()),
    path("listings/history", HistoryView.as_view()),
    path("listings/<uuid:listing_id>", ListingView.as_view()),
    path("listings/<uuid:listing_id>/history", HistoryView.as_view()),
    path("scrapes/<uuid:scrape_id>", ScrapeView.as_view()),
    path("supported_sites", SupportedSitesView.as_view()),
    path("health", HealthView.as_view()),
]
